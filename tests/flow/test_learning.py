"""A watch learns from its own checks, and goes by what it learnt."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.flow.checks import URL, article, checked, watched

from variorum.archive import Archive, open_archive
from variorum.flow.engine.learning import hazard_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive", create=True) as made:
        yield made


def test_checks_are_learnt_from_once_and_for_good(archive: Archive) -> None:
    for number in range(8):
        article_id = watched(archive, f"{URL}{number}")
        for check in range(8):
            checked(archive, article_id, article(f"It burns, day {check // 2}."), 30 * check)
    assert hazard_of(archive) is None  # 24 changes are not enough
    tallies = archive.tallies()
    assert sum(tally.changes for tally in tallies) == pytest.approx(24)
    assert sum(tally.hours for tally in tallies) == pytest.approx(8 * 3.5)
    for number in range(8, 16):
        article_id = watched(archive, f"{URL}{number}")
        for check in range(8):
            checked(archive, article_id, article(f"It burns, day {check // 2}."), 30 * check)
    found = hazard_of(archive)
    assert found is not None
    assert found.learnt_from == pytest.approx(48)
    again = hazard_of(archive)
    assert again is not None
    assert again.rates == found.rates
    assert timedelta(hours=1 / found.rates[next(iter(found.rates))]) > timedelta(0)

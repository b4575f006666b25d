"""Alarms: what became of the articles of a source, when they came, and what else nobody mends but a person."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.flow.checks import PAPER, START, article, checked, later

from variorum.archive import open_archive
from variorum.flow.health import diagnosis, silent, source_alarms, yields_less
from variorum.flow.keeping import first_schedule
from variorum.model import AlarmKind, ArticleYield, Conduct, Sighting, Unreadable, UnreadableReason

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from variorum.archive import Archive

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOTHING = Unreadable("", UnreadableReason.NO_ARTICLE, "there is no article")
sizes = st.one_of(st.none(), st.integers(100, 10_000))


def yields(*found: int | None) -> list[ArticleYield]:
    return [ArticleYield(START, size) for size in found]


@given(st.lists(sizes, max_size=40))
def test_a_source_that_yields_as_ever_is_no_alarm(found: list[int | None]) -> None:
    assert yields_less(yields(*found, *found, *found)[:10]) is None
    assert yields_less(yields(*[4_000] * 60)) is None


def test_texts_that_are_much_shorter_than_usual_are_an_alarm() -> None:
    told = yields_less(yields(*[900] * 10, *[4_000] * 30))
    assert told == "the texts of its latest articles have 22 % of the usual length"
    assert yields_less(yields(*[2_500] * 10, *[4_000] * 30)) is None
    assert yields_less(yields(*[None] * 4)) is None


@given(st.integers(8, 30), st.floats(0.1, 30))
def test_silence_is_an_alarm_after_twice_the_longest_silence_and_not_before(
    number: int, hours: float
) -> None:
    moments = [START + n * hours * HOUR for n in range(number + 1)]
    usual = max(2 * hours * HOUR, 6 * HOUR)
    assert silent(moments, moments[-1] + 0.99 * usual) is None
    assert silent(moments, moments[-1] + 1.01 * usual) is not None
    assert silent(moments[:8], moments[-1] + 100 * DAY) is None


def filled(archive: Archive, *, broken_from: int) -> None:
    """An article each hour; from one of them on nothing can be read any more."""
    for number in range(20):
        moment = START + number * HOUR
        with archive.writing() as writer:
            writer.add_source(PAPER, first_schedule(START, "new"))
            url = f"http://paper.example/{number}"
            article_id, _ = writer.add_article(url, PAPER.id, moment, first_schedule(moment, "new"))
            writer.sight(PAPER.id, article_id, Sighting(url), moment)
        checked(
            archive, article_id, article(f"Text {number}") if number < broken_from else NOTHING, 60 * number
        )


def test_a_redesign_after_which_nothing_is_read_is_an_alarm_of_its_source(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as archive:
        filled(archive, broken_from=14)
        assert source_alarms(archive, PAPER, later(60 * 18)) == ()
        (alarm,) = source_alarms(archive, PAPER, later(60 * 24))
        assert (alarm.kind, alarm.source_id) == (AlarmKind.YIELD, PAPER.id)
        assert alarm.sentence == "of the latest 10 articles only 4 could be read, of those before 100 %"


def test_silence_failures_hosts_and_overdue_checks_are_told_and_the_contact_is_only_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = START + 5 * DAY
    with open_archive(tmp_path / "archive", create=True) as archive:
        filled(archive, broken_from=20)
        with archive.writing() as writer:
            due = replace(first_schedule(START, "new"), last_checked=now, next_check=now)
            writer.set_schedule(PAPER.id, due)
            resting = Conduct(
                "http://a.example", START, errors=4.0, held_until=now + DAY, held_because="it is down"
            )
            writer.keep_hosts([resting])
        kinds = {alarm.kind for alarm in diagnosis(archive, tmp_path, now, None)}
        assert kinds == {AlarmKind.SILENCE, AlarmKind.HOST_FAILING, AlarmKind.OVERDUE, AlarmKind.CONTACT}
        assert [a.kind for a in diagnosis(archive, tmp_path, now, None) if a.advice] == [AlarmKind.CONTACT]
        with archive.writing() as writer:
            writer.set_schedule(PAPER.id, replace(due, failures=3))
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
        kinds = {alarm.kind for alarm in diagnosis(archive, tmp_path, now, "desk@paper.example")}
        assert {AlarmKind.SOURCE_FAILING, AlarmKind.DISK} <= kinds
        assert AlarmKind.SILENCE not in kinds
        assert AlarmKind.CONTACT not in kinds

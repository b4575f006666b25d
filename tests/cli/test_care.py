"""A disk that is full, nearly full or broken ends in one clear sentence, and nothing that was kept is lost."""

from __future__ import annotations

import random
import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from tests.archive.conftest import Desk
from tests.cli.conftest import HURRIED, LET_IN

from variorum.archive import ArchiveError, Place, database, open_archive

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from tests.cli.conftest import Outcome
    from tests.newsweb import Site


def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no database may take one page more, as on a disk that is full."""
    usual = database._configured

    def configured(connection: sqlite3.Connection, entry: Any, patience: int) -> None:
        usual(connection, entry, patience)
        connection.execute("PRAGMA max_page_count = 1").close()

    monkeypatch.setattr(database, "_configured", configured)


def test_a_disk_that_is_full_ends_a_run_with_one_sentence_and_the_next_one_goes_on(
    variorum: Callable[..., Outcome], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    assert variorum("run", *HURRIED).code == 0
    for story in site.stories.values():
        story.paragraphs.append(" ".join(random.Random(1).randbytes(4_000).hex(" ", 4).split()))
    site.log.clear()
    with monkeypatch.context() as patched:
        full(patched)
        outcome = variorum("run", "--all", *HURRIED)
    assert outcome.code == 1
    (sentence,) = [line for line in outcome.err.splitlines() if line.startswith("variorum:")]
    assert "is full: nothing was lost; make room and run again" in sentence
    assert variorum("verify").code == 0
    assert variorum("run", "--all", *HURRIED).code == 0
    assert len(variorum("log", "--json").json) == len(site.stories)


def test_a_disk_that_is_nearly_full_is_told_of_when_a_run_begins(
    variorum: Callable[..., Outcome], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    disk = SimpleNamespace(total=10**12, used=10**12 - 10**8, free=10**8)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: disk)
    assert "only 95 MB of the disk are free" in variorum("run", *HURRIED).err
    disk.free = 10
    compacted = variorum("compact")
    assert (compacted.code, "make room first; nothing was lost" in compacted.err) == (1, True)


def test_a_corrupt_page_of_the_file_is_named_and_breaks_nothing_else(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a", create=True) as archive:
        desk = Desk(archive)
        versions = [
            desk.version(f"At least {number} died. " + "It rained. " * 99, number) for number in range(12)
        ]
    file = tmp_path / "a" / "variorum.db"
    data, chance = file.read_bytes(), random.Random(3)
    size = int.from_bytes(data[16:18], "big")
    found = 0
    for page in chance.sample(range(1, len(data) // size), 6):
        file.write_bytes(data[: page * size] + chance.randbytes(size) + data[(page + 1) * size :])
        try:
            with open_archive(tmp_path / "a") as archive:
                *_, last = archive.verify(Place())
                told = [one.sentence for one in last.broken]
                if not told:
                    assert [archive.version(one.id) for one in versions] == versions
        except ArchiveError as error:
            told = [str(error)]
        assert all("Traceback" not in one and "\n" not in one for one in told)
        found += bool(told)
    assert found >= 3

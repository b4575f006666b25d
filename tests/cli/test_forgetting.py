"""What is forgotten on the command line is asked for first, told of, and does not come back; what fills the disk is told of."""

from __future__ import annotations

import io
import sqlite3
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import HURRIED, LET_IN

from variorum.archive import open_archive
from variorum.model import Copy, CopyKind
from variorum.model.documents import time_from_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome
    from tests.newsweb import Site

URL = "http://paper.example/1"
SAID = ("At least 14 people were killed.", "At least 41 people were killed.")


@pytest.fixture
def archive(variorum: Callable[..., Outcome], tmp_path: Path) -> Path:
    """An archive with two versions of an article."""
    for hour, said in enumerate(SAID, 8):
        file = tmp_path / f"{hour}.txt"
        file.write_text(f"Ferry runs aground\n\n\n\n{said}\n", "utf-8")
        variorum("import", file, "--url", URL, "--captured-at", f"2026-11-20T{hour:02}:00Z")
    return tmp_path / "archive"


def test_it_asks_before_it_acts_and_names_what_holds_the_article_still(
    variorum: Callable[..., Outcome], archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "out.zip"
    assert variorum("cite", URL, "--pack", pack).code == 0
    assert variorum("export", "jsonl", tmp_path / "out.jsonl").code == 0
    assert variorum("backup", tmp_path / "copy").code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    asked = variorum("forget", URL, "--reason", "asked for")
    assert asked.code == 130
    assert "Ferry runs aground" in asked.err
    assert variorum("show", URL).code == 0
    done = variorum("forget", URL, "--reason", "asked for", "--yes")
    assert done.code == 0, done.err
    assert "forgotten: 2 versions, 2 captures" in done.out
    for kind, path in (("pack", pack), ("export", tmp_path / "out.jsonl"), ("backup", tmp_path / "copy")):
        assert f"still held by the {kind} {path}" in done.out
    again = variorum("import", tmp_path / "out.jsonl")
    assert (again.code, "was forgotten" in again.err) == (1, True)
    shown = variorum("show", URL)
    assert (shown.code, "forgotten on" in shown.err, "asked for" in shown.err) == (3, True, True)
    checked = variorum("verify")
    assert checked.code == 0, checked.err
    assert "5 links of 1 forgotten article" in checked.out
    again = variorum("import", tmp_path / "8.txt", "--url", URL)
    assert (again.code, "was forgotten" in again.err) == (1, True)
    assert b"aground" not in (archive / "variorum.db").read_bytes()
    assert variorum("log").out.count("aground") == 0


@pytest.mark.usefixtures("archive")
def test_a_reason_is_a_must(variorum: Callable[..., Outcome]) -> None:
    assert variorum("forget", URL, "--yes").code == 2
    assert variorum("forget", URL, "--yes", "--reason", " ").code == 2
    assert variorum("forget", "http://paper.example/none", "--yes", "--reason", "x").code == 3


def test_what_is_forgotten_is_not_fetched_again_by_its_feed_nor_added(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    assert variorum("run", "--all", *HURRIED).code == 0
    gone = site.url("/news/1")
    assert variorum("forget", gone, "--reason", "asked for", "--yes").code == 0
    asked = len([path for path in site.log if path == "/news/1"])
    again = variorum("run", "--all", *HURRIED)
    assert again.code == 0, again.err
    assert "2 articles" in again.err
    assert len([path for path in site.log if path == "/news/1"]) == asked
    added = variorum("add", gone, *LET_IN)
    assert (added.code, "was forgotten" in added.err) == (1, True)
    assert variorum("verify").code == 0


def test_compacting_lets_go_of_what_the_settings_say(variorum: Callable[..., Outcome], archive: Path) -> None:
    assert "let go" not in variorum("compact").out
    database = sqlite3.connect(archive / "variorum.db")
    database.execute("CREATE TABLE ballast AS SELECT randomblob(400000) AS data")
    database.execute("DROP TABLE ballast")
    database.commit()
    database.close()
    before, after = variorum("compact").out.replace(",", "").split(" bytes before ")
    assert int(after.split()[0]) < int(before) - 300_000
    (archive / "variorum.toml").write_text("keep_captures = 1\n")
    with open_archive(archive) as opened:
        gone = opened.let_go_captures(
            time_from_text("2999-01-01T00:00:00Z"),
            "keep_captures = 1",
            time_from_text("2999-01-02T00:00:00Z"),
        )
        assert gone.captures == 2
    assert "0 captures let go by keep_captures = 1" in variorum("compact").out
    checked = variorum("verify")
    assert "2 captures let go by keep_captures = 1" in checked.out
    assert variorum("show", URL).code == 0
    assert "were let go" in variorum("cite", URL, "--pack", archive.parent / "out.zip").err


def test_a_copy_that_is_made_again_is_named_once(archive: Path) -> None:
    made = Copy(CopyKind.BACKUP, "/srv/backup.db", time_from_text("2026-11-21T09:00:00Z"))
    with open_archive(archive) as opened:
        for _ in range(2):
            with opened.writing() as writer:
                writer.record_copy(made)
        assert opened.copies() == (made,)

"""What other trackers of edits kept becomes versions with their revisions, and nothing of theirs is changed."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import brotli
import pytest
from tests.flow.inline import InlineWorkers

from variorum.archive import Archive, ChangeQuery, open_archive
from variorum.flow.exporting import Wanted, export_pieces
from variorum.flow.intake.kinds import kind_of, taken_in
from variorum.model.identity import article_id, capture_id
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from variorum.flow.importing import Imported

URL = "http://paper.example/news/1"
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive", create=True) as opened:
        yield opened


def imported(archive: Archive, path: Path, kind: str) -> list[Imported]:
    assert kind_of(path) == kind

    async def take() -> list[Imported]:
        async with InlineWorkers(1) as workers:
            return [one async for one in taken_in(archive, workers, path, kind, now=lambda: NOW)]

    return asyncio.run(take())


def database(path: Path, script: str) -> Path:
    opened = sqlite3.connect(path)
    opened.executescript(script)
    opened.close()
    return path


def told(archive: Archive) -> list[tuple[str | None, tuple[str, ...], str]]:
    """Headlines, paragraphs and times of the versions of the article."""
    key = archive.article_id(URL)
    history = archive.history(key) if key else None
    assert history is not None
    return [
        (
            version.article.headline,
            tuple(p.text for p in version.article.paragraphs),
            version.captured_at.isoformat(),
        )
        for version in history.versions
    ]


def test_a_database_of_diffengine_is_taken_in_once(archive: Archive, tmp_path: Path) -> None:
    path = database(
        tmp_path / "diffengine.db",
        f"""CREATE TABLE entry (id INTEGER PRIMARY KEY, url TEXT, created TEXT, checked TEXT);
        CREATE TABLE entryversion (id INTEGER PRIMARY KEY, title TEXT, url TEXT, summary TEXT, created TEXT, archive_url TEXT, entry_id INTEGER);
        INSERT INTO entryversion VALUES (1, 'Fire', '{URL}', '<p>At least 14 &amp; more died.</p><p>Rain fell.</p>', '2026-05-04 09:00:00.123456', NULL, 1);
        INSERT INTO entryversion VALUES (2, 'Fire', '{URL}', '<p>At least 41 &amp; more died.</p><p>Rain fell.</p>', '2026-05-04 10:00:00', NULL, 1);
        INSERT INTO entryversion VALUES (3, 'No address', 'mailto:a@b.example', '<p>x</p>', '2026-05-04 10:00:00', NULL, 1);""",
    )
    before = path.read_bytes()
    done = imported(archive, path, "diffengine")
    assert [one.failure.sentence for one in done if one.failure] == [
        "diffengine.db at byte row 3: it has no address of the web ('mailto:a@b.example')".replace(
            "byte ", ""
        )
    ]
    assert told(archive) == [
        ("Fire", ("At least 14 & more died.", "Rain fell."), "2026-05-04T09:00:00.123456+00:00"),
        ("Fire", ("At least 41 & more died.", "Rain fell."), "2026-05-04T10:00:00+00:00"),
    ]
    (change,) = archive.changes(ChangeQuery())
    assert "14 → 41" in change.sentence
    assert archive.captured(URL)[0].circumstances.custody == ("diffengine.db",)
    assert imported(archive, path, "diffengine") == []
    assert path.read_bytes() == before


def test_what_a_tracker_read_stays_as_it_read_it_when_an_older_capture_comes(
    archive: Archive, tmp_path: Path
) -> None:
    table = "CREATE TABLE entry (id INTEGER); CREATE TABLE entryversion (id INTEGER PRIMARY KEY, title TEXT, url TEXT, summary TEXT, created TEXT);"
    for name, hour, dead in (("a.db", 10, 14), ("b.db", 11, 41), ("c.db", 9, 14), ("d.db", 8, 13)):
        row = f"(1, 'Fire', '{URL}', '<p>At least {dead} died.</p>', '2026-05-04 {hour:02}:00:00')"
        imported(
            archive,
            database(tmp_path / name, f"{table} INSERT INTO entryversion VALUES {row};"),
            "diffengine",
        )
    assert [(paragraphs, at[11:13]) for _, paragraphs, at in told(archive)] == [
        (("At least 13 died.",), "08"),
        (("At least 14 died.",), "09"),
        (("At least 41 died.",), "11"),
    ]
    assert len(archive.changes(ChangeQuery(superseded=False))) == 2
    for capture in archive.captured(URL):
        kept = capture_id(article_id(url_key(URL)), capture.captured_at, capture.body_hash)
        assert archive.reading(kept, "diffengine") is not None
    pieces = export_pieces(archive, "jsonl", Wanted(), now=NOW, name="export", packed=False)
    (tmp_path / "all.jsonl").write_bytes(b"".join(pieces))
    with open_archive(tmp_path / "other", create=True) as other:
        imported(other, tmp_path / "all.jsonl", "jsonl")
        assert told(other) == told(archive)
        assert len(other.changes(ChangeQuery())) == len(archive.changes(ChangeQuery()))


@pytest.mark.parametrize("apart", [False, True])
def test_a_database_of_news_sniffer_is_taken_in(archive: Archive, tmp_path: Path, *, apart: bool) -> None:
    column = "" if apart else "text TEXT,"
    script = f"""CREATE TABLE news_articles (id INTEGER PRIMARY KEY, source TEXT, url TEXT, title TEXT);
        CREATE TABLE news_article_versions (id INTEGER PRIMARY KEY, news_article_id INTEGER, title TEXT, url TEXT, {column} created_at TEXT, version INTEGER);
        INSERT INTO news_articles VALUES (7, 'bbc', '{URL}', 'Fire');"""
    for number, text in ((1, "Fourteen died.\nRain fell."), (2, "Fifteen died.\nRain fell.")):
        names = "id, news_article_id, title, created_at, version" + ("" if apart else ", text")
        value = "" if apart else f", '{text}'"
        script += f"INSERT INTO news_article_versions ({names}) VALUES ({number}, 7, 'Fire', '2026-05-04 0{number}:00:00', {number - 1}{value});"
    if apart:
        script += """CREATE TABLE news_article_version_texts (news_article_version_id INTEGER, text TEXT);
            INSERT INTO news_article_version_texts VALUES (1, 'Fourteen died.\nRain fell.'), (2, 'Fifteen died.\nRain fell.');"""
    imported(archive, database(tmp_path / "sniffer.sqlite3", script), "newssniffer")
    assert told(archive) == [
        ("Fire", ("Fourteen died.", "Rain fell."), "2026-05-04T01:00:00+00:00"),
        ("Fire", ("Fifteen died.", "Rain fell."), "2026-05-04T02:00:00+00:00"),
    ]


def test_a_database_of_newsdiffs_is_taken_in_with_the_texts_of_its_repository(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "articles" / "old"
    file = folder / "paper.example" / "news" / "1"
    file.parent.mkdir(parents=True)
    commits = []

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b.example", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "-q")
    for number in (14, 41):
        file.write_text(f"May 4, 2026\nFire\nBy A. Blau\nAt least {number} died.\n\nRain fell.\n", "utf-8")
        git("add", ".")
        git("commit", "-qm", "x")
        commits.append(git("rev-parse", "HEAD"))
    path = database(
        tmp_path / "newsdiffer.db",
        f"""CREATE TABLE Articles (id INTEGER PRIMARY KEY, url TEXT, git_dir TEXT);
        CREATE TABLE version (id INTEGER PRIMARY KEY, article_id INTEGER, v TEXT, title TEXT, byline TEXT, date TEXT, boring INTEGER);
        INSERT INTO Articles VALUES (1, '{URL}', 'old');
        INSERT INTO version VALUES (1, 1, '{commits[0]}', 'Fire', 'By A. Blau', '2026-05-04 09:00:00', 0);
        INSERT INTO version VALUES (2, 1, '{commits[1]}', 'Fire', 'By A. Blau', '2026-05-04 10:00:00', 0);
        INSERT INTO version VALUES (3, 1, '--output=/x', 'Fire', '', '2026-05-04 11:00:00', 0);""",
    )
    done = imported(archive, path, "newsdiffs")
    assert [one.failure.detail for one in done if one.failure] == ["its row names no commit"]
    assert told(archive) == [
        ("Fire", ("At least 14 died.", "Rain fell."), "2026-05-04T13:00:00+00:00"),
        ("Fire", ("At least 41 died.", "Rain fell."), "2026-05-04T14:00:00+00:00"),
    ]


@pytest.mark.parametrize("in_folders", [False, True])
def test_a_directory_of_changedetection_is_taken_in_and_again_when_it_has_grown(
    archive: Archive, tmp_path: Path, *, in_folders: bool
) -> None:
    path, key = tmp_path / "datastore", "0b6f3d3e-0a3c-4c4e-9d6a-2f2a6a1f7c11"
    (path / key).mkdir(parents=True)
    watch = {"url": URL, "title": "Fire"}
    if in_folders:
        (path / key / "watch.json").write_text(json.dumps(watch), "utf-8")
    (path / "url-watches.json").write_text(
        json.dumps({"watching": {} if in_folders else {key: watch}}), "utf-8"
    )
    (path / key / "a.txt").write_text("Fourteen died.\n\nRain fell.\n", "utf-8")
    (path / key / "b.txt.br").write_bytes(brotli.compress(b"Fifteen died.\n\nRain fell.\n"))
    index = path / key / "history.txt"
    index.write_text("1777885200,a.txt\n", "utf-8")
    assert len(imported(archive, path, "changedetection.io")) == 1
    index.write_text(
        f"1777885200,/datastore/{key}/a.txt\n1777888800,b.txt\n1777888801,../../gone.txt\n", "utf-8"
    )
    done = imported(archive, path, "changedetection.io")
    assert ["cannot be read" in one.failure.detail for one in done if one.failure] == [True]
    assert told(archive) == [
        ("Fire", ("Fourteen died.", "Rain fell."), "2026-05-04T09:00:00+00:00"),
        ("Fire", ("Fifteen died.", "Rain fell."), "2026-05-04T10:00:00+00:00"),
    ]

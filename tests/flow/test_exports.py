"""What is exported is read by those whom it is for."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from tests.flow.inline import InlineWorkers
from tests.web.shelf import NOW, PAPER, Shelf, furnished
from warcio.archiveiterator import ArchiveIterator

from variorum.archive import Archive, ArchiveError, Place, open_archive
from variorum.archive.exchange.wacz import sort_key
from variorum.archive.exchange.writing import whole_file
from variorum.flow.exporting import Wanted, export_file, export_pieces
from variorum.flow.intake.kinds import kind_of, taken_in
from variorum.flow.intake.outlines import watch_outlines
from variorum.model import Failure
from variorum.model.held import HeldCapture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_archive(tmp_path_factory.mktemp("full") / "archive", create=True) as archive:
        yield furnished(archive)


def captures(archive: Archive) -> list[HeldCapture]:
    return [one for key in archive.held_ids() for one in archive.held(key) if isinstance(one, HeldCapture)]


def test_a_wacz_is_what_its_standard_says_and_its_index_leads_to_every_capture(
    shelf: Shelf, tmp_path: Path
) -> None:
    path = tmp_path / "a.wacz"
    export_file(shelf.archive, "wacz", path, Wanted(), now=NOW)
    with zipfile.ZipFile(path) as pack:
        assert pack.testzip() is None
        assert all(
            entry.compress_type == zipfile.ZIP_STORED
            for entry in pack.infolist()
            if entry.filename.endswith(".gz")
        )
        package = json.loads(pack.read("datapackage.json"))
        digest = json.loads(pack.read("datapackage-digest.json"))
        files = {name: pack.read(name) for name in pack.namelist()}
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    assert {one["path"] for one in package["resources"]} == {
        name for name in files if not name.startswith("datapackage")
    }
    for one in package["resources"]:
        assert one["hash"] == f"sha256:{hashlib.sha256(files[one['path']]).hexdigest()}"
        assert one["bytes"] == len(files[one["path"]])
    assert digest["hash"] == f"sha256:{hashlib.sha256(files['datapackage.json']).hexdigest()}"
    warc, held = files["archive/data.warc.gz"], captures(shelf.archive)
    lines = gzip.decompress(files["indexes/index.cdx.gz"]).decode().splitlines()
    assert lines == sorted(lines)
    found = []
    for line in lines:
        key, at, told = line.split(" ", 2)
        entry = json.loads(told)
        assert key == sort_key(entry["url"])
        assert re.fullmatch(r"\d{14}", at)
        start = int(entry["offset"])
        stored = io.BytesIO(warc[start : start + int(entry["length"])])
        record = next(iter(ArchiveIterator(stored, check_digests="raise")))
        assert record.rec_headers["WARC-Target-URI"] == entry["url"]
        found.append(record.content_stream().read())
    assert sorted(found) == sorted(one.capture.body for one in held)
    pages = [json.loads(line) for line in files["pages/pages.jsonl"].splitlines()]
    assert pages[0]["format"] == "json-pages-1.0"
    assert all(
        datetime.fromisoformat(page["ts"]).tzinfo and page["url"] and page["title"] for page in pages[1:]
    )
    assert len(pages) == len(held) + 1


def test_a_wacz_comes_in_with_all_its_captures(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    export_file(shelf.archive, "wacz", path, Wanted(), now=NOW)
    assert kind_of(path) == "wacz"

    async def take(archive: Archive) -> list[Any]:
        async with InlineWorkers(1) as workers:
            return [one async for one in taken_in(archive, workers, path, "wacz", now=lambda: NOW)]

    with open_archive(tmp_path / "other", create=True) as other:
        asyncio.run(take(other))
        there = {(one.id, one.capture.body, one.capture.headers) for one in captures(other)}
        assert asyncio.run(take(other)) == []
    assert there == {(one.id, one.capture.body, one.capture.headers) for one in captures(shelf.archive)}
    damaged = tmp_path / "damaged.wacz"
    damaged.write_bytes(path.read_bytes()[:2000])
    assert kind_of(damaged) is None


def test_parquet_files_are_one_table_by_day_and_source_and_never_half_there(
    shelf: Shelf, tmp_path: Path
) -> None:
    path = tmp_path / "versions"
    export_file(shelf.archive, "parquet", path, Wanted(), now=NOW)
    database = duckdb.connect()
    query = f"FROM read_parquet('{path}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)"
    rows = database.execute(
        f"SELECT id, day, source, number, captured_at, text {query} ORDER BY id"
    ).fetchall()
    database.close()
    versions = {
        version.id: version
        for key in shelf.archive.held_ids()
        for version in shelf.archive.history(key).versions  # type: ignore[union-attr]
    }
    assert [row[0] for row in rows] == sorted(versions)
    assert {row[1] for row in rows} == {
        version.captured_at.date().isoformat() for version in versions.values()
    }
    assert all(row[5].startswith(versions[row[0]].article.paragraphs[0].text) for row in rows)
    with pytest.raises(ArchiveError, match="there already"):
        export_file(shelf.archive, "parquet", path, Wanted(), now=NOW)
    assert [one.name for one in tmp_path.iterdir()] == ["versions"]


#: Of ninjs 3.0 (specification/ninjs-schema_3.0.json of iptc/newsinjson): the properties that we write, and what they are.
NINJS: dict[str, Any] = {
    "uri": str,
    "standard": {"name": str, "version": str, "schema": str},
    "type": str,
    "representationType": str,
    "version": str,
    "firstCreated": datetime,
    "versionCreated": datetime,
    "contentCreated": datetime,
    "language": str,
    "title": str,
    "by": str,
    "located": str,
    "headlines": [{"role": str, "contentType": str, "value": str}],
    "descriptions": [{"role": str, "contentType": str, "value": str}],
    "bodies": [{"role": str, "contentType": str, "charCount": int, "wordCount": int, "value": str}],
    "organisations": [{"name": str, "rel": str}],
    "infoSources": [{"name": str, "role": str}],
    "altIds": [{"role": str, "value": str}],
    "edNote": str,
}


def fits(value: Any, shape: Any) -> bool:
    """Whether a value has a shape: no property that there is none of, each of its type, times with their zone."""
    match shape:
        case dict():
            return isinstance(value, dict) and all(
                name in shape and fits(one, shape[name]) for name, one in value.items()
            )
        case list():
            return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if shape is datetime:
        return datetime.fromisoformat(value).tzinfo is not None
    return isinstance(value, shape)


def test_every_version_is_a_news_object_of_ninjs(shelf: Shelf) -> None:
    text = b"".join(export_pieces(shelf.archive, "ninjs", Wanted(), now=NOW, name="-", packed=False))
    items = [json.loads(line) for line in text.splitlines()]
    assert len(items) == shelf.archive.counts()["versions"]
    assert all(fits(item, NINJS) and re.match(r"[a-z]+:", item["uri"]) for item in items)
    assert {item["type"] for item in items} == {"text"}
    assert {item["representationType"] for item in items} == {"full"}
    mill = [item for item in items if item["uri"].endswith(shelf.mill)]
    assert [item["version"] for item in mill] == [version.id for version in shelf.mill_versions]
    assert "14 → 41" in mill[1]["edNote"]
    assert mill[0]["by"] == "A. Blau, C. Roth"


def test_sources_go_to_feed_readers_and_come_back_from_them(shelf: Shelf, tmp_path: Path) -> None:
    data = b"".join(export_pieces(shelf.archive, "opml", Wanted(), now=NOW, name="-", packed=False))
    path = tmp_path / "feeds.opml"
    path.write_bytes(
        data.replace(
            b"</body>",
            b'<outline text="Folder"><outline text="x" xmlUrl="file:///etc/passwd"/></outline></body>',
        )
    )
    assert kind_of(path) == "opml"
    with open_archive(tmp_path / "other", create=True) as other:
        found = list(watch_outlines(other, path, NOW))
        (failure,) = [one for one in found if isinstance(one, Failure)]
        assert "has no address of the web" in failure.detail
        assert {(source.id, source.title) for source in other.sources()} == {
            (source.id, source.title) for source in shelf.archive.sources() if source.url.startswith("http")
        }
        assert other.source(PAPER.id) is not None
        assert {due.id for due in other.due(NOW)} == {source.id for source in other.sources()}
        assert not any(
            new for one in watch_outlines(other, path, NOW) if not isinstance(one, Failure) for new in one[1:]
        )


def test_a_backup_is_a_sound_archive_while_others_write(shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    steps: list[int] = []

    def step(done: int, of: int) -> None:
        steps.append(of - done)
        with shelf.archive.writing() as writer:
            writer.keep_setting("written meanwhile", "yes")

    for _ in range(2):
        assert shelf.archive.back_up(target, step) == target / "variorum.db"
    assert steps[-1] == 0
    assert [path.name for path in target.iterdir()] == ["variorum.db"]
    with open_archive(target) as copy:
        assert copy.counts() == shelf.archive.counts()
        *_, last = copy.verify(Place())
        assert last.broken == ()
    with pytest.raises(ArchiveError, match="another directory"):
        shelf.archive.back_up(shelf.archive.directory)
    database = sqlite3.connect(target / "variorum.db")
    assert database.execute("PRAGMA journal_mode").fetchone() in {("wal",), ("delete",)}
    database.close()


def test_a_file_is_there_as_a_whole_or_as_it_was_and_what_a_killed_export_left_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"before")
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    left = tmp_path / f".a.jsonl.{int(gone.stdout)}.unfinished"
    left.write_bytes(b"half")
    other = tmp_path / f".a.jsonl.{os.getppid()}.unfinished"
    other.write_bytes(b"being written")
    with pytest.raises(TypeError), whole_file(path) as file:
        file.writelines([b"half", "no bytes"])  # type: ignore[list-item]
    assert path.read_bytes() == b"before"
    assert sorted(tmp_path.iterdir()) == sorted([path, other])
    with whole_file(path, packed=True) as file:
        file.write(b"after")
        assert path.read_bytes() == b"before"
    assert gzip.decompress(path.read_bytes()) == b"after"

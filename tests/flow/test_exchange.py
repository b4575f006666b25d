"""What leaves an archive comes back the same, and a file that is damaged or interrupted loses nothing that was read."""

from __future__ import annotations

import asyncio
import gzip
import json
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flow.inline import InlineWorkers
from tests.web.shelf import NOW, PAPER, furnished

from variorum.archive import Archive, ChangeQuery, Place, open_archive
from variorum.flow.exporting import Wanted, export_pieces
from variorum.flow.intake.kinds import kind_of, taken_in
from variorum.model import SourceState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from variorum.flow.importing import Imported


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The export of an archive that holds a little of everything."""
    with open_archive(tmp_path_factory.mktemp("full") / "archive", create=True) as archive:
        furnished(archive)
        return exported(archive, "jsonl")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "empty", create=True) as archive:
        yield archive


def exported(archive: Archive, form: str, wanted: Wanted | None = None, *, packed: bool = False) -> bytes:
    pieces = export_pieces(archive, form, wanted or Wanted(), now=NOW, name="export", packed=packed)
    return b"".join(pieces)


def imported(archive: Archive, path: Path) -> list[Imported]:
    """Takes in a file; nothing in it has to be read by a worker unless it is a page."""
    kind = kind_of(path)
    assert kind is not None

    async def taking() -> list[Imported]:
        async with InlineWorkers(1) as workers:
            return [one async for one in taken_in(archive, workers, path, kind, now=lambda: NOW)]

    return asyncio.run(taking())


def told(export: bytes) -> list[dict[str, Any]]:
    """The lines of an export without what its way added: the file's own head, custody, and that its sources rest."""
    found = [json.loads(line) for line in export.splitlines()[1:]]
    for one in found:
        one.pop("custody", None)
        if one["kind"] == "source":
            one.pop("state")
    return found


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def failures(done: Iterable[Imported]) -> list[str]:
    return [one.failure.sentence for one in done if one.failure is not None]


def test_an_export_makes_an_equal_archive_which_is_proved_and_asks_nobody(
    lines: bytes, empty: Archive, tmp_path: Path
) -> None:
    file = written(tmp_path / "a.jsonl.gz", gzip.compress(lines))
    assert failures(imported(empty, file)) == []
    assert told(exported(empty, "jsonl")) == told(lines)
    *_, last = empty.verify(Place())
    assert last.broken == ()
    assert empty.due(NOW + timedelta(days=365), everything=True) == ()
    assert {source.state for source in empty.sources()} <= {
        SourceState.PAUSED,
        SourceState.REMOVED,
        SourceState.WATCHED,
    }
    paper = empty.source(PAPER.id)
    assert paper is not None
    assert paper.state is SourceState.PAUSED
    before = empty.counts()
    assert imported(empty, file) == []
    assert imported(empty, written(tmp_path / "again.jsonl", lines)) != []
    assert empty.counts() == before


def test_articles_in_any_order_make_the_same_archive(lines: bytes, empty: Archive, tmp_path: Path) -> None:
    head, *rest = lines.splitlines(keepends=True)
    groups: list[list[bytes]] = [[]]
    for line in rest[:-1]:
        if b'"kind": "article"' in line[:30]:
            groups.append([])
        groups[-1].append(line)
    sources = [line for group in groups for line in group if b'"kind": "source"' in line[:30]]
    groups = [[line for line in group if line not in sources] for group in groups]
    turned = [head, *sources, *(line for group in reversed(groups) for line in group)]
    assert failures(imported(empty, written(tmp_path / "turned.jsonl", b"".join(turned)))) == []
    assert sorted(map(str, told(exported(empty, "jsonl")))) == sorted(map(str, told(lines)))


def test_what_comes_beside_older_versions_is_compared_with_them(
    lines: bytes, empty: Archive, tmp_path: Path
) -> None:
    rows = lines.splitlines(keepends=True)
    mill = next(json.loads(row)["id"] for row in rows if b'news/1"' in row and b'"article"' in row[:30])
    versions = [json.loads(row) for row in rows if b'"kind": "version"' in row[:30] and mill.encode() in row]
    last = versions[-1]["id"].encode()
    early = b"".join(row for row in rows if last not in row)
    assert failures(imported(empty, written(tmp_path / "early.jsonl", early))) == []
    skipped = {one["id"].encode() for one in versions[1:3]}
    late = b"".join(row for row in rows if not any(one in row for one in skipped))
    assert failures(imported(empty, written(tmp_path / "late.jsonl", late))) == []
    changes = empty.changes(ChangeQuery(article_id=mill, kind="revision", superseded=False))
    ids = [one["id"] for one in versions]
    assert {(one.before_version, one.after_version) for one in changes} == set(pairwise(ids))


@given(st.data())
@settings(max_examples=4, deadline=None)
def test_a_damaged_export_is_refused_line_by_line_and_keeps_the_others(
    lines: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    rows = lines.splitlines(keepends=True)
    place = data.draw(st.integers(1, len(rows) - 2))
    spoilt = data.draw(
        st.sampled_from(
            [b"{\n", b"\xff\xfe\n", b"[]\n", b'{"kind": "event"}\n', b"\n", rows[place][:-20] + b"\n"]
        )
    )
    folder = tmp_path_factory.mktemp("damaged")
    rows[place] = spoilt
    with open_archive(folder / "archive", create=True) as archive:
        done = imported(archive, written(folder / "a.jsonl", b"".join(rows)))
        assert failures(done)
        offset = len(b"".join(rows[:place]))
        assert failures(done)[0].startswith(f"a.jsonl at byte {offset}: line {place + 1} ")
        *_, last = archive.verify(Place())
        assert last.broken == ()
        kept = [
            one for one in told(exported(archive, "jsonl")) if one["kind"] not in {"end", "article", "source"}
        ]
        assert all(one in told(lines) or one["kind"] == "revision" for one in kept)


def test_a_file_that_ends_early_gives_what_it_has_and_goes_on_when_it_is_whole(
    lines: bytes, empty: Archive, tmp_path: Path
) -> None:
    packed = gzip.compress(lines)
    done = imported(empty, written(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2]))
    assert "cannot be unpacked any further" in failures(done)[-1]
    assert empty.counts()["versions"] > 0
    assert failures(imported(empty, written(tmp_path / "a.jsonl.gz", packed))) == []
    assert told(exported(empty, "jsonl")) == told(lines)


def test_a_part_of_an_archive_brings_along_what_its_revisions_speak_of(
    empty: Archive, tmp_path: Path
) -> None:
    with open_archive(tmp_path / "full", create=True) as full:
        furnished(full)
        part = exported(full, "jsonl", Wanted(PAPER.id, NOW - timedelta(hours=22)))
        rows = exported(full, "csv")
    assert {one["source_id"] for one in told(part) if one["kind"] == "article"} == {PAPER.id}
    assert failures(imported(empty, written(tmp_path / "part.jsonl", part))) == []
    assert any(one["kind"] == "revision" for one in told(part))
    assert b"\n'=1+1" not in rows
    assert b",'=1+1 mills" in rows

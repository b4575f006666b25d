"""Takes a path, tells what kind of archive lies there, and opens it to be taken in."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import TYPE_CHECKING

from variorum.archive.exchange.trackers import tracker_of
from variorum.archive.exchange.wacz import warc_names
from variorum.flow.files import is_directory
from variorum.flow.intake.found import Bookmark
from variorum.flow.intake.lines import take_in_lines
from variorum.flow.intake.taking import Shelf, take_in
from variorum.flow.intake.trackers import (
    found_in_changedetection,
    found_in_tracker,
    is_changedetection,
)
from variorum.flow.intake.warc import found_in_wacz, found_in_warc
from variorum.flow.told import CHANGEDETECTION

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from variorum.archive import ArchivePort
    from variorum.flow.engine.workers import Workers
    from variorum.flow.importing import Imported
    from variorum.model import OutletRule

_HEAD = 4096
_WARC, _LINES = "warc", "jsonl"
_SQLITE, _ZIP = b"SQLite format 3\0", b"PK\x03\x04"
_WACZ = "wacz"
#: How archives in a directory are told from what else lies there.
_ENDINGS = (".warc", ".warc.gz", ".wacz")
#: A list of feeds is no archive: its sources are watched.
OPML = "opml"
_OPML = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--.{0,1000}?-->\s*)*<opml\b",
    re.DOTALL | re.IGNORECASE,
)


def kind_of(path: Path) -> str | None:
    """The kind of archive that a path leads to, by how it begins; `None` for pages, texts and whatever else."""
    if is_changedetection(path):
        return CHANGEDETECTION
    head = _head(path)
    if head.startswith(b"WARC/1."):
        return _WARC
    if head.startswith(b'{"variorum": "export"'):
        return _LINES
    if head.startswith(_ZIP):
        return _WACZ if _is_wacz(path) else None
    if _OPML.search(head[:_HEAD]) is not None:
        return OPML
    return tracker_of(path) if head.startswith(_SQLITE) else None


def _is_wacz(path: Path) -> bool:
    try:
        return bool(warc_names(path))
    except ValueError:
        return False


def archives_among(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """The archives among files and directories with their kinds, those in a directory in order of names."""
    for path in paths:
        kind = kind_of(path)
        if kind is not None:
            yield path, kind
        elif is_directory(path):
            inner = sorted(one for one in path.rglob("*") if one.name.endswith(_ENDINGS) and one.is_file())
            yield from ((one, told) for one in inner if (told := kind_of(one)) is not None)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head.startswith(b"\x1f\x8b"):
            with gzip.open(path, "rb") as packed:
                head = packed.read(_HEAD)
    except (OSError, EOFError, zlib.error):
        return b""
    return head


async def taken_in(
    archive: ArchivePort,
    workers: Workers,
    path: Path,
    kind: str,
    *,
    now: Callable[[], datetime],
    rules: Sequence[OutletRule] = (),
) -> AsyncIterator[Imported]:
    """Takes in what is left of an archive of a kind; yields what each thing in it came to."""
    if kind == _LINES:
        for imported in take_in_lines(archive, path, now=now()):
            yield imported
        return
    async for imported in take_in(archive, workers, shelf_of(path, kind), now=now, rules=rules):
        yield imported


def shelf_of(path: Path, kind: str) -> Shelf:
    """A file of captures as a shelf, whose bookmark is under what it is and not where it lies."""
    match kind:
        case "warc":
            return Shelf(
                path, path.name, Bookmark.of_file(path, kind), lambda place: found_in_warc(path, place)
            )
        case "wacz":
            return Shelf(
                path, path.name, Bookmark.of_file(path, kind), lambda place: found_in_wacz(path, place)
            )
        case "changedetection.io":
            # A directory that grows: what is there already is told by its ids, not by a place.
            bookmark = Bookmark("")
            return Shelf(path, path.name, bookmark, lambda place: found_in_changedetection(path, place))
        case _:
            bookmark = Bookmark.of_file(path, kind)
            return Shelf(path, path.name, bookmark, lambda place: found_in_tracker(path, place, kind))

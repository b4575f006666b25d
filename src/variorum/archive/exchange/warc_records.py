"""Takes a WARC file (ISO 28500, versions 1.0 and 1.1), plain or gzipped, gives its records; what is damaged is named and passed over."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.archive.exchange.unpacking import GZIP, Damaged, Members, Stream, next_place, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

#: The largest record that is read: a page as large as any that is kept, with its headers.
LARGEST = 25 * 2**20
#: So long may the head of a record be, and a line of it.
_LONGEST_HEAD, _LONGEST_LINE, _MOST_BLANKS = 2**20, 2**19, 64
_VERSION = re.compile(rb"WARC/1\.\d\s*")
_LENGTH = re.compile(r"[0-9]{1,15}")
_BEGINNING = b"WARC/1."
_PLAIN = b"\n" + _BEGINNING


@dataclass(frozen=True, slots=True)
class WarcPlace:
    """Where a record begins: the offset in the file from which reading can start, and how many records to pass over from there."""

    offset: int = 0
    skip: int = 0


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record: its place, its type and fields (names in lower case), and its content; empty where nobody asked for it.

    `length` is that of the content as the record states it; one that is larger than `LARGEST` has no content here.
    """

    place: WarcPlace
    kind: str
    fields: Mapping[str, str]
    content: bytes
    length: int


@dataclass(frozen=True, slots=True)
class WarcDamage:
    """A stretch of a file that is no record; `sentence` tells why."""

    place: WarcPlace
    sentence: str


def warc_records(
    file: BinaryIO, start: WarcPlace, wanted: frozenset[str]
) -> Iterator[WarcRecord | WarcDamage]:
    """The records of a file from a place on, those of the types `wanted` with their content, and what is damaged between them."""
    offset: int | None = start.offset
    skip = start.skip
    while offset is not None:
        try:
            yield from _records(opened(file, offset), skip, wanted)
        except Damaged as damage:
            yield WarcDamage(WarcPlace(damage.offset), damage.sentence)
            offset = _next_record(file, max(damage.offset, offset))
            skip = 0
        else:
            return


def _records(stream: Stream, skip: int, wanted: frozenset[str]) -> Iterator[WarcRecord]:
    begun, passed = stream.offset, 0
    while True:
        version = _first_line(stream)
        if version is None:
            return
        line, offset, is_start = version
        if is_start:
            begun, passed = offset, 0
        place = WarcPlace(begun, passed)
        if _VERSION.fullmatch(line) is None:
            raise Damaged(offset, "no record begins here")
        fields = _fields(stream, offset)
        length = fields.get("content-length", "")
        if _LENGTH.fullmatch(length) is None:
            raise Damaged(offset, f"the record has no length ({length[:20]!r})")
        kind = fields.get("warc-type", "").lower()
        record = WarcRecord(
            place, kind, fields, _content(stream, offset, kind, int(length), wanted), int(length)
        )
        passed += 1
        if skip:
            skip -= 1
        else:
            yield record


def _first_line(stream: Stream) -> tuple[bytes, int, bool] | None:
    """The first line of the next record, with where it stands and whether reading can begin there; `None` at the end."""
    for _ in range(_MOST_BLANKS):
        offset, is_start = stream.offset, stream.is_start
        line = stream.line(_LONGEST_LINE)
        if not line:
            return None
        if line.strip(b"\r\n"):
            return line, offset, is_start
    raise Damaged(offset, "no record begins here")


def _fields(stream: Stream, offset: int) -> dict[str, str]:
    fields: dict[str, str] = {}
    length, name = 0, ""
    while True:
        line = stream.line(_LONGEST_LINE)
        length += len(line)
        if not line:
            raise Damaged(offset, "the record is cut short")
        if length > _LONGEST_HEAD or not line.endswith(b"\n"):
            raise Damaged(offset, "the head of the record is longer than any")
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            return fields
        if text[0] in " \t" and name:
            fields[name] = f"{fields[name]} {text.strip()}"
            continue
        name, colon, value = text.partition(":")
        name = name.strip().lower()
        if not colon:
            raise Damaged(offset, "the head of the record has a line without a name")
        # The first of two counts: a later one could only be meant to mislead.
        fields.setdefault(name, value.strip())


def _content(stream: Stream, offset: int, kind: str, length: int, wanted: frozenset[str]) -> bytes:
    is_read = kind in wanted and length <= LARGEST
    content = stream.take(length) if is_read else b""
    came = len(content) if is_read else stream.skip(length)
    if came < length:
        raise Damaged(offset, f"the record is cut short: {came} bytes of {length}")
    return content


def _next_record(file: BinaryIO, after: int) -> int | None:
    """Where a record begins behind a place, packed or not; `None` where none does."""
    place = next_place(file, after, (GZIP, _PLAIN))
    while place is not None:
        file.seek(place)
        if file.read(len(_PLAIN)) == _PLAIN:
            return place + 1
        with suppress(Damaged):
            if Members(file, place).take(len(_BEGINNING)) == _BEGINNING:
                return place
        place = next_place(file, place, (GZIP, _PLAIN))
    return None

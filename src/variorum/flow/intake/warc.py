"""Takes a WARC file, gives the captures of articles' pages in it; what is damaged or too large is named with its offset."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from variorum.archive.exchange.wacz import warc_in, warc_names
from variorum.archive.exchange.warc_records import (
    LARGEST,
    WarcDamage,
    WarcPlace,
    WarcRecord,
    warc_records,
)
from variorum.archive.exchange.warc_writing import CAPTURE_FIELD, MARK, OF_TRANSFER
from variorum.fetching.codings import unpacked
from variorum.fetching.headers import header_pairs
from variorum.fetching.transport import Limits, NoAnswerError
from variorum.flow.files import is_binary
from variorum.flow.intake.found import Found, Repeated, damage
from variorum.model import Capture, Circumstances, Failure, FailureKind, Origin
from variorum.model.held_documents import capture_from_document
from variorum.text.printable import one_line
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path
    from typing import BinaryIO

_WANTED = frozenset({"response", "revisit", "resource", "warcinfo"})
_PAGES = ("text/html", "application/xhtml+xml")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})(?: [^\r\n]*)?")
_DIGEST = re.compile(r"[A-Za-z0-9:+/=_-]{8,140}")
_MOST_HEADERS, _LONGEST_HEAD = 500, 2**18
_OK, _GONE = range(200, 300), (404, 410)
_LIMITS = Limits()


def place_text(place: WarcPlace) -> str:
    """A place as it is remembered.

    >>> place_text(WarcPlace(1024, 2)), place_of("1024+2")
    ('1024+2', WarcPlace(offset=1024, skip=2))
    """
    return f"{place.offset}+{place.skip}"


def place_of(text: str) -> WarcPlace:
    """The place of a remembered text; the beginning where it is none."""
    offset, _, skip = text.partition("+")
    return WarcPlace(int(offset), int(skip)) if offset.isdecimal() and skip.isdecimal() else WarcPlace()


def found_in_warc(path: Path, place: str) -> Generator[Found]:
    """What a WARC file holds from a place on."""
    with path.open("rb") as file:
        yield from found_in_stream(file, path.name, place)


def found_in_wacz(path: Path, place: str) -> Generator[Found]:
    """What the WARC files in a WACZ hold from a place on."""
    first, _, within = place.rpartition(" ")
    for name in warc_names(path):
        if name < first:
            continue
        try:
            with warc_in(path, name) as file:
                for found in found_in_stream(file, path.name, within if name == first else ""):
                    yield replace(found, place=f"{name} {found.place}")
        except ValueError as error:
            yield Found(f"{name} 0+0", failure=damage(path.name, name, str(error)))


def found_in_stream(file: BinaryIO, name: str, place: str) -> Iterator[Found]:
    """What an open WARC file holds from a place on; `name` labels it."""
    software = ""
    for record in warc_records(file, place_of(place), _WANTED):
        here = place_text(record.place)
        if isinstance(record, WarcDamage):
            yield Found(here, failure=damage(name, record.place.offset, record.sentence))
        elif record.kind == "warcinfo":
            software = _software(record.content) or software
        elif record.kind in _WANTED:
            found = _found(record, name, software)
            if found is not None:
                yield replace(found, place=here)


def _software(content: bytes) -> str:
    for line in content[:_LONGEST_HEAD].decode("utf-8", "replace").splitlines():
        label, _, value = line.partition(":")
        if label.strip().lower() == "software":
            return one_line(value)[:200]
    return ""


def _found(record: WarcRecord, name: str, software: str) -> Found | None:
    """What a record brings; `None` where it is no page of the web."""
    url = record.fields.get("warc-target-uri", "").strip("<> ")
    if web_url(url) is None:
        return None
    if record.length > LARGEST:
        told = f"the record of {url[:200]} is larger than {LARGEST // 2**20} MiB"
        failure = replace(damage(name, record.place.offset, told), kind=FailureKind.TOO_LARGE)
        return Found("", failure=failure)
    at = _moment(record.fields.get("warc-date", ""))
    if at is None:
        told = f"the record has no date that can be read ({record.fields.get('warc-date', '')[:40]!r})"
        return Found("", failure=damage(name, record.place.offset, told))
    under = Circumstances(
        peer=one_line(record.fields.get("warc-ip-address", ""))[:64], tool=software or "WARC", custody=(name,)
    )
    capture = Capture(url, b"", at, origin=Origin.IMPORTED, circumstances=under)
    made = _resource(capture, record) if record.kind == "resource" else _answer(capture, record, name)
    if isinstance(made, Failure):
        return Found("", failure=made)
    if made is None:
        return None
    return Found("", made, repeats=_repeated(record, url) if record.kind == "revisit" else None)


def _resource(capture: Capture, record: WarcRecord) -> Capture | None:
    """A page that was written down without the answer that brought it."""
    kind = record.fields.get("content-type", "")
    if not kind.lower().startswith(_PAGES):
        return None
    return replace(capture, body=record.content, headers=(("content-type", one_line(kind)),))


def _answer(capture: Capture, record: WarcRecord, name: str) -> Capture | Failure | None:
    """The answer in a record as a capture; `None` for what is no page."""
    if not record.fields.get("content-type", "application/http").lower().startswith("application/http"):
        return None
    head, body = _split(record.content)
    lines = head[:_LONGEST_HEAD].splitlines()
    status = _STATUS.fullmatch(lines[0].rstrip()) if lines else None
    if status is None:
        return damage(name, record.place.offset, f"the record of {capture.url[:200]} holds no answer of HTTP")
    raw = [line.partition(b":") for line in lines[1 : _MOST_HEADERS + 1] if b":" in line]
    headers = header_pairs((label.strip(), value.strip()) for label, _, value in raw)
    if CAPTURE_FIELD.lower() in record.fields:
        return _own(capture, record, headers, body, name)
    capture = replace(capture, status=int(status[1]), headers=headers)
    kind = (capture.header("content-type") or "text/html").lower()
    if capture.status not in _OK and capture.status not in _GONE:
        return None
    if not kind.startswith(_PAGES) or record.kind == "revisit":
        return capture if record.kind == "revisit" else None
    try:
        body = _content(capture, body)
    except NoAnswerError as error:
        told = f"the record of {capture.url[:200]}: {error}"
        return damage(name, record.place.offset, told)
    return replace(capture, body=body, headers=_as_sent(headers))


def _split(content: bytes) -> tuple[bytes, bytes]:
    """The head and the body of an answer."""
    ends = [(place, len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (place := content.find(mark)) >= 0]
    if not ends:
        return content, b""
    place, length = min(ends)
    return content[:place], content[place + length :]


def _content(capture: Capture, body: bytes) -> bytes:
    """The body without its transfer and content codings; where these were undone already, as it is."""
    if "chunked" in (capture.header("transfer-encoding") or "").lower():
        whole = _joined(body)
        body = body if whole is None else whole
    coding = capture.header("content-encoding") or ""
    if not coding:
        return body
    try:
        return unpacked(body, coding, _LIMITS)
    except NoAnswerError:
        # Many tools undo the coding and leave the header as it was.
        if body and not is_binary(body):
            return body
        raise


def _joined(body: bytes) -> bytes | None:
    """The chunks of a body as one (RFC 9112, section 7.1); `None` where it is not chunked after all."""
    found: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\n", at, at + 1024)
        size = body[at:end].partition(b";")[0].strip()
        if end < 0 or not 0 < len(size) <= 8 or not all(byte in b"0123456789abcdefABCDEF" for byte in size):  # noqa: PLR2004
            return None
        length = int(size, 16)
        if length == 0:
            return b"".join(found)
        found.append(body[end + 1 : end + 1 + length])
        at = end + 1 + length
        if at > len(body):
            return None
        at += 2 if body[at : at + 2] == b"\r\n" else 1


def _as_sent(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers under the names that the server gave them, where a crawler marked those of the transfer."""
    mark = MARK.lower()
    if not any(name.startswith(mark) for name, _ in headers):
        return headers
    kept = [(name, value) for name, value in headers if name not in OF_TRANSFER]
    return tuple(
        (name.removeprefix(mark) if name.removeprefix(mark) in OF_TRANSFER else name, value)
        for name, value in kept
    )


def _own(
    capture: Capture, record: WarcRecord, headers: tuple[tuple[str, str], ...], body: bytes, name: str
) -> Capture | Failure:
    """A capture that Variorum wrote, as it was."""
    try:
        told = json.loads(record.fields[CAPTURE_FIELD.lower()])
        headers = tuple(pair for pair in headers if pair[0] != "content-length")
        document = {**told, "headers": _as_sent(headers), "body": ""}
        made = replace(capture_from_document(document), body=body)
    except (ValueError, TypeError, RecursionError) as error:
        return damage(name, record.place.offset, f"the record tells a capture that is none ({error})")
    if made.body_hash != told.get("body_hash") and record.kind == "response":
        return damage(name, record.place.offset, "the body is not the one whose hash the record tells")
    if any(web_url(url) is None for url in (made.url, made.address)):
        return damage(
            name, record.place.offset, f"the record tells an address that is none ({made.address[:100]!r})"
        )
    custody = (*made.circumstances.custody, *capture.circumstances.custody)
    return replace(made, circumstances=replace(made.circumstances, custody=custody))


def _repeated(record: WarcRecord, url: str) -> Repeated:
    other = record.fields.get("warc-refers-to-target-uri", "").strip("<> ")
    digest = record.fields.get("warc-payload-digest", "")
    return Repeated(
        other if web_url(other) is not None else url,
        _moment(record.fields.get("warc-refers-to-date", "")),
        digest if _DIGEST.fullmatch(digest) else "",
    )


def _moment(text: str) -> datetime | None:
    """A date of WARC (W3C-DTF, to fractions of a second), aware UTC."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return None

"""Takes what is held of an article, gives JSON-able documents of it, and reads them back (docs/reference/exchange.md)."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from variorum.model.article import Article, Unreadable, UnreadableReason
from variorum.model.capture import Capture, Circumstances, Origin
from variorum.model.documents import article_document, article_from_document, time_from_text, time_text
from variorum.model.event import Event, EventKind
from variorum.model.held import (
    Held,
    HeldArticle,
    HeldCapture,
    HeldEvent,
    HeldReading,
    HeldRevision,
    HeldVersion,
)
from variorum.model.identity import capture_id, event_id, looks_like_id, revision_id, version_id
from variorum.model.source import Source, SourceKind, SourceState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from variorum.model.documents import Document

#: The format of the lines of an export.
FORMAT = 1
_HASH = re.compile(r"[0-9a-f]{64}")


def source_document(source: Source) -> Document:
    """A source."""
    return {
        "kind": "source",
        "id": source.id,
        "url": source.url,
        "source_kind": str(source.kind),
        "title": source.title,
        "added_at": time_text(source.added_at),
        "state": str(source.state),
    }


def source_from_document(told: Document) -> Source:
    """The source of a document. Raises ValueError for anything else."""
    try:
        return Source(
            _key(told["id"]),
            _text(told["url"]),
            SourceKind(told["source_kind"]),
            _text(told["title"]),
            time_from_text(told["added_at"]),
            SourceState(told["state"]),
        )
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"this is no source: {error!r}") from error


def held_document(held: Held) -> Document:
    """One thing that is held, as a document that names its kind."""
    match held:
        case HeldArticle():
            return {
                "kind": "article",
                "id": held.id,
                "url": held.url,
                "source_id": held.source_id,
                "headline": held.headline,
                "published": _time(held.published),
                "first_seen": time_text(held.first_seen),
                "withdrawn_since": _time(held.withdrawn_since),
                "addresses": [{"url": url, "since": time_text(since)} for url, since in held.addresses],
            }
        case HeldCapture():
            told = {"kind": "capture", "id": held.id, "article_id": held.article_id}
            let_go = {"let_go": True} if held.is_let_go else {}
            return {
                **told,
                **capture_document(held.capture),
                "stored_at": time_text(held.stored_at),
                **let_go,
            }
        case HeldReading():
            told = {"kind": "reading", "capture_id": held.capture_id, "extractor": held.extractor}
            if isinstance(held.read, Unreadable):
                return {**told, "unreadable": str(held.read.reason), "detail": held.read.detail}
            return {**told, "article": article_document(held.read)}
        case HeldVersion():
            return {"kind": "version", **_fields(held)}
        case HeldRevision():
            return {"kind": "revision", **_fields(held)}
        case HeldEvent():
            return {
                "kind": "event",
                **_fields(held.event),
                "event": str(held.event.kind),
                "weight": held.weight,
                "made_at": time_text(held.made_at),
                "superseded": held.superseded,
            }


def capture_document(kept: Capture) -> Document:
    """A capture with its body as it is, or in base64 where it is no UTF-8."""
    under = kept.circumstances
    try:
        body = {"body": kept.body.decode("utf-8")}
    except UnicodeDecodeError:
        body = {"body_base64": base64.b64encode(kept.body).decode("ascii")}
    return {
        "url": kept.url,
        "final_url": kept.final_url,
        "redirects": list(kept.redirects),
        "permanent": kept.permanent,
        "status": kept.status,
        "headers": [list(pair) for pair in kept.headers],
        "captured_at": time_text(kept.captured_at),
        "origin": str(kept.origin),
        "claimed": kept.claimed,
        "request_headers": [list(pair) for pair in under.request_headers],
        "peer": under.peer,
        "tls_subject": under.tls_subject,
        "clock_offset": under.clock_offset,
        "tool": under.tool,
        "custody": list(under.custody),
        **body,
    }


def capture_from_document(told: Document) -> Capture:
    """The capture of a document. Raises ValueError for anything else."""
    try:
        return Capture(
            url=_text(told["url"]),
            body=_body(told),
            captured_at=time_from_text(told["captured_at"]),
            status=_status(told["status"]),
            headers=_pairs(told["headers"]),
            final_url=_text(told.get("final_url", "")),
            redirects=tuple(_text(url) for url in told.get("redirects", ())),
            permanent=bool(told.get("permanent")),
            origin=Origin(told["origin"]),
            claimed=bool(told["claimed"]),
            circumstances=Circumstances(
                request_headers=_pairs(told.get("request_headers", ())),
                peer=_text(told.get("peer", "")),
                tls_subject=_text(told.get("tls_subject", "")),
                clock_offset=_number(told.get("clock_offset")),
                tool=_text(told.get("tool", "")),
                custody=tuple(_text(way) for way in told.get("custody", ())),
            ),
        )
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"this is no capture: {error!r}") from error


def held_from_document(told: Document) -> Held:
    """The thing of a document; its id must be that which its values make. Raises ValueError for anything else."""
    read = _KINDS.get(str(told.get("kind")))
    if read is None:
        raise ValueError(f"there is no thing of the kind {str(told.get('kind'))[:40]!r}")
    try:
        return read(told)
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"this is no {told['kind']}: {error!r}") from error


def _held_article(told: Document) -> HeldArticle:
    return HeldArticle(
        id=_key(told["id"]),
        url=_text(told["url"]),
        source_id=_key(told["source_id"]),
        first_seen=time_from_text(told["first_seen"]),
        addresses=tuple((_text(one["url"]), time_from_text(one["since"])) for one in told["addresses"]),
        headline=None if told["headline"] is None else _text(told["headline"]),
        published=_moment(told["published"]),
        withdrawn_since=_moment(told["withdrawn_since"]),
    )


def _held_capture(told: Document) -> HeldCapture:
    if told.get("let_go"):
        raise ValueError("its bytes were let go before the export")
    kept = capture_from_document(told)
    made = capture_id(_key(told["article_id"]), kept.captured_at, kept.body_hash)
    return HeldCapture(_same(told, made), told["article_id"], kept, time_from_text(told["stored_at"]))


def _held_reading(told: Document) -> HeldReading:
    read: Article | Unreadable
    if "article" in told:
        read = article_from_document(told["article"])
    else:
        read = Unreadable("", UnreadableReason(told["unreadable"]), _text(told["detail"]))
    return HeldReading(_key(told["capture_id"]), _short(told["extractor"]), read)


def _held_version(told: Document) -> HeldVersion:
    captured_at = time_from_text(told["captured_at"])
    if _HASH.fullmatch(told["text_hash"]) is None:
        raise ValueError("the hash of the text is none")
    return HeldVersion(
        id=_same(told, version_id(_key(told["article_id"]), captured_at, told["text_hash"])),
        article_id=told["article_id"],
        capture_id=_key(told["capture_id"]),
        extractor=_short(told["extractor"]),
        captured_at=captured_at,
        stored_at=time_from_text(told["stored_at"]),
        text_hash=told["text_hash"],
        superseded=bool(told.get("superseded")),
    )


def _held_revision(told: Document) -> HeldRevision:
    before, after = _key(told["before_version"]), _key(told["after_version"])
    return HeldRevision(
        id=_same(told, revision_id(before, after)),
        article_id=_key(told["article_id"]),
        before_version=before,
        after_version=after,
        captured_before=time_from_text(told["captured_before"]),
        captured_after=time_from_text(told["captured_after"]),
        made_at=time_from_text(told["made_at"]),
        comparer=_short(told["comparer"]),
        sentence=_text(told["sentence"]),
        classes=tuple(_text(name) for name in told["classes"]),
        weight=float(told["weight"]),
        superseded=bool(told["superseded"]),
        record=told["record"],
    )


def _held_event(told: Document) -> HeldEvent:
    kind, at = EventKind(told["event"]), time_from_text(told["at"])
    event = Event(
        id=_same(told, event_id(_key(told["article_id"]), kind, at)),
        article_id=told["article_id"],
        kind=kind,
        since=time_from_text(told["since"]),
        at=at,
        sentence=_text(told["sentence"]),
        capture_id=None if told["capture_id"] is None else _key(told["capture_id"]),
    )
    return HeldEvent(
        event, float(told["weight"]), time_from_text(told["made_at"]), bool(told.get("superseded"))
    )


_KINDS: Mapping[str, Callable[[Document], Held]] = {
    "article": _held_article,
    "capture": _held_capture,
    "reading": _held_reading,
    "version": _held_version,
    "revision": _held_revision,
    "event": _held_event,
}


def _fields(value: Any) -> Document:
    """The fields of a value in their order, times as text; what is a value itself is told elsewhere."""
    told = ((name, getattr(value, name)) for name in value.__dataclass_fields__ if name != "kind")
    return {
        name: time_text(one) if isinstance(one, datetime) else list(one) if isinstance(one, tuple) else one
        for name, one in told
    }


def _same(told: Document, made: str) -> str:
    if told["id"] != made:
        raise ValueError(f"its id {str(told['id'])[:40]!r} is not the one that its values make ({made})")
    return made


def _body(told: Document) -> bytes:
    if "body" in told:
        return _text(told["body"]).encode("utf-8")
    try:
        return base64.b64decode(told["body_base64"], validate=True)
    except binascii.Error as error:
        raise ValueError(f"its body is no base64: {error}") from error


def _key(text: Any) -> str:
    if not isinstance(text, str) or not looks_like_id(text):
        raise ValueError(f"{str(text)[:40]!r} is no id")
    return text


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is none")
    return value


def _short(value: Any, most: int = 32) -> str:
    if len(_text(value)) > most:
        raise ValueError(f"{value[:most]!r}… is too long")
    return _text(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _status(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value < 1000:  # noqa: PLR2004 - three digits (RFC 9110, section 15)
        raise ValueError(f"{value!r} is no status")
    return int(value)


def _pairs(listed: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_text(name), _text(value)) for name, value in listed)


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else time_text(moment)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else time_from_text(text)

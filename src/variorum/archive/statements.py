"""Takes what a row says, gives the statement that is proved: one JSON text for each capture, version, revision and event.

The words of a statement are part of the format (docs/reference/store-format.md): who changes them makes a new `format`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from variorum.archive.packing import plain_document
from variorum.model.documents import time_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from variorum.model import Capture

Statement = dict[str, Any]

#: The kinds of what is proved, as the chain names them.
CAPTURE, VERSION, REVISION, EVENT, TOMBSTONE = "c", "v", "r", "e", "t"
KINDS = {
    CAPTURE: "capture",
    VERSION: "version",
    REVISION: "revision",
    EVENT: "event",
    TOMBSTONE: "tombstone",
}
#: The names under which a statement gives hashes of texts.
TEXTS = {
    CAPTURE: ("body", "circumstances"),
    VERSION: ("article",),
    REVISION: ("record",),
    EVENT: (),
    TOMBSTONE: (),
}
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Subject:
    """What a statement is about: its kind, its id and the id of its article."""

    kind: str
    id: str
    article_id: str


def statement(about: Subject, said: Statement) -> bytes:
    """The bytes of a statement: what it is about, then what is said, names in order, times in UTC.

    >>> statement(Subject("c", "abc", "def"), {"status": 200})
    b'{"article_id":"def","format":1,"id":"abc","kind":"capture","status":200}'
    """
    whole = {"format": _FORMAT, "kind": KINDS[about.kind], "id": about.id, "article_id": about.article_id}
    return plain_document(dict(sorted((whole | said).items())))


def circumstances_document(kept: Capture) -> Statement:
    """What is kept of a capture beside its bytes and its times."""
    under = kept.circumstances
    # Only where there is one: what was kept before custody was told keeps its hash.
    custody = {"custody": list(under.custody)} if under.custody else {}
    return {
        "url": kept.url,
        "final_url": kept.address,
        "redirects": list(kept.redirects),
        "permanent": kept.permanent,
        "status": kept.status,
        "headers": [list(pair) for pair in kept.headers],
        "request_headers": [list(pair) for pair in under.request_headers],
        "peer": under.peer,
        "tls_subject": under.tls_subject,
        "clock_offset": under.clock_offset,
        "tool": under.tool,
        **custody,
    }


def capture_said(
    *, body: str, circumstances: str, captured_at: datetime, stored_at: datetime, origin: str, claimed: bool
) -> Statement:
    """What is said of a capture; `body` and `circumstances` are hashes."""
    return {
        "body": body,
        "circumstances": circumstances,
        "captured_at": time_text(captured_at),
        "stored_at": time_text(stored_at),
        "origin": origin,
        "claimed": claimed,
    }


def version_said(
    *,
    capture_id: str,
    extractor: str,
    captured_at: datetime,
    stored_at: datetime,
    text_hash: str,
    article: str,
) -> Statement:
    """What is said of a version; `article` is the hash of its document."""
    return {
        "capture_id": capture_id,
        "extractor": extractor,
        "captured_at": time_text(captured_at),
        "stored_at": time_text(stored_at),
        "text_hash": text_hash,
        "article": article,
    }


def revision_said(
    *,
    before_version: str,
    after_version: str,
    captured_before: datetime,
    captured_after: datetime,
    made_at: datetime,
    comparer: str,
    sentence: str,
    classes: str,
    weight: float,
    record: str | None,
) -> Statement:
    """What is said of a revision; `record` is the hash of its record, `None` where comparing failed."""
    return {
        "before_version": before_version,
        "after_version": after_version,
        "captured_before": time_text(captured_before),
        "captured_after": time_text(captured_after),
        "made_at": time_text(made_at),
        "comparer": comparer,
        "sentence": sentence,
        "classes": classes,
        "weight": float(weight),
        "record": record,
    }


def event_said(
    *,
    event: str,
    since: datetime,
    at: datetime,
    made_at: datetime,
    sentence: str,
    weight: float,
    capture_id: str | None,
) -> Statement:
    """What is said of an event; `event` is its kind."""
    return {
        "event": event,
        "since": time_text(since),
        "at": time_text(at),
        "made_at": time_text(made_at),
        "sentence": sentence,
        "weight": float(weight),
        "capture_id": capture_id,
    }


def tombstone_said(
    *, tombstone: str, reason: str, at: datetime, links: Sequence[tuple[int, int]]
) -> Statement:
    """What is said of what was taken out; `tombstone` is its kind, `links` the stretches that spoke of it."""
    return {
        "tombstone": tombstone,
        "reason": reason,
        "at": time_text(at),
        "links": [list(stretch) for stretch in links],
    }

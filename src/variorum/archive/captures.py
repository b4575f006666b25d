"""Captures with their bodies, and what was read in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, exists, select
from sqlalchemy.dialects.sqlite import insert

from variorum.archive import schema
from variorum.archive.packing import CODEC, packed, packed_document, unpacked
from variorum.model import Article, Capture, Origin, Unreadable
from variorum.model.documents import article_document
from variorum.model.identity import capture_id as id_of_capture

if TYPE_CHECKING:
    from datetime import datetime

#: Statuses of answers that hold a page; a 304 does not.
WHOLE = range(200, 300)
_LATEST = 16
_capture, _blob, _reading = schema.capture, schema.blob, schema.reading


def keep_capture(connection: Connection, article_id: str, kept: Capture, stored_at: datetime) -> str:
    """Keeps a capture and gives its id; the same bytes served at the same moment are one capture."""
    new = id_of_capture(article_id, kept.captured_at, kept.body_hash)
    present = connection.execute(select(_blob.c.hash).where(_blob.c.hash == kept.body_hash)).first()
    if present is None:
        connection.execute(
            _blob.insert().values(
                hash=kept.body_hash, codec=CODEC, size=len(kept.body), data=packed(kept.body)
            )
        )
    connection.execute(
        insert(_capture)
        .values(
            id=new,
            article_id=article_id,
            url=kept.url,
            final_url=kept.address,
            redirects=json.dumps(kept.redirects),
            permanent=kept.permanent,
            status=kept.status,
            headers=json.dumps(kept.headers),
            body_hash=kept.body_hash,
            captured_at=kept.captured_at,
            stored_at=stored_at,
            origin=str(kept.origin),
            claimed=kept.claimed,
        )
        .on_conflict_do_nothing(index_elements=["id"])
    )
    return new


def capture(connection: Connection, capture_id: str) -> Capture | None:
    """A capture by its id, its body checked against its hash."""
    query = select(_capture, _blob.c.data).join(_blob, _blob.c.hash == _capture.c.body_hash)
    row = connection.execute(query.where(_capture.c.id == capture_id)).first()
    if row is None:
        return None
    return Capture(
        url=row.url,
        body=unpacked(row.data, expected_hash=row.body_hash),
        captured_at=row.captured_at,
        status=row.status,
        headers=tuple((name, value) for name, value in json.loads(row.headers)),
        final_url=row.final_url,
        redirects=tuple(json.loads(row.redirects)),
        permanent=row.permanent,
        origin=Origin(row.origin),
        claimed=row.claimed,
    )


def has_body(connection: Connection, article_id: str, body_hash: str, *, read: bool = False) -> bool:
    """Whether an article was captured with just these bytes before; and could be `read`, if that is asked."""
    same = (_capture.c.article_id == article_id) & (_capture.c.body_hash == body_hash)
    if read:
        same &= exists().where(_reading.c.capture_id == _capture.c.id, _reading.c.article.is_not(None))
    return bool(connection.execute(select(exists().where(same))).scalar())


def latest_statuses(connection: Connection, article_id: str) -> tuple[tuple[datetime, int], ...]:
    """When the latest captures of an article were served and with which status, the latest first."""
    query = select(_capture.c.captured_at, _capture.c.status).where(_capture.c.article_id == article_id)
    rows = connection.execute(query.order_by(_capture.c.captured_at.desc()).limit(_LATEST))
    return tuple((row.captured_at, row.status) for row in rows)


def keep_reading(
    connection: Connection, capture_id: str, extractor: str, read: Article | Unreadable, text_hash: str | None
) -> None:
    """Keeps what an extractor read in a capture; a reading that is there already stays as it is."""
    values: dict[str, Any] = (
        {"article": packed_document(article_document(read))}
        if isinstance(read, Article)
        else {"unreadable": str(read.reason), "detail": read.detail}
    )
    connection.execute(
        insert(_reading)
        .values(capture_id=capture_id, extractor=extractor, text_hash=text_hash, **values)
        .on_conflict_do_nothing(index_elements=["capture_id", "extractor"])
    )

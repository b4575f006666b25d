"""Captures with their bodies and circumstances, and what was read in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, exists, func, or_, select

from variorum.archive import blobs, chain, schema
from variorum.archive.errors import ArchiveDamaged
from variorum.archive.packing import plain_document
from variorum.archive.prepared import Prepared
from variorum.archive.statements import (
    CAPTURE,
    Statement,
    Subject,
    capture_said,
    circumstances_document,
    statement,
)
from variorum.archive.upsert import insert
from variorum.model import Article, Capture, Circumstances, Origin, Unreadable
from variorum.model.documents import article_document, article_from_document
from variorum.model.identity import capture_id as id_of_capture
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from datetime import datetime

#: Statuses of answers that hold a page; a 304 does not.
WHOLE = range(200, 300)
_LATEST = 16
#: One extractor's different readings of one capture are bounded: each needs another rule of the user or another neighbour.
_MOST_READINGS = 1_000
_capture, _blob, _reading = schema.capture, schema.blob, schema.reading
_circumstances = schema.blob.alias("circumstances_blob")

_THERE = Prepared(select(exists().where(_capture.c.id == bindparam("id"))))
_AT = _capture.c.article_id == bindparam("article_id")


def _near(query: Any) -> tuple[Prepared, Prepared]:
    """What a query finds last until a moment, and first after it."""
    moment: Any = bindparam("captured_at", type_=schema.Instant)
    time, key = _capture.c.captured_at, _capture.c.id
    return (
        Prepared(query.where(_AT, time <= moment).order_by(time.desc(), key.desc()).limit(1)),
        Prepared(query.where(_AT, time > moment).order_by(time, key).limit(1)),
    )


# What the same address served before is most like what it serves now; a page that says that nothing is there is not.
_BODIES = _near(
    select(
        _blob.c.number,
        _blob.c.hash,
        _blob.c.depth,
        _circumstances.c.number.label("under_number"),
        _circumstances.c.hash.label("under_hash"),
        _circumstances.c.depth.label("under_depth"),
    )
    .select_from(_capture)
    .join(_blob, _blob.c.number == _capture.c.body)
    .join(_circumstances, _circumstances.c.number == _capture.c.circumstances)
    .where(_capture.c.status == bindparam("status"), func.length(_blob.c.data) > 0)
)
_TEXTS = _near(
    select(_blob.c.number, _blob.c.hash, _blob.c.depth)
    .select_from(_capture)
    .join(_reading, _reading.c.capture_id == _capture.c.id)
    .join(_blob, _blob.c.number == _reading.c.article)
)
_READ = Prepared(
    select(_reading.c.article, _reading.c.unreadable, _reading.c.detail).where(
        _reading.c.capture_id == bindparam("capture_id"), _reading.c.extractor == bindparam("extractor")
    )
)
_PLACE = Prepared(
    select(_capture.c.article_id, _capture.c.captured_at).where(_capture.c.id == bindparam("id"))
)
_KEEP = Prepared(_capture.insert().values({column.name: bindparam(column.name) for column in _capture.c}))
_KEEP_READING = Prepared(
    lambda database: (
        insert(database, _reading)
        .values({column.name: bindparam(column.name) for column in _reading.c})
        .on_conflict_do_nothing(index_elements=["capture_id", "extractor"])
        .returning(_reading.c.extractor)
    )
)
_STATUSES = Prepared(
    select(_capture.c.captured_at, _capture.c.status)
    .where(_AT)
    .order_by(_capture.c.captured_at.desc())
    .limit(_LATEST)
)
_CAPTURE = Prepared(select(_capture).where(_capture.c.id == bindparam("id")))


def keep_capture(
    connection: Connection, links: chain.Links, article_id: str, kept: Capture, stored_at: datetime
) -> str:
    """Keeps a capture and gives its id; the same bytes served at the same moment are one capture."""
    body_hash = kept.body_hash
    new = id_of_capture(article_id, kept.captured_at, body_hash)
    if _THERE.scalar(connection, id=new):
        return new
    document = plain_document(circumstances_document(kept))
    near = {"article_id": article_id, "captured_at": kept.captured_at, "status": kept.status}
    row = _BODIES[0].first(connection, **near) or _BODIES[1].first(connection, **near)
    body = blobs.keep(connection, kept.body, None if row is None else blobs.Like(*row[:3]))
    circumstances = blobs.keep(connection, document, None if row is None else blobs.Like(*row[3:]))
    times = {"captured_at": kept.captured_at, "stored_at": stored_at}
    said = capture_said(
        body=body_hash,
        circumstances=blobs.digest(document),
        origin=str(kept.origin),
        claimed=kept.claimed,
        **times,
    )
    entry = links.append(Subject(CAPTURE, new, article_id), said)
    _KEEP.run(
        connection,
        id=new,
        entry=entry,
        article_id=article_id,
        url=kept.url,
        final_url=None if kept.address == kept.url else kept.address,
        status=kept.status,
        body=body,
        circumstances=circumstances,
        origin=str(kept.origin),
        claimed=kept.claimed,
        **times,
    )
    return new


def capture(connection: Connection, capture_id: str) -> Capture | None:
    """A capture by its id, its body and circumstances checked against their hashes; `None` also where its bytes were let go."""
    row = _CAPTURE.first(connection, id=capture_id)
    return None if row is None or blobs.is_let_go(connection, row.body) else capture_of(connection, row)


def captured(connection: Connection, url: str, at: datetime | None, limit: int) -> tuple[Capture, ...]:
    """The latest captures of the article at an address, or those of just one moment."""
    known = select(schema.address.c.article_id).where(schema.address.c.url_key == url_key(url))
    query = select(_capture).join(_blob, _blob.c.number == _capture.c.body)
    query = query.where(_capture.c.article_id.in_(known), func.length(_blob.c.data) > 0)
    if at is not None:
        query = query.where(_capture.c.captured_at == at)
    rows = connection.execute(query.order_by(_capture.c.captured_at.desc(), _capture.c.id).limit(limit)).all()
    return tuple(capture_of(connection, row) for row in rows)


def capture_of(connection: Connection, row: Row[Any], *, is_let_go: bool = False) -> Capture:
    """A capture from its row, without its bytes where they were let go. What the row repeats of the circumstances must agree with them."""
    try:
        told = json.loads(blobs.read(connection, row.circumstances))
        if (told["url"], told["final_url"], told["status"]) != (
            row.url,
            row.final_url or row.url,
            row.status,
        ):
            raise ArchiveDamaged(
                f"the capture {row.id} is not what was kept: restore the archive from a copy"
            )
        return Capture(
            url=told["url"],
            body=b"" if is_let_go else blobs.read(connection, row.body),
            captured_at=row.captured_at,
            status=told["status"],
            headers=_pairs(told["headers"]),
            final_url=told["final_url"],
            redirects=tuple(told["redirects"]),
            permanent=told["permanent"],
            origin=Origin(row.origin),
            claimed=row.claimed,
            circumstances=Circumstances(
                request_headers=_pairs(told["request_headers"]),
                peer=told["peer"],
                tls_subject=told["tls_subject"],
                clock_offset=told["clock_offset"],
                tool=told["tool"],
                custody=tuple(told.get("custody", ())),
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ArchiveDamaged(
            f"the capture {row.id} cannot be read back ({error!r}): restore the archive from a copy"
        ) from error


def _pairs(listed: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in listed)


def capture_statement(connection: Connection, capture_id: str) -> tuple[int, bytes] | None:
    """The number of a capture's link and the statement that it proves, from the rows as they are."""
    query = (
        select(_capture, _blob.c.hash.label("body_hash"), _circumstances.c.hash.label("circumstances_hash"))
        .join(_blob, _blob.c.number == _capture.c.body)
        .join(_circumstances, _circumstances.c.number == _capture.c.circumstances)
    )
    row = connection.execute(query.where(_capture.c.id == capture_id)).first()
    if row is None:
        return None
    said: Statement = capture_said(
        body=row.body_hash,
        circumstances=row.circumstances_hash,
        captured_at=row.captured_at,
        stored_at=row.stored_at,
        origin=row.origin,
        claimed=bool(row.claimed),
    )
    return row.entry, statement(Subject(CAPTURE, row.id, row.article_id), said)


def has_body(connection: Connection, article_id: str, body_hash: str, *, read: bool = False) -> bool:
    """Whether an article was captured with just these bytes before; and could be `read`, if that is asked."""
    number = select(_blob.c.number).where(_blob.c.hash == body_hash).scalar_subquery()
    same = (_capture.c.article_id == article_id) & (_capture.c.body == number)
    if read:
        same &= exists().where(_reading.c.capture_id == _capture.c.id, _reading.c.article.is_not(None))
    return bool(connection.execute(select(exists().where(same))).scalar())


def is_read(connection: Connection, capture_id: str) -> bool:
    """Whether a capture is there and was read."""
    return bool(connection.execute(select(exists().where(_reading.c.capture_id == capture_id))).scalar())


def reading(connection: Connection, capture_id: str, extractor: str) -> Article | None:
    """The article that was read in a capture under a name, if one was."""
    row = _READ.first(connection, capture_id=capture_id, extractor=extractor)
    if row is None or row.article is None:
        return None
    return article_from_document(json.loads(blobs.read(connection, row.article)))


def captures_after(
    connection: Connection, article_id: str, moment: datetime, capture_id: str, most: int
) -> tuple[str, ...]:
    """The ids of the captures of whole answers that stand after a place in time, in their order.

    Those whose bytes were let go are told only where they make a version.
    """
    time, key = _capture.c.captured_at, _capture.c.id
    after = or_(time > moment, and_(time == moment, key > capture_id))
    makes = exists().where(schema.version.c.capture_id == key, schema.version.c.superseded.is_(False))
    query = select(key).join(_blob, _blob.c.number == _capture.c.body)
    query = query.where(
        _capture.c.article_id == article_id, _whole(), after, or_(func.length(_blob.c.data) > 0, makes)
    )
    return tuple(connection.execute(query.order_by(time, key).limit(most)).scalars())


def _whole() -> ColumnElement[bool]:
    return and_(_capture.c.status >= WHOLE.start, _capture.c.status < WHOLE.stop)


def latest_statuses(connection: Connection, article_id: str) -> tuple[tuple[datetime, int], ...]:
    """When the latest captures of an article were served and with which status, the latest first."""
    return tuple(map(tuple, _STATUSES.all(connection, article_id=article_id)))


def keep_reading(connection: Connection, capture_id: str, extractor: str, read: Article | Unreadable) -> str:
    """Keeps what an extractor read in a capture and gives under which name; readings that are there stay as they are.

    The name is the extractor's version; another reading of the same version, by another rule or memory, is named `4~2`, and so on.
    """
    values: dict[str, Any] = {"capture_id": capture_id}
    if isinstance(read, Article):
        article = _kept_text(connection, capture_id, plain_document(article_document(read)))
        values |= {"article": article, "unreadable": None, "detail": None}
    else:
        values |= {"article": None, "unreadable": str(read.reason), "detail": read.detail}
    for name in (extractor, *(f"{extractor}~{number}" for number in range(2, _MOST_READINGS))):
        if _KEEP_READING.first(connection, **values, extractor=name) is not None:
            return name
        there = _READ.first(connection, capture_id=capture_id, extractor=name)
        if tuple(there) == (values["article"], values["unreadable"], values["detail"]):
            return name
    return extractor


def _kept_text(connection: Connection, capture_id: str, document: bytes) -> int:
    """The number of an article's document, which is kept as a patch of the text that stood there before."""
    row = _PLACE.first(connection, id=capture_id)
    near = {"article_id": row.article_id, "captured_at": row.captured_at}
    like = blobs.like_of(connection, _TEXTS[0], near) or blobs.like_of(connection, _TEXTS[1], near)
    return blobs.keep(connection, document, like)

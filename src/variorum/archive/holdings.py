"""What is held of an article, thing by thing and in an order in which it could be taken in again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, exists, or_, select

from variorum.archive import blobs, schema
from variorum.archive.captures import capture_of
from variorum.model import Event, EventKind, Unreadable, UnreadableReason
from variorum.model.documents import article_from_document
from variorum.model.held import (
    Held,
    HeldArticle,
    HeldCapture,
    HeldEvent,
    HeldReading,
    HeldRevision,
    HeldVersion,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_article, _address, _capture = schema.article, schema.address, schema.capture
_reading, _version, _revision, _event = schema.reading, schema.version, schema.revision, schema.event


def held_ids(
    connection: Connection, after: str, *, source_id: str | None, since: datetime | None, limit: int
) -> tuple[str, ...]:
    """The ids of articles behind an id, in their order: those of a source, and those of which anything was captured since."""
    query = select(_article.c.id).where(_article.c.id > after).order_by(_article.c.id).limit(limit)
    if source_id is not None:
        listed = exists().where(
            schema.sighting.c.article_id == _article.c.id, schema.sighting.c.source_id == source_id
        )
        query = query.where(or_(_article.c.source_id == source_id, listed))
    if since is not None:
        captured = exists().where(_capture.c.article_id == _article.c.id, _capture.c.captured_at >= since)
        happened = exists().where(_event.c.article_id == _article.c.id, _event.c.at >= since)
        query = query.where(or_(captured, happened))
    return tuple(connection.execute(query).scalars())


def held(connection: Connection, article_id: str, since: datetime | None = None) -> Iterator[Held]:
    """The article, its captures each with its readings, its versions, revisions and events, each in order of time.

    Since a moment, the version that stood then comes along, so that every revision finds both of its versions.
    """
    row = connection.execute(select(_article).where(_article.c.id == article_id)).first()
    if row is None:
        return
    addresses = select(_address).where(_address.c.article_id == article_id)
    yield HeldArticle(
        id=row.id,
        url=row.url,
        source_id=row.source_id,
        first_seen=row.first_seen,
        addresses=tuple(
            (one.url, one.since)
            for one in connection.execute(addresses.order_by(_address.c.since, _address.c.url))
        ),
        headline=row.headline,
        published=row.published,
        withdrawn_since=row.withdrawn_since,
    )
    versions = _versions(connection, article_id, since)
    yield from _captures(connection, article_id, since, {version.capture_id for version in versions})
    yield from versions
    yield from _revisions(connection, article_id, since)
    yield from _events(connection, article_id, since)


def _versions(connection: Connection, article_id: str, since: datetime | None) -> list[HeldVersion]:
    time, key = _version.c.captured_at, _version.c.id
    query = select(_version).where(_version.c.article_id == article_id)
    if since is not None:
        standing = (
            select(_version.c.id)
            .where(_version.c.article_id == article_id, time < since)
            .order_by(time.desc(), key.desc())
            .limit(1)
        )
        query = query.where(or_(time >= since, key.in_(standing.scalar_subquery())))
    return [
        HeldVersion(
            row.id,
            row.article_id,
            row.capture_id,
            row.extractor,
            row.captured_at,
            row.stored_at,
            row.text_hash,
            bool(row.superseded),
        )
        for row in connection.execute(query.order_by(time, key))
    ]


def _captures(
    connection: Connection, article_id: str, since: datetime | None, needed: set[str]
) -> Iterator[HeldCapture | HeldReading]:
    ids = select(_capture.c.id, _capture.c.captured_at).where(_capture.c.article_id == article_id)
    for key, at in connection.execute(ids.order_by(_capture.c.captured_at, _capture.c.id)).all():
        if since is not None and at < since and key not in needed:
            continue
        row = connection.execute(select(_capture).where(_capture.c.id == key)).one()
        is_let_go = blobs.is_let_go(connection, row.body)
        kept = capture_of(connection, row, is_let_go=is_let_go)
        yield HeldCapture(row.id, row.article_id, kept, row.stored_at, is_let_go)
        readings = select(_reading).where(_reading.c.capture_id == key).order_by(_reading.c.extractor)
        for read in connection.execute(readings).all():
            yield HeldReading(key, read.extractor, _read(connection, read))


def _read(connection: Connection, row: Any) -> Any:
    if row.article is None:
        return Unreadable("", UnreadableReason(row.unreadable), row.detail)
    return article_from_document(json.loads(blobs.read(connection, row.article)))


def _revisions(connection: Connection, article_id: str, since: datetime | None) -> Iterator[HeldRevision]:
    query = select(_revision).where(_revision.c.article_id == article_id)
    if since is not None:
        standing = (
            select(_version.c.captured_at)
            .where(_version.c.article_id == article_id, _version.c.captured_at < since)
            .order_by(_version.c.captured_at.desc())
            .limit(1)
        )
        begun = connection.execute(standing).scalar() or since
        query = query.where(_revision.c.captured_before >= begun, _revision.c.captured_after >= since)
    order = (_revision.c.captured_after, _revision.c.captured_before, _revision.c.id)
    for row in connection.execute(query.order_by(*order)).all():
        yield HeldRevision(
            id=row.id,
            article_id=row.article_id,
            before_version=row.before_version,
            after_version=row.after_version,
            captured_before=row.captured_before,
            captured_after=row.captured_after,
            made_at=row.made_at,
            comparer=row.comparer,
            sentence=row.sentence,
            classes=tuple(row.classes.split()),
            weight=row.weight,
            superseded=bool(row.superseded),
            record=None if row.record is None else json.loads(blobs.read(connection, row.record)),
        )


def _events(connection: Connection, article_id: str, since: datetime | None) -> Iterator[HeldEvent]:
    query = select(_event).where(_event.c.article_id == article_id)
    if since is not None:
        query = query.where(_event.c.at >= since)
    for row in connection.execute(query.order_by(_event.c.at, _event.c.id)).all():
        yield HeldEvent(
            Event(
                row.id, row.article_id, EventKind(row.kind), row.since, row.at, row.sentence, row.capture_id
            ),
            row.weight,
            row.made_at,
            bool(row.superseded),
        )

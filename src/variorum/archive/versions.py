"""Versions of articles, in the order in which they were captured."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, exists, func, or_, select

from variorum.archive import blobs, chain, schema, searching
from variorum.archive.errors import ArchiveDamaged
from variorum.archive.memories import mark_used
from variorum.archive.prepared import Prepared
from variorum.archive.statements import VERSION, Subject, statement, version_said
from variorum.model import Version
from variorum.model.documents import article_from_document
from variorum.text.printable import one_line, without_sequences
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from datetime import datetime

_version, _capture, _reading, _article = schema.version, schema.capture, schema.reading, schema.article
_blob, _revision = schema.blob, schema.revision
#: How an archive says that a version has no text: no sound one is in this state.
_TEXTLESS = "the text of the version {} is missing: restore the archive from a copy"


def _query() -> Select[Any]:
    return (
        select(
            _version,
            func.coalesce(_capture.c.final_url, _capture.c.url).label("address"),
            _capture.c.claimed,
            _reading.c.article,
        )
        .join(_capture, _capture.c.id == _version.c.capture_id)
        .join(
            _reading,
            (_reading.c.capture_id == _version.c.capture_id) & (_reading.c.extractor == _version.c.extractor),
        )
    )


def _of_article(article_id: Any) -> Select[Any]:
    """The versions of an article, without those that an older capture superseded."""
    return _query().where(_version.c.article_id == article_id, _version.c.superseded.is_(False))


_ONE = Prepared(_query().where(_version.c.id == bindparam("id")))
_LATEST = Prepared(
    _of_article(bindparam("article_id"))
    .order_by(_version.c.captured_at.desc(), _version.c.id.desc())
    .limit(1)
)


def _version_of(connection: Connection, row: Row[Any]) -> Version:
    if row.article is None:
        raise ArchiveDamaged(_TEXTLESS.format(row.id))
    return Version(
        id=row.id,
        article_id=row.article_id,
        captured_at=row.captured_at,
        stored_at=row.stored_at,
        text_hash=row.text_hash,
        article=article_from_document(json.loads(blobs.read(connection, row.article))),
        capture_id=row.capture_id,
        url=row.address,
        claimed=bool(row.claimed),
        memory=row.memory or 0,
    )


def version(connection: Connection, version_id: str) -> Version | None:
    """A version by its id."""
    row = _ONE.first(connection, id=version_id)
    return None if row is None else _version_of(connection, row)


def versions(connection: Connection, article_id: str) -> tuple[Version, ...]:
    """The versions of an article, oldest first.

    A version whose text is that of the one before it (an older capture was imported between them) is left out, as one is
    that is read otherwise since an older capture came: it stays under its id, but nothing changed there.
    """
    query = _of_article(article_id).order_by(_version.c.captured_at, _version.c.id)
    found: list[Version] = []
    for row in connection.execute(query):
        if not found or found[-1].text_hash != row.text_hash:
            found.append(_version_of(connection, row))
    return tuple(found)


def is_first(connection: Connection, one: Version) -> bool:
    """Whether an article has no version that was captured before this one."""
    earlier = exists().where(
        _version.c.article_id == one.article_id,
        _version.c.superseded.is_(False),
        stands_before((_version.c.captured_at, _version.c.id), (one.captured_at, one.id)),
    )
    return not connection.execute(select(earlier)).scalar()


def latest_version(
    connection: Connection, article_id: str, *, stored_by: datetime | None = None
) -> Version | None:
    """The version of an article that was captured last; of those stored by a moment, if one is given."""
    if stored_by is None:
        row = _LATEST.first(connection, article_id=article_id)
    else:
        query = _of_article(article_id).where(_version.c.stored_at <= stored_by)
        query = query.order_by(_version.c.captured_at.desc(), _version.c.id.desc()).limit(1)
        row = connection.execute(query).first()
    return None if row is None else _version_of(connection, row)


def around(
    connection: Connection, article_id: str, moment: datetime, version_id: str = ""
) -> tuple[Version | None, Version | None]:
    """The versions before and after the place of a version that was, or would be, captured at a moment under an id.

    Versions stand in the order of when they were captured, those of one moment in the order of their ids. Without an
    id the place is behind all that were captured at the moment.
    """
    query = _of_article(article_id)
    time, key = _version.c.captured_at, _version.c.id
    if version_id:
        is_before = stands_before((time, key), (moment, version_id))
        is_after = and_(~is_before, key != version_id)
    else:
        is_before, is_after = time <= moment, time > moment
    earlier = query.where(is_before).order_by(time.desc(), key.desc()).limit(1)
    later = query.where(is_after).order_by(time, key).limit(1)
    before, after = (
        None if row is None else _version_of(connection, row)
        for row in (connection.execute(query).first() for query in (earlier, later))
    )
    return before, after


def stands_before(
    place: tuple[ColumnElement[Any], ColumnElement[Any]], other: tuple[Any, Any]
) -> ColumnElement[bool]:
    """Whether the version captured at a moment under an id, as a row tells both, stands before another place."""
    (time, key), (moment, version_id) = place, other
    return or_(time < moment, and_(time == moment, key < version_id))


_TEXT = Prepared(
    select(
        _blob.c.hash,
        exists().where(_version.c.id == bindparam("id")),
        exists().where(
            _version.c.article_id == bindparam("of_article"),
            _version.c.captured_at <= bindparam("captured_at", type_=schema.Instant),
            _version.c.superseded.is_(False),
        ),
    )
    .join(_reading, _reading.c.article == _blob.c.number)
    .where(_reading.c.capture_id == bindparam("capture_id"), _reading.c.extractor == bindparam("extractor"))
)
_KEEP = Prepared(_version.insert().values({column.name: bindparam(column.name) for column in _version.c}))


def _told() -> Any:
    """Gives an article the headline and the date of a version, unless a later one is there."""
    article_id: Any = bindparam("of_article")
    time: Any = bindparam("at", type_=schema.Instant)
    later = or_(
        _version.c.captured_at > time,
        and_(_version.c.captured_at == time, _version.c.id > bindparam("of_version")),
    )
    return (
        _article.update()
        .where(
            _article.c.id == article_id,
            ~exists().where(_version.c.article_id == article_id, _version.c.superseded.is_(False), later),
        )
        .values(
            headline=bindparam("new_headline"),
            published=func.coalesce(bindparam("new_published", type_=schema.Moment), _article.c.published),
        )
    )


_TELL = Prepared(_told())


def keep_version(connection: Connection, links: chain.Links, kept: Version, extractor: str) -> None:
    """Keeps a version; one that is there already stays as it is. The article's headline and date are its latest one's.

    Raises ValueError where nothing was read in its capture: a reading is kept before its version.
    """
    row = _TEXT.first(
        connection,
        id=kept.id,
        capture_id=kept.capture_id,
        extractor=extractor,
        of_article=kept.article_id,
        captured_at=kept.captured_at,
    )
    if row is None:
        raise ValueError(f"the version {kept.id} has no reading: a reading is kept before its version")
    text, is_there, has_earlier = row
    if not is_there:
        values: dict[str, Any] = {
            "capture_id": kept.capture_id,
            "extractor": extractor,
            "captured_at": kept.captured_at,
            "stored_at": kept.stored_at,
            "text_hash": kept.text_hash,
        }
        said = version_said(article=text, **values)
        entry = links.append(Subject(VERSION, kept.id, kept.article_id), said)
        named: dict[str, Any] = {"id": kept.id, "entry": entry, "article_id": kept.article_id}
        _KEEP.run(connection, **named, **values, memory=kept.memory or None, superseded=False)
        if not has_earlier:
            searching.put(connection, entry, searching.row_of_article(kept.article))
        if kept.memory:
            mark_used(connection, registered_domain(kept.url), kept.memory)
    else:
        # What an older capture superseded, a still older one may bring back.
        connection.execute(_version.update().where(_version.c.id == kept.id).values(superseded=False))
    _TELL.run(
        connection,
        of_article=kept.article_id,
        at=kept.captured_at,
        of_version=kept.id,
        new_headline=one_line(without_sequences(kept.article.headline or "")) or None,
        new_published=kept.article.published,
    )


def version_at(connection: Connection, capture_id: str) -> Version | None:
    """The version that a capture makes, if it makes one."""
    row = connection.execute(
        _query().where(_version.c.capture_id == capture_id, _version.c.superseded.is_(False))
    ).first()
    return None if row is None else _version_of(connection, row)


def supersede_version(connection: Connection, version_id: str) -> None:
    """Leaves a version out of its article's history, and the comparisons with it: all stay under their ids."""
    connection.execute(_version.update().where(_version.c.id == version_id).values(superseded=True))
    connection.execute(
        _revision.update()
        .where(or_(_revision.c.before_version == version_id, _revision.c.after_version == version_id))
        .values(superseded=True)
    )


def version_statement(connection: Connection, version_id: str) -> tuple[int, bytes] | None:
    """The number of a version's link and the statement that it proves, from the rows as they are."""
    query = (
        select(_version, _blob.c.hash)
        .join(
            _reading,
            (_reading.c.capture_id == _version.c.capture_id) & (_reading.c.extractor == _version.c.extractor),
        )
        .join(_blob, _blob.c.number == _reading.c.article)
    )
    row = connection.execute(query.where(_version.c.id == version_id)).first()
    if row is None:
        return None
    said = version_said(
        capture_id=row.capture_id,
        extractor=row.extractor,
        captured_at=row.captured_at,
        stored_at=row.stored_at,
        text_hash=row.text_hash,
        article=row.hash,
    )
    return row.entry, statement(Subject(VERSION, row.id, row.article_id), said)

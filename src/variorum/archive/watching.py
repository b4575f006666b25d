"""Sources, articles, their addresses and schedules: what is watched, and what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, literal, or_, select

from variorum.archive import schema
from variorum.archive.addresses import find_article, record_address
from variorum.archive.captures import WHOLE, latest_statuses
from variorum.archive.errors import ForgottenArticle
from variorum.archive.outcomes import texts, variants
from variorum.archive.prepared import Prepared
from variorum.archive.tombstones import tombstone_at
from variorum.archive.upsert import insert
from variorum.archive.versions import latest_version, version
from variorum.model import (
    WALLS,
    EventKind,
    Known,
    Schedule,
    Sighting,
    Source,
    SourceKind,
    SourceState,
)
from variorum.model.identity import article_id as id_of_article
from variorum.text.urls import url_key

_NOT_MODIFIED = 304
_NEVER = datetime(1, 1, 1, tzinfo=UTC)

_source, _article, _schedule, _address = schema.source, schema.article, schema.schedule, schema.address
_sighting = schema.sighting
_STATE = tuple(column.name for column in _schedule.c if column.name not in {"id", "of_source"})
_RESCHEDULE = Prepared(
    _schedule.update()
    .where(_schedule.c.id == bindparam("of_id"))
    .values({name: bindparam(name) for name in _STATE})
)
_SCHEDULE_OF = Prepared(select(_schedule).where(_schedule.c.id == bindparam("id")))
_SOURCE = Prepared(select(_source).where(_source.c.id == bindparam("id")))
_ADD_ARTICLE = Prepared(
    _article.insert().values({name: bindparam(name) for name in ("id", "url", "source_id", "first_seen")})
)
_LISTS = Prepared(
    select(
        exists().where(
            _sighting.c.source_id == bindparam("source_id"),
            _sighting.c.article_id == bindparam("article_id"),
        )
    )
)


def _scheduled(database: str) -> Any:
    names = ("id", "of_source", *_STATE)
    adding = insert(database, _schedule).values({name: bindparam(name) for name in names})
    changed = {name: adding.excluded[name] for name in names}
    return adding.on_conflict_do_update(index_elements=["id"], set_=changed)


def _sighted(database: str) -> Any:
    adding = insert(database, _sighting).values(
        {column.name: bindparam(column.name) for column in _sighting.c}
    )
    names = ("url", "title", "published", "updated", "last_seen")
    changed = {name: adding.excluded[name] for name in names}
    return adding.on_conflict_do_update(index_elements=["source_id", "article_id"], set_=changed)


_SCHEDULE, _SIGHT = Prepared(_scheduled), Prepared(_sighted)


def source_of(row: Row[Any]) -> Source:
    """A source from its row."""
    return Source(row.id, row.url, SourceKind(row.kind), row.title, row.added_at, SourceState(row.state))


def schedule_of(row: Row[Any]) -> Schedule:
    """A schedule from its row."""
    return Schedule(
        next_check=row.next_check,
        reason=row.reason,
        since=row.since,
        interval=timedelta(seconds=row.interval_seconds),
        last_checked=row.last_checked,
        checks=row.checks,
        failures=row.failures,
        etag=row.etag,
        last_modified=row.last_modified,
        missing_since=row.missing_since,
        expected=row.expected,
        hinted=row.hinted,
        vain_hints=row.vain_hints,
    )


def sources(connection: Connection) -> tuple[Source, ...]:
    """All sources, in the order in which they were added."""
    return tuple(
        map(source_of, connection.execute(select(_source).order_by(_source.c.added_at, _source.c.id)))
    )


def source(connection: Connection, source_id: str) -> Source | None:
    """A source by its id."""
    row = _SOURCE.first(connection, id=source_id)
    return None if row is None else source_of(row)


def add_source(connection: Connection, added: Source, schedule: Schedule) -> bool:
    """Adds a source, or watches it again when it was paused or removed; gives whether it is a new one."""
    known = source(connection, added.id)
    if known is None:
        connection.execute(
            _source.insert().values(
                id=added.id,
                url=added.url,
                kind=str(added.kind),
                title=added.title,
                added_at=added.added_at,
                state=str(added.state),
            )
        )
    elif known.state is not added.state:
        set_source_state(connection, added.id, added.state)
    if known is None or known.state is SourceState.REMOVED:
        set_schedule(connection, added.id, schedule, of_source=True)
    return known is None


def set_source_state(connection: Connection, source_id: str, state: SourceState) -> None:
    """Sets whether a source is watched."""
    connection.execute(_source.update().where(_source.c.id == source_id).values(state=str(state)))


def rename_source(connection: Connection, source_id: str, title: str) -> None:
    """Gives a source the name that it calls itself."""
    connection.execute(_source.update().where(_source.c.id == source_id).values(title=title))


def set_schedule(
    connection: Connection, thing_id: str, schedule: Schedule, *, of_source: bool | None = None
) -> None:
    """Sets when a source or an article is checked next; what it is need only be said the first time."""
    values: dict[str, Any] = {
        "id": thing_id,
        "next_check": schedule.next_check,
        "reason": schedule.reason,
        "since": schedule.since,
        "interval_seconds": schedule.interval.total_seconds(),
        "last_checked": schedule.last_checked,
        "checks": schedule.checks,
        "failures": schedule.failures,
        "etag": schedule.etag,
        "last_modified": schedule.last_modified,
        "missing_since": schedule.missing_since,
        "expected": schedule.expected,
        "hinted": schedule.hinted,
        "vain_hints": schedule.vain_hints,
    }
    if of_source is None:
        _RESCHEDULE.run(connection, of_id=values.pop("id"), **values)
    else:
        _SCHEDULE.run(connection, of_source=of_source, **values)


def schedule(connection: Connection, thing_id: str) -> Schedule | None:
    """The schedule of a source or an article."""
    row = _SCHEDULE_OF.first(connection, id=thing_id)
    return None if row is None else schedule_of(row)


def addresses_read(connection: Connection, site: str, most: int = 1_000) -> tuple[str, ...]:
    """The addresses of articles that could be read, of sources under a registered domain, those found last first."""
    of_site = select(_source.c.id).where(_source.c.url.contains(site, autoescape=True))
    query = (
        select(_article.c.url)
        .where(_article.c.source_id.in_(of_site), _article.c.headline.is_not(None))
        .order_by(_article.c.first_seen.desc(), _article.c.id)
        .limit(most)
    )
    return tuple(connection.execute(query).scalars())


def add_article(
    connection: Connection, url: str, source_id: str, at: datetime, first: Schedule
) -> tuple[str, bool]:
    """The id of the article at an address and whether it is new: made, with its first schedule, where there was none.

    Raises `ForgottenArticle` where it was forgotten.
    """
    known = find_article(connection, url)
    if known is not None:
        return known, False
    tombstone = tombstone_at(connection, url)
    if tombstone is not None:
        raise ForgottenArticle(
            f"the article at {url} was forgotten ({tombstone.reason}): it is not fetched or kept again"
        )
    new = id_of_article(url_key(url))
    _ADD_ARTICLE.run(connection, id=new, url=url, source_id=source_id, first_seen=at)
    record_address(connection, new, url, at)
    set_schedule(connection, new, first, of_source=False)
    return new, True


_IS_THERE = Prepared(select(exists().where(_article.c.id == bindparam("id"))))


def is_there(connection: Connection, article_id: str) -> bool:
    """Whether an article is in the archive."""
    return bool(_IS_THERE.scalar(connection, id=article_id))


def start_watching(connection: Connection, article_id: str, first: Schedule) -> bool:
    """Checks an article that is not checked any more, or never was, from now on as a new one; gives whether it was such.

    How often it was answered and the validators of the last answer stay.
    """
    at_rest = schedule(connection, article_id)
    if at_rest is None or at_rest.next_check is not None:
        return False
    again = replace(
        first,
        last_checked=at_rest.last_checked,
        checks=at_rest.checks,
        etag=at_rest.etag,
        last_modified=at_rest.last_modified,
    )
    set_schedule(connection, article_id, again)
    return True


def sight(connection: Connection, source_id: str, article_id: str, seen: Sighting, at: datetime) -> bool:
    """Records that a source lists an article; gives whether it lists it for the first time."""
    values = {
        "source_id": source_id,
        "article_id": article_id,
        "url": seen.url,
        "title": seen.title,
        "published": seen.published,
        "updated": seen.updated,
        "last_seen": at,
        "identifier": seen.identifier,
    }
    is_first = not _LISTS.scalar(connection, source_id=source_id, article_id=article_id)
    _SIGHT.run(connection, **values, first_seen=at)
    return is_first


def _known() -> Any:
    current = (schema.version.c.article_id == _article.c.id) & schema.version.c.superseded.is_(False)
    versions = select(func.count()).where(current).scalar_subquery()
    query = select(_article, versions.label("versions"), *(c for c in _schedule.c if c.name != "id"))
    query = query.join(_schedule, _schedule.c.id == _article.c.id)
    return query.where(_article.c.id == bindparam("article_id"))


_KNOWN = Prepared(_known())
_ADDRESSES = Prepared(select(_address.c.url).where(_address.c.article_id == bindparam("article_id")))


def known(connection: Connection, article_id: str) -> Known | None:
    """What is known of an article before it is checked."""
    row = _KNOWN.first(connection, article_id=article_id)
    if row is None:
        return None
    walled_since, wall_is_told = _wall(connection, article_id)
    latest, back_at = latest_version(connection, article_id), variants(connection, article_id)
    if latest is not None and back_at and back_at[0].last_at > latest.captured_at:
        latest = version(connection, back_at[0].version_id)
    statuses = latest_statuses(connection, article_id)
    return Known(
        article_id=article_id,
        url=row.url,
        schedule=schedule_of(row),
        latest=latest,
        withdrawn_since=row.withdrawn_since,
        addresses=tuple(url for (url,) in _ADDRESSES.all(connection, article_id=article_id)),
        walled_since=walled_since,
        wall_is_told=wall_is_told,
        laid_out_at=_laid_out_at(connection, article_id),
        first_seen=row.first_seen,
        published=row.published,
        changes=max(0, row.versions - 1),
        earlier=texts(connection, article_id),
        variants=back_at,
        whole_at=next((at for at, status in statuses if status in WHOLE), None),
        unmodified=sum(
            status == _NOT_MODIFIED for _, status in takewhile(lambda one: one[1] not in WHOLE, statuses)
        ),
    )


def _laid_out_at(connection: Connection, article_id: str) -> datetime | None:
    """When an event last told that an article's layout changed."""
    event = schema.event
    query = select(func.max(event.c.at)).where(
        event.c.article_id == article_id,
        event.c.kind == str(EventKind.LAYOUT_CHANGED),
        event.c.superseded.is_(False),
    )
    found: datetime | None = connection.execute(query).scalar()
    return found


def _walls() -> tuple[Prepared, Prepared]:
    """When a wall was first served after an article was last read; and whether an event told of a wall since a moment."""
    capture, reading, event = schema.capture, schema.reading, schema.event
    of_article: Any = bindparam("article_id")
    last_read = (
        select(capture.c.captured_at)
        .join(reading, reading.c.capture_id == capture.c.id)
        .where(capture.c.article_id == of_article, reading.c.article.is_not(None))
        .order_by(capture.c.captured_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    walls = or_(*(reading.c.unreadable == str(reason) for reason in sorted(WALLS)))
    first = (
        select(func.min(capture.c.captured_at))
        .join(reading, reading.c.capture_id == capture.c.id)
        .where(capture.c.article_id == of_article, walls)
        .where(capture.c.captured_at > func.coalesce(last_read, literal(_NEVER, schema.Instant)))
    )
    since = bindparam("since", type_=schema.Instant)
    told = exists().where(
        event.c.article_id == of_article, event.c.kind == str(EventKind.WALLED), event.c.at >= since
    )
    return Prepared(first), Prepared(select(told))


_WALLED_SINCE, _WALL_TOLD = _walls()


def _wall(connection: Connection, article_id: str) -> tuple[datetime | None, bool]:
    """When a wall was first served after an article was last read, and whether an event told of it since."""
    since = _WALLED_SINCE.scalar(connection, article_id=article_id)
    if since is None:
        return None, False
    return since, bool(_WALL_TOLD.scalar(connection, article_id=article_id, since=since))

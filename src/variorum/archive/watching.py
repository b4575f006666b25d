"""Sources, articles, their addresses and schedules: what is watched, and what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, exists, select
from sqlalchemy.dialects.sqlite import insert

from variorum.archive import schema
from variorum.archive.versions import latest_version
from variorum.model import Due, Host, Known, Schedule, Sighting, Source, SourceKind, SourceState
from variorum.model.identity import article_id as id_of_article
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_source, _article, _schedule, _address = schema.source, schema.article, schema.schedule, schema.address


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
    )


def sources(connection: Connection) -> tuple[Source, ...]:
    """All sources, in the order in which they were added."""
    return tuple(
        map(source_of, connection.execute(select(_source).order_by(_source.c.added_at, _source.c.id)))
    )


def source(connection: Connection, source_id: str) -> Source | None:
    """A source by its id."""
    row = connection.execute(select(_source).where(_source.c.id == source_id)).first()
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
    }
    if of_source is None:
        connection.execute(_schedule.update().where(_schedule.c.id == thing_id).values(**values))
    else:
        values |= {"id": thing_id, "of_source": of_source}
        connection.execute(
            insert(_schedule).values(**values).on_conflict_do_update(index_elements=["id"], set_=values)
        )


def schedule(connection: Connection, thing_id: str) -> Schedule | None:
    """The schedule of a source or an article."""
    row = connection.execute(select(_schedule).where(_schedule.c.id == thing_id)).first()
    return None if row is None else schedule_of(row)


def find_article(connection: Connection, url: str) -> str | None:
    """The id of the article that answers at an address, or did."""
    query = select(_address.c.article_id).where(_address.c.url_key == url_key(url))
    return connection.execute(query).scalar()


def add_article(
    connection: Connection, url: str, source_id: str, at: datetime, first: Schedule
) -> tuple[str, bool]:
    """The id of the article at an address and whether it is new: made, with its first schedule, where there was none."""
    known = find_article(connection, url)
    if known is not None:
        return known, False
    new = id_of_article(url_key(url))
    connection.execute(_article.insert().values(id=new, url=url, source_id=source_id, first_seen=at))
    record_address(connection, new, url, at)
    set_schedule(connection, new, first, of_source=False)
    return new, True


def start_watching(connection: Connection, article_id: str, first: Schedule) -> None:
    """Gives its first schedule to an article that was imported and never checked; leaves others as they are."""
    at_rest = schedule(connection, article_id)
    if at_rest is not None and at_rest.next_check is None and at_rest.last_checked is None:
        set_schedule(connection, article_id, first)


def record_address(connection: Connection, article_id: str, url: str, at: datetime) -> None:
    """Records that an article answers at an address.

    An address that another article has stays with that one, unless nothing was ever captured of it: then it was only a
    new name for this one, as when a feed lists an article under the address that it moved to.
    """
    other = find_article(connection, url)
    if other is not None and other != article_id and is_blank(connection, other):
        _join(connection, article_id, other)
    connection.execute(
        insert(_address)
        .values(url_key=url_key(url), url=url, article_id=article_id, since=at)
        .on_conflict_do_nothing(index_elements=["url_key"])
    )


def is_blank(connection: Connection, article_id: str) -> bool:
    """Whether nothing was ever captured of an article."""
    captured = select(exists().where(schema.capture.c.article_id == article_id))
    return not connection.execute(captured).scalar()


def _join(connection: Connection, article_id: str, other: str) -> None:
    """Makes one article of two, of which the other is blank: its addresses and sightings go over, then it goes."""
    sightings = schema.sighting
    listed = select(sightings.c.source_id).where(sightings.c.article_id == article_id)
    connection.execute(_address.update().where(_address.c.article_id == other).values(article_id=article_id))
    connection.execute(
        sightings.update()
        .where(sightings.c.article_id == other, sightings.c.source_id.not_in(listed))
        .values(article_id=article_id)
    )
    connection.execute(sightings.delete().where(sightings.c.article_id == other))
    connection.execute(_schedule.delete().where(_schedule.c.id == other))
    connection.execute(_article.delete().where(_article.c.id == other))


def sight(connection: Connection, source_id: str, article_id: str, seen: Sighting, at: datetime) -> None:
    """Records that a source lists an article."""
    values = {
        "source_id": source_id,
        "article_id": article_id,
        "url": seen.url,
        "title": seen.title,
        "published": seen.published,
        "updated": seen.updated,
        "last_seen": at,
    }
    connection.execute(
        insert(schema.sighting)
        .values(**values, first_seen=at)
        .on_conflict_do_update(index_elements=["source_id", "article_id"], set_=values)
    )


def known(connection: Connection, article_id: str) -> Known | None:
    """What is known of an article before it is checked."""
    query = select(_article.c.url, _article.c.withdrawn_since, _schedule)
    query = query.join(_schedule, _schedule.c.id == _article.c.id).where(_article.c.id == article_id)
    row = connection.execute(query).first()
    if row is None:
        return None
    addresses = connection.execute(
        select(_address.c.url).where(_address.c.article_id == article_id)
    ).scalars()
    return Known(
        article_id=article_id,
        url=row.url,
        schedule=schedule_of(row),
        latest=latest_version(connection, article_id),
        withdrawn_since=row.withdrawn_since,
        addresses=tuple(addresses),
    )


def due(connection: Connection, now: datetime, *, everything: bool, limit: int) -> tuple[Due, ...]:
    """Watched sources and articles whose time has come, or all that are still checked; sources first, then oldest."""
    watched = select(_source.c.id).where(_source.c.state == str(SourceState.WATCHED))
    time = _schedule.c.next_check.is_not(None) if everything else _schedule.c.next_check <= now
    of_sources = (
        select(_source, *(column for column in _schedule.c if column.name != "id"))
        .join(_schedule, _schedule.c.id == _source.c.id)
        .where(time, _source.c.id.in_(watched))
        .order_by(_schedule.c.next_check, _source.c.id)
        .limit(limit)
    )
    found = [
        Due(row.next_check, source=source_of(row), source_schedule=schedule_of(row))
        for row in connection.execute(of_sources)
    ]
    of_articles = (
        select(_article.c.id, _schedule.c.next_check)
        .join(_schedule, _schedule.c.id == _article.c.id)
        .where(time, _article.c.source_id.in_(watched))
        .order_by(_schedule.c.next_check, _article.c.id)
        .limit(limit)
    )
    for row in connection.execute(of_articles).all():
        article = known(connection, row.id)
        if article is not None:
            found.append(Due(row.next_check, article=article))
    return tuple(found)


def next_due(connection: Connection) -> datetime | None:
    """When the next check of anything that is watched falls due."""
    watched = select(_source.c.id).where(_source.c.state == str(SourceState.WATCHED))
    articles = select(_article.c.id).where(_article.c.source_id.in_(watched))
    query = (
        select(_schedule.c.next_check)
        .where(_schedule.c.next_check.is_not(None), _schedule.c.id.in_(watched.union_all(articles)))
        .order_by(_schedule.c.next_check)
        .limit(1)
    )
    return connection.execute(query).scalar()


def hosts(connection: Connection) -> tuple[Host, ...]:
    """What is known of the robots.txt of every host."""
    return tuple(
        Host(row.origin, row.robots, row.robots_denied, row.fetched_at)
        for row in connection.execute(select(schema.host))
    )


def keep_hosts(connection: Connection, learnt: Sequence[Host]) -> None:
    """Keeps what was learnt of hosts."""
    for host in learnt:
        values = {"robots": host.robots, "robots_denied": host.robots_denied, "fetched_at": host.fetched_at}
        connection.execute(
            insert(schema.host)
            .values(origin=host.origin, **values)
            .on_conflict_do_update(index_elements=["origin"], set_=values)
        )

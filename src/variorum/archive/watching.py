"""Sources, articles, their addresses and schedules: what is watched, and what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, exists, func, or_, select

from variorum.archive import schema
from variorum.archive.captures import WHOLE, latest_statuses
from variorum.archive.errors import ForgottenArticle
from variorum.archive.outcomes import texts, variants
from variorum.archive.tombstones import tombstone_at
from variorum.archive.upsert import insert
from variorum.archive.versions import latest_version, version
from variorum.model import (
    WALLS,
    Due,
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

if TYPE_CHECKING:
    from datetime import datetime

_NOT_MODIFIED = 304

_source, _article, _schedule, _address = schema.source, schema.article, schema.schedule, schema.address
_sighting = schema.sighting
_FIND = select(_address.c.article_id).where(_address.c.url_key == bindparam("url_key"))


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
        "expected": schedule.expected,
        "hinted": schedule.hinted,
        "vain_hints": schedule.vain_hints,
    }
    if of_source is None:
        connection.execute(_schedule.update().where(_schedule.c.id == thing_id).values(**values))
    else:
        values |= {"id": thing_id, "of_source": of_source}
        connection.execute(
            insert(connection.dialect.name, _schedule)
            .values(**values)
            .on_conflict_do_update(index_elements=["id"], set_=values)
        )


def schedule(connection: Connection, thing_id: str) -> Schedule | None:
    """The schedule of a source or an article."""
    row = connection.execute(select(_schedule).where(_schedule.c.id == thing_id)).first()
    return None if row is None else schedule_of(row)


def find_article(connection: Connection, url: str) -> str | None:
    """The id of the article that answers at an address, or did."""
    return connection.execute(_FIND, {"url_key": url_key(url)}).scalar()


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
    connection.execute(_article.insert().values(id=new, url=url, source_id=source_id, first_seen=at))
    record_address(connection, new, url, at)
    set_schedule(connection, new, first, of_source=False)
    return new, True


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


def record_address(connection: Connection, article_id: str, url: str, at: datetime) -> None:
    """Records that an article answers at an address.

    An address that another article has stays with that one, unless nothing was ever captured of it: then it was only a
    new name for this one, as when a feed lists an article under the address that it moved to.
    """
    other = find_article(connection, url)
    if other is not None and other != article_id and is_blank(connection, other):
        _join(connection, article_id, other)
    if other is None and tombstone_at(connection, url) is not None:
        return
    connection.execute(
        insert(connection.dialect.name, _address)
        .values(url_key=url_key(url), url=url, article_id=article_id, since=at)
        .on_conflict_do_nothing(index_elements=["url_key"])
    )


def is_there(connection: Connection, article_id: str) -> bool:
    """Whether an article is in the archive."""
    return bool(connection.execute(select(exists().where(_article.c.id == article_id))).scalar())


def is_blank(connection: Connection, article_id: str) -> bool:
    """Whether nothing was ever captured of an article."""
    captured = select(exists().where(schema.capture.c.article_id == article_id))
    return not connection.execute(captured).scalar()


def _join(connection: Connection, article_id: str, other: str) -> None:
    """Makes one article of two, of which the other is blank: its addresses and sightings go over, then it goes."""
    listed = select(_sighting.c.source_id).where(_sighting.c.article_id == article_id)
    connection.execute(_address.update().where(_address.c.article_id == other).values(article_id=article_id))
    connection.execute(
        _sighting.update()
        .where(_sighting.c.article_id == other, _sighting.c.source_id.not_in(listed))
        .values(article_id=article_id)
    )
    connection.execute(_sighting.delete().where(_sighting.c.article_id == other))
    connection.execute(_schedule.delete().where(_schedule.c.id == other))
    connection.execute(_article.delete().where(_article.c.id == other))


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
    }
    before = select(exists().where(_sighting.c.source_id == source_id, _sighting.c.article_id == article_id))
    is_first = not connection.execute(before).scalar()
    connection.execute(
        insert(connection.dialect.name, _sighting)
        .values(**values, first_seen=at)
        .on_conflict_do_update(index_elements=["source_id", "article_id"], set_=values)
    )
    return is_first


def known(connection: Connection, article_id: str) -> Known | None:
    """What is known of an article before it is checked."""
    current = (schema.version.c.article_id == article_id) & schema.version.c.superseded.is_(False)
    versions = select(func.count()).where(current).scalar_subquery()
    query = select(_article, versions.label("versions"), *(c for c in _schedule.c if c.name != "id"))
    query = query.join(_schedule, _schedule.c.id == _article.c.id).where(_article.c.id == article_id)
    row = connection.execute(query).first()
    if row is None:
        return None
    addresses = connection.execute(
        select(_address.c.url).where(_address.c.article_id == article_id)
    ).scalars()
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
        addresses=tuple(addresses),
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


def _wall(connection: Connection, article_id: str) -> tuple[datetime | None, bool]:
    """When a wall was first served after an article was last read, and whether an event told of it since."""
    capture, reading, event = schema.capture, schema.reading, schema.event
    captures = (
        select(func.min(capture.c.captured_at))
        .join(reading, reading.c.capture_id == capture.c.id)
        .where(capture.c.article_id == article_id)
    )
    last_read = (
        select(func.max(capture.c.captured_at))
        .join(reading, reading.c.capture_id == capture.c.id)
        .where(capture.c.article_id == article_id, reading.c.article.is_not(None))
    )
    read_at = connection.execute(last_read).scalar()
    walls = captures.where(reading.c.unreadable.in_([str(reason) for reason in WALLS]))
    if read_at is not None:
        walls = walls.where(capture.c.captured_at > read_at)
    since = connection.execute(walls).scalar()
    if since is None:
        return None, False
    told = select(
        exists().where(
            event.c.article_id == article_id, event.c.kind == str(EventKind.WALLED), event.c.at >= since
        )
    )
    return since, bool(connection.execute(told).scalar())


def listed_by(state: SourceState) -> ColumnElement[bool]:
    """Whether an article came from a source in a state, or is listed by one.

    An article belongs to all sources that list it: when one of them is removed the others still watch it. Imported
    files list nothing.
    """
    so = (_source.c.state == str(state), _source.c.kind != str(SourceKind.FILES))
    sources_so = select(_source.c.id).where(*so).scalar_subquery()
    listed = exists().where(_sighting.c.article_id == _article.c.id, _sighting.c.source_id.in_(sources_so))
    return or_(_article.c.source_id.in_(sources_so), listed)


def due(connection: Connection, now: datetime, *, everything: bool, limit: int) -> tuple[Due, ...]:
    """Watched sources and articles whose time has come, or all that are still checked; sources first, then oldest."""
    time = _schedule.c.next_check.is_not(None) if everything else _schedule.c.next_check <= now
    found: list[Due] = []
    for table, is_watched in (
        (_source, _source.c.state == str(SourceState.WATCHED)),
        (_article, listed_by(SourceState.WATCHED)),
    ):
        query = (
            select(_schedule.c.next_check, table.c.id, table.c.url)
            .join(_schedule, _schedule.c.id == table.c.id)
            .where(time, is_watched)
            .order_by(_schedule.c.next_check, table.c.id)
            .limit(limit)
        )
        found.extend(
            Due(row.next_check, row.id, row.url, is_source=table is _source)
            for row in connection.execute(query)
        )
    return tuple(found)


def next_due(connection: Connection) -> datetime | None:
    """When the next check of anything that is watched falls due."""
    moments = [
        connection.execute(
            select(_schedule.c.next_check)
            .join(table, table.c.id == _schedule.c.id)
            .where(_schedule.c.next_check.is_not(None), is_watched)
            .order_by(_schedule.c.next_check)
            .limit(1)
        ).scalar()
        for table, is_watched in (
            (_source, _source.c.state == str(SourceState.WATCHED)),
            (_article, listed_by(SourceState.WATCHED)),
        )
    ]
    return min((moment for moment in moments if moment is not None), default=None)

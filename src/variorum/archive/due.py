"""What is due: asked from the index in slices, each from where the one before ended, and never as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select

from variorum.archive import schema
from variorum.model import Due, SourceKind, SourceState

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

_source, _article, _schedule, _sighting = schema.source, schema.article, schema.schedule, schema.sighting
_time, _id = _schedule.c.next_check, _schedule.c.id


def listed_by(state: SourceState) -> ColumnElement[bool]:
    """Whether an article came from a source in a state, or is listed by one.

    An article belongs to all sources that list it: when one of them is removed the others still watch it. Imported
    files list nothing.
    """
    so = (_source.c.state == str(state), _source.c.kind != str(SourceKind.FILES))
    sources_so = select(_source.c.id).where(*so).scalar_subquery()
    listed = exists().where(_sighting.c.article_id == _article.c.id, _sighting.c.source_id.in_(sources_so))
    return or_(_article.c.source_id.in_(sources_so), listed)


def _watched(*, of_source: bool) -> Select[Any]:
    """Schedules of what is watched, either of sources or of articles; the columns stand in an index in this order."""
    table = _source if of_source else _article
    kind = _schedule.c.of_source if of_source else ~_schedule.c.of_source
    is_watched = _source.c.state == str(SourceState.WATCHED) if of_source else listed_by(SourceState.WATCHED)
    query = select(_time, _id, table.c.url).join(table, table.c.id == _id)
    return query.where(kind, _time.is_not(None), is_watched)


def due(
    connection: Connection,
    now: datetime,
    *,
    everything: bool = False,
    limit: int = 1000,
    since: datetime | None = None,
    after: Due | None = None,
    checked: bool | None = None,
) -> tuple[Due, ...]:
    """Watched sources and articles whose time has come, sources first, then oldest; at most so many.

    With `everything` all that are still checked, by id, so that a check moves none of them. The slice begins `after` one
    that was given before; `since` leaves out what fell due before a moment, `checked` what was never checked, or ever.
    """
    found: list[Due] = []
    for of_source in (True, False):
        if after is not None and after.is_source and not of_source:
            after = None
        elif after is not None and of_source and not after.is_source:
            continue
        query = _watched(of_source=of_source)
        if checked is not None:
            query = query.where(_schedule.c.last_checked.is_(None) != checked)
        if everything:
            query = query.order_by(_id) if after is None else query.where(_id > after.id).order_by(_id)
        else:
            query = query.where(_time <= now).order_by(_time, _id)
            if after is not None:
                query = query.where(_time >= after.due_at, or_(_time > after.due_at, _id > after.id))
            elif since is not None:
                query = query.where(_time >= since)
        rows = connection.execute(query.limit(limit - len(found)))
        found.extend(Due(row.next_check, row.id, row.url, is_source=of_source) for row in rows)
        if len(found) >= limit:
            break
    return tuple(found)


def next_due(connection: Connection, since: datetime | None = None) -> datetime | None:
    """When the next check of anything that is watched falls due, of those that do at a moment or later."""
    moments: list[datetime] = []
    for of_source in (True, False):
        query = _watched(of_source=of_source).order_by(_time).limit(1)
        row = connection.execute(query if since is None else query.where(_time >= since)).first()
        if row is not None:
            moments.append(row.next_check)
    return min(moments, default=None)


def number_due(connection: Connection, now: datetime) -> int:
    """How many sources and articles are due, watched or not."""
    query = select(func.count()).select_from(_schedule).where(_schedule.c.next_check <= now)
    return int(connection.execute(query).scalar_one())

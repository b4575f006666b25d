"""What checks saw between them, the tallies that are learnt from, and what is expected of every source's articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, func, select

from variorum.archive import schema
from variorum.archive.prepared import Prepared
from variorum.archive.upsert import insert
from variorum.archive.watching import schedule_of
from variorum.model import Gap, Sighting, Stage, Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Schedule

_gap, _tally, _schedule, _article = schema.gap, schema.tally, schema.schedule, schema.article
_sighting = schema.sighting


_RECORD = Prepared(
    _gap.insert().values(
        {column.name: bindparam(column.name) for column in _gap.c if column.name != "number"}
    )
)
_LISTED = Prepared(
    select(_sighting.c.url, _sighting.c.title, _sighting.c.published, _sighting.c.updated, _schedule)
    .join(_schedule, _schedule.c.id == _sighting.c.article_id)
    .where(_sighting.c.source_id == bindparam("source_id"), _sighting.c.article_id == bindparam("article_id"))
)


def record_gap(connection: Connection, gap: Gap) -> None:
    """Records what a check told of the time since the last one."""
    _RECORD.run(
        connection,
        outlet=gap.outlet,
        start_hours=gap.start,
        end_hours=gap.end,
        last_change_hours=gap.last_change,
        changes=gap.changes,
        changed=gap.changed,
        live=gap.live,
    )


def take_gaps(connection: Connection, most: int) -> tuple[Gap, ...]:
    """The gaps that are in no tally yet, at most so many, taken out: whoever asks adds them to the tallies."""
    rows = connection.execute(select(_gap).order_by(_gap.c.number).limit(most)).all()
    if rows:
        connection.execute(_gap.delete().where(_gap.c.number <= rows[-1].number))
    return tuple(
        Gap(
            row.outlet,
            row.start_hours,
            row.end_hours,
            row.last_change_hours,
            row.changes,
            row.changed,
            row.live,
        )
        for row in rows
    )


def add_tallies(connection: Connection, tallies: Sequence[Tally]) -> None:
    """Adds to what was watched and seen before."""
    for tally in tallies:
        values = {"outlet": tally.outlet, **tally.stage._asdict()}
        new = insert(connection.dialect.name, _tally).values(**values, hours=tally.hours, seen=tally.changes)
        added = {
            "hours": _tally.c.hours + new.excluded.hours,
            "seen": _tally.c.seen + new.excluded.seen,
        }
        connection.execute(new.on_conflict_do_update(index_elements=list(values), set_=added))


def tallies(connection: Connection) -> tuple[Tally, ...]:
    """All that was learnt from."""
    return tuple(
        Tally(row.outlet, Stage(row.age, row.quiet, row.changes), row.hours, row.seen)
        for row in connection.execute(select(_tally))
    )


def demand(connection: Connection) -> tuple[tuple[str, float], ...]:
    """For each source the address of one of its articles, and how many changes a day are expected of all of them."""
    query = (
        select(func.min(_article.c.url), func.sum(_schedule.c.expected))
        .join(_schedule, _schedule.c.id == _article.c.id)
        .where(_schedule.c.next_check.is_not(None))
        .group_by(_article.c.source_id)
    )
    return tuple((str(url), float(expected)) for url, expected in connection.execute(query))


def listed_before(
    connection: Connection, source_id: str, article_id: str
) -> tuple[Sighting, Schedule] | None:
    """How a source listed an article when last asked, with the article's schedule; `None` where it never did."""
    row = _LISTED.first(connection, source_id=source_id, article_id=article_id)
    if row is None:
        return None
    return Sighting(row.url, row.title, row.published, row.updated), schedule_of(row)

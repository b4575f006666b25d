"""What was written while the clock was fast, brought over to the time that it was set back to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, exists, select

from variorum.archive import schema

if TYPE_CHECKING:
    from datetime import datetime

_schedule, _conduct = schema.schedule, schema.conduct
#: A moment that lies so little ahead is none that a clock was set back from.
_TOLERANCE = timedelta(minutes=1)


def bring_over(connection: Connection, now: datetime, most: int) -> int:
    """Moves at most so many things that were last checked in the future; gives how many there were.

    Each keeps the wait that it had. That no origin was asked in the future tells at once that there are none.
    """
    later = now + _TOLERANCE
    if not connection.execute(select(exists().where(_conduct.c.last_asked > later))).scalar():
        return 0
    columns = (_schedule.c.id, _schedule.c.next_check, _schedule.c.since, _schedule.c.last_checked)
    rows = connection.execute(select(*columns).where(_schedule.c.last_checked > later).limit(most)).all()
    moved = [
        {
            "of_id": row.id,
            "next_check": None if row.next_check is None else row.next_check - (row.last_checked - now),
            "since": min(row.since, now),
        }
        for row in rows
    ]
    if moved:
        one = _schedule.update().where(_schedule.c.id == bindparam("of_id")).values(last_checked=now)
        connection.execute(one, moved)
    if len(rows) < most:
        _bring_conducts_over(connection, now, later)
    return len(rows)


def _bring_conducts_over(connection: Connection, now: datetime, later: datetime) -> None:
    columns = (_conduct.c.origin, _conduct.c.last_asked, _conduct.c.held_until)
    rows = connection.execute(select(*columns).where(_conduct.c.last_asked > later)).all()
    for row in rows:
        held = None if row.held_until is None else row.held_until - (row.last_asked - now)
        connection.execute(
            _conduct.update()
            .where(_conduct.c.origin == row.origin)
            .values(last_asked=now, held_until=held, since=now)
        )

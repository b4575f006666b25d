"""Takes a moment, lets go of the bytes of captures that were stored before it; texts, hashes and the chain stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select, union_all

from variorum.archive import schema
from variorum.archive.removing import let_go
from variorum.archive.tombstones import keep_tombstone
from variorum.model import Tombstone, TombstoneKind
from variorum.model.identity import tombstone_id
from variorum.model.tombstone import stretches

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from variorum.archive import chain

_capture, _blob = schema.capture, schema.blob
#: So many bodies go in one transaction: few enough that nobody waits long, so many that all is looked through a few times only.
_AT_ONCE = 20_000


class LetGo(NamedTuple):
    """How many captures lost their bytes, and how many bytes of the file that frees."""

    captures: int = 0
    freed: int = 0


def let_go_captures(
    connection: Connection, links: chain.Links, before: datetime, reason: str, at: datetime
) -> LetGo:
    """Lets go of the bodies of captures stored before a moment, at most so many that it takes a moment; says so in a tombstone.

    Bytes that a later capture has too, or that are a text as well, stay. Until nothing is let go there may be more.
    """
    numbers = set(connection.execute(_old_bodies(before)).scalars())
    if not numbers:
        return LetGo()
    entries = list(
        connection.execute(select(_capture.c.entry).where(_capture.c.body.in_(_old_bodies(before)))).scalars()
    )
    freed = let_go(connection, numbers)
    kind, named = TombstoneKind.LET_GO, stretches(entries)
    # Several may be set at one moment: the first link that each names tells them apart.
    key = tombstone_id(str(named[0][0]), str(kind), at)
    keep_tombstone(connection, links, Tombstone(key, kind, "", reason, at, named))
    return LetGo(len(entries), freed)


def _old_bodies(before: datetime) -> Any:
    """Bodies that are there and that only old captures have."""
    reading, revision = schema.reading, schema.revision
    # Not asked of each body by itself: no index tells who else has it, and one would take its room with every version.
    otherwise = union_all(
        select(_capture.c.body).where(_capture.c.stored_at >= before),
        select(_capture.c.circumstances),
        select(reading.c.article).where(reading.c.article.is_not(None)),
        select(revision.c.record).where(revision.c.record.is_not(None)),
    )
    return (
        select(_blob.c.number)
        .where(
            _blob.c.number.in_(select(_capture.c.body).where(_capture.c.stored_at < before)),
            _blob.c.size > 0,
            func.length(_blob.c.data) > 0,
            _blob.c.number.not_in(otherwise),
        )
        .order_by(_blob.c.number)
        .limit(_AT_ONCE)
    )

"""Takes numbers of stored texts, takes their bytes out of the archive; what stood on them is encoded anew first."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import column, func, select, table, text

from variorum.archive import blobs, schema
from variorum.archive.packing import packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Row

_blob, _capture, _reading, _revision = schema.blob, schema.capture, schema.reading, schema.revision
#: Every column that says by its number that a text is needed.
_NEEDS = (_capture.c.body, _capture.c.circumstances, _reading.c.article, _revision.c.record)
_STANDING = table("standing", column("base"), column("number"))
#: So many numbers stand in one question: databases bound them.
_AT_ONCE = 500


def unneeded(connection: Connection, numbers: Iterable[int | None]) -> set[int]:
    """Those of the numbers that no capture, reading or revision names any more."""
    left = {number for number in numbers if number is not None}
    for needed in _NEEDS:
        for some in _portions(sorted(left)):
            left -= set(connection.execute(select(needed).where(needed.in_(some)).distinct()).scalars())
    return left


def remove(connection: Connection, numbers: set[int]) -> None:
    """Takes texts out with their hashes."""
    _encode_anew(connection, numbers)
    for some in _portions(sorted(numbers)):
        # They may stand on one another, in any order.
        connection.execute(_blob.update().where(_blob.c.number.in_(some)).values(base=None))
    for some in _portions(sorted(numbers)):
        connection.execute(_blob.delete().where(_blob.c.number.in_(some)))


def let_go(connection: Connection, numbers: set[int]) -> int:
    """Takes the bytes of texts out, leaves their hashes and sizes; gives how many bytes as stored that frees."""
    _encode_anew(connection, numbers)
    freed = 0
    for some in _portions(sorted(numbers)):
        chosen = _blob.c.number.in_(some)
        freed += connection.execute(select(func.sum(func.length(_blob.c.data))).where(chosen)).scalar() or 0
        connection.execute(_blob.update().where(chosen).values(data=blobs.LET_GO, base=None, depth=0))
    return freed


def _encode_anew(connection: Connection, going: set[int]) -> None:
    """Lets every text that stays stand on one that stays, or on nothing; read as everybody reads it, hash included.

    What is put together anew never stands deeper than before; what stands on it has its depth counted anew.
    """
    with _standing(connection):
        rows = [row for row in _standing_on(connection, going) if row.number not in going]
        # Those below come first, so that none is told how deep another stands before that is known.
        for row in sorted(rows, key=lambda row: (row.depth, row.number)):
            data = blobs.read(connection, row.number)
            below = _staying_below(connection, row.base, going)
            values: dict[str, Any] = {"base": None, "depth": 0, "data": packed(data)}
            if below is not None:
                patch = packed(data, blobs.read(connection, below.number))
                if len(patch) < len(values["data"]):
                    values = {"base": below.number, "depth": below.depth + 1, "data": patch}
            connection.execute(_blob.update().where(_blob.c.number == row.number).values(**values))
            _count_depths(connection, row.number, values["depth"])


@contextmanager
def _standing(connection: Connection) -> Iterator[None]:
    """Knows for a while what stands on what: one look through all texts, in place of one for each that goes.

    An index that is always there would take its room with every version.
    """
    made = select(_blob.c.base, _blob.c.number).where(_blob.c.base.is_not(None))
    connection.execute(text(f"CREATE TEMPORARY TABLE {_STANDING.name} AS {made}"))
    connection.execute(text(f"CREATE INDEX {_STANDING.name}_base ON {_STANDING.name} (base)"))
    yield
    connection.execute(text(f"DROP TABLE {_STANDING.name}"))


def _standing_on(connection: Connection, numbers: Iterable[int]) -> Iterator[Row[Any, Any, Any]]:
    """The texts that were patches of those with these numbers when that was looked up."""
    for some in _portions(sorted(numbers)):
        query = (
            select(_blob.c.number, _blob.c.base, _blob.c.depth)
            .join(_STANDING, _STANDING.c.number == _blob.c.number)
            .where(_STANDING.c.base.in_(some))
        )
        yield from connection.execute(query)


def _staying_below(connection: Connection, number: int | None, going: set[int]) -> Row[Any, Any, Any] | None:
    """The nearest text below that stays."""
    while number is not None:
        row = connection.execute(
            select(_blob.c.number, _blob.c.base, _blob.c.depth).where(_blob.c.number == number)
        ).one()
        if row.number not in going:
            return row
        number = row.base
    return None


def _count_depths(connection: Connection, number: int, depth: int) -> None:
    """Tells those above how deep they stand now. None stands deeper than before, so none stands too deep."""
    above = [row.number for row in _standing_on(connection, [number])]
    for some in _portions(above):
        connection.execute(_blob.update().where(_blob.c.number.in_(some)).values(depth=depth + 1))
    for one in above:
        _count_depths(connection, one, depth + 1)


def _portions(numbers: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(numbers), _AT_ONCE):
        yield numbers[first : first + _AT_ONCE]

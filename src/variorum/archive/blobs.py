"""Takes bytes, keeps them once: whole, or as a patch of bytes that are there; gives them back checked by their hash."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, select

from variorum.archive import schema
from variorum.archive.errors import ArchiveDamaged, ArchiveError
from variorum.archive.packing import packed, patched, unpacked
from variorum.archive.prepared import Prepared

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: So many patches stand on one another at most: every 16th text of a line is kept whole.
DEEPEST = 15
#: How many bytes of texts a connection remembers, so that a patch does not need all that it stands on read again.
_REMEMBERED = 12 * 2**20
_KEY = "variorum_texts"

_blob = schema.blob


def _line() -> Any:
    """What a text stands on, from the one that is kept whole up to itself."""
    columns = (_blob.c.number, _blob.c.hash, _blob.c.base, _blob.c.depth, _blob.c.data)
    line = select(*columns).where(_blob.c.number == bindparam("number")).cte("line", recursive=True)
    # A depth that does not fall would be a circle: a damaged archive must not be walked for ever.
    below = select(*columns).join(line, (_blob.c.number == line.c.base) & (_blob.c.depth < line.c.depth))
    line = line.union_all(below)
    return select(line).order_by(line.c.depth)


_LINE = Prepared(_line())
_ONE = Prepared(
    select(_blob.c.number, _blob.c.hash, _blob.c.base, _blob.c.depth, _blob.c.data).where(
        _blob.c.number == bindparam("number")
    )
)
_KEEP = Prepared(
    _blob.insert()
    .values({name: bindparam(name) for name in ("hash", "base", "depth", "size", "data")})
    .returning(_blob.c.number)
)
_BY_HASH = Prepared(
    select(_blob.c.number, func.length(_blob.c.data)).where(_blob.c.hash == bindparam("hash"))
)
_LENGTH = Prepared(select(func.length(_blob.c.data)).where(_blob.c.number == bindparam("number")))
#: What stands where bytes were let go: no Zstandard frame is empty.
LET_GO = b""


class _Remembered:
    """The texts that a connection saw last, by hash: what is under a hash stays true whatever a transaction comes to."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0

    def get(self, key: str) -> bytes | None:
        found = self._texts.get(key)
        if found is not None:
            self._texts.move_to_end(key)
        return found

    def put(self, key: str, text: bytes) -> None:
        if key in self._texts or len(text) > _REMEMBERED // 2:
            return
        self._texts[key] = text
        self._size += len(text)
        while self._size > _REMEMBERED:
            _, gone = self._texts.popitem(last=False)
            self._size -= len(gone)


def _remembered(connection: Connection) -> _Remembered:
    texts: _Remembered = connection.info.setdefault(_KEY, _Remembered())
    return texts


def digest(data: bytes) -> str:
    """The hash under which bytes are kept.

    >>> digest(b"<p>")[:8]
    '33f27994'
    """
    return hashlib.sha256(data).hexdigest()


class Like(NamedTuple):
    """Bytes that are there and probably much alike, such as what the same address served before."""

    number: int
    hash: str
    depth: int


def keep(connection: Connection, data: bytes, like: Like | None = None) -> int:
    """Keeps bytes and gives their number, as a patch of what they are like; those that are there already keep theirs."""
    key = digest(data)
    present = _BY_HASH.first(connection, hash=key)
    if present is not None:
        number, length = present
        if not length:
            # They were let go, and are served again.
            connection.execute(_blob.update().where(_blob.c.number == number).values(data=packed(data)))
        return int(number)
    patch = None
    if like is not None and like.depth < DEEPEST:
        # What a patch is made of is checked: a damaged base would make every later text unreadable.
        known = _remembered(connection).get(like.hash)
        patch = patched(data, read(connection, like.number) if known is None else known)
    values: dict[str, Any] = {"hash": key, "size": len(data)}
    if patch is None or like is None:
        values |= {"base": None, "depth": 0, "data": packed(data)}
    else:
        values |= {"base": like.number, "depth": like.depth + 1, "data": patch}
    number = _KEEP.scalar(connection, **values)
    _remembered(connection).put(key, data)
    return int(number)


def like_of(connection: Connection, query: Prepared, values: dict[str, Any]) -> Like | None:
    """What a query of a number, its hash and its depth finds."""
    row = query.first(connection, **values)
    return None if row is None else Like(*row)


def read(connection: Connection, number: int) -> bytes:
    """Bytes by their number; raises `ArchiveDamaged` when they are not those whose hash was kept, `ArchiveError` when they were let go.

    What they stand on may be remembered; they themselves are read, put together and checked every time.
    """
    row = _row(connection, number)
    if not row.data:
        raise ArchiveError(f"the bytes {row.hash[:12]}… were let go: their hash is all that is left")
    base = None if row.base is None else _base(connection, row.base)
    plain = unpacked(row.data, base=base, expected_hash=row.hash)
    _remembered(connection).put(row.hash, plain)
    return plain


def is_let_go(connection: Connection, number: int) -> bool:
    """Whether bytes were let go by a setting: their hash and their size are all that is left of them."""
    return bool(_LENGTH.scalar(connection, number=number) == 0)


def _row(connection: Connection, number: int) -> Any:
    row = _ONE.first(connection, number=number)
    if row is None:
        raise ArchiveDamaged(f"the stored text number {number} is missing: restore the archive from a copy")
    return row


def _base(connection: Connection, number: int) -> bytes:
    """The bytes that a patch stands on: remembered, or put together from the whole one upwards."""
    known = _remembered(connection).get(_row(connection, number).hash)
    if known is not None:
        return known
    plain: bytes | None = None
    rows = _LINE.all(connection, number=number)
    for row in rows:
        if plain is None and row.base is not None:
            break
        plain = unpacked(row.data, base=plain)
    if plain is None:
        raise ArchiveDamaged(
            f"what the stored text number {number} stands on is missing: restore the archive from a copy"
        )
    return plain

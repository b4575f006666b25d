"""Takes statements, links each to all before it; gives roots over the links and the proof of one of them."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, select

from variorum.archive import schema
from variorum.archive.merkle import merkle_path, merkle_root
from variorum.archive.prepared import Prepared
from variorum.archive.statements import Statement, Subject, statement

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from variorum.archive.signing import SigningKey

#: Before the first link.
NOTHING = "00" * 32
#: A root is made over so many links.
SPAN = 256
_SALT = 16

_chain, _root = schema.chain, schema.root
_LAST = Prepared(select(_chain.c.number, _chain.c.link).order_by(_chain.c.number.desc()).limit(1))
_APPEND = Prepared(
    _chain.insert().values({name: bindparam(name) for name in ("number", "kind", "subject", "salt", "link")})
)
_SEALED_TO = Prepared(select(_root.c.last).order_by(_root.c.last.desc()).limit(1))
_LINKS = (
    select(_chain.c.link)
    .where(_chain.c.number >= bindparam("first"), _chain.c.number <= bindparam("last"))
    .order_by(_chain.c.number)
)


@dataclass(frozen=True, slots=True)
class Root:
    """The Merkle root over the links `first` to `last`, who signed it and the answer of who stamped it, if anybody did.

    `hash` and `signer` (the public key) are hexadecimal; `made_at` is when the last of the links was stored.
    """

    first: int
    last: int
    hash: str
    made_at: datetime
    signature: bytes | None = None
    signer: str | None = None
    stamp: bytes | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves that a statement stood in an archive: its salt and place, the link before it and the way to a root.

    `texts` are the bytes whose hashes the statement gives, under the names that it gives them.
    """

    number: int
    statement: bytes
    salt: bytes
    before: str
    path: tuple[bytes, ...]
    root: Root
    texts: tuple[tuple[str, bytes], ...] = ()


def leaf_of(said: bytes, salt: bytes) -> str:
    """The salted hash of a statement: without the salt nobody can tell whether a guess at the text is right.

    >>> leaf_of(b"{}", b"a") == leaf_of(b"{}", b"b")
    False
    """
    return hashlib.sha256(salt + said).hexdigest()


def link_of(before: str, leaf: str) -> str:
    """The link that follows a link.

    >>> link_of(NOTHING, leaf_of(b"{}", b""))[:8]
    '961af672'
    """
    return hashlib.sha256(bytes.fromhex(before) + bytes.fromhex(leaf)).hexdigest()


class Links:
    """Appends to the chain within one transaction; the writer's lock keeps others from doing so meanwhile.

    Links are written together, by `write`, which must come before the transaction ends.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: tuple[int, str] | None = None
        self._waiting: list[dict[str, Any]] = []

    def next_number(self) -> int:
        """The number that the next link will have."""
        if self._last is None:
            row = _LAST.first(self._connection)
            self._last = (0, NOTHING) if row is None else (row.number, row.link)
        return self._last[0] + 1

    def append(self, about: Subject, said: Statement) -> int:
        """Links a statement to all before it and gives the number of its link."""
        number = self.next_number()
        before = NOTHING if self._last is None else self._last[1]
        salt = secrets.token_bytes(_SALT)
        link = link_of(before, leaf_of(statement(about, said), salt))
        self._waiting.append(
            {"number": number, "kind": about.kind, "subject": about.id, "salt": salt, "link": link}
        )
        self._last = (number, link)
        return number

    def write(self) -> None:
        """Writes the links that are waiting."""
        if self._waiting:
            _APPEND.run_all(self._connection, self._waiting)
            self._waiting = []


def sealed_to(connection: Connection) -> int:
    """The number of the last link that a root covers."""
    return _SEALED_TO.scalar(connection) or 0


def seal(
    connection: Connection, made_at: datetime, key: Callable[[], SigningKey | None], *, least: int = 1
) -> int:
    """Makes roots over the links that none covers, where there are at least so many; gives the number of roots made."""
    first, made = sealed_to(connection) + 1, 0
    last = _LAST.scalar(connection) or 0
    while first + least - 1 <= last:
        end = min(first + SPAN - 1, last)
        links = links_between(connection, first, end)
        values = {"first": first, "last": end, "hash": merkle_root(links).hex(), "made_at": made_at}
        connection.execute(_root.insert().values(**values))
        first, made = end + 1, made + 1
    if made or least == 1:
        _sign_the_rest(connection, key())
    return made


def _sign_the_rest(connection: Connection, key: SigningKey | None) -> None:
    """Signs roots that were made before there was a key."""
    if key is None:
        return
    for row in connection.execute(select(_root).where(_root.c.signature.is_(None))).all():
        signature = key.sign(signed_text(Root(row.first, row.last, row.hash, row.made_at)))
        connection.execute(
            _root.update().where(_root.c.last == row.last).values(signature=signature, signer=key.public)
        )


def root_of(row: Any) -> Root:
    """A root from its row."""
    return Root(row.first, row.last, row.hash, row.made_at, row.signature, row.signer, row.stamp)


def newest_root(connection: Connection, *, stamped: bool = False) -> Root | None:
    """The root over the last links that one covers, of all roots or of those that were stamped."""
    query = select(_root).order_by(_root.c.last.desc()).limit(1)
    if stamped:
        query = query.where(_root.c.stamp.is_not(None))
    row = connection.execute(query).first()
    return None if row is None else root_of(row)


def keep_stamp(connection: Connection, made: Root, stamp: bytes) -> None:
    """Keeps the stamp of a root that is as it was when it was stamped."""
    same = (_root.c.last == made.last, _root.c.hash == made.hash, _root.c.made_at == made.made_at)
    connection.execute(_root.update().where(*same).values(stamp=stamp))


def links_between(connection: Connection, first: int, last: int) -> list[bytes]:
    """The links of a stretch of the chain, as bytes."""
    rows = connection.execute(_LINKS, {"first": first, "last": last}).scalars()
    return [bytes.fromhex(link) for link in rows]


def signed_text(made: Root) -> bytes:
    r"""What a signature of a root signs.

    >>> from datetime import UTC, datetime
    >>> signed_text(Root(1, 3, "ab", datetime(2026, 5, 4, tzinfo=UTC)))
    b'variorum root 1\n1 3 ab 2026-05-04T00:00:00.000000Z\n'
    """
    moment = schema.moment_text(made.made_at)
    return f"variorum root 1\n{made.first} {made.last} {made.hash} {moment}\n".encode("ascii")


def proof(connection: Connection, number: int, said: bytes) -> Proof | None:
    """The proof of a link, whose statement is `said`; `None` while no root covers it, or when its salt was taken away."""
    covering = select(_root).where(_root.c.last >= number).order_by(_root.c.last).limit(1)
    row = connection.execute(covering).first()
    entry = connection.execute(select(_chain).where(_chain.c.number == number)).first()
    if row is None or entry is None or entry.salt is None or row.first > number:
        return None
    before = connection.execute(select(_chain.c.link).where(_chain.c.number == number - 1)).scalar()
    path = merkle_path(links_between(connection, row.first, row.last), number - row.first)
    return Proof(
        number=number,
        statement=said,
        salt=bytes(entry.salt),
        before=before or NOTHING,
        path=path,
        root=root_of(row),
    )

"""Takes an archive's connection, reads everything again: gives what is broken, from the first broken link on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, bindparam, func, select, union
from sqlalchemy.exc import DatabaseError

from variorum.archive import blobs, chain, schema
from variorum.archive.captures import capture, capture_statement
from variorum.archive.changes import event_statement, revision_statement, stored_revision
from variorum.archive.errors import ArchiveError
from variorum.archive.merkle import merkle_root
from variorum.archive.signing import is_signed
from variorum.archive.stamping import StampError, can_check_stamps, stamped_at
from variorum.archive.statements import CAPTURE, EVENT, KINDS, REVISION, TEXTS, TOMBSTONE, VERSION
from variorum.archive.tombstones import tombstone_statement, tombstones
from variorum.archive.versions import version, version_statement
from variorum.model import TombstoneKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

_chain, _root, _blob = schema.chain, schema.root, schema.blob
_capture, _reading, _revision = schema.capture, schema.reading, schema.revision
_TABLES: dict[str, Table] = {
    CAPTURE: schema.capture,
    VERSION: schema.version,
    REVISION: schema.revision,
    EVENT: schema.event,
    TOMBSTONE: schema.tombstone,
}
#: What gives the number of a thing's link and the statement that it proves, from the rows as they are.
STATEMENTS: dict[str, Callable[[Connection, str], tuple[int, bytes] | None]] = {
    CAPTURE: capture_statement,
    VERSION: version_statement,
    REVISION: revision_statement,
    EVENT: event_statement,
    TOMBSTONE: tombstone_statement,
}
#: So many links are read at once, and a place is given after each such step.
_STEP = 200
_LINKS = select(_chain).where(_chain.c.number > bindparam("after")).order_by(_chain.c.number).limit(_STEP)
#: What a damaged row makes of the code that reads it.
_UNREADABLE = (
    ArchiveError,
    DatabaseError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that is not as it was kept; `number` is that of its link, 0 where it has none."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Trusted:
    """Whom a check believes, known from elsewhere: a public key, and certificates of time-stamping authorities (PEM)."""

    signer: str | None = None
    authorities: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """How far a check has come: the links up to `number` are done, and the last of them is `link`."""

    number: int = 0
    link: str = chain.NOTHING
    of: int = 0
    broken: tuple[Broken, ...] = ()


@dataclass(slots=True)
class _State:
    number: int
    link: str
    broken: list[Broken] = field(default_factory=list)
    taken_out: dict[TombstoneKind, list[tuple[int, int]]] = field(default_factory=dict)

    def is_taken_out(self, kind: TombstoneKind, number: int) -> bool:
        """Whether a tombstone names a link."""
        return any(first <= number <= last for first, last in self.taken_out.get(kind, ()))

    def found(self, number: int, sentence: str) -> None:
        self.broken.append(Broken(number, sentence))


def start_since(connection: Connection, since: datetime) -> Place:
    """The place before the first link of a capture that was stored, or a tombstone that was set, at a moment or later."""
    queries = (
        select(func.min(_capture.c.entry)).where(_capture.c.stored_at >= since),
        select(func.min(schema.tombstone.c.entry)).where(schema.tombstone.c.at >= since),
    )
    entries = [connection.execute(query).scalar() for query in queries]
    first = min((entry for entry in entries if entry is not None), default=None)
    if first is None:
        last = connection.execute(select(_chain).order_by(_chain.c.number.desc()).limit(1)).first()
        return Place() if last is None else Place(last.number, last.link, last.number)
    before = connection.execute(select(_chain).where(_chain.c.number == first - 1)).first()
    return Place() if before is None else Place(before.number, before.link)


def next_place(connection: Connection, place: Place) -> Place | None:
    """Checks the next links after a place and gives the new one; `None` when there are no more."""
    state = _State(place.number, place.link, list(place.broken), _taken_out(connection))
    rows = _rows(connection, _LINKS, state, after=place.number)
    for row in rows:
        _check_link(connection, row, state)
    if not rows and len(state.broken) == len(place.broken):
        return None
    # Where the chain itself cannot be read there is no way on: what is left is checked without it.
    number = state.number if rows else _number_of_links(connection)
    return Place(number, state.link, _number_of_links(connection), tuple(state.broken))


def last_place(connection: Connection, place: Place, start: int, trusted: Trusted) -> Place:
    """Checks, when all links after `start` are done, the roots over them and what no link covers.

    Signatures count only when they are of a key that the caller knows from elsewhere; without one they are not looked at. Time
    stamps must be of their root, and lead to one of the authorities where the caller named any.
    """
    state = _State(place.number, place.link, list(place.broken))
    _check_the_rest(connection, state)
    _check_roots(connection, state, start, trusted)
    return Place(place.number, place.link, place.of, tuple(state.broken))


def _taken_out(connection: Connection) -> dict[TombstoneKind, list[tuple[int, int]]]:
    """The stretches of links that tombstones name; a tombstone that cannot be read names none, and is found as a link."""
    found: dict[TombstoneKind, list[tuple[int, int]]] = {}
    try:
        for one in tombstones(connection):
            found.setdefault(one.kind, []).extend(one.links)
    except _UNREADABLE:
        return found
    return found


def _number_of_links(connection: Connection) -> int:
    try:
        return connection.execute(select(func.max(_chain.c.number))).scalar() or 0
    except DatabaseError:
        return 0


def _check_link(connection: Connection, row: Any, state: _State) -> None:
    what = f"{KINDS.get(row.kind, 'thing')} {row.subject}".rstrip()
    if row.number != state.number + 1:
        state.found(row.number, f"the links before number {row.number} are missing")
    if row.salt is None:
        # What it spoke of was forgotten lawfully: its leaf stands here instead, and must not be there still.
        if row.leaf is None:
            state.found(row.number, f"the link of the {what} has neither salt nor leaf")
        elif not state.is_taken_out(TombstoneKind.FORGOTTEN, row.number):
            state.found(row.number, f"the link of the {what} has lost its salt, and no tombstone says why")
        elif chain.link_of(state.link, row.leaf) != row.link:
            state.found(
                row.number, f"the link of the forgotten {what} does not follow from the one before it"
            )
    else:
        _check_statement(connection, row, state, what)
    state.number, state.link = row.number, row.link


def _check_statement(connection: Connection, row: Any, state: _State, what: str) -> None:
    try:
        made = STATEMENTS[row.kind](connection, row.subject)
        if made is None:
            state.found(row.number, f"the {what} is missing")
            return
        entry, said = made
        follows = chain.link_of(state.link, chain.leaf_of(said, bytes(row.salt))) == row.link
        if entry != row.number or not follows:
            state.found(row.number, f"the {what} is not what was kept")
            return
        if state.is_taken_out(TombstoneKind.FORGOTTEN, row.number):
            state.found(row.number, f"the {what} is there, and a tombstone says that it was forgotten")
        let_go = state.is_taken_out(TombstoneKind.LET_GO, row.number)
        _read_back(connection, row.kind, row.subject, let_go=let_go)
    except _UNREADABLE as error:
        state.found(row.number, f"the {what} cannot be read back: {_told(error)}")


def _read_back(connection: Connection, kind: str, subject: str, *, let_go: bool) -> None:
    """Reads a thing as everybody does: its texts are checked against their hashes, its values must be what they may be.

    Bytes of a capture may be missing where a tombstone says that they were `let_go`; what is told of it may not.
    """
    if kind == CAPTURE:
        if capture(connection, subject) is None:
            if not let_go:
                raise ArchiveError("its bytes are gone, and no tombstone says why")
            number = select(_capture.c.circumstances).where(_capture.c.id == subject)
            json.loads(blobs.read(connection, connection.execute(number).scalar_one()))
    elif kind == VERSION:
        version(connection, subject)
    elif kind == REVISION:
        row = connection.execute(
            select(_revision.c.before_version, _revision.c.after_version).where(_revision.c.id == subject)
        ).one()
        stored_revision(connection, row.before_version, row.after_version)


def _check_the_rest(connection: Connection, state: _State) -> None:
    """Rows that no link speaks of, texts that no link leads to, and the database beneath."""
    for kind, table in _TABLES.items():
        extra = (
            select(table.c.id)
            .outerjoin(_chain, (_chain.c.number == table.c.entry) & (_chain.c.subject == table.c.id))
            .where(_chain.c.number.is_(None))
            .order_by(table.c.id)
            .limit(_STEP)
        )
        for subject in _rows(connection, extra, state):
            state.found(0, f"the {KINDS[kind]} {subject.id} stands in no link of the chain")
    for row in _rows(connection, _unlinked(), state):
        try:
            json.loads(blobs.read(connection, row.number))
        except _UNREADABLE as error:
            state.found(0, f"a text that makes no version cannot be read back: {_told(error)}")
    if connection.dialect.name == "sqlite":
        for check in ("integrity_check", "foreign_key_check"):
            _check_database(connection, check, state)


def _check_database(connection: Connection, check: str, state: _State) -> None:
    try:
        rows = connection.exec_driver_sql(f"PRAGMA {check}").all()
    except DatabaseError as error:
        state.found(0, f"the database is damaged: {_told(error)}")
        return
    for row in rows[:_STEP]:
        if row[0] != "ok":
            state.found(0, f"the database is damaged: {' '.join(map(str, row))}")


def _rows(connection: Connection, query: Any, state: _State, **values: int) -> Sequence[Any]:
    try:
        return connection.execute(query, values).all()
    except _UNREADABLE as error:
        state.found(0, f"the database is damaged: {_told(error)}")
        return ()


def _unlinked() -> Any:
    """Texts that nothing which is linked was made of."""
    linked = union(
        select(_capture.c.body),
        select(_capture.c.circumstances),
        select(_revision.c.record).where(_revision.c.record.is_not(None)),
        select(_reading.c.article)
        .join(
            schema.version,
            (schema.version.c.capture_id == _reading.c.capture_id)
            & (schema.version.c.extractor == _reading.c.extractor),
        )
        .where(_reading.c.article.is_not(None)),
    )
    return select(_blob.c.number).where(_blob.c.number.not_in(linked)).order_by(_blob.c.number)


def _check_roots(connection: Connection, state: _State, start: int, trusted: Trusted) -> None:
    """Whether the roots over what was checked are those of the links, cover them without a gap, and bear the signature."""
    covered = None
    query = select(_root).where(_root.c.last > start).order_by(_root.c.last)
    for row in _rows(connection, query, state):
        stretch = f"the root over the links {row.first} to {row.last}"
        if covered is not None and row.first != covered + 1:
            state.found(row.first, f"{stretch} leaves a gap")
        covered = row.last
        try:
            links = chain.links_between(connection, row.first, row.last)
        except _UNREADABLE:
            links = []
        if len(links) != row.last - row.first + 1:
            state.found(row.last, f"{stretch} covers links that are missing")
        elif merkle_root(links).hex() != row.hash:
            state.found(row.last, f"{stretch} is not theirs")
        else:
            _check_witnesses(chain.root_of(row), state, trusted)


def _check_witnesses(made: chain.Root, state: _State, trusted: Trusted) -> None:
    """Whether a root bears the signature, and its time stamp, if it has one, is of it and of an authority that is trusted."""
    stretch = f"the root over the links {made.first} to {made.last}"
    if trusted.signer is not None and not root_is_signed(made, trusted.signer):
        state.found(made.last, f"{stretch} is not signed with the key {trusted.signer[:12]}…")
    if made.stamp is not None and (trusted.authorities or can_check_stamps()):
        try:
            stamped_at(bytes(made.stamp), made, trusted.authorities)
        except StampError as error:
            state.found(made.last, f"{stretch}: {error}")


def root_is_signed(made: chain.Root, signer: str) -> bool:
    """Whether a root bears the signature of a key; one of another key counts as none."""
    if made.signature is None or made.signer != signer:
        return False
    return is_signed(chain.signed_text(made), bytes(made.signature), signer)


def _told(error: BaseException) -> str:
    return str(error.orig if isinstance(error, DatabaseError) else error) or type(error).__name__


def proof_of(connection: Connection, kind: str, subject: str) -> chain.Proof | None:
    """The proof of a capture, version, revision or event; `None` while no root covers it, or when there is no such thing."""
    made = STATEMENTS[kind](connection, subject)
    found = None if made is None else chain.proof(connection, *made)
    if found is None:
        return None
    said = json.loads(found.statement)
    texts = []
    for name in TEXTS[kind]:
        if said[name] is not None:
            query = select(_blob.c.number).where(_blob.c.hash == said[name])
            texts.append((name, blobs.read(connection, connection.execute(query).scalar_one())))
    return replace(found, texts=tuple(texts))

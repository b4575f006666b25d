"""Texts as patches of what stood there before, circumstances of captures, and a chain over all that is proved."""

from __future__ import annotations

import heapq
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from alembic import op

from variorum.archive import blobs, chain
from variorum.archive.captures import keep_capture
from variorum.archive.packing import unpacked
from variorum.archive.statements import (
    EVENT,
    REVISION,
    VERSION,
    Subject,
    event_said,
    revision_said,
    version_said,
)
from variorum.model import Capture, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OLD = ("blob", "capture", "reading", "version", "revision", "event")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIMES = frozenset(
    ("captured_at", "stored_at", "captured_before", "captured_after", "made_at", "since", "at")
)
#: So many rows are held at once.
_STEP = 1000
_INDEXES = (
    "ix_capture_article_id_captured_at",
    "ix_version_article_id_captured_at",
    "ix_revision_article_id",
    "ix_revision_captured_after",
    "ix_revision_made_at",
    "ix_event_article_id",
    "ix_event_at",
    "ix_event_made_at",
)


def upgrade() -> None:
    """Keeps every capture, reading, version, revision and event anew, in the order in which they came."""
    connection = op.get_bind()
    for name in _INDEXES:
        op.drop_index(name)
    for name in _OLD:
        op.rename_table(name, f"old_{name}")
    _texts_and_captures()
    _what_changed()
    _what_proves_it()
    _Copy(connection).everything()
    for name in reversed(_OLD):
        op.drop_table(f"old_{name}")


def _column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def _key(name: str, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.String(length=16), null=null)


def _instant(name: str) -> sa.Column[Any]:
    return _column(name, sa.BigInteger())


def _primary(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}"))


def _foreign(table: str, name: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [to], name=op.f(f"fk_{table}_{name}"))


def _indexed(table: str, *names: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(names)}"), table, list(names), unique=False)


def _texts_and_captures() -> None:
    op.create_table(
        "blob",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        _column("hash", sa.LargeBinary(length=32)),
        _column("base", sa.Integer(), null=True),
        _column("depth", sa.Integer()),
        _column("size", sa.Integer()),
        _column("data", sa.LargeBinary()),
        _foreign("blob", "base", "blob.number"),
        _primary("blob", "number"),
        sa.UniqueConstraint("hash", name=op.f("uq_blob_hash")),
    )
    op.create_table(
        "capture",
        _key("id"),
        _column("entry", sa.Integer()),
        _key("article_id"),
        _column("url", sa.Text()),
        _column("final_url", sa.Text(), null=True),
        _column("status", sa.Integer()),
        _column("body", sa.Integer()),
        _column("circumstances", sa.Integer()),
        _instant("captured_at"),
        _instant("stored_at"),
        _column("origin", sa.String(length=16)),
        _column("claimed", sa.Boolean()),
        _foreign("capture", "article_id", "article.id"),
        _foreign("capture", "body", "blob.number"),
        _foreign("capture", "circumstances", "blob.number"),
        _primary("capture", "id"),
        sqlite_with_rowid=False,
    )
    _indexed("capture", "article_id", "captured_at")
    op.create_table(
        "reading",
        _key("capture_id"),
        _column("extractor", sa.String(length=32)),
        _column("article", sa.Integer(), null=True),
        _column("unreadable", sa.String(length=32), null=True),
        _column("detail", sa.Text(), null=True),
        _foreign("reading", "capture_id", "capture.id"),
        _foreign("reading", "article", "blob.number"),
        _primary("reading", "capture_id", "extractor"),
        sqlite_with_rowid=False,
    )


def _what_changed() -> None:
    op.create_table(
        "version",
        _key("id"),
        _column("entry", sa.Integer()),
        _key("article_id"),
        _key("capture_id"),
        _column("extractor", sa.String(length=32)),
        _instant("captured_at"),
        _instant("stored_at"),
        _column("text_hash", sa.LargeBinary(length=32)),
        _foreign("version", "article_id", "article.id"),
        _foreign("version", "capture_id", "capture.id"),
        _primary("version", "id"),
        sqlite_with_rowid=False,
    )
    _indexed("version", "article_id", "captured_at")
    op.create_table(
        "revision",
        _key("id"),
        _column("entry", sa.Integer()),
        _key("article_id"),
        _key("before_version"),
        _key("after_version"),
        _instant("captured_before"),
        _instant("captured_after"),
        _instant("made_at"),
        _column("comparer", sa.String(length=32)),
        _column("sentence", sa.Text()),
        _column("classes", sa.Text()),
        _column("weight", sa.Float()),
        _column("record", sa.Integer(), null=True),
        _column("superseded", sa.Boolean()),
        _foreign("revision", "article_id", "article.id"),
        _foreign("revision", "before_version", "version.id"),
        _foreign("revision", "after_version", "version.id"),
        _foreign("revision", "record", "blob.number"),
        _primary("revision", "id"),
        sqlite_with_rowid=False,
    )
    for names in (("article_id", "captured_after"), ("captured_after",), ("made_at",)):
        _indexed("revision", *names)
    op.create_table(
        "event",
        _key("id"),
        _column("entry", sa.Integer()),
        _key("article_id"),
        _column("kind", sa.String(length=32)),
        _instant("since"),
        _instant("at"),
        _instant("made_at"),
        _column("sentence", sa.Text()),
        _column("weight", sa.Float()),
        _key("capture_id", null=True),
        _foreign("event", "article_id", "article.id"),
        _foreign("event", "capture_id", "capture.id"),
        _primary("event", "id"),
    )
    for name in ("article_id", "at", "made_at"):
        _indexed("event", name)


def _what_proves_it() -> None:
    op.create_table(
        "chain",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _column("kind", sa.String(length=1)),
        _key("subject"),
        _column("salt", sa.LargeBinary(length=16), null=True),
        _column("leaf", sa.LargeBinary(length=32), null=True),
        _column("link", sa.LargeBinary(length=32)),
        _primary("chain", "number"),
    )
    op.create_table(
        "root",
        sa.Column("last", sa.Integer(), autoincrement=False, nullable=False),
        _column("first", sa.Integer()),
        _column("hash", sa.LargeBinary(length=32)),
        _instant("made_at"),
        _column("signature", sa.LargeBinary(length=64), null=True),
        _column("signer", sa.LargeBinary(length=32), null=True),
        _primary("root", "last"),
    )


class _Row(NamedTuple):
    """A row of the old tables with its place in the order of arrival."""

    place: tuple[str, int, str]
    table: str
    values: Any


class _Copy:
    """Keeps rows anew, on one connection and with one chain."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._links = chain.Links(connection)

    def everything(self) -> None:
        """Keeps all rows in the order in which they came."""
        rows = heapq.merge(
            _rows(self._connection, "capture", "stored_at", 0),
            _rows(self._connection, "version", "stored_at", 1),
            _rows(self._connection, "revision", "made_at", 2),
            _rows(self._connection, "event", "made_at", 3),
            key=lambda row: row.place,
        )
        keep = {"capture": self._capture, "version": self._version, "revision": self._revision}
        for number, row in enumerate(rows):
            keep.get(row.table, self._event)(row.values)
            if number % _STEP == 0:
                self._links.write()
        self._links.write()

    def _capture(self, row: Any) -> None:
        query = sa.text("SELECT data FROM old_blob WHERE hash = :hash")
        data: bytes = self._connection.execute(query, {"hash": row.body_hash}).scalar_one()
        capture = Capture(
            url=row.url,
            body=unpacked(data, expected_hash=row.body_hash),
            captured_at=_time(row.captured_at),
            status=row.status,
            headers=tuple((name, value) for name, value in json.loads(row.headers)),
            final_url=row.final_url,
            redirects=tuple(json.loads(row.redirects)),
            permanent=bool(row.permanent),
            origin=Origin(row.origin),
            claimed=bool(row.claimed),
        )
        keep_capture(self._connection, self._links, row.article_id, capture, _time(row.stored_at))
        query = sa.text("SELECT * FROM old_reading WHERE capture_id = :id")
        for read in self._connection.execute(query, {"id": row.id}).all():
            self._reading(row.article_id, read)

    def _reading(self, article_id: str, read: Any) -> None:
        article = None
        if read.article is not None:
            article = self._text(
                unpacked(read.article),
                "JOIN reading ON reading.article = blob.number JOIN capture ON capture.id = reading.capture_id "
                "WHERE capture.article_id = :id ORDER BY capture.captured_at DESC",
                article_id,
            )
        values = {
            "capture_id": read.capture_id,
            "extractor": read.extractor,
            "article": article,
            "unreadable": read.unreadable,
            "detail": read.detail,
        }
        self._insert("reading", values)

    def _text(self, text: bytes, where: str, article_id: str) -> int:
        """The number of a text that is kept as a patch of the one that was kept for its article before."""
        query = sa.text(f"SELECT blob.number, blob.hash, blob.depth FROM blob {where} LIMIT 1")  # noqa: S608 - our own words
        row = self._connection.execute(query, {"id": article_id}).first()
        like = None if row is None else blobs.Like(row.number, row.hash.hex(), row.depth)
        return blobs.keep(self._connection, text, like)

    def _version(self, row: Any) -> None:
        query = sa.text(
            "SELECT blob.hash FROM reading JOIN blob ON blob.number = reading.article "
            "WHERE reading.capture_id = :capture AND reading.extractor = :extractor"
        )
        named = {"capture": row.capture_id, "extractor": row.extractor}
        article: bytes = self._connection.execute(query, named).scalar_one()
        said = version_said(
            capture_id=row.capture_id,
            extractor=row.extractor,
            captured_at=_time(row.captured_at),
            stored_at=_time(row.stored_at),
            text_hash=row.text_hash,
            article=article.hex(),
        )
        values = _values(row) | {"text_hash": bytes.fromhex(row.text_hash)}
        self._keep("version", Subject(VERSION, row.id, row.article_id), said, values)

    def _revision(self, row: Any) -> None:
        record = unpacked(row.record) if row.record else None
        said = revision_said(
            before_version=row.before_version,
            after_version=row.after_version,
            captured_before=_time(row.captured_before),
            captured_after=_time(row.captured_after),
            made_at=_time(row.made_at),
            comparer=row.comparer,
            sentence=row.sentence,
            classes=row.classes,
            weight=row.weight,
            record=None if record is None else blobs.digest(record),
        )
        number = None
        if record is not None:
            where = (
                "JOIN revision ON revision.record = blob.number WHERE revision.article_id = :id "
                "ORDER BY revision.captured_after DESC"
            )
            number = self._text(record, where, row.article_id)
        about = Subject(REVISION, row.id, row.article_id)
        self._keep("revision", about, said, _values(row) | {"record": number})

    def _event(self, row: Any) -> None:
        said = event_said(
            event=row.kind,
            since=_time(row.since),
            at=_time(row.at),
            made_at=_time(row.made_at),
            sentence=row.sentence,
            weight=row.weight,
            capture_id=row.capture_id,
        )
        self._keep("event", Subject(EVENT, row.id, row.article_id), said, _values(row))

    def _keep(self, table: str, about: Subject, said: dict[str, Any], values: dict[str, Any]) -> None:
        self._insert(table, values | {"entry": self._links.append(about, said)})

    def _insert(self, table: str, values: dict[str, Any]) -> None:
        names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        query = sa.text(f"INSERT INTO {table} ({names}) VALUES ({places})")  # noqa: S608 - our own names
        self._connection.execute(query, values)


def _rows(connection: sa.Connection, table: str, time: str, rank: int) -> Iterator[_Row]:
    """The old rows in order, a thousand at a time, so that an archive of any size fits."""
    after = ("", "")
    while True:
        query = sa.text(
            f"SELECT * FROM old_{table} WHERE ({time}, id) > (:time, :id) ORDER BY {time}, id LIMIT {_STEP}"  # noqa: S608 - our own names
        )
        found = connection.execute(query, {"time": after[0], "id": after[1]}).all()
        if not found:
            return
        for row in found:
            after = (getattr(row, time), row.id)
            yield _Row((after[0], rank, row.id), table, row)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _values(row: Any) -> dict[str, Any]:
    """The values of an old row, its times as numbers."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's own name
    return {
        name: (_time(value) - _EPOCH) // timedelta(microseconds=1) if name in _TIMES else value
        for name, value in values.items()
    }

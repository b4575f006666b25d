"""What was taken out of an archive and why, and what left it: tombstones, addresses that stay forgotten, copies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, bindparam, or_, select

from variorum.archive import chain, schema
from variorum.archive.prepared import Prepared
from variorum.archive.statements import TOMBSTONE, Subject, statement, tombstone_said
from variorum.model import Copy, CopyKind, Tombstone, TombstoneKind
from variorum.model.identity import article_id as id_of_article
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Iterable

_tombstone, _address, _copy = schema.tombstone, schema.forgotten_address, schema.copy


_OF_ARTICLE = Prepared(
    select(_tombstone)
    .outerjoin(_address, _address.c.tombstone_id == _tombstone.c.id)
    .where(
        _tombstone.c.kind == str(TombstoneKind.FORGOTTEN),
        or_(_tombstone.c.article_id == bindparam("article_id"), _address.c.key == bindparam("article_id")),
    )
    .limit(1)
)


def _tombstone_of(row: Row[Any]) -> Tombstone:
    links = tuple((int(first), int(last)) for first, last in json.loads(row.links))
    return Tombstone(row.id, TombstoneKind(row.kind), row.article_id, row.reason, row.at, links)


def tombstones(connection: Connection) -> tuple[Tombstone, ...]:
    """All tombstones, in the order in which they were set."""
    return tuple(map(_tombstone_of, connection.execute(select(_tombstone).order_by(_tombstone.c.entry))))


def tombstone_of(connection: Connection, article_id: str) -> Tombstone | None:
    """The tombstone of a forgotten article, also by the id that one of its other addresses would have."""
    row = _OF_ARTICLE.first(connection, article_id=article_id)
    return None if row is None else _tombstone_of(row)


def tombstone_at(connection: Connection, url: str) -> Tombstone | None:
    """The tombstone of the article that was forgotten at an address."""
    return tombstone_of(connection, id_of_article(url_key(url)))


def keep_tombstone(
    connection: Connection, links: chain.Links, kept: Tombstone, url_keys: Iterable[str] = ()
) -> None:
    """Sets a tombstone and links it: from then on the links that it names need no salt, and say nothing."""
    said = tombstone_said(tombstone=str(kept.kind), reason=kept.reason, at=kept.at, links=kept.links)
    entry = links.append(Subject(TOMBSTONE, kept.id, kept.article_id), said)
    connection.execute(
        _tombstone.insert().values(
            id=kept.id,
            entry=entry,
            kind=str(kept.kind),
            article_id=kept.article_id,
            reason=kept.reason,
            at=kept.at,
            links=json.dumps(kept.links),
        )
    )
    for key in {id_of_article(one) for one in url_keys}:
        connection.execute(_address.insert().values(key=key, tombstone_id=kept.id))


def tombstone_statement(connection: Connection, tombstone_id: str) -> tuple[int, bytes] | None:
    """The number of a tombstone's link and the statement that it proves, from the row as it is."""
    row = connection.execute(select(_tombstone).where(_tombstone.c.id == tombstone_id)).first()
    if row is None:
        return None
    said = tombstone_said(tombstone=row.kind, reason=row.reason, at=row.at, links=json.loads(row.links))
    return row.entry, statement(Subject(TOMBSTONE, row.id, row.article_id), said)


def record_copy(connection: Connection, made: Copy) -> None:
    """Records that a copy left the archive; one that is made again at the same place is recorded once."""
    same = (_copy.c.path == made.path, _copy.c.kind == str(made.kind))
    of = _copy.c.article_id.is_(None) if made.article_id is None else _copy.c.article_id == made.article_id
    connection.execute(_copy.delete().where(*same, of))
    connection.execute(
        _copy.insert().values(
            kind=str(made.kind), path=made.path, made_at=made.made_at, article_id=made.article_id
        )
    )


def copies(connection: Connection, article_id: str | None = None) -> tuple[Copy, ...]:
    """The copies that left the archive and hold an article, or all of them, oldest first."""
    query = select(_copy).order_by(_copy.c.made_at, _copy.c.number)
    if article_id is not None:
        query = query.where(or_(_copy.c.article_id.is_(None), _copy.c.article_id == article_id))
    return tuple(
        Copy(CopyKind(row.kind), row.path, row.made_at, row.article_id) for row in connection.execute(query)
    )

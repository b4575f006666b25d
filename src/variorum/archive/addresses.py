"""Addresses: which article one leads to, what becomes of an article that moves, its other addresses, sitemaps of an index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, exists, select

from variorum.archive import schema
from variorum.archive.prepared import Prepared
from variorum.archive.tombstones import tombstone_at
from variorum.archive.upsert import insert
from variorum.model import Alias, AliasKind, ChildSitemap
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_address, _alias, _article = schema.address, schema.alias, schema.article
_schedule, _sighting, _child = schema.schedule, schema.sighting, schema.child_sitemap
_FIND = Prepared(select(_address.c.article_id).where(_address.c.url_key == bindparam("url_key")))
_CAPTURED = Prepared(select(exists().where(schema.capture.c.article_id == bindparam("article_id"))))


def _addressed(database: str) -> Any:
    adding = insert(database, _address).values({column.name: bindparam(column.name) for column in _address.c})
    return adding.on_conflict_do_nothing(index_elements=["url_key"])


_ADDRESS = Prepared(_addressed)


def find_article(connection: Connection, url: str) -> str | None:
    """The id of the article that answers at an address, or did."""
    found: str | None = _FIND.scalar(connection, url_key=url_key(url))
    return found


def record_address(
    connection: Connection, article_id: str, url: str, at: datetime, *, take_over: bool = False
) -> None:
    """Records that an article answers at an address.

    An address that another article has stays with that one, unless nothing was ever captured of it: then it was only a
    new name for this one, as when a feed lists an article under the address that it moved to. With `take_over` the
    address changes hands in any case: the other article keeps what was captured of it and is not checked any more.
    """
    other = find_article(connection, url)
    if other is not None and other != article_id:
        if is_blank(connection, other):
            _join(connection, article_id, other)
        elif take_over:
            _hand_over(connection, article_id, other, url)
    if other is None and tombstone_at(connection, url) is not None:
        return
    _ADDRESS.run(connection, url_key=url_key(url), url=url, article_id=article_id, since=at)


def is_blank(connection: Connection, article_id: str) -> bool:
    """Whether nothing was ever captured of an article."""
    return not _CAPTURED.scalar(connection, article_id=article_id)


def _join(connection: Connection, article_id: str, other: str) -> None:
    """Makes one article of two, of which the other is blank: its addresses and sightings go over, then it goes."""
    listed = select(_sighting.c.source_id).where(_sighting.c.article_id == article_id)
    connection.execute(_address.update().where(_address.c.article_id == other).values(article_id=article_id))
    connection.execute(
        _sighting.update()
        .where(_sighting.c.article_id == other, _sighting.c.source_id.not_in(listed))
        .values(article_id=article_id)
    )
    connection.execute(_sighting.delete().where(_sighting.c.article_id == other))
    connection.execute(_schedule.delete().where(_schedule.c.id == other))
    connection.execute(_article.delete().where(_article.c.id == other))


def _hand_over(connection: Connection, article_id: str, other: str, url: str) -> None:
    """Gives the address of another article to this one, which was found to be the same."""
    was = connection.execute(select(_article.c.url).where(_article.c.id == article_id)).scalar_one()
    connection.execute(
        _address.update().where(_address.c.url_key == url_key(url)).values(article_id=article_id)
    )
    reason = f"no longer checked: it is the article {article_id} ({was}), which moved here"
    connection.execute(
        _schedule.update().where(_schedule.c.id == other).values(next_check=None, reason=reason)
    )


def listed_as(connection: Connection, source_id: str, identifier: str) -> str | None:
    """The id of the only article that a source listed under an identifier; `None` where none was, or several."""
    query = (
        select(_sighting.c.article_id)
        .where(_sighting.c.source_id == source_id, _sighting.c.identifier == identifier)
        .limit(2)
    )
    found = connection.execute(query).scalars().all()
    return found[0] if len(found) == 1 else None


def is_same_item(connection: Connection, one: str, other: str) -> bool:
    """Whether a source lists two articles under one identifier."""
    first, second = _sighting.alias("first"), _sighting.alias("second")
    listed = select(
        exists().where(
            first.c.article_id == one,
            second.c.article_id == other,
            first.c.source_id == second.c.source_id,
            first.c.identifier == second.c.identifier,
        )
    )
    return bool(connection.execute(listed).scalar())


def record_alias(connection: Connection, article_id: str, alias: AliasKind, url: str, at: datetime) -> None:
    """Records that another address led to an article, or was named by it, at a moment."""
    connection.execute(
        insert(connection.dialect.name, _alias)
        .values(article_id=article_id, kind=str(alias), url=url, first_seen=at, last_seen=at)
        .on_conflict_do_update(index_elements=["article_id", "kind", "url"], set_={"last_seen": at})
    )


def aliases(connection: Connection, article_id: str) -> tuple[Alias, ...]:
    """The other addresses of an article, those that were seen first first."""
    query = (
        select(_alias).where(_alias.c.article_id == article_id).order_by(_alias.c.first_seen, _alias.c.url)
    )
    return tuple(
        Alias(AliasKind(row.kind), row.url, row.first_seen, row.last_seen)
        for row in connection.execute(query)
    )


def child_sitemaps(connection: Connection, source_id: str) -> tuple[ChildSitemap, ...]:
    """The sitemaps that a source led to, as they were last served."""
    return tuple(
        ChildSitemap(row.url, row.updated, row.etag, row.last_modified, row.passed_over)
        for row in connection.execute(select(_child).where(_child.c.source_id == source_id))
    )


def keep_child_sitemaps(connection: Connection, source_id: str, children: Sequence[ChildSitemap]) -> None:
    """Keeps how the sitemaps of an index were served."""
    for child in children:
        values = {
            "updated": child.updated,
            "etag": child.etag,
            "last_modified": child.last_modified,
            "passed_over": child.passed_over,
        }
        connection.execute(
            insert(connection.dialect.name, _child)
            .values(source_id=source_id, url=child.url, **values)
            .on_conflict_do_update(index_elements=["source_id", "url"], set_=values)
        )

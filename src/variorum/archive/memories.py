"""What is remembered of sites and of how their articles were read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, bindparam, select

from variorum.archive import schema
from variorum.archive.packing import packed, plain_document, unpacked
from variorum.archive.prepared import Prepared
from variorum.archive.upsert import insert
from variorum.model import MemoryRecord, Site, SiteMemory
from variorum.model.lesson import taught
from variorum.model.site_memory import (
    reading_rule_document,
    reading_rule_from_document,
    site_memory_document,
    site_memory_from_document,
)
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from variorum.model import Lesson, ReadingRule

#: A new version of a memory is made when one page more in so many was counted.
_SHARE = 10

_memory, _draft, _rule = schema.site_memory, schema.site_draft, schema.reading_rule


def _kept(table: Table, key: str) -> Prepared:
    """A row in place of the one of its key."""
    names = [column.name for column in table.c]

    def statement(database: str) -> Any:
        adding = insert(database, table).values({name: bindparam(name) for name in names})
        changed = {name: adding.excluded[name] for name in names if name != key}
        return adding.on_conflict_do_update(index_elements=[key], set_=changed)

    return Prepared(statement)


_OF_DOMAIN = _memory.c.domain == bindparam("domain")
_NEWEST = Prepared(select(_memory.c.document).where(_OF_DOMAIN).order_by(_memory.c.version.desc()).limit(1))
_MEMORY = Prepared(
    select(_memory.c.document).where(_OF_DOMAIN, _memory.c.version == bindparam("version")).limit(1)
)
_RULE = Prepared(select(_rule.c.document).where(_rule.c.article_id == bindparam("article_id")))
_KEEP_DRAFT, _KEEP_RULE = _kept(_draft, "domain"), _kept(_rule, "article_id")


def site_memory(connection: Connection, domain: str, version: int | None = None) -> SiteMemory:
    """What is remembered of a registered domain, without the rules of its articles; empty where nothing is.

    It is the newest version, or the one that is asked for.
    """
    if version is None:
        document = _NEWEST.scalar(connection, domain=domain)
    else:
        document = _MEMORY.scalar(connection, domain=domain, version=version)
    return SiteMemory() if document is None else _unpacked(document)


def site_memories(connection: Connection, domain: str) -> tuple[MemoryRecord, ...]:
    """The versions of a domain's memory that are kept, oldest first."""
    columns = (_memory.c.domain, _memory.c.version, _memory.c.learnt_at, _memory.c.pages)
    query = select(*columns).where(_memory.c.domain == domain).order_by(_memory.c.version)
    return tuple(MemoryRecord(*row) for row in connection.execute(query))


def reading_rule(connection: Connection, article_id: str) -> ReadingRule | None:
    """How the latest version of an article was read."""
    document = _RULE.scalar(connection, article_id=article_id)
    return None if document is None else reading_rule_from_document(json.loads(unpacked(document)))


def keep_lesson(connection: Connection, lesson: Lesson, at: datetime) -> None:
    """Counts a page for its site, once. The writer is alone, so no count of another process is lost.

    Pages are read with a version of the memory, not with each count: a new version is made of each of the first twenty pages,
    then whenever a tenth more were counted. One that no version of an article was read with makes room for the next.
    """
    domain = lesson.domain
    draft = connection.execute(select(_draft).where(_draft.c.domain == domain)).first()
    known = Site(domain) if draft is None else _unpacked(draft.document).site(domain)
    site = taught(known, lesson)
    if site is known:
        return
    pages = 1 if draft is None else draft.pages + 1
    document = _packed(site_memory_document(SiteMemory((site,))))
    _KEEP_DRAFT.run(connection, domain=domain, pages=pages, document=document)
    newest = connection.execute(
        select(_memory.c.version, _memory.c.pages)
        .where(_memory.c.domain == domain)
        .order_by(_memory.c.version.desc())
        .limit(1)
    ).first()
    version, counted = (0, 0) if newest is None else newest
    if pages - counted >= max(1, counted // _SHARE):
        _keep_version(connection, replace(site, version=version + 1), pages, at)


def _keep_version(connection: Connection, site: Site, pages: int, at: datetime) -> None:
    document = _packed(site_memory_document(SiteMemory((site,))))
    connection.execute(
        _memory.insert().values(
            domain=site.domain, version=site.version, learnt_at=at, pages=pages, used=False, document=document
        )
    )
    # A check that is under way was read with the one before: it is kept one version longer.
    connection.execute(
        _memory.delete().where(
            _memory.c.domain == site.domain,
            _memory.c.version < site.version - 1,
            _memory.c.used.is_(False),
        )
    )


def mark_used(connection: Connection, domain: str, version: int) -> None:
    """Notes that a version of an article was read with a version of its site's memory, which is kept from then on."""
    connection.execute(
        _memory.update()
        .where(_memory.c.domain == domain, _memory.c.version == version, _memory.c.used.is_(False))
        .values(used=True)
    )


def keep_reading_rule(connection: Connection, article_id: str, rule: ReadingRule) -> None:
    """Keeps how the latest version of an article was read, in place of how the one before was."""
    document = _packed(reading_rule_document(rule))
    _KEEP_RULE.run(connection, article_id=article_id, document=document)


def forget_pages(connection: Connection, article_id: str, url_keys: Sequence[str]) -> None:
    """Takes pages out of what is remembered of their sites: their addresses, and the lines that one page alone had.

    The place of an address is taken by the article's id, so that a page is still counted once. A line that several pages
    share is furniture and stays; of each no more is kept than a short hash.
    """
    for domain in sorted({registered_domain(f"https://{key}") for key in url_keys}):
        for table in (_memory, _draft):
            for row in connection.execute(select(table).where(table.c.domain == domain)).all():
                site = _without(_unpacked(row.document).site(domain), article_id, url_keys)
                same = [column == getattr(row, column.name) for column in table.primary_key.columns]
                document = _packed(site_memory_document(SiteMemory((site,))))
                connection.execute(table.update().where(*same).values(document=document))


def _without(site: Site, article_id: str, url_keys: Sequence[str]) -> Site:
    if not set(site.addresses) & set(url_keys):
        return site
    addresses = dict.fromkeys(article_id if address in url_keys else address for address in site.addresses)
    return replace(
        site,
        addresses=tuple(addresses),
        lines=tuple(line for line in site.lines if line.pages > 1),
        rules=tuple(pair for pair in site.rules if pair[0] not in url_keys),
    )


def _unpacked(document: bytes) -> SiteMemory:
    return site_memory_from_document(json.loads(unpacked(document)))


def _packed(document: Any) -> bytes:
    return packed(plain_document(document))

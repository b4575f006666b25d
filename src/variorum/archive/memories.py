"""What is remembered of sites and of how their articles were read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, bindparam, select

from variorum.archive import schema
from variorum.archive.packing import packed, plain_document, unpacked
from variorum.archive.prepared import Prepared
from variorum.archive.upsert import insert
from variorum.model import SiteMemory
from variorum.model.site_memory import (
    reading_rule_document,
    reading_rule_from_document,
    site_memory_document,
    site_memory_from_document,
)

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.model import ReadingRule

_memory, _rule = schema.site_memory, schema.reading_rule


def _kept(table: Table, key: str) -> Prepared:
    """A row in place of the one of its key."""
    names = [column.name for column in table.c]

    def statement(database: str) -> Any:
        adding = insert(database, table).values({name: bindparam(name) for name in names})
        changed = {name: adding.excluded[name] for name in names if name != key}
        return adding.on_conflict_do_update(index_elements=[key], set_=changed)

    return Prepared(statement)


_MEMORY = Prepared(select(_memory.c.document).where(_memory.c.domain == bindparam("domain")))
_RULE = Prepared(select(_rule.c.document).where(_rule.c.article_id == bindparam("article_id")))
_KEEP_MEMORY, _KEEP_RULE = _kept(_memory, "domain"), _kept(_rule, "article_id")


def site_memory(connection: Connection, domain: str) -> SiteMemory:
    """What is remembered of a registered domain, without the rules of its articles; empty where nothing is."""
    document = _MEMORY.scalar(connection, domain=domain)
    return SiteMemory() if document is None else site_memory_from_document(json.loads(unpacked(document)))


def reading_rule(connection: Connection, article_id: str) -> ReadingRule | None:
    """How the latest version of an article was read."""
    document = _RULE.scalar(connection, article_id=article_id)
    return None if document is None else reading_rule_from_document(json.loads(unpacked(document)))


def keep_site_memory(connection: Connection, memory: SiteMemory, at: datetime) -> None:
    """Keeps what is remembered of sites, in place of what was before; rules of articles are kept apart."""
    for site in memory.without_rules().sites:
        document = _packed(site_memory_document(SiteMemory((site,))))
        _KEEP_MEMORY.run(connection, domain=site.domain, learnt_at=at, document=document)


def keep_reading_rule(connection: Connection, article_id: str, rule: ReadingRule) -> None:
    """Keeps how the latest version of an article was read, in place of how the one before was."""
    document = _packed(reading_rule_document(rule))
    _KEEP_RULE.run(connection, article_id=article_id, document=document)


def _packed(document: Any) -> bytes:
    return packed(plain_document(document))

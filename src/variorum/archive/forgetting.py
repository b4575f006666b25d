"""Takes an article, takes all that was kept of it out of the archive for good; a tombstone keeps the chain whole.

What has words of articles in tables of its own names in `ELSEWHERE` what takes them out there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, or_, select

from variorum.archive import chain, changes, memories, schema
from variorum.archive.removing import remove, unneeded
from variorum.archive.statements import CAPTURE, EVENT, REVISION, VERSION
from variorum.archive.tombstones import copies, keep_tombstone
from variorum.archive.verifying import STATEMENTS
from variorum.model import Forgotten, SourceKind, Tombstone, TombstoneKind
from variorum.model.identity import tombstone_id
from variorum.model.tombstone import stretches

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

_article, _source, _address = schema.article, schema.source, schema.address
_capture, _version, _revision, _event = schema.capture, schema.version, schema.revision, schema.event
_reading, _chain, _blob = schema.reading, schema.chain, schema.blob
_PROVED = {CAPTURE: _capture, VERSION: _version, REVISION: _revision, EVENT: _event}


@dataclass(frozen=True, slots=True)
class Going:
    """What is being forgotten: an article, its versions, the addresses under which it answered, and the keys of these.

    `sources` are those that are an article alone and list this one.
    """

    article_id: str
    versions: tuple[str, ...]
    urls: tuple[str, ...]
    url_keys: tuple[str, ...]
    sources: tuple[str, ...]


def _forget_in_memories(connection: Connection, going: Going) -> None:
    memories.forget_pages(connection, going.article_id, going.url_keys)


def _forget_in_search(connection: Connection, going: Going) -> None:
    changes.forget_searched(connection, going.article_id)


#: What else is to be told of an article that is forgotten, before its rows go: each takes its words out of its own tables.
ELSEWHERE: tuple[Callable[[Connection, Going], None], ...] = (
    _forget_in_memories,
    _forget_in_search,
)


def forget(
    connection: Connection, links: chain.Links, article_id: str, reason: str, at: datetime
) -> Forgotten | None:
    """Takes an article out of every table and sets its tombstone; `None` where there is no such article.

    Links that spoke of it lose their salt and the id of what they spoke of, which was made of a hash of the text, and keep
    their leaf: every later link still follows, and nobody can tell any more whether a guess at the text is right.
    """
    row = connection.execute(select(_article.c.id).where(_article.c.id == article_id)).first()
    if row is None:
        return None
    links.write()
    going = _going(connection, article_id)
    captures = select(_capture.c.id).where(_capture.c.article_id == article_id)
    texts = _texts(connection, captures, article_id)
    counted = {table: _count(connection, table, article_id) for table in (_version, _capture)}
    numbers = _unsalted(connection, article_id)
    for elsewhere in ELSEWHERE:
        elsewhere(connection, going)
    connection.execute(_reading.delete().where(_reading.c.capture_id.in_(captures)))
    for table in (
        schema.variant,
        schema.alias,
        _revision,
        _event,
        _version,
        _capture,
        schema.sighting,
        schema.reading_rule,
        _address,
    ):
        connection.execute(table.delete().where(table.c.article_id == article_id))
    alone = unneeded(connection, texts)
    shared = _articles_with(connection, texts - alone)
    remove(connection, alone)
    _forget_standing_facts(connection, going)
    kind = TombstoneKind.FORGOTTEN
    set_up = Tombstone(
        tombstone_id(article_id, str(kind), at), kind, article_id, reason, at, stretches(numbers)
    )
    keep_tombstone(connection, links, set_up, (*going.url_keys,))
    return Forgotten(
        set_up, counted[_version], counted[_capture], copies(connection, article_id), tuple(shared)
    )


def _going(connection: Connection, article_id: str) -> Going:
    known = connection.execute(
        select(_address.c.url, _address.c.url_key).where(_address.c.article_id == article_id)
    ).all()
    versions = connection.execute(select(_version.c.id).where(_version.c.article_id == article_id)).scalars()
    listed = connection.execute(
        select(schema.sighting.c.url).where(schema.sighting.c.article_id == article_id)
    ).scalars()
    served = connection.execute(
        select(_capture.c.url, _capture.c.final_url).where(_capture.c.article_id == article_id)
    )
    urls = {row.url for row in known} | set(listed) | {url for row in served for url in row if url}
    sources = connection.execute(
        select(_source.c.id)
        .outerjoin(_article, _article.c.source_id == _source.c.id)
        .outerjoin(schema.sighting, schema.sighting.c.source_id == _source.c.id)
        .where(
            _source.c.kind == str(SourceKind.ARTICLE),
            or_(_article.c.id == article_id, schema.sighting.c.article_id == article_id),
        )
        .distinct()
    ).scalars()
    keys = tuple(row.url_key for row in known)
    return Going(article_id, tuple(versions), tuple(sorted(urls)), keys, tuple(sources))


def _texts(connection: Connection, captures: Any, article_id: str) -> set[int]:
    """The numbers of all texts that an article's rows name."""
    found: set[int | None] = set()
    for row in connection.execute(
        select(_capture.c.body, _capture.c.circumstances).where(_capture.c.article_id == article_id)
    ):
        found |= set(row)
    found |= set(
        connection.execute(select(_reading.c.article).where(_reading.c.capture_id.in_(captures))).scalars()
    )
    found |= set(
        connection.execute(select(_revision.c.record).where(_revision.c.article_id == article_id)).scalars()
    )
    return {number for number in found if number is not None}


def _count(connection: Connection, table: Table, article_id: str) -> int:
    return len(connection.execute(select(table.c.id).where(table.c.article_id == article_id)).all())


def _unsalted(connection: Connection, article_id: str) -> list[int]:
    """Takes salt and subject from the links of an article and leaves their leaves; gives their numbers."""
    numbers = []
    for kind, table in _PROVED.items():
        for subject in connection.execute(
            select(table.c.id).where(table.c.article_id == article_id)
        ).scalars():
            made = STATEMENTS[kind](connection, subject)
            if made is None:
                continue
            number, said = made
            salt = connection.execute(select(_chain.c.salt).where(_chain.c.number == number)).scalar()
            if salt is None:
                continue
            leaf = chain.leaf_of(said, bytes(salt))
            values = {"salt": None, "leaf": leaf, "subject": ""}
            connection.execute(_chain.update().where(_chain.c.number == number).values(**values))
            numbers.append(number)
    return numbers


def _articles_with(connection: Connection, texts: set[int]) -> list[str]:
    """The articles that were served the same bytes, or have the same text."""
    if not texts:
        return []
    query = (
        select(_capture.c.article_id)
        .outerjoin(_reading, _reading.c.capture_id == _capture.c.id)
        .where(or_(_capture.c.body.in_(texts), _reading.c.article.in_(texts)))
        .distinct()
        .order_by(_capture.c.article_id)
    )
    return list(connection.execute(query).scalars())


def _forget_standing_facts(connection: Connection, going: Going) -> None:
    """Takes out the article itself, what was counted of it, and sources that were nothing but its address."""
    connection.execute(_article.delete().where(_article.c.id == going.article_id))
    alone = [source for source in going.sources if not _has_others(connection, source)]
    connection.execute(_source.delete().where(_source.c.id.in_(alone)))
    of = [going.article_id, *alone]
    connection.execute(schema.schedule.delete().where(schema.schedule.c.id.in_(of)))
    connection.execute(schema.outcome.delete().where(schema.outcome.c.of.in_(of)))
    failure = schema.failure
    connection.execute(failure.delete().where(or_(failure.c.of.in_(of), failure.c.subject.in_(going.urls))))


def _has_others(connection: Connection, source_id: str) -> bool:
    """Whether a source has other articles."""
    sighting = schema.sighting
    found = (
        select(_article.c.id).where(_article.c.source_id == source_id).limit(1),
        select(sighting.c.article_id).where(sighting.c.source_id == source_id).limit(1),
    )
    return any(connection.execute(query).first() is not None for query in found)

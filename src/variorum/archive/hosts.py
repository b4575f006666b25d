"""Hosts: their robots.txt as last fetched, and how each was asked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, case, func, select

from variorum.archive import schema
from variorum.archive.prepared import Prepared
from variorum.archive.upsert import insert
from variorum.model import Conduct, Host
from variorum.text.urls import origin

if TYPE_CHECKING:
    from collections.abc import Sequence

_conduct, _article, _source = schema.conduct, schema.article, schema.source
#: What is added up; what is replaced by its latest state.
_COUNTS = ("requests", "unmodified", "failed", "disallowed")
_STATE = (
    "latency_seconds",
    "last_asked",
    "errors",
    "held_until",
    "held_because",
    "held_status",
    "distrusted_until",
)


def hosts(connection: Connection, among: Sequence[str] | None = None) -> tuple[Host, ...]:
    """What is known of the robots.txt of every host, or of those among some origins."""
    query = select(schema.host)
    if among is not None:
        query = query.where(schema.host.c.origin.in_(among))
    return tuple(
        Host(row.origin, row.robots, row.robots_denied, row.fetched_at) for row in connection.execute(query)
    )


def conducts(connection: Connection, among: Sequence[str] | None = None) -> tuple[Conduct, ...]:
    """How every origin was asked, or those among some, and how it fared."""
    query = select(_conduct).order_by(_conduct.c.origin)
    if among is not None:
        query = query.where(_conduct.c.origin.in_(among))
    return tuple(
        Conduct(
            origin=row.origin,
            since=row.since,
            requests=row.requests,
            unmodified=row.unmodified,
            failed=row.failed,
            disallowed=row.disallowed,
            smallest_gap=_span(row.smallest_gap_seconds),
            latency=_span(row.latency_seconds),
            last_asked=row.last_asked,
            errors=row.errors,
            held_until=row.held_until,
            held_because=row.held_because,
            held_status=row.held_status,
            distrusted_until=row.distrusted_until,
        )
        for row in connection.execute(query)
    )


def _host_kept(database: str) -> Any:
    names = ("robots", "robots_denied", "fetched_at")
    adding = insert(database, schema.host).values({name: bindparam(name) for name in ("origin", *names)})
    return adding.on_conflict_do_update(
        index_elements=["origin"], set_={name: adding.excluded[name] for name in names}
    )


def _conduct_kept(database: str) -> Any:
    names = ("origin", "since", "smallest_gap_seconds", *_STATE, *_COUNTS)
    adding = insert(database, _conduct).values({name: bindparam(name) for name in names})
    known, new = _conduct.c.smallest_gap_seconds, adding.excluded.smallest_gap_seconds
    changed: dict[str, Any] = {name: adding.excluded[name] for name in _STATE}
    changed |= {name: _conduct.c[name] + adding.excluded[name] for name in _COUNTS}
    changed["smallest_gap_seconds"] = case((known.is_(None), new), (new < known, new), else_=known)
    return adding.on_conflict_do_update(index_elements=["origin"], set_=changed)


_KEEP_HOST, _KEEP_CONDUCT = Prepared(_host_kept), Prepared(_conduct_kept)


def keep_hosts(connection: Connection, learnt: Sequence[Host | Conduct]) -> None:
    """Keeps what was learnt of hosts."""
    for one in learnt:
        if isinstance(one, Conduct):
            _keep_conduct(connection, one)
        else:
            _KEEP_HOST.run(
                connection,
                origin=one.origin,
                robots=one.robots,
                robots_denied=one.robots_denied,
                fetched_at=one.fetched_at,
            )


def _keep_conduct(connection: Connection, learnt: Conduct) -> None:
    _KEEP_CONDUCT.run(
        connection,
        origin=learnt.origin,
        since=learnt.since,
        requests=learnt.requests,
        unmodified=learnt.unmodified,
        failed=learnt.failed,
        disallowed=learnt.disallowed,
        smallest_gap_seconds=_seconds(learnt.smallest_gap),
        latency_seconds=_seconds(learnt.latency),
        last_asked=learnt.last_asked,
        errors=learnt.errors,
        held_until=learnt.held_until,
        held_because=learnt.held_because,
        held_status=learnt.held_status,
        distrusted_until=learnt.distrusted_until,
    )


def origins(connection: Connection, source_id: str, limit: int) -> tuple[str, ...]:
    """The origins of a source's address and of the articles that it brought in last, as far as they are of the web."""
    address = connection.execute(select(_source.c.url).where(_source.c.id == source_id)).scalars()
    articles = connection.execute(
        select(_article.c.url)
        .where(_article.c.source_id == source_id)
        .order_by(_article.c.first_seen.desc())
        .limit(limit)
    ).scalars()
    return tuple(dict.fromkeys(origin(url) for url in (*address, *articles)))


_NEXT = Prepared(
    select(schema.address.c.url_key)
    .where(schema.address.c.url_key > bindparam("before"))
    .order_by(schema.address.c.url_key)
    .limit(1)
)
_HOST = re.compile(r"[^/?]*")
#: No letter comes after it.
_LAST_LETTER = chr(0x10FFFF)


def addressed(connection: Connection) -> tuple[str, ...]:
    """The hosts, with their ports, under which articles have addresses; each is found by a step or two through the index.

    That needs keys in the order of their letters' codes, as SQLite keeps them; another database goes through all of them.
    """
    found: dict[str, None] = {}
    if connection.dialect.name != "sqlite":
        keys = connection.execute(
            select(func.split_part(schema.address.c.url_key, "/", 1)).distinct()
        ).scalars()
        return tuple(dict.fromkeys(key.partition("?")[0] for key in keys))
    key: str | None = _NEXT.scalar(connection, before="")
    while key is not None:
        host = _HOST.match(key)
        name = key if host is None else host.group()
        found[name] = None
        # All that begins with the same host and the same mark behind it is passed over.
        mark = key[len(name) : len(name) + 1]
        key = _NEXT.scalar(connection, before=f"{name}{mark}{_LAST_LETTER}" if mark else key)
    return tuple(found)


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()

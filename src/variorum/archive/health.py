"""What became of the articles that a source brought in, and when they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from variorum.archive import schema
from variorum.model import ArticleYield

if TYPE_CHECKING:
    from datetime import datetime

_article, _schedule, _version = schema.article, schema.schedule, schema.version
_reading, _blob, _sighting = schema.reading, schema.blob, schema.sighting


def yields(connection: Connection, source_id: str, until: datetime, limit: int) -> tuple[ArticleYield, ...]:
    """The articles of a source that were found by a moment and answered since, those that were found last first."""
    first = (
        select(func.min(_version.c.captured_at))
        .where(_version.c.article_id == _article.c.id)
        .correlate(_article)
        .scalar_subquery()
    )
    size = (
        select(func.max(_blob.c.size))
        .select_from(_version)
        .join(_reading, _reading.c.capture_id == _version.c.capture_id)
        .join(_blob, _blob.c.number == _reading.c.article)
        .where(_version.c.article_id == _article.c.id, _version.c.captured_at == first)
        .scalar_subquery()
    )
    query = (
        select(_article.c.first_seen, size.label("size"))
        .join(_schedule, _schedule.c.id == _article.c.id)
        .where(_article.c.source_id == source_id, _article.c.first_seen <= until, _schedule.c.checks > 0)
        .order_by(_article.c.first_seen.desc(), _article.c.id)
        .limit(limit)
    )
    return tuple(ArticleYield(row.first_seen, row.size) for row in connection.execute(query))


def arrivals(connection: Connection, source_id: str, limit: int) -> tuple[datetime, ...]:
    """The latest moments at which a source listed something for the first time, the latest first."""
    query = (
        select(_sighting.c.first_seen)
        .where(_sighting.c.source_id == source_id)
        .distinct()
        .order_by(_sighting.c.first_seen.desc())
        .limit(limit)
    )
    return tuple(connection.execute(query).scalars())

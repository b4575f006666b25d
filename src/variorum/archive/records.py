"""Standing facts of articles, their histories, failures and counts: what pages and listings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Select, bindparam, case, func, select

from variorum.archive import schema
from variorum.archive.addresses import aliases
from variorum.archive.changes import changes, number_of_changes
from variorum.archive.due import listed_by
from variorum.archive.port import ChangeQuery
from variorum.archive.prepared import Prepared
from variorum.archive.versions import versions
from variorum.archive.watching import schedule_of
from variorum.model import ArticleRecord, Failure, FailureKind, History, RecordedFailure, SourceState

if TYPE_CHECKING:
    from datetime import datetime

_article, _source, _schedule = schema.article, schema.source, schema.schedule
_revision, _event, _version, _capture = schema.revision, schema.event, schema.version, schema.capture
_failure = schema.failure
#: The longest history that is read as a whole.
_ALL = 100_000


def _records() -> Select[Any]:
    current = (_revision.c.article_id == _article.c.id) & _revision.c.superseded.is_(False)
    revisions = select(func.count()).where(current).scalar_subquery()
    current_events = (_event.c.article_id == _article.c.id) & _event.c.superseded.is_(False)
    events = select(func.count()).where(current_events).scalar_subquery()
    current_versions = (_version.c.article_id == _article.c.id) & _version.c.superseded.is_(False)
    count = select(func.count()).where(current_versions).scalar_subquery()
    changed = select(func.max(_revision.c.captured_after)).where(current).scalar_subquery()
    claimed = (
        select(func.min(case((_capture.c.claimed, 1), else_=0)))
        .where(_capture.c.article_id == _article.c.id)
        .scalar_subquery()
    )
    captured = (
        select(func.min(_capture.c.captured_at))
        .where(_capture.c.article_id == _article.c.id)
        .scalar_subquery()
    )
    state = case(
        (listed_by(SourceState.WATCHED), str(SourceState.WATCHED)),
        (listed_by(SourceState.PAUSED), str(SourceState.PAUSED)),
        else_=str(SourceState.REMOVED),
    )
    return (
        select(
            _article,
            _source.c.title.label("source_title"),
            *(column for column in _schedule.c if column.name != "id"),
            (revisions + events).label("number_of_changes"),
            count.label("number_of_versions"),
            changed.label("last_changed"),
            claimed.label("all_claimed"),
            captured.label("first_captured"),
            state.label("state"),
        )
        .join(_source, _source.c.id == _article.c.source_id)
        .join(_schedule, _schedule.c.id == _article.c.id)
    )


def _record_of(row: Row[Any]) -> ArticleRecord:
    return ArticleRecord(
        id=row.id,
        url=row.url,
        source=row.source_title,
        source_id=row.source_id,
        headline=row.headline or row.url,
        published=row.published,
        # An imported capture may be older than the day on which the archive came to know its article.
        first_seen=min(row.first_seen, row.first_captured or row.first_seen),
        last_changed=row.last_changed,
        changes=row.number_of_changes,
        versions=row.number_of_versions,
        schedule=schedule_of(row),
        state=SourceState(row.state),
        claimed=bool(row.all_claimed),
        withdrawn_since=row.withdrawn_since,
    )


def article(connection: Connection, article_id: str) -> ArticleRecord | None:
    """The standing facts of an article."""
    row = connection.execute(_records().where(_article.c.id == article_id)).first()
    return None if row is None else _record_of(row)


def articles(
    connection: Connection, source_id: str | None, limit: int, offset: int
) -> tuple[ArticleRecord, ...]:
    """The standing facts of all articles, or of those of a source, those that were found last first."""
    query = _records().order_by(_article.c.first_seen.desc(), _article.c.id).limit(limit).offset(offset)
    if source_id is not None:
        query = query.where(_article.c.source_id == source_id)
    return tuple(map(_record_of, connection.execute(query)))


def history(connection: Connection, article_id: str) -> History | None:
    """An article's standing facts, versions and changes."""
    record = article(connection, article_id)
    if record is None:
        return None
    return History(
        record,
        versions(connection, article_id),
        changes(connection, ChangeQuery(article_id=article_id, superseded=False, limit=_ALL)),
        aliases(connection, article_id),
    )


_RECORD_FAILURE = Prepared(
    _failure.insert().values(
        {column.name: bindparam(column.name) for column in _failure.c if column.name != "number"}
    )
)


def record_failure(connection: Connection, of: str, failed: Failure, at: datetime) -> None:
    """Records that a check of a source or an article failed."""
    _RECORD_FAILURE.run(
        connection,
        at=at,
        of=of,
        kind=str(failed.kind),
        subject=failed.subject,
        detail=failed.detail,
        status=failed.status,
    )


def failures(connection: Connection, of: str | None, limit: int) -> tuple[RecordedFailure, ...]:
    """The latest failures, of everything or of one thing."""
    query = select(_failure).order_by(_failure.c.number.desc()).limit(limit)
    if of is not None:
        query = query.where(_failure.c.of == of)
    return tuple(
        RecordedFailure(row.at, row.of, Failure(FailureKind(row.kind), row.subject, row.detail, row.status))
        for row in connection.execute(query)
    )


def counts(connection: Connection) -> dict[str, int]:
    """How many sources, articles, captures, versions, changes and failures there are."""
    tables = {
        "sources": _source,
        "articles": _article,
        "captures": _capture,
        "versions": _version,
        "failures": _failure,
    }
    found = {
        name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for name, table in tables.items()
    }
    return found | {"changes": number_of_changes(connection)}

"""What checks came to, and the texts that articles go back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, func, or_, select

from variorum.archive import schema
from variorum.archive.prepared import Prepared
from variorum.archive.upsert import insert
from variorum.model import Outcome, OutcomeCount, Variant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_outcome, _variant, _version, _revision = schema.outcome, schema.variant, schema.version, schema.revision


def _counted(database: str) -> Any:
    at: Any = bindparam("at", type_=schema.Moment)
    once = insert(database, _outcome).values(
        of=bindparam("of"), outcome=bindparam("outcome"), times=1, first_at=at, last_at=at
    )
    more = {"times": _outcome.c.times + 1, "last_at": at}
    return once.on_conflict_do_update(index_elements=["of", "outcome"], set_=more)


_COUNT = Prepared(_counted)
_OF_ARTICLE = _version.c.article_id == bindparam("article_id")
_TEXTS = Prepared(
    select(_version.c.text_hash).where(_OF_ARTICLE, _version.c.superseded.is_(False)).distinct()
)
_VARIANTS = Prepared(
    select(_variant)
    .where(_variant.c.article_id == bindparam("article_id"))
    .order_by(_variant.c.last_at.desc())
)


def record_outcome(connection: Connection, of: str, outcome: Outcome, at: datetime) -> None:
    """Counts what a check of a source or an article came to."""
    _COUNT.run(connection, of=of, outcome=str(outcome), at=at)


def outcomes(
    connection: Connection, *, of: str | None = None, source_id: str | None = None
) -> tuple[OutcomeCount, ...]:
    """What checks came to, most frequent first: those of one thing, or of a source and all articles that it brought in."""
    times = func.sum(_outcome.c.times)
    query = select(
        _outcome.c.outcome,
        times.label("times"),
        func.min(_outcome.c.first_at).label("first_at"),
        func.max(_outcome.c.last_at).label("last_at"),
    )
    if source_id is not None:
        articles = select(schema.article.c.id).where(schema.article.c.source_id == source_id)
        query = query.where(or_(_outcome.c.of == source_id, _outcome.c.of.in_(articles)))
    if of is not None:
        query = query.where(_outcome.c.of == of)
    query = query.group_by(_outcome.c.outcome).order_by(times.desc(), _outcome.c.outcome)
    return tuple(
        OutcomeCount(Outcome(row.outcome), row.times, row.first_at, row.last_at)
        for row in connection.execute(query)
    )


def texts(connection: Connection, article_id: str) -> tuple[str, ...]:
    """The text hashes of all versions of an article."""
    return tuple(text for (text,) in _TEXTS.all(connection, article_id=article_id))


def variants(connection: Connection, article_id: str) -> tuple[Variant, ...]:
    """The texts that an article went back to, the latest first."""
    return tuple(
        Variant(row.text_hash, row.version_id, row.times, row.last_at)
        for row in _VARIANTS.all(connection, article_id=article_id)
    )


def keep_variant(connection: Connection, article_id: str, text_hash: str, at: datetime) -> None:
    """Records that an article went back to a text; the first version that had it stands for it."""
    first = (
        select(_version.c.id)
        .where(_version.c.article_id == article_id, _version.c.text_hash == text_hash)
        .order_by(_version.c.captured_at, _version.c.id)
        .limit(1)
    )
    version_id = connection.execute(first).scalar()
    if version_id is None:
        return
    values: dict[str, Any] = {"version_id": version_id, "last_at": at}
    connection.execute(
        insert(connection.dialect.name, _variant)
        .values(article_id=article_id, text_hash=text_hash, times=1, **values)
        .on_conflict_do_update(
            index_elements=["article_id", "text_hash"], set_={**values, "times": _variant.c.times + 1}
        )
    )


def forget_variants(connection: Connection, article_id: str) -> None:
    """Forgets which texts an article went back to."""
    connection.execute(_variant.delete().where(_variant.c.article_id == article_id))


def supersede_between(connection: Connection, article_id: str, text_hashes: Sequence[str]) -> None:
    """Leaves out of listings what was found between texts that an article alternates between; it stays under its id."""
    among = select(_version.c.id).where(
        _version.c.article_id == article_id, _version.c.text_hash.in_(text_hashes)
    )
    connection.execute(
        _revision.update()
        .where(
            _revision.c.article_id == article_id,
            _revision.c.before_version.in_(among),
            _revision.c.after_version.in_(among),
        )
        .values(superseded=True)
    )

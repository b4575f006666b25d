"""The tables of the archive, the same on every database (docs/reference/store-format.md)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, kept as text of one width (2026-11-21T09:30:00.000000Z), so that it sorts as it stands."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's form
        """To text."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From text."""
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

meta = Table(
    "meta", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False)
)

source = Table(
    "source",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("url", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
)

article = Table(
    "article",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("url", Text, nullable=False),
    Column("source_id", ForeignKey("source.id"), nullable=False, index=True),
    Column("first_seen", Moment, nullable=False),
    Column("headline", Text),
    Column("published", Moment),
    Column("withdrawn_since", Moment),
)

# Every address under which an article is known; the key tells addresses apart (variorum.text.urls.url_key).
address = Table(
    "address",
    metadata,
    Column("url_key", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("article_id", ForeignKey("article.id"), nullable=False, index=True),
    Column("since", Moment, nullable=False),
)

# When a source or an article is checked next, and why.
schedule = Table(
    "schedule",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("of_source", Boolean(create_constraint=False), nullable=False),
    Column("next_check", Moment),
    Column("reason", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("interval_seconds", Float, nullable=False),
    Column("last_checked", Moment),
    Column("checks", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("missing_since", Moment),
    Column("expected", Float, nullable=False),
    Column("hinted", Boolean(create_constraint=False), nullable=False),
    Column("vain_hints", Integer, nullable=False),
    Index(None, "next_check"),
)

# What two checks of an article told, until it is added to the tallies.
gap = Table(
    "gap",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("outlet", Text, nullable=False),
    Column("start_hours", Float, nullable=False),
    Column("end_hours", Float, nullable=False),
    Column("last_change_hours", Float),
    Column("changes", Integer, nullable=False),
    Column("changed", Boolean(create_constraint=False), nullable=False),
    Column("live", Boolean(create_constraint=False), nullable=False),
)

# How long an outlet's articles were watched at each stage of their lives, and the changes seen; numbers of classes are those of
# variorum.model.hazard, whose borders only change together with these rows.
tally = Table(
    "tally",
    metadata,
    Column("outlet", Text, primary_key=True),
    Column("age", Integer, primary_key=True, autoincrement=False),
    Column("quiet", Integer, primary_key=True, autoincrement=False),
    Column("changes", Integer, primary_key=True, autoincrement=False),
    Column("hours", Float, nullable=False),
    Column("seen", Float, nullable=False),
)

sighting = Table(
    "sighting",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("title", Text),
    Column("published", Moment),
    Column("updated", Moment),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
)

# Bodies of captures by the SHA-256 of their plain bytes: identical bytes are kept once.
blob = Table(
    "blob",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("codec", String(16), nullable=False),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

capture = Table(
    "capture",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("final_url", Text, nullable=False),
    Column("redirects", Text, nullable=False),
    Column("permanent", Boolean(create_constraint=False), nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body_hash", ForeignKey("blob.hash"), nullable=False),
    Column("captured_at", Moment, nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("claimed", Boolean(create_constraint=False), nullable=False),
    Index(None, "article_id", "captured_at"),
)

# What an extractor read in a capture; a later extractor adds a reading and rewrites none.
reading = Table(
    "reading",
    metadata,
    Column("capture_id", ForeignKey("capture.id"), primary_key=True),
    Column("extractor", String(32), primary_key=True),
    Column("text_hash", String(64)),
    Column("article", LargeBinary),
    Column("unreadable", String(32)),
    Column("detail", Text),
)

version = Table(
    "version",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("capture_id", ForeignKey("capture.id"), nullable=False),
    Column("extractor", String(32), nullable=False),
    Column("captured_at", Moment, nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Index(None, "article_id", "captured_at"),
)

revision = Table(
    "revision",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False, index=True),
    Column("before_version", ForeignKey("version.id"), nullable=False),
    Column("after_version", ForeignKey("version.id"), nullable=False),
    Column("captured_before", Moment, nullable=False),
    Column("captured_after", Moment, nullable=False, index=True),
    Column("made_at", Moment, nullable=False, index=True),
    Column("comparer", String(32), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("classes", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("superseded", Boolean(create_constraint=False), nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("since", Moment, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("made_at", Moment, nullable=False, index=True),
    Column("sentence", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("capture_id", ForeignKey("capture.id")),
)

host = Table(
    "host",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("robots", Text),
    Column("robots_denied", Boolean(create_constraint=False), nullable=False),
    Column("fetched_at", Moment, nullable=False),
)

failure = Table(
    "failure",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False, index=True),
    Column("of", String(16), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("status", Integer),
)

"""The tables of the archive, the same on every database (docs/reference/store-format.md)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
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

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def moment_text(moment: datetime) -> str:
    """A time as it is kept.

    >>> moment_text(datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
    '2026-11-21T09:30:00.000000Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, kept as text of one width (2026-11-21T09:30:00.000000Z), so that it sorts as it stands."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's form
        """To text."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From text."""
        return None if value is None else datetime.fromisoformat(value)


class Instant(TypeDecorator[datetime]):
    """An aware UTC time, kept as microseconds since 1970: of what there are most rows, a third of the room of `Moment`."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """To a number."""
        return None if value is None else (value - EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From a number."""
        return None if value is None else EPOCH + value * _MICROSECOND


class Digest(TypeDecorator[str]):
    """A SHA-256, hexadecimal for programs and 32 bytes on disk."""

    impl = LargeBinary(32)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """To bytes."""
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """From bytes."""
        return None if value is None else bytes(value).hex()


#: A permanent id. PostgreSQL is told to order it by its letters' codes, as SQLite does without being told.
Key = String(16).with_variant(String(16, collation="C"), "postgresql")

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
    Column("id", Key, primary_key=True),
    Column("url", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
)

article = Table(
    "article",
    metadata,
    Column("id", Key, primary_key=True),
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
    # In the order in which what is due is asked for, so that no slice of it has to be sorted.
    Index(None, "of_source", "next_check", "id"),
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
    Column("identifier", Text),
    Index(None, "source_id", "identifier"),
)

# The sitemaps that a source, an index of them, led to: how each was dated and with which validators it was served last.
child_sitemap = Table(
    "child_sitemap",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("updated", Moment),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("passed_over", Integer, nullable=False),
)

# What was agreed on with hubs that tell of a source's news (W3C WebSub).
subscription = Table(
    "subscription",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("secret", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("delivered_at", Moment),
)

# Other addresses that were seen to lead to an article or be named by it, and how long.
alias = Table(
    "alias",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
)

# Bodies, circumstances and texts, by the SHA-256 of their plain bytes: identical bytes are kept once. A row with a base
# is a patch of that row's bytes.
blob = Table(
    "blob",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("hash", Digest, nullable=False, unique=True),
    Column("base", ForeignKey("blob.number")),
    Column("depth", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# The rows that are proved have the number of their link in the chain as `entry`.
capture = Table(
    "capture",
    metadata,
    Column("id", Key, primary_key=True),
    Column("entry", Integer, nullable=False),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("final_url", Text),
    Column("status", Integer, nullable=False),
    Column("body", ForeignKey("blob.number"), nullable=False),
    Column("circumstances", ForeignKey("blob.number"), nullable=False),
    Column("captured_at", Instant, nullable=False),
    Column("stored_at", Instant, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("claimed", Boolean(create_constraint=False), nullable=False),
    Index(None, "article_id", "captured_at"),
    sqlite_with_rowid=False,
)

# What an extractor read in a capture; a later extractor adds a reading and rewrites none.
reading = Table(
    "reading",
    metadata,
    Column("capture_id", ForeignKey("capture.id"), primary_key=True),
    Column("extractor", String(32), primary_key=True),
    Column("article", ForeignKey("blob.number")),
    Column("unreadable", String(32)),
    Column("detail", Text),
    sqlite_with_rowid=False,
)

version = Table(
    "version",
    metadata,
    Column("id", Key, primary_key=True),
    Column("entry", Integer, nullable=False),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("capture_id", ForeignKey("capture.id"), nullable=False),
    Column("extractor", String(32), nullable=False),
    Column("captured_at", Instant, nullable=False),
    Column("stored_at", Instant, nullable=False),
    Column("text_hash", Digest, nullable=False),
    Column("memory", Integer),
    Column("superseded", Boolean(create_constraint=False), nullable=False),
    Index(None, "article_id", "captured_at"),
    sqlite_with_rowid=False,
)

revision = Table(
    "revision",
    metadata,
    Column("id", Key, primary_key=True),
    Column("entry", Integer, nullable=False),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("before_version", ForeignKey("version.id"), nullable=False),
    Column("after_version", ForeignKey("version.id"), nullable=False),
    Column("captured_before", Instant, nullable=False),
    Column("captured_after", Instant, nullable=False, index=True),
    Column("made_at", Instant, nullable=False, index=True),
    Column("comparer", String(32), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("classes", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("record", ForeignKey("blob.number")),
    Column("superseded", Boolean(create_constraint=False), nullable=False),
    Index(None, "article_id", "captured_after"),
    sqlite_with_rowid=False,
)

event = Table(
    "event",
    metadata,
    Column("id", Key, primary_key=True),
    Column("entry", Integer, nullable=False),
    Column("article_id", ForeignKey("article.id"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("since", Instant, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("made_at", Instant, nullable=False, index=True),
    Column("sentence", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("capture_id", ForeignKey("capture.id")),
    Column("superseded", Boolean(create_constraint=False), nullable=False),
)

host = Table(
    "host",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("robots", Text),
    Column("robots_denied", Boolean(create_constraint=False), nullable=False),
    Column("fetched_at", Moment, nullable=False),
)

# What the pages of a registered domain have in common (variorum.model.SiteMemory), as a document: each version that a
# version of an article was read with, and the newest.
site_memory = Table(
    "site_memory",
    metadata,
    Column("domain", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("learnt_at", Moment, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("used", Boolean(create_constraint=False), nullable=False),
    Column("document", LargeBinary, nullable=False),
)

# The same with the pages that were counted since its newest version; nothing is read with it yet.
site_draft = Table(
    "site_draft",
    metadata,
    Column("domain", Text, primary_key=True),
    Column("pages", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),
)

# How the latest version of an article was read, so that the next one is read the same way.
reading_rule = Table(
    "reading_rule",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("document", LargeBinary, nullable=False),
)

# How each origin was asked, and how it fared: counts are sums over all processes.
conduct = Table(
    "conduct",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("unmodified", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("disallowed", Integer, nullable=False),
    Column("smallest_gap_seconds", Float),
    Column("latency_seconds", Float),
    Column("last_asked", Moment),
    Column("errors", Float, nullable=False),
    Column("held_until", Moment),
    Column("held_because", Text),
    Column("held_status", Integer),
    Column("distrusted_until", Moment),
)

# How often checks of a source or an article came to each outcome.
outcome = Table(
    "outcome",
    metadata,
    Column("of", String(16), primary_key=True),
    Column("outcome", String(32), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
)

# The texts that an article had before and went back to.
variant = Table(
    "variant",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("text_hash", Digest, primary_key=True),
    Column("version_id", ForeignKey("version.id"), nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
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

# The append-only chain: each link is the hash of the link before it and of a leaf, the salted hash of what a row says.
# A leaf stands here only when its salt was taken away with what it spoke of.
chain = Table(
    "chain",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(1), nullable=False),
    Column("subject", Key, nullable=False),
    Column("salt", LargeBinary(16)),
    Column("leaf", Digest),
    Column("link", Digest, nullable=False),
)

# Merkle roots over the links first to last, signed where the archive has a key.
root = Table(
    "root",
    metadata,
    Column("last", Integer, primary_key=True, autoincrement=False),
    Column("first", Integer, nullable=False),
    Column("hash", Digest, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("signature", LargeBinary(64)),
    Column("signer", Digest),
    # The answer of a time-stamping authority (RFC 3161) to the root as it is signed.
    Column("stamp", LargeBinary),
)

# What stands where something was taken out: the stretches of links that spoke of it, as JSON, with the reason.
tombstone = Table(
    "tombstone",
    metadata,
    Column("id", Key, primary_key=True),
    Column("entry", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("article_id", Key, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("links", Text, nullable=False),
)

# Addresses of forgotten articles, as the id that an article found there would have: they are not fetched again.
forgotten_address = Table(
    "forgotten_address",
    metadata,
    Column("key", Key, primary_key=True),
    Column("tombstone_id", ForeignKey("tombstone.id"), nullable=False),
)

# What left the archive, so that whoever forgets an article is told where its words still stand.
copy = Table(
    "copy",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(16), nullable=False),
    Column("path", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("article_id", Key, index=True),
)

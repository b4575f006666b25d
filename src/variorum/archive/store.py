"""Takes a database, gives the archive: every method of the port, each in a transaction of its own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from sqlalchemy import select

from variorum.archive import (
    addresses,
    captures,
    chain,
    changes,
    due,
    forecast,
    forgetting,
    health,
    holdings,
    hosts,
    letting_go,
    memories,
    outcomes,
    records,
    schema,
    searching,
    subscriptions,
    tombstones,
    verifying,
    versions,
    watching,
)
from variorum.archive.backup import back_up
from variorum.archive.database import Database
from variorum.archive.errors import ArchiveError
from variorum.archive.letting_go import LetGo
from variorum.archive.signing import kept_key
from variorum.archive.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from variorum.archive.chain import Proof, Root
    from variorum.archive.port import ChangeQuery
    from variorum.archive.postgres import PostgresDatabase
    from variorum.archive.signing import SigningKey
    from variorum.archive.verifying import Place
    from variorum.archive.writer_port import ArchiveWriter
    from variorum.model import (
        Alias,
        Article,
        ArticleRecord,
        ArticleYield,
        Capture,
        Change,
        ChildSitemap,
        Conduct,
        Copy,
        Due,
        Forgotten,
        History,
        Host,
        Known,
        MemoryRecord,
        OutcomeCount,
        ReadingRule,
        RecordedFailure,
        Revision,
        Schedule,
        SearchHit,
        SearchQuery,
        SiteMemory,
        Source,
        Subscription,
        Tally,
        Tombstone,
        Version,
    )
    from variorum.model.held import Held


#: When something was forgotten whose words may still stand in the database's files; absent when they do not.
_UNSCRUBBED = "unscrubbed"


class Archive:
    """An archive on a database. Reads see committed states; `writing` is one transaction. Closes as a context."""

    def __init__(self, database: Database | PostgresDatabase) -> None:
        self._database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def directory(self) -> Path:
        return self._database.directory

    def close(self) -> None:
        self._database.close()

    def key(self) -> SigningKey | None:
        return kept_key(self.directory)

    @contextmanager
    def writing(self) -> Iterator[ArchiveWriter]:
        with self._database.writing() as connection:
            writer = Writer(connection, self.key)
            yield writer
            writer.finish()

    @contextmanager
    def seeing(self) -> Iterator[None]:
        with self._database.reading():
            yield

    def back_up(self, directory: Path, step: Callable[[int, int], object] = lambda *_: None) -> Path:
        """Copies the archive into a directory while it is in use. Raises `ArchiveError` for one that is not in SQLite."""
        if not isinstance(self._database, Database):
            raise ArchiveError("an archive in PostgreSQL is backed up with pg_dump")
        return back_up(self._database.file, directory, step)

    def forget(self, article_id: str, reason: str, at: datetime) -> Forgotten | None:
        with self._database.erasing() as connection:
            writer = Writer(connection, self.key)
            found = forgetting.forget(connection, writer.links, article_id, reason, at)
            if found is None:
                return None
            writer.linked_at = at
            writer.keep_setting(_UNSCRUBBED, schema.moment_text(at))
            writer.finish()
        try:
            return replace(found, is_scrubbed=self.scrub())
        except ArchiveError:
            # The article is forgotten; that its words still stand in the file is said, and `scrub` says why.
            return found

    def let_go_captures(self, before: datetime, reason: str, at: datetime) -> LetGo:
        gone = LetGo()
        while True:
            with self._database.writing() as connection:
                writer = Writer(connection, self.key)
                some = letting_go.let_go_captures(connection, writer.links, before, reason, at)
                writer.linked_at = at
                writer.finish()
            if not some.captures:
                return gone
            gone = LetGo(gone.captures + some.captures, gone.freed + some.freed)

    def scrub(self) -> bool:
        if not self._database.scrub():
            return False
        if self.setting(_UNSCRUBBED) is not None:
            with self._database.writing() as connection:
                connection.execute(schema.meta.delete().where(schema.meta.c.key == _UNSCRUBBED))
        return True

    def is_scrubbed(self) -> bool:
        return self.setting(_UNSCRUBBED) is None

    def verify(
        self, start: Place, signer: str | None = None, authorities: tuple[bytes, ...] = ()
    ) -> Iterator[Place]:
        place: Place | None = start
        done = start
        while place is not None:
            # Each step sees a state of its own, so that a long check does not keep the log from being written back.
            with self._database.reading() as connection:
                place = verifying.next_place(connection, done)
            if place is not None:
                done = place
                yield done
        with self._database.reading() as connection:
            trusted = verifying.Trusted(signer, authorities)
            yield verifying.last_place(connection, done, start.number, trusted)

    def start_since(self, since: datetime) -> Place:
        with self._database.reading() as connection:
            return verifying.start_since(connection, since)

    def newest_root(self, *, stamped: bool = False) -> Root | None:
        with self._database.reading() as connection:
            return chain.newest_root(connection, stamped=stamped)

    def proof(self, kind: str, subject: str) -> Proof | None:
        with self._database.reading() as connection:
            return verifying.proof_of(connection, kind, subject)

    def sources(self) -> tuple[Source, ...]:
        with self._database.reading() as connection:
            return watching.sources(connection)

    def source(self, source_id: str) -> Source | None:
        with self._database.reading() as connection:
            return watching.source(connection, source_id)

    def source_schedule(self, source_id: str) -> Schedule | None:
        with self._database.reading() as connection:
            return watching.schedule(connection, source_id)

    def article_id(self, url: str) -> str | None:
        with self._database.reading() as connection:
            return addresses.find_article(connection, url)

    def yields(self, source_id: str, *, until: datetime, limit: int) -> tuple[ArticleYield, ...]:
        with self._database.reading() as connection:
            return health.yields(connection, source_id, until, limit)

    def arrivals(self, source_id: str, *, limit: int) -> tuple[datetime, ...]:
        with self._database.reading() as connection:
            return health.arrivals(connection, source_id, limit)

    def subscription(self, *, source_id: str | None = None, token: str | None = None) -> Subscription | None:
        with self._database.reading() as connection:
            return subscriptions.subscription(connection, source_id=source_id, token=token)

    def child_sitemaps(self, source_id: str) -> tuple[ChildSitemap, ...]:
        with self._database.reading() as connection:
            return addresses.child_sitemaps(connection, source_id)

    def addresses_read(self, site: str) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return watching.addresses_read(connection, site)

    def article(self, article_id: str) -> ArticleRecord | None:
        with self._database.reading() as connection:
            return records.article(connection, article_id)

    def articles(
        self, source_id: str | None = None, *, limit: int = 100, offset: int = 0
    ) -> tuple[ArticleRecord, ...]:
        with self._database.reading() as connection:
            return records.articles(connection, source_id, limit, offset)

    def history(self, article_id: str) -> History | None:
        with self._database.reading() as connection:
            return records.history(connection, article_id)

    def version(self, version_id: str) -> Version | None:
        with self._database.reading() as connection:
            return versions.version(connection, version_id)

    def latest(self, article_id: str, *, stored_by: datetime) -> Version | None:
        with self._database.reading() as connection:
            return versions.latest_version(connection, article_id, stored_by=stored_by)

    def capture(self, capture_id: str) -> Capture | None:
        with self._database.reading() as connection:
            return captures.capture(connection, capture_id)

    def captures_after(
        self, article_id: str, moment: datetime, capture_id: str = "", *, most: int = 100
    ) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return captures.captures_after(connection, article_id, moment, capture_id, most)

    def version_at(self, capture_id: str) -> Version | None:
        with self._database.reading() as connection:
            return versions.version_at(connection, capture_id)

    def is_blank(self, article_id: str) -> bool:
        with self._database.reading() as connection:
            return addresses.is_blank(connection, article_id)

    def aliases(self, article_id: str) -> tuple[Alias, ...]:
        with self._database.reading() as connection:
            return addresses.aliases(connection, article_id)

    def is_same_item(self, one: str, other: str) -> bool:
        with self._database.reading() as connection:
            return addresses.is_same_item(connection, one, other)

    def has_body(self, article_id: str, body_hash: str, *, read: bool = False) -> bool:
        with self._database.reading() as connection:
            return captures.has_body(connection, article_id, body_hash, read=read)

    def is_read(self, capture_id: str) -> bool:
        with self._database.reading() as connection:
            return captures.is_read(connection, capture_id)

    def reading(self, capture_id: str, extractor: str) -> Article | None:
        with self._database.reading() as connection:
            return captures.reading(connection, capture_id, extractor)

    def changes(self, query: ChangeQuery) -> tuple[Change, ...]:
        with self._database.reading() as connection:
            return changes.changes(connection, query)

    def change(self, change_id: str) -> Change | None:
        with self._database.reading() as connection:
            return changes.change(connection, change_id)

    def revision(self, before_version: str, after_version: str) -> Revision | None:
        with self._database.reading() as connection:
            return changes.stored_revision(connection, before_version, after_version)

    def failures(self, of: str | None = None, *, limit: int = 100) -> tuple[RecordedFailure, ...]:
        with self._database.reading() as connection:
            return records.failures(connection, of, limit)

    def hosts(self, among: Sequence[str] | None = None) -> tuple[Host, ...]:
        with self._database.reading() as connection:
            return hosts.hosts(connection, among)

    def conducts(self, among: Sequence[str] | None = None) -> tuple[Conduct, ...]:
        with self._database.reading() as connection:
            return hosts.conducts(connection, among)

    def origins(self, source_id: str, *, limit: int = 1000) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return hosts.origins(connection, source_id, limit)

    def hosts_of_addresses(self) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return hosts.addressed(connection)

    def outcomes(self, *, of: str | None = None, source_id: str | None = None) -> tuple[OutcomeCount, ...]:
        with self._database.reading() as connection:
            return outcomes.outcomes(connection, of=of, source_id=source_id)

    def known(self, article_id: str) -> Known | None:
        with self._database.reading() as connection:
            return watching.known(connection, article_id)

    def around(
        self, article_id: str, moment: datetime, version_id: str = ""
    ) -> tuple[Version | None, Version | None]:
        with self._database.reading() as connection:
            return versions.around(connection, article_id, moment, version_id)

    def due(
        self,
        now: datetime,
        *,
        everything: bool = False,
        limit: int = 1000,
        since: datetime | None = None,
        after: Due | None = None,
        checked: bool | None = None,
    ) -> tuple[Due, ...]:
        with self._database.reading() as connection:
            return due.due(
                connection,
                now,
                everything=everything,
                limit=limit,
                since=since,
                after=after,
                checked=checked,
            )

    def number_due(self, now: datetime) -> int:
        with self._database.reading() as connection:
            return due.number_due(connection, now)

    def next_due(self, since: datetime | None = None) -> datetime | None:
        with self._database.reading() as connection:
            return due.next_due(connection, since)

    def tallies(self) -> tuple[Tally, ...]:
        with self._database.reading() as connection:
            return forecast.tallies(connection)

    def demand(self) -> tuple[tuple[str, float], ...]:
        with self._database.reading() as connection:
            return forecast.demand(connection)

    def counts(self) -> dict[str, int]:
        with self._database.reading() as connection:
            return records.counts(connection)

    def site_memory(self, domain: str, version: int | None = None) -> SiteMemory:
        with self._database.reading() as connection:
            return memories.site_memory(connection, domain, version)

    def site_memories(self, domain: str) -> tuple[MemoryRecord, ...]:
        with self._database.reading() as connection:
            return memories.site_memories(connection, domain)

    def reading_rule(self, article_id: str) -> ReadingRule | None:
        with self._database.reading() as connection:
            return memories.reading_rule(connection, article_id)

    def search(
        self, query: SearchQuery, *, ranked: bool = True, limit: int = 20, offset: int = 0
    ) -> tuple[SearchHit, ...]:
        with self._database.reading() as connection:
            return searching.search(connection, query, ranked=ranked, limit=limit, offset=offset)

    def unsearched(self) -> int:
        with self._database.reading() as connection:
            return searching.rest(connection)

    def held_ids(
        self,
        after: str = "",
        *,
        source_id: str | None = None,
        since: datetime | None = None,
        limit: int = 500,
    ) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return holdings.held_ids(connection, after, source_id=source_id, since=since, limit=limit)

    def held(self, article_id: str, since: datetime | None = None) -> Iterator[Held]:
        with self._database.reading() as connection:
            yield from holdings.held(connection, article_id, since)

    def captured(self, url: str, at: datetime | None = None, *, limit: int = 50) -> tuple[Capture, ...]:
        with self._database.reading() as connection:
            return captures.captured(connection, url, at, limit)

    def tombstones(self) -> tuple[Tombstone, ...]:
        with self._database.reading() as connection:
            return tombstones.tombstones(connection)

    def tombstone_of(self, article_id: str) -> Tombstone | None:
        with self._database.reading() as connection:
            return tombstones.tombstone_of(connection, article_id)

    def tombstone_at(self, url: str) -> Tombstone | None:
        with self._database.reading() as connection:
            return tombstones.tombstone_at(connection, url)

    def copies(self, article_id: str | None = None) -> tuple[Copy, ...]:
        with self._database.reading() as connection:
            return tombstones.copies(connection, article_id)

    def setting(self, key: str) -> str | None:
        with self._database.reading() as connection:
            query = select(schema.meta.c.value).where(schema.meta.c.key == key)
            return connection.execute(query).scalar()

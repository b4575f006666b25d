"""Takes a database, gives the archive: every method of the port, each in a transaction of its own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, select

from variorum.archive import (
    captures,
    chain,
    changes,
    forecast,
    forgetting,
    hosts,
    letting_go,
    memories,
    outcomes,
    records,
    schema,
    tombstones,
    verifying,
    versions,
    watching,
)
from variorum.archive.errors import ArchiveError
from variorum.archive.letting_go import LetGo
from variorum.archive.signing import kept_key
from variorum.archive.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from variorum.archive.chain import Proof, Root
    from variorum.archive.database import Database
    from variorum.archive.port import ArchiveWriter, ChangeQuery
    from variorum.archive.postgres import PostgresDatabase
    from variorum.archive.signing import SigningKey
    from variorum.archive.verifying import Place
    from variorum.model import (
        Article,
        ArticleRecord,
        Capture,
        Change,
        Conduct,
        Copy,
        Due,
        Event,
        Failure,
        Forgotten,
        Gap,
        History,
        Host,
        Known,
        Lesson,
        MemoryRecord,
        Outcome,
        OutcomeCount,
        ReadingRule,
        RecordedFailure,
        Revision,
        Schedule,
        Sighting,
        SiteMemory,
        Source,
        SourceState,
        Tally,
        Tombstone,
        Uncompared,
        Unreadable,
        Version,
    )


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
            return watching.find_article(connection, url)

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
            return watching.is_blank(connection, article_id)

    def has_body(self, article_id: str, body_hash: str, *, read: bool = False) -> bool:
        with self._database.reading() as connection:
            return captures.has_body(connection, article_id, body_hash, read=read)

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

    def due(self, now: datetime, *, everything: bool = False, limit: int = 1000) -> tuple[Due, ...]:
        with self._database.reading() as connection:
            return watching.due(connection, now, everything=everything, limit=limit)

    def next_due(self) -> datetime | None:
        with self._database.reading() as connection:
            return watching.next_due(connection)

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


class Writer:
    """Writes on a connection whose transaction somebody else ends."""

    def __init__(self, connection: Connection, key: Callable[[], SigningKey | None]) -> None:
        self._connection = connection
        self._key = key
        self.links = chain.Links(connection)
        #: When the last thing that the chain proves was kept, if any was.
        self.linked_at: datetime | None = None

    def add_source(self, source: Source, schedule: Schedule) -> bool:
        return watching.add_source(self._connection, source, schedule)

    def set_source_state(self, source_id: str, state: SourceState) -> None:
        watching.set_source_state(self._connection, source_id, state)

    def rename_source(self, source_id: str, title: str) -> None:
        watching.rename_source(self._connection, source_id, title)

    def add_article(self, url: str, source_id: str, at: datetime, schedule: Schedule) -> tuple[str, bool]:
        return watching.add_article(self._connection, url, source_id, at, schedule)

    def is_there(self, article_id: str) -> bool:
        return watching.is_there(self._connection, article_id)

    def is_forgotten(self, url: str) -> bool:
        return tombstones.tombstone_at(self._connection, url) is not None

    def record_copy(self, copy: Copy) -> None:
        tombstones.record_copy(self._connection, copy)

    def start_watching(self, article_id: str, schedule: Schedule) -> bool:
        return watching.start_watching(self._connection, article_id, schedule)

    def sight(self, source_id: str, article_id: str, sighting: Sighting, at: datetime) -> bool:
        return watching.sight(self._connection, source_id, article_id, sighting, at)

    def keep_capture(self, article_id: str, capture: Capture, stored_at: datetime) -> str:
        self.linked_at = stored_at
        return captures.keep_capture(self._connection, self.links, article_id, capture, stored_at)

    def keep_reading(self, capture_id: str, extractor: str, reading: Article | Unreadable) -> str:
        return captures.keep_reading(self._connection, capture_id, extractor, reading)

    def keep_version(self, version: Version, extractor: str) -> None:
        self.linked_at = version.stored_at
        versions.keep_version(self._connection, self.links, version, extractor)

    def keep_revision(
        self,
        before: Version,
        after: Version,
        revision: Revision | Uncompared,
        *,
        comparer: str,
        made_at: datetime,
    ) -> str:
        self.linked_at = made_at
        return changes.keep_revision(
            self._connection, self.links, before, after, revision, comparer=comparer, made_at=made_at
        )

    def record_event(self, event: Event, *, weight: float, made_at: datetime) -> None:
        self.linked_at = made_at
        changes.record_event(self._connection, self.links, event, weight=weight, made_at=made_at)

    def supersede_version(self, version_id: str) -> None:
        versions.supersede_version(self._connection, version_id)

    def supersede_event(self, event_id: str) -> None:
        changes.supersede_event(self._connection, event_id)

    def record_address(self, article_id: str, url: str, at: datetime) -> None:
        watching.record_address(self._connection, article_id, url, at)

    def record_failure(self, of: str, failure: Failure, at: datetime) -> None:
        records.record_failure(self._connection, of, failure, at)

    def set_schedule(self, thing_id: str, schedule: Schedule) -> None:
        watching.set_schedule(self._connection, thing_id, schedule)

    def keep_variant(self, article_id: str, text_hash: str, at: datetime) -> None:
        outcomes.keep_variant(self._connection, article_id, text_hash, at)

    def supersede_between(self, article_id: str, text_hashes: Sequence[str]) -> None:
        outcomes.supersede_between(self._connection, article_id, text_hashes)

    def record_outcome(self, of: str, outcome: Outcome, at: datetime) -> None:
        outcomes.record_outcome(self._connection, of, outcome, at)

    def listed_before(self, source_id: str, article_id: str) -> tuple[Sighting, Schedule] | None:
        return forecast.listed_before(self._connection, source_id, article_id)

    def record_gap(self, gap: Gap) -> None:
        forecast.record_gap(self._connection, gap)

    def take_gaps(self, most: int) -> tuple[Gap, ...]:
        return forecast.take_gaps(self._connection, most)

    def add_tallies(self, tallies: Sequence[Tally]) -> None:
        forecast.add_tallies(self._connection, tallies)

    def keep_hosts(self, learnt: Sequence[Host | Conduct]) -> None:
        hosts.keep_hosts(self._connection, learnt)

    def finish(self) -> None:
        """Writes what waits for the end of the transaction: the links, and roots where there are enough of them."""
        self.links.write()
        if self.linked_at is not None:
            chain.seal(self._connection, self.linked_at, self._usable_key, least=chain.SPAN)

    def _usable_key(self) -> SigningKey | None:
        """The key, if it can be used: what was fetched must be kept even where it cannot be signed; who cites is told why."""
        try:
            return self._key()
        except ArchiveError:
            return None

    def seal(self, at: datetime, *, least: int = 1) -> int:
        self.links.write()
        return chain.seal(self._connection, at, self._key, least=least)

    def keep_stamp(self, root: Root, stamp: bytes) -> None:
        chain.keep_stamp(self._connection, root, stamp)

    def keep_lesson(self, lesson: Lesson, at: datetime) -> None:
        memories.keep_lesson(self._connection, lesson, at)

    def keep_reading_rule(self, article_id: str, rule: ReadingRule) -> None:
        memories.keep_reading_rule(self._connection, article_id, rule)

    def keep_setting(self, key: str, value: str) -> None:
        self._connection.execute(
            insert(self._connection.dialect.name, schema.meta)
            .values(key=key, value=value)
            .on_conflict_do_update(index_elements=["key"], set_={"value": value})
        )

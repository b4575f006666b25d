"""Takes a database, gives the archive: every method of the port, each in a transaction of its own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, select

from variorum.archive import (
    captures,
    chain,
    changes,
    forecast,
    holdings,
    hosts,
    memories,
    outcomes,
    records,
    schema,
    searching,
    verifying,
    versions,
    watching,
)
from variorum.archive.backup import back_up
from variorum.archive.database import Database
from variorum.archive.errors import ArchiveError
from variorum.archive.signing import kept_key
from variorum.archive.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from variorum.archive.chain import Proof
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
        Due,
        Event,
        Failure,
        Gap,
        History,
        Host,
        Known,
        Outcome,
        OutcomeCount,
        ReadingRule,
        RecordedFailure,
        Revision,
        Schedule,
        SearchHit,
        SearchQuery,
        Sighting,
        SiteMemory,
        Source,
        SourceState,
        Tally,
        Uncompared,
        Unreadable,
        Version,
    )
    from variorum.model.held import Held


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

    def back_up(self, directory: Path, step: Callable[[int, int], object] = lambda *_: None) -> Path:
        """Copies the archive into a directory while it is in use. Raises `ArchiveError` for one that is not in SQLite."""
        if not isinstance(self._database, Database):
            raise ArchiveError("an archive in PostgreSQL is backed up with pg_dump")
        return back_up(self._database.file, directory, step)

    def verify(self, start: Place, signer: str | None = None) -> Iterator[Place]:
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
            yield verifying.last_place(connection, done, start.number, signer)

    def start_since(self, since: datetime) -> Place:
        with self._database.reading() as connection:
            return verifying.start_since(connection, since)

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

    def is_blank(self, article_id: str) -> bool:
        with self._database.reading() as connection:
            return watching.is_blank(connection, article_id)

    def has_body(self, article_id: str, body_hash: str, *, read: bool = False) -> bool:
        with self._database.reading() as connection:
            return captures.has_body(connection, article_id, body_hash, read=read)

    def is_read(self, capture_id: str) -> bool:
        with self._database.reading() as connection:
            return captures.is_read(connection, capture_id)

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

    def site_memory(self, domain: str) -> SiteMemory:
        with self._database.reading() as connection:
            return memories.site_memory(connection, domain)

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

    def setting(self, key: str) -> str | None:
        with self._database.reading() as connection:
            query = select(schema.meta.c.value).where(schema.meta.c.key == key)
            return connection.execute(query).scalar()


class Writer:
    """Writes on a connection whose transaction somebody else ends."""

    def __init__(self, connection: Connection, key: Callable[[], SigningKey | None]) -> None:
        self._connection = connection
        self._key = key
        self._links = chain.Links(connection)
        #: When the last thing that the chain proves was kept, if any was.
        self.linked_at: datetime | None = None
        self._stored_at: datetime | None = None

    def add_source(self, source: Source, schedule: Schedule) -> bool:
        return watching.add_source(self._connection, source, schedule)

    def set_source_state(self, source_id: str, state: SourceState) -> None:
        watching.set_source_state(self._connection, source_id, state)

    def rename_source(self, source_id: str, title: str) -> None:
        watching.rename_source(self._connection, source_id, title)

    def add_article(self, url: str, source_id: str, at: datetime, schedule: Schedule) -> tuple[str, bool]:
        return watching.add_article(self._connection, url, source_id, at, schedule)

    def start_watching(self, article_id: str, schedule: Schedule) -> bool:
        return watching.start_watching(self._connection, article_id, schedule)

    def sight(self, source_id: str, article_id: str, sighting: Sighting, at: datetime) -> bool:
        return watching.sight(self._connection, source_id, article_id, sighting, at)

    def keep_capture(self, article_id: str, capture: Capture, stored_at: datetime) -> str:
        self.linked_at = stored_at
        return captures.keep_capture(self._connection, self._links, article_id, capture, stored_at)

    def keep_reading(self, capture_id: str, extractor: str, reading: Article | Unreadable) -> None:
        captures.keep_reading(self._connection, capture_id, extractor, reading)

    def keep_version(self, version: Version, extractor: str) -> None:
        self.linked_at = version.stored_at
        versions.keep_version(self._connection, self._links, version, extractor)

    def keep_revision(
        self,
        before: Version,
        after: Version,
        revision: Revision | Uncompared,
        *,
        comparer: str,
        made_at: datetime,
        superseded: bool = False,
    ) -> str:
        self.linked_at = made_at
        return changes.keep_revision(
            self._connection,
            self._links,
            before,
            after,
            revision,
            comparer=comparer,
            made_at=made_at,
            superseded=superseded,
        )

    def record_event(self, event: Event, *, weight: float, made_at: datetime) -> None:
        self.linked_at = made_at
        changes.record_event(self._connection, self._links, event, weight=weight, made_at=made_at)

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
        self._links.write()
        if self.linked_at is not None:
            at = self._stored_at or self.linked_at
            chain.seal(self._connection, at, self._usable_key, least=chain.SPAN)

    def make_rest_searchable(self) -> int:
        return changes.make_rest_searchable(self._connection)

    def mark_stored(self, at: datetime) -> None:
        self._stored_at = at

    def _usable_key(self) -> SigningKey | None:
        """The key, if it can be used: what was fetched must be kept even where it cannot be signed; who cites is told why."""
        try:
            return self._key()
        except ArchiveError:
            return None

    def seal(self, at: datetime, *, least: int = 1) -> int:
        self._links.write()
        return chain.seal(self._connection, at, self._key, least=least)

    def keep_site_memory(self, memory: SiteMemory, at: datetime) -> None:
        memories.keep_site_memory(self._connection, memory, at)

    def keep_reading_rule(self, article_id: str, rule: ReadingRule) -> None:
        memories.keep_reading_rule(self._connection, article_id, rule)

    def keep_setting(self, key: str, value: str) -> None:
        self._connection.execute(
            insert(self._connection.dialect.name, schema.meta)
            .values(key=key, value=value)
            .on_conflict_do_update(index_elements=["key"], set_={"value": value})
        )

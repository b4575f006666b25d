"""Writes to an archive in a transaction: what `ArchiveWriter` names, on one connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.archive import (
    addresses,
    captures,
    chain,
    changes,
    forecast,
    hosts,
    memories,
    outcomes,
    records,
    schema,
    set_back,
    subscriptions,
    tombstones,
    versions,
    watching,
)
from variorum.archive.errors import ArchiveError
from variorum.archive.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from variorum.archive.chain import Root
    from variorum.archive.signing import SigningKey
    from variorum.model import (
        AliasKind,
        Article,
        Capture,
        ChildSitemap,
        Conduct,
        Copy,
        Event,
        Failure,
        Gap,
        Host,
        Lesson,
        Outcome,
        ReadingRule,
        Revision,
        Schedule,
        Sighting,
        Source,
        SourceState,
        Subscription,
        Tally,
        Uncompared,
        Unreadable,
        Version,
    )


class Writer:
    """Writes on a connection whose transaction somebody else ends."""

    def __init__(self, connection: Connection, key: Callable[[], SigningKey | None]) -> None:
        self._connection = connection
        self._key = key
        self.links = chain.Links(connection)
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
        superseded: bool = False,
    ) -> str:
        self.linked_at = made_at
        return changes.keep_revision(
            self._connection,
            self.links,
            before,
            after,
            revision,
            comparer=comparer,
            made_at=made_at,
            superseded=superseded,
        )

    def record_event(self, event: Event, *, weight: float, made_at: datetime) -> None:
        self.linked_at = made_at
        changes.record_event(self._connection, self.links, event, weight=weight, made_at=made_at)

    def supersede_version(self, version_id: str) -> None:
        versions.supersede_version(self._connection, version_id)

    def supersede_revision(self, revision_id: str) -> None:
        changes.supersede_revision(self._connection, revision_id)

    def supersede_event(self, event_id: str) -> None:
        changes.supersede_event(self._connection, event_id)

    def record_address(self, article_id: str, url: str, at: datetime, *, take_over: bool = False) -> None:
        addresses.record_address(self._connection, article_id, url, at, take_over=take_over)

    def article_id(self, url: str) -> str | None:
        return addresses.find_article(self._connection, url)

    def listed_as(self, source_id: str, identifier: str) -> str | None:
        return addresses.listed_as(self._connection, source_id, identifier)

    def record_alias(self, article_id: str, alias: AliasKind, url: str, at: datetime) -> None:
        addresses.record_alias(self._connection, article_id, alias, url, at)

    def record_failure(self, of: str, failure: Failure, at: datetime) -> None:
        records.record_failure(self._connection, of, failure, at)

    def set_schedule(self, thing_id: str, schedule: Schedule) -> None:
        watching.set_schedule(self._connection, thing_id, schedule)

    def keep_variant(self, article_id: str, text_hash: str, at: datetime) -> None:
        outcomes.keep_variant(self._connection, article_id, text_hash, at)

    def forget_variants(self, article_id: str) -> None:
        outcomes.forget_variants(self._connection, article_id)

    def supersede_between(self, article_id: str, text_hashes: Sequence[str]) -> None:
        outcomes.supersede_between(self._connection, article_id, text_hashes)

    def record_outcome(self, of: str, outcome: Outcome, at: datetime) -> None:
        outcomes.record_outcome(self._connection, of, outcome, at)

    def bring_over(self, now: datetime, *, most: int = 1000) -> int:
        return set_back.bring_over(self._connection, now, most)

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
        self.links.write()
        return chain.seal(self._connection, at, self._key, least=least)

    def keep_subscription(self, kept: Subscription) -> None:
        subscriptions.keep_subscription(self._connection, kept)

    def keep_child_sitemaps(self, source_id: str, children: Sequence[ChildSitemap]) -> None:
        addresses.keep_child_sitemaps(self._connection, source_id, children)

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

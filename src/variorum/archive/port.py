"""What every archive can do, whatever it is built on; it takes and gives model values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from variorum.archive.chain import Proof, Root
    from variorum.archive.letting_go import LetGo
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


@dataclass(frozen=True, slots=True)
class ChangeQuery:
    """Which changes to list, newest first: of one article or source, of one class, since a moment, ranked by weight.

    `kind` is `revision` or `event`; `finding` is a class of finding or a kind of event. `since` is compared with
    when the later side was captured. `by_entry` orders by when a change came into the archive, as feeds do; `ranked`
    puts weight before time. Without `superseded`, revisions between which another version came are left out.
    """

    article_id: str | None = None
    source_id: str | None = None
    kind: str | None = None
    finding: str | None = None
    since: datetime | None = None
    ranked: bool = False
    by_entry: bool = False
    superseded: bool = True
    limit: int = 100
    offset: int = 0


class ArchiveReader(Protocol):
    """Reads an archive; every method sees a whole and committed state."""

    def sources(self) -> tuple[Source, ...]:
        """All sources, in the order in which they were added."""
        ...

    def source(self, source_id: str) -> Source | None:
        """A source by its id."""
        ...

    def source_schedule(self, source_id: str) -> Schedule | None:
        """When a source is checked next, and why."""
        ...

    def article_id(self, url: str) -> str | None:
        """The id of the article that answers at an address, or did."""
        ...

    def addresses_read(self, site: str) -> tuple[str, ...]:
        """The addresses of articles that could be read, of sources under a registered domain, those found last first."""
        ...

    def article(self, article_id: str) -> ArticleRecord | None:
        """The standing facts of an article."""
        ...

    def articles(
        self, source_id: str | None = None, *, limit: int = 100, offset: int = 0
    ) -> tuple[ArticleRecord, ...]:
        """The standing facts of all articles, or of those of a source, those that were found last first."""
        ...

    def history(self, article_id: str) -> History | None:
        """An article's standing facts, versions and changes."""
        ...

    def version(self, version_id: str) -> Version | None:
        """A version by its id."""
        ...

    def latest(self, article_id: str, *, stored_by: datetime) -> Version | None:
        """The version of an article that was captured last, of those that were stored by a moment."""
        ...

    def capture(self, capture_id: str) -> Capture | None:
        """A capture by its id, its body checked against its hash."""
        ...

    def captures_after(
        self, article_id: str, moment: datetime, capture_id: str = "", *, most: int = 100
    ) -> tuple[str, ...]:
        """The ids of the captures of whole answers after one of a moment and an id, in the order of time, at most so many."""
        ...

    def version_at(self, capture_id: str) -> Version | None:
        """The version that a capture makes, if it makes one."""
        ...

    def is_blank(self, article_id: str) -> bool:
        """Whether nothing was ever captured of an article."""
        ...

    def has_body(self, article_id: str, body_hash: str, *, read: bool = False) -> bool:
        """Whether an article was captured with just these bytes before; and could be `read`, if that is asked."""
        ...

    def changes(self, query: ChangeQuery) -> tuple[Change, ...]:
        """The changes that a query asks for, in its order."""
        ...

    def change(self, change_id: str) -> Change | None:
        """A change by its id."""
        ...

    def revision(self, before_version: str, after_version: str) -> Revision | None:
        """A comparison as it was made, or `None` when these two versions were not compared, or could not be."""
        ...

    def failures(self, of: str | None = None, *, limit: int = 100) -> tuple[RecordedFailure, ...]:
        """The latest failures, of everything or of one thing."""
        ...

    def hosts(self, among: Sequence[str] | None = None) -> tuple[Host, ...]:
        """What is known of the robots.txt of every host, or of those among some origins."""
        ...

    def conducts(self, among: Sequence[str] | None = None) -> tuple[Conduct, ...]:
        """How every origin was asked, or those among some, and how it fared."""
        ...

    def origins(self, source_id: str, *, limit: int = 1000) -> tuple[str, ...]:
        """The origins of a source's address and of the `limit` articles that it brought in last."""
        ...

    def outcomes(self, *, of: str | None = None, source_id: str | None = None) -> tuple[OutcomeCount, ...]:
        """What checks came to, most frequent first: those of one thing, or of a source and all articles it brought in."""
        ...

    def known(self, article_id: str) -> Known | None:
        """What is known of an article before it is checked."""
        ...

    def around(
        self, article_id: str, moment: datetime, version_id: str = ""
    ) -> tuple[Version | None, Version | None]:
        """The versions before and after the place of one captured at a moment under an id, or behind that moment."""
        ...

    def due(self, now: datetime, *, everything: bool = False, limit: int = 1000) -> tuple[Due, ...]:
        """Watched sources and articles whose time has come, or all that are still checked; sources first, then oldest."""
        ...

    def next_due(self) -> datetime | None:
        """When the next check of anything that is watched falls due."""
        ...

    def tallies(self) -> tuple[Tally, ...]:
        """How long articles were watched at each stage of their lives, by outlet, and the changes that were seen."""
        ...

    def demand(self) -> tuple[tuple[str, float], ...]:
        """For each source the address of one of its articles, and how many changes a day are expected of all of them."""
        ...

    def counts(self) -> dict[str, int]:
        """How many sources, articles, captures, versions, changes and failures there are."""
        ...

    def site_memory(self, domain: str, version: int | None = None) -> SiteMemory:
        """The newest version of what is remembered of a registered domain, or another one; empty where there is none.

        The rules of its articles are not in it.
        """
        ...

    def site_memories(self, domain: str) -> tuple[MemoryRecord, ...]:
        """The versions of a domain's memory that are kept, oldest first."""
        ...

    def reading_rule(self, article_id: str) -> ReadingRule | None:
        """How the latest version of an article was read."""
        ...

    def verify(
        self, start: Place, signer: str | None = None, authorities: tuple[bytes, ...] = ()
    ) -> Iterator[Place]:
        """Reads everything after a place again; yields how far it is, the last time with everything that is broken.

        Roots must be signed by `signer`, and stamps lead to one of `authorities` (PEM), where these are given.
        """
        ...

    def start_since(self, since: datetime) -> Place:
        """The place before the first thing that was stored at a moment or later."""
        ...

    def newest_root(self, *, stamped: bool = False) -> Root | None:
        """The root over the last links that one covers, of all roots or of those that were stamped."""
        ...

    def proof(self, kind: str, subject: str) -> Proof | None:
        """What proves that a thing (its kind as `variorum.archive.statements` names it) was kept; `None` without a root."""
        ...

    def tombstones(self) -> tuple[Tombstone, ...]:
        """What was taken out of the archive, in the order in which that was done."""
        ...

    def tombstone_of(self, article_id: str) -> Tombstone | None:
        """The tombstone of an article that was forgotten."""
        ...

    def tombstone_at(self, url: str) -> Tombstone | None:
        """The tombstone of the article that was forgotten at an address."""
        ...

    def copies(self, article_id: str | None = None) -> tuple[Copy, ...]:
        """The copies that left the archive and hold an article, or all of them."""
        ...

    def is_scrubbed(self) -> bool:
        """Whether what was forgotten is gone from the database's files too."""
        ...

    def setting(self, key: str) -> str | None:
        """A value that the archive keeps about itself."""
        ...


class ArchiveWriter(Protocol):
    """Writes within one transaction: all of it is kept, or none."""

    def add_source(self, source: Source, schedule: Schedule) -> bool:
        """Adds a source, or watches it again; gives whether it is a new one."""
        ...

    def set_source_state(self, source_id: str, state: SourceState) -> None:
        """Sets whether a source is watched."""
        ...

    def rename_source(self, source_id: str, title: str) -> None:
        """Gives a source the name that it calls itself."""
        ...

    def add_article(self, url: str, source_id: str, at: datetime, schedule: Schedule) -> tuple[str, bool]:
        """The id of the article at an address and whether it is new: one is made where there was none.

        Raises `ForgottenArticle` where the article at the address was forgotten.
        """
        ...

    def is_there(self, article_id: str) -> bool:
        """Whether an article is in the archive: one that is being checked may become one with another, or be forgotten."""
        ...

    def is_forgotten(self, url: str) -> bool:
        """Whether the article at an address was forgotten."""
        ...

    def record_copy(self, copy: Copy) -> None:
        """Records a copy that left the archive, so that whoever forgets an article is told where it still stands."""
        ...

    def start_watching(self, article_id: str, schedule: Schedule) -> bool:
        """Checks an article anew that is not checked: imported, or given up; gives whether it was such."""
        ...

    def sight(self, source_id: str, article_id: str, sighting: Sighting, at: datetime) -> bool:
        """Records that a source lists an article; gives whether it lists it for the first time."""
        ...

    def keep_capture(self, article_id: str, capture: Capture, stored_at: datetime) -> str:
        """Keeps a capture and gives its id."""
        ...

    def keep_reading(self, capture_id: str, extractor: str, reading: Article | Unreadable) -> str:
        """Keeps what an extractor read in a capture, and gives the name under which a version is made of it."""
        ...

    def keep_version(self, version: Version, extractor: str) -> None:
        """Keeps a version."""
        ...

    def keep_revision(
        self,
        before: Version,
        after: Version,
        revision: Revision | Uncompared,
        *,
        comparer: str,
        made_at: datetime,
    ) -> str:
        """Keeps a comparison of two versions, or that it failed, and gives its id: the change is listed either way."""
        ...

    def record_event(self, event: Event, *, weight: float, made_at: datetime) -> None:
        """Records an event."""
        ...

    def supersede_version(self, version_id: str) -> None:
        """Leaves a version out of its article's history, that is read otherwise since an older capture came; it stays under its id."""
        ...

    def supersede_event(self, event_id: str) -> None:
        """Leaves an event out of its article's history; it stays under its id."""
        ...

    def record_address(self, article_id: str, url: str, at: datetime) -> None:
        """Records that an article answers at an address; a blank article that had it becomes one with this."""
        ...

    def record_failure(self, of: str, failure: Failure, at: datetime) -> None:
        """Records that a check of a source or an article failed."""
        ...

    def set_schedule(self, thing_id: str, schedule: Schedule) -> None:
        """Sets when a source or an article is checked next."""
        ...

    def seal(self, at: datetime, *, least: int = 1) -> int:
        """Makes roots over the links that none covers yet, where there are so many; gives how many roots."""
        ...

    def keep_variant(self, article_id: str, text_hash: str, at: datetime) -> None:
        """Records that an article went back to a text that one of its versions has."""
        ...

    def supersede_between(self, article_id: str, text_hashes: Sequence[str]) -> None:
        """Marks as superseded what was found between texts that an article alternates between."""
        ...

    def record_outcome(self, of: str, outcome: Outcome, at: datetime) -> None:
        """Counts what a check of a source or an article came to."""
        ...

    def listed_before(self, source_id: str, article_id: str) -> tuple[Sighting, Schedule] | None:
        """How a source listed an article when last asked, with the article's schedule; `None` where it never did."""
        ...

    def record_gap(self, gap: Gap) -> None:
        """Records what a check told of the time since the last one."""
        ...

    def take_gaps(self, most: int) -> tuple[Gap, ...]:
        """The gaps that are in no tally yet, at most so many, taken out: whoever asks adds them to the tallies."""
        ...

    def add_tallies(self, tallies: Sequence[Tally]) -> None:
        """Adds to what was watched and seen before."""
        ...

    def keep_hosts(self, learnt: Sequence[Host | Conduct]) -> None:
        """Keeps what was learnt of hosts: robots.txt as it is, the counts of conduct added up."""
        ...

    def keep_stamp(self, root: Root, stamp: bytes) -> None:
        """Keeps an authority's time stamp of a root."""
        ...

    def keep_lesson(self, lesson: Lesson, at: datetime) -> None:
        """Counts a page for what is remembered of its site, once."""
        ...

    def keep_reading_rule(self, article_id: str, rule: ReadingRule) -> None:
        """Keeps how the latest version of an article was read."""
        ...

    def keep_setting(self, key: str, value: str) -> None:
        """Keeps a value that the archive knows about itself."""
        ...


class ArchivePort(ArchiveReader, Protocol):
    """An archive: what reads, and a way to write."""

    def key(self) -> SigningKey | None:
        """The key that signs roots, or `None` where there is none. Raises `ArchiveError` when it cannot be used."""
        ...

    def writing(self) -> AbstractContextManager[ArchiveWriter]:
        """A transaction: everything that is written in it is kept when it ends, or nothing."""
        ...

    def forget(self, article_id: str, reason: str, at: datetime) -> Forgotten | None:
        """Takes an article out for good and sets a tombstone with the reason; `None` where there is no such article."""
        ...

    def let_go_captures(self, before: datetime, reason: str, at: datetime) -> LetGo:
        """Lets go of the bytes of captures that were stored before a moment; what was read in them stays, and the chain."""
        ...

    def scrub(self) -> bool:
        """Writes the database anew, without what was deleted; gives whether nothing of that is left in its files."""
        ...

    def close(self) -> None:
        """Closes all connections."""
        ...

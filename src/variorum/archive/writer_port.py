"""What can be written to an archive, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from variorum.archive.chain import Root
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
        superseded: bool = False,
    ) -> str:
        """Keeps a comparison of two versions, or that it failed, and gives its id: the change is listed either way.

        One that is `superseded` is left out of what is listed.
        """
        ...

    def record_event(self, event: Event, *, weight: float, made_at: datetime) -> None:
        """Records an event."""
        ...

    def supersede_version(self, version_id: str) -> None:
        """Leaves a version out of its article's history, that is read otherwise since an older capture came; it stays under its id."""
        ...

    def supersede_revision(self, revision_id: str) -> None:
        """Leaves a comparison of versions that do not follow one another out of the history; it stays under its id."""
        ...

    def supersede_event(self, event_id: str) -> None:
        """Leaves an event out of its article's history; it stays under its id."""
        ...

    def record_address(self, article_id: str, url: str, at: datetime, *, take_over: bool = False) -> None:
        """Records that an article answers at an address; a blank article that had it becomes one with this.

        With `take_over` an article that was captured there gives the address away and is not checked any more.
        """
        ...

    def article_id(self, url: str) -> str | None:
        """The id of the article that answers at an address, or did."""
        ...

    def listed_as(self, source_id: str, identifier: str) -> str | None:
        """The id of the only article that a source listed under an identifier; `None` where none was, or several."""
        ...

    def record_alias(self, article_id: str, alias: AliasKind, url: str, at: datetime) -> None:
        """Records that another address led to an article, or was named by it, at a moment."""
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

    def forget_variants(self, article_id: str) -> None:
        """Forgets which texts an article went back to: its captures are gone through anew."""
        ...

    def supersede_between(self, article_id: str, text_hashes: Sequence[str]) -> None:
        """Marks as superseded what was found between texts that an article alternates between."""
        ...

    def bring_over(self, now: datetime, *, most: int = 1000) -> int:
        """Moves what was last checked in the future, since the clock was set back; gives how much of it there was."""
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

    def keep_subscription(self, kept: Subscription) -> None:
        """Keeps a subscription at a hub in place of the one that its source had."""
        ...

    def keep_child_sitemaps(self, source_id: str, children: Sequence[ChildSitemap]) -> None:
        """Keeps how the sitemaps of an index were served."""
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

    def make_rest_searchable(self) -> int:
        """Makes some of what an archive of an earlier schema holds searchable; gives how many links are left."""
        ...

    def mark_stored(self, at: datetime) -> None:
        """Says when this is written, where what is written was stored before, by another archive: roots are made at this moment."""
        ...

    def keep_setting(self, key: str, value: str) -> None:
        """Keeps a value that the archive knows about itself."""
        ...

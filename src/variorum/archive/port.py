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


@dataclass(frozen=True, slots=True)
class ChangeQuery:
    """Which changes to list, newest first: of one article or source, of one class, since a moment, ranked by weight.

    `kind` is `revision` or `event`; `finding` is a class of finding or a kind of event; `among` are ids of later versions. `since` is compared with
    when the later side was captured. `by_entry` orders by when a change came into the archive, as feeds do; `ranked`
    puts weight before time. Without `superseded`, revisions between which another version came are left out.
    """

    article_id: str | None = None
    source_id: str | None = None
    kind: str | None = None
    finding: str | None = None
    since: datetime | None = None
    among: tuple[str, ...] | None = None
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

    def yields(self, source_id: str, *, until: datetime, limit: int) -> tuple[ArticleYield, ...]:
        """What became of the articles of a source that were found by a moment and answered since, the latest first."""
        ...

    def arrivals(self, source_id: str, *, limit: int) -> tuple[datetime, ...]:
        """The latest moments at which a source listed something for the first time, the latest first."""
        ...

    def subscription(self, *, source_id: str | None = None, token: str | None = None) -> Subscription | None:
        """The subscription of a source at a hub, or the one whose hub calls under a token."""
        ...

    def child_sitemaps(self, source_id: str) -> tuple[ChildSitemap, ...]:
        """The sitemaps that a source, an index of them, led to, as they were last served; none of any other source."""
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

    def aliases(self, article_id: str) -> tuple[Alias, ...]:
        """The other addresses of an article with the times for which they held, those that were seen first first."""
        ...

    def is_same_item(self, one: str, other: str) -> bool:
        """Whether a source lists two articles under one identifier."""
        ...

    def has_body(self, article_id: str, body_hash: str, *, read: bool = False) -> bool:
        """Whether an article was captured with just these bytes before; and could be `read`, if that is asked."""
        ...

    def is_read(self, capture_id: str) -> bool:
        """Whether a capture is there and was read."""
        ...

    def reading(self, capture_id: str, extractor: str) -> Article | None:
        """The article that was read in a capture by an extractor, if it read one."""
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

    def hosts_of_addresses(self) -> tuple[str, ...]:
        """The hosts, with their ports, under which articles have addresses, whether they are checked or not."""
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
        """Watched sources and articles whose time has come, sources first, then oldest; at most so many.

        With `everything` all that are still checked, by id. A slice begins `after` the last one of the slice before;
        `since` leaves out what fell due before a moment, `checked` what was never checked, or what ever was.
        """
        ...

    def number_due(self, now: datetime) -> int:
        """How many sources and articles are due, watched or not."""
        ...

    def next_due(self, since: datetime | None = None) -> datetime | None:
        """When the next check of anything that is watched falls due, of those that do at a moment or later."""
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

    def proof(self, kind: str, subject: str) -> Proof | None:
        """What proves that a thing (its kind as `variorum.archive.statements` names it) was kept; `None` without a root."""
        ...

    def search(
        self, query: SearchQuery, *, ranked: bool = True, limit: int = 20, offset: int = 0
    ) -> tuple[SearchHit, ...]:
        """The versions in which something is found, those first in which it stands heaviest, or those captured last."""
        ...

    def unsearched(self) -> int:
        """How many links of an archive of an earlier schema are not searched yet."""
        ...

    def held_ids(
        self,
        after: str = "",
        *,
        source_id: str | None = None,
        since: datetime | None = None,
        limit: int = 500,
    ) -> tuple[str, ...]:
        """The ids of articles behind an id, in their order: of a source, and those of which anything was captured since."""
        ...

    def held(self, article_id: str, since: datetime | None = None) -> Iterator[Held]:
        """All that is held of an article, in an order in which it can be taken in, of one state of the archive.

        Since a moment, the version that stood then comes along, so that every revision finds both of its versions.
        """
        ...

    def captured(self, url: str, at: datetime | None = None, *, limit: int = 50) -> tuple[Capture, ...]:
        """The latest captures of the article at an address, or those of just one moment."""
        ...

    def setting(self, key: str) -> str | None:
        """A value that the archive keeps about itself."""
        ...


class ArchivePort(ArchiveReader, Protocol):
    """An archive: what reads, and a way to write."""

    def seeing(self) -> AbstractContextManager[None]:
        """All that this thread reads within it sees one state, and is asked for at less cost."""
        ...

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

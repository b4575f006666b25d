"""What is known of an article before a check, what the check saw, and what is to be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.model.alias import AliasKind
    from variorum.model.article import Article, Unreadable
    from variorum.model.capture import Capture
    from variorum.model.event import EventKind
    from variorum.model.failure import Failure
    from variorum.model.hazard import Gap
    from variorum.model.lesson import Lesson
    from variorum.model.outcome import Variant
    from variorum.model.reading import LayoutChange
    from variorum.model.schedule import Schedule
    from variorum.model.site_memory import ReadingRule
    from variorum.model.version import Version


@dataclass(frozen=True, slots=True)
class Known:
    """An article as the archive knows it: its latest version, its schedule, and since when it is gone.

    `url` is where it is asked for; `addresses` are all under which it answered. `latest` is the version whose text was
    served last, which is an older one where the article went back to it; `earlier` are the text hashes of all its
    versions, `variants` those texts that it went back to; `changes` counts the versions after the first. `published` is the
    outlet's own statement. `whole_at` is when a whole answer was last served, and `unmodified` how many answers since then
    were 304. `walled_since` is when a wall was first served after the article was last read, `wall_is_told` whether an event
    told that. `laid_out_at` is when an event last told of a redesign.
    """

    article_id: str
    url: str
    schedule: Schedule
    latest: Version | None = None
    withdrawn_since: datetime | None = None
    addresses: tuple[str, ...] = ()
    walled_since: datetime | None = None
    wall_is_told: bool = False
    first_seen: datetime | None = None
    published: datetime | None = None
    changes: int = 0
    earlier: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    whole_at: datetime | None = None
    unmodified: int = 0
    laid_out_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The outcome of one check: a capture and what was read in it, or a failure; both when the reader failed.

    `reading` and `text_hash` are `None` when nothing new was served (304), the article was gone (404, 410), or the
    reader took too long or broke down. `layout` tells what a redesign did, where the page is built otherwise than the
    latest version's was; `rule` and `lesson` are what is to be remembered for the next version and of the site; `memory` is the version of
    the site's memory that it was read with. `is_same`
    tells that the latest version's capture reads the same today, `before` how it reads where that is not as it was read.
    `amp` is the address of the page for small screens that it names. `takes_over` says that another article which was
    captured at the address that answered is the same as this one. `renamed` is the address that the page calls its own
    and under which its source lists it too. `takes_turns` says that an earlier text is back, and that
    the one in between was served as what is made anew for each reader.
    """

    at: datetime
    capture: Capture | None = None
    reading: Article | Unreadable | None = None
    text_hash: str | None = None
    failure: Failure | None = None
    layout: LayoutChange | None = None
    rule: ReadingRule | None = None
    lesson: Lesson | None = None
    is_same: bool = False
    before: Article | None = None
    memory: int = 0
    amp: str | None = None
    takes_over: bool = False
    renamed: str | None = None
    takes_turns: bool = False


@dataclass(frozen=True, slots=True)
class KeepCapture:
    """Keep a capture and what was read in it."""

    capture: Capture
    reading: Article | Unreadable | None
    text_hash: str | None


@dataclass(frozen=True, slots=True)
class KeepVersion:
    """Make a version of a capture's article, and a revision against the version before it.

    After a redesign both sides of the revision are `layout`'s, which were read the same way; there is no revision where
    only the layout changed. `before` is the old side where its capture reads otherwise today, `memory` the version of the
    site's memory that was read with.
    """

    capture: Capture
    article: Article
    text_hash: str
    layout: LayoutChange | None = None
    before: Article | None = None
    memory: int = 0


@dataclass(frozen=True, slots=True)
class KeepMemory:
    """Remember how an article was read, and what its page teaches of its site."""

    rule: ReadingRule | None
    lesson: Lesson | None


@dataclass(frozen=True, slots=True)
class KeepVariant:
    """Record that the article went back to a text that it had before: no version is made of it.

    `alternates` tells that it has done so to and fro. `beside` is the text that stood there last, where the two are
    variants, by that or by the way in which they were served: what was found between them is then no change.
    """

    text_hash: str
    at: datetime
    alternates: bool
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class RecordEvent:
    """Record that something befell the article as a whole."""

    kind: EventKind
    since: datetime
    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class RecordAddress:
    """Record that the article also answers at another address; `take_over` takes it from the article that has it."""

    url: str
    take_over: bool = False


@dataclass(frozen=True, slots=True)
class RecordAlias:
    """Record that another address led to the article, or was named by its page."""

    kind: AliasKind
    url: str


@dataclass(frozen=True, slots=True)
class RecordFailure:
    """Record that the check failed."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class RecordGap:
    """Record whether the text changed between the last check and this one, for the hazard to be learnt from."""

    gap: Gap


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Set when the article is checked next, and why."""

    schedule: Schedule


Intent: TypeAlias = (
    KeepCapture
    | KeepVersion
    | KeepVariant
    | KeepMemory
    | RecordEvent
    | RecordAddress
    | RecordAlias
    | RecordFailure
    | RecordGap
    | Reschedule
)


@dataclass(frozen=True, slots=True)
class Due:
    """A source or an article whose time has come: its id and address. What is known of it is read when it is checked."""

    due_at: datetime
    id: str
    url: str
    is_source: bool

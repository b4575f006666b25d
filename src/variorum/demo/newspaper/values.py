"""The frozen values of the fictional news web: outlets, the articles they print, and what became of these when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

#: What an alteration may be: of the text, of its address (`url-moved`), or of the article as a whole. `moved` is text
#: that moved within an article; a note of any kind may have come or gone.
KINDS = frozenset(
    {
        *("headline", "standfirst", "byline", "caption", "figure", "lead-rewritten", "reworded", "moved"),
        *("quote-added", "quote-dropped", "quote-altered", "split", "merged", "grown", "trimmed"),
        *("correction", "clarification", "editors-note", "update-note"),
        *("typography", "timestamp-only", "url-moved", "withdrawn", "returned"),
    }
)
#: Alterations that leave the words as they were.
_WORDLESS = frozenset({"typography", "timestamp-only"})


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news site. `feed_path` is its feed's path on `http://<slug>.localhost:<port>`.

    `feed_format` is `rss`, `atom` or `json`; `feed_query` is what its feed appends to the articles' addresses;
    `validators` are the response headers by which it answers conditional requests, `etag` or `last-modified`;
    `robots` is its robots.txt, with `{root}` where its own address stands.
    """

    slug: str
    name: str
    language: str
    tagline: str
    imprint: str
    feed_path: str
    feed_format: str
    feed_query: str
    robots: str
    validators: tuple[str, ...]
    sections: tuple[str, ...]
    advertisements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article's text. `kind` is `paragraph`, `subhead` or `quote`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark of the outlet on its own article, such as a correction; `label` is printed in front of it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All that an edit can alter. `status` is the HTTP status that the article's address answers with."""

    path: str
    headline: str
    standfirst: str
    byline: tuple[str, ...]
    dateline: str
    caption: str
    credit: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    status: int = 200


@dataclass(frozen=True, slots=True)
class State:
    """A draft as it stands from `minute` on, counted from the start of the demonstration.

    `modified` is the minute that the outlet itself gives for the last modification; `kinds` tell what was altered,
    empty for the first state.
    """

    minute: int
    modified: int
    kinds: tuple[str, ...]
    draft: Draft


@dataclass(frozen=True, slots=True)
class Article:
    """An article with all its states, oldest first; the first one's minute is when it was published."""

    id: str
    story: str
    outlet: str
    section: str
    picture: str
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """An article as it stands at a moment, its moments told in words. Times are aware UTC.

    `changed` is when anything about it last changed, said or not; `former_paths` are the addresses it has left;
    `number` counts its states up to now.
    """

    id: str
    story: str
    outlet: str
    section: str
    picture: str
    draft: Draft
    published: datetime
    modified: datetime
    changed: datetime
    former_paths: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Alteration:
    """One change of one article, as it truly happened: the yardstick for whoever watches. `at` is aware UTC.

    `path` is the article's address just before.
    """

    at: datetime
    outlet: str
    article: str
    path: str
    kinds: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether anything but glyphs and the time of modification changed."""
        return not _WORDLESS.issuperset(self.kinds)

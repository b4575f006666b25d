"""Takes what was read in a page, gives the reading with the rule for the next version and what was decided about each block."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from variorum.model.article import Article, Unreadable
    from variorum.model.site_memory import ReadingRule


class Layout(StrEnum):
    """Whether the rule of the version before still held."""

    NEW = "new"
    KEPT = "kept"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a page, the rule for the next version, and whether the rule of the version before held.

    `rule` is `None` where there is nothing to go by: the next version is then read as if it were the first.
    """

    article: Article | Unreadable
    rule: ReadingRule | None = None
    layout: Layout = Layout.NEW


class Zone(StrEnum):
    """What part of a page a block belongs to."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    BODY = "body"
    LIST = "list"
    NOTE = "note"
    CAPTION = "caption"
    AUTHOR_NOTE = "author-note"
    TABLE = "table"
    BOX = "box"
    EMBED = "embed"
    FURNITURE = "furniture"
    REST = "rest"


class Vote(StrEnum):
    """Who takes a block for the article's text."""

    ANCHOR = "anchor"
    SLOT = "slot"
    STATED = "stated"
    RULE = "rule"
    SITE = "site"


class Reason(StrEnum):
    """Why a block was taken or left."""

    OUTLET = "an outlet rule names it"
    ANCHORED = "the anchor takes it"
    SLOT = "the anchor takes its slot"
    AMONG = "it stands among the text"
    NOTE = "it is a note of the newsroom"
    KEPT = "the version before had it"
    STATED = "the page states it as the article's text"
    LEFT = "it was left out of the version before"
    OUTSIDE = "it stands outside the text"
    FURNITURE = "its element is furniture"
    LINK = "it only leads elsewhere"
    LABEL = "it only announces a link"
    COLOPHON = "it claims rights or signs"
    REPEATED = "it stands on other pages of the site"
    TABLE = "it stands in a table"
    BOX = "it stands in a box of its own"
    SERIES = "it stands in a series of which the page shows one part"
    CAPTION = "it belongs to a picture"
    LAST_HEADING = "nothing follows this heading"
    SAID = "headline, standfirst, byline or time say it already"
    AUTHOR_NOTE = "it presents an author or tells who else worked on it"


@dataclass(frozen=True, slots=True)
class BlockReading:
    """A block of a page and what was decided about it."""

    text: str
    zone: Zone
    slot: str
    votes: tuple[Vote, ...]
    is_taken: bool
    reason: Reason


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reading with what was decided about each block, in the order of the page."""

    reading: Reading
    blocks: tuple[BlockReading, ...]


@dataclass(frozen=True, slots=True)
class LayoutChange:
    """What a redesign did to an article: both captures read the same way, and whether the text is the same.

    `before` and `after` are to be compared instead of the versions as they were read when they came.
    """

    before: Article
    after: Article

    @property
    def is_layout_only(self) -> bool:
        """Whether nothing but the page's build changed: same headline, same words in the same order."""
        return self.before.headline == self.after.headline and _words(self.before) == _words(self.after)


def _words(article: Article) -> list[str]:
    """The words of the text: a template may set two lines as one."""
    return [word for paragraph in article.paragraphs for word in paragraph.text.split()]

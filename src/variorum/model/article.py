"""What a capture says when it is read: an article with its fields and paragraphs, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.model.beside import Beside, Embed, Table


class ArticleKind(StrEnum):
    """What an article is: a text, a live blog of entries, or words beside a video or a gallery of pictures."""

    TEXT = "text"
    LIVE = "live"
    VIDEO = "video"
    GALLERY = "gallery"


class ParagraphKind(StrEnum):
    """What a paragraph is within its article."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    QUOTE = "quote"
    LIST = "list"
    CAPTION = "caption"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of an article's text, letters as the outlet set them.

    A caption that the page marks as a picture's stands in `Article.captions`; the kind `CAPTION` is for one that
    only the running text shows.
    """

    text: str
    kind: ParagraphKind = ParagraphKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A link inside the body: its words and the absolute address it leads to."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where the value of an article's field was read, such as `json-ld headline` or `meta og:title`."""

    field: str
    source: str


@dataclass(frozen=True, slots=True)
class Sign:
    """What was seen on a page and where: the evidence of a state or of a doubt, such as `Just a moment...` in `dom title`."""

    seen: str
    where: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a live blog: its paragraphs are `Article.paragraphs[start:end]`, its heading among them.

    `at` is when it was posted, aware UTC, where the page tells it.
    """

    start: int
    end: int
    at: datetime | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read. `None` means that the page does not give the value. Times are aware UTC.

    `authors` are persons, `houses` the agencies and outlets that sign beside them or alone. `dateline` is the place and
    agency that open a report ("GENEVA (Reuters)"); `canonical_url` is the page's own claim. `headline_json_ld`,
    `headline_og_title` and `headline_h1` are what each surface says, `headline` is one of them. The zones are those in
    which the page tells its times ("+02:00"). `language` is declared, `language_detected` that of the words.
    `free_to_read` is what the page says of itself; `corrections` are those that only its metadata state. `field_sources`
    tells where each value was read and takes no part in equality. `beside` holds the zones beside the paragraphs, `None` of an article
    that was read before these were kept, or from a text without any.

    `entries` are those of a live blog, in the order of the page. An article with `doubts` may not be what the page says:
    it is kept, not published. Kind, entries and doubts tell how the page is made and take no part in equality either.

    >>> Article(headline="Bridge closed", paragraphs=(Paragraph("It shut at noon."),)).byline
    ''
    """

    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    canonical_url: str | None = None
    lead_image: str | None = None
    links: tuple[Hyperlink, ...] = ()
    captions: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    headline_json_ld: str | None = None
    headline_og_title: str | None = None
    headline_h1: str | None = None
    houses: tuple[str, ...] = ()
    published_zone: str | None = None
    modified_zone: str | None = None
    section: str | None = None
    language_detected: str | None = None
    free_to_read: bool | None = None
    corrections: tuple[str, ...] = ()
    beside: Beside | None = None
    field_sources: tuple[FieldSource, ...] = field(default=(), compare=False)
    kind: ArticleKind = field(default=ArticleKind.TEXT, compare=False)
    entries: tuple[Entry, ...] = field(default=(), compare=False)
    doubts: tuple[Sign, ...] = field(default=(), compare=False)

    @property
    def byline(self) -> str:
        """The authors as one line, empty when none is named."""
        return ", ".join(self.authors)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables amid its text."""
        return self.beside.tables if self.beside else ()

    @property
    def embeds(self) -> tuple[Embed, ...]:
        """What other sites gave to be shown amid its text."""
        return self.beside.embeds if self.beside else ()

    @property
    def author_notes(self) -> tuple[str, ...]:
        """What is said of its authors and of who else worked on it."""
        return self.beside.author_notes if self.beside else ()

    @property
    def surfaces(self) -> tuple[str | None, str | None, str | None]:
        """The headline in JSON-LD, in `og:title` and in the `h1`; none in articles that were read before these were told apart.

        >>> Article("Mill burns").surfaces
        (None, None, None)
        """
        return self.headline_json_ld, self.headline_og_title, self.headline_h1


class UnreadableReason(StrEnum):
    """Why no article could be read from a capture."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_TEXT = "not-text"
    NO_ARTICLE = "no-article"
    PARSER_FAILED = "parser-failed"
    PAYWALL = "paywall"
    CONSENT_WALL = "consent-wall"
    BOT_CHALLENGE = "bot-challenge"
    NOT_FOUND = "not-found"
    SCRIPT_ONLY = "script-only"
    LISTING = "listing"
    SIGN_IN = "sign-in"
    REGION_WALL = "region-wall"
    SERVER_ERROR = "server-error"


#: What stands between a reader and an article that is there.
WALLS = frozenset(
    {
        UnreadableReason.PAYWALL,
        UnreadableReason.CONSENT_WALL,
        UnreadableReason.BOT_CHALLENGE,
        UnreadableReason.SIGN_IN,
        UnreadableReason.REGION_WALL,
    }
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A capture in which no article could be read: the reason, a sentence for people, and what was seen that tells it."""

    url: str
    reason: UnreadableReason
    detail: str
    evidence: tuple[Sign, ...] = ()

    @property
    def sentence(self) -> str:
        """One line that names the page and the reason."""
        return f"{self.url}: {self.detail}"

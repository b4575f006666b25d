"""What an archive holds of an article, thing by thing, as exports tell it and imports take it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.model.article import Article, Unreadable
    from variorum.model.capture import Capture
    from variorum.model.documents import Document
    from variorum.model.event import Event


@dataclass(frozen=True, slots=True)
class HeldArticle:
    """An article with every address under which it answered, and since when."""

    id: str
    url: str
    source_id: str
    first_seen: datetime
    addresses: tuple[tuple[str, datetime], ...] = ()
    headline: str | None = None
    published: datetime | None = None
    withdrawn_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldCapture:
    """A capture of an article and when it was stored; one whose bytes were let go has none."""

    id: str
    article_id: str
    capture: Capture
    stored_at: datetime
    is_let_go: bool = False


@dataclass(frozen=True, slots=True)
class HeldReading:
    """What an extractor read in a capture."""

    capture_id: str
    extractor: str
    read: Article | Unreadable


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """A version; its article is the reading of its capture by its extractor. One that is `superseded` is in no history any more."""

    id: str
    article_id: str
    capture_id: str
    extractor: str
    captured_at: datetime
    stored_at: datetime
    text_hash: str
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class HeldRevision:
    """A comparison of two versions as a record; `record` is `None` where comparing failed."""

    id: str
    article_id: str
    before_version: str
    after_version: str
    captured_before: datetime
    captured_after: datetime
    made_at: datetime
    comparer: str
    sentence: str
    classes: tuple[str, ...]
    weight: float
    superseded: bool
    record: Document | None


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """An event, how much a reader should care about it, and when it was recorded."""

    event: Event
    weight: float
    made_at: datetime
    superseded: bool = False


Held: TypeAlias = HeldArticle | HeldCapture | HeldReading | HeldVersion | HeldRevision | HeldEvent

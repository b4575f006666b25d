"""What a change means: a class, the old and new value, and the places that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingClass(StrEnum):
    """The classes of finding that a comparison recognises (docs/reference/findings.md)."""

    HEADLINE = "headline"
    HEADLINE_SURFACE = "headline-surface"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    TABLE = "table"
    EMBED = "embed"
    AUTHOR_NOTE = "author-note"
    IMAGE = "image"
    LINK = "link"
    LANGUAGE = "language"
    URL_MOVED = "url-moved"
    TIMESTAMP_ONLY = "timestamp-only"
    FIGURE = "figure"
    NAME = "name"
    DATE = "date"
    PLACE = "place"
    ATTRIBUTION = "attribution"
    CERTAINTY = "certainty"
    NEGATION = "negation"
    QUOTE_ADDED = "quote-added"
    QUOTE_DROPPED = "quote-dropped"
    QUOTE_ALTERED = "quote-altered"
    SPEAKER_CHANGED = "speaker-changed"
    LEAD_REWRITTEN = "lead-rewritten"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    GROWN = "grown"
    TRIMMED = "trimmed"
    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    EDITORS_NOTE = "editors-note"
    UPDATE_NOTE = "update-note"
    UNANNOUNCED = "unannounced"
    ANNOUNCED_CORRECTION = "announced-correction"
    TYPOGRAPHY = "typography"
    CASE = "case"
    BOILERPLATE = "boilerplate"
    CLOCK = "clock"


class Side(StrEnum):
    """The two sides of a comparison."""

    OLD = "old"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that proves a finding: characters `start` to `end` of a field or of a sentence of the body.

    `field` is the name of a field, such as `headline`, or `body`; `sentence` is the index of the body's
    sentence, `None` for the other fields; `quote` is the text of the span (Web Annotation: TextQuoteSelector beside
    TextPositionSelector).
    """

    side: Side
    field: str
    start: int
    end: int
    quote: str
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a change means. `weight` lies in [0, 1]: how much a reader should care.

    `before` and `after` are the old and new value where there is one; `subject` is what is counted or spoken of;
    `details` are further values by name, as the class has them: a figure's `unit` and `direction`;
    `sentence` tells the finding in a few plain words and is empty where the revision's sentence need not name it.
    """

    kind: FindingClass
    weight: float
    sentence: str = ""
    before: str | None = None
    after: str | None = None
    subject: str | None = None
    evidence: tuple[Evidence, ...] = ()
    details: tuple[tuple[str, str], ...] = ()

"""Takes two articles, gives what became of each of their fields."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from variorum.comparison.marks import edits
from variorum.model import EditKind, FieldChange, Hyperlink
from variorum.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.model import Article

#: Fields whose words are marked; the others are compared as wholes.
_TEXTS = frozenset({"headline", "standfirst", "byline", "dateline", "captions"})


def field_changes(before: Article, after: Article) -> tuple[FieldChange, ...]:
    """Every field of an article on both sides, in the order of display, changed or not."""
    return tuple(_field_change(name, value(before), value(after)) for name, value in _VALUES.items())


#: How a field is read off an article; the order is that of display.
_VALUES: dict[str, Callable[[Article], object]] = {
    "headline": lambda article: article.headline,
    "standfirst": lambda article: article.standfirst,
    "byline": lambda article: article.authors,
    "dateline": lambda article: article.dateline,
    "captions": lambda article: article.captions,
    "lead_image": lambda article: article.lead_image,
    "links": lambda article: article.links,
    "published": lambda article: article.published,
    "modified": lambda article: article.modified,
    "language": lambda article: article.language,
    "canonical_url": lambda article: article.canonical_url,
}


def _field_change(name: str, old: object, new: object) -> FieldChange:
    before, after = _displayed(name, old), _displayed(name, new)
    if old == new:
        kind = EditKind.KEPT
    elif _compared(name, before) == _compared(name, after):
        kind = EditKind.TYPOGRAPHY
    else:
        kind = EditKind.CHANGED
    marked = edits(before or "", after or "") if name in _TEXTS else ()
    return FieldChange(name, before, after, kind, marked)


def _displayed(name: str, value: object) -> str | None:
    match value:
        case None | ():
            return None
        case str():
            return value
        case datetime():
            return value.isoformat()
        case tuple():
            return (", " if name == "byline" else "\n").join(
                f"{part.text} <{part.url}>" if isinstance(part, Hyperlink) else str(part) for part in value
            )
    raise TypeError(f"an article's {name} cannot be {value!r}")


def _compared(name: str, value: str | None) -> str:
    # A picture's query string sizes and signs it; the picture is the same.
    return (value or "").partition("?")[0] if name == "lead_image" else normalise(value or "")

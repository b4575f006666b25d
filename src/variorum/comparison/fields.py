"""Takes two articles, gives what became of each of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.comparison.marks import edits
from variorum.model import EditKind, FieldChange
from variorum.model.documents import field_text
from variorum.text.normalise import normalise

if TYPE_CHECKING:
    from variorum.model import Article

#: Fields whose words are marked; the others are compared as wholes.
_TEXTS = frozenset({"headline", "standfirst", "byline", "dateline", "captions"})


def field_changes(before: Article, after: Article) -> tuple[FieldChange, ...]:
    """Every field of an article on both sides, in the order of display, changed or not."""
    return tuple(_field_change(name, before, after) for name in _ATTRIBUTES)


#: The fields of an article by the names of display, in its order.
_ATTRIBUTES = {
    "headline": "headline",
    "standfirst": "standfirst",
    "byline": "authors",
    "dateline": "dateline",
    "captions": "captions",
    "lead_image": "lead_image",
    "links": "links",
    "published": "published",
    "modified": "modified",
    "language": "language",
    "canonical_url": "canonical_url",
}


def _field_change(name: str, old: Article, new: Article) -> FieldChange:
    before, after = field_text(old, name), field_text(new, name)
    attribute = _ATTRIBUTES[name]
    if getattr(old, attribute) == getattr(new, attribute):
        kind = EditKind.KEPT
    elif _compared(name, before) == _compared(name, after):
        kind = EditKind.TYPOGRAPHY
    else:
        kind = EditKind.CHANGED
    marked = edits(before or "", after or "") if name in _TEXTS else ()
    return FieldChange(name, before, after, kind, marked)


def _compared(name: str, value: str | None) -> str:
    # A picture's query string sizes and signs it; the picture is the same.
    return (value or "").partition("?")[0] if name == "lead_image" else normalise(value or "")

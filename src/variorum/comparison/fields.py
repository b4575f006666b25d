"""Takes two articles, gives what became of each of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.comparison.marks import edits
from variorum.model import EditKind, FieldChange
from variorum.model.documents import field_text
from variorum.text.normalise import normalise

if TYPE_CHECKING:
    from variorum.model import Article

#: The surfaces of the headline, and what else was not read from the beginning on.
SURFACES = ("headline_json_ld", "headline_og_title", "headline_h1")
_LATER = (*SURFACES, "houses", "corrections")
#: The zones beside the paragraphs.
BESIDE = ("tables", "embeds", "author_notes")
#: Fields whose words are marked; the others are compared as wholes.
_TEXTS = frozenset({"headline", "standfirst", "byline", "dateline", "captions", *_LATER, *BESIDE})


def field_changes(before: Article, after: Article) -> tuple[FieldChange, ...]:
    """The fields of an article on both sides, in the order of display, changed or not.

    The surfaces of the headline, the houses, the corrections of the metadata and the zones beside the paragraphs stand behind, if they
    changed: a surface only where its change is not that of the headline, and none of them beside an article that was read before
    these were.
    """
    changes = tuple(_field_change(name, before, after) for name in _ATTRIBUTES)
    with_surfaces = any(before.surfaces) and any(after.surfaces)
    with_zones = before.beside is not None and after.beside is not None
    names = (*(_LATER if with_surfaces else ()), *(BESIDE if with_zones else ()))
    headline = (before.headline, after.headline)
    later = (_field_change(name, before, after) for name in names)
    return (*changes, *(change for change in later if _tells_more(change, headline)))


def _tells_more(change: FieldChange, headline: tuple[str | None, str | None]) -> bool:
    """Whether a field changed in words, and not as the headline did."""
    if not change.changed:
        return False
    texts = [normalise(text or "") for text in (change.before, change.after)]
    return change.name not in SURFACES or texts != [normalise(text or "") for text in headline]


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
    attribute = _ATTRIBUTES.get(name, name)
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

"""Takes elements of a page, gives whether they are furniture: what stands on the page without being its article."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from variorum.extraction.word_lists import BUILDERS, FOREIGN, LAYOUT, SURROUNDING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from lxml.html import HtmlElement

_ATTRIBUTES = (
    "class",
    "id",
    "role",
    "data-testid",
    "data-component",
    "data-module",
    "data-type",
    "aria-label",
)
_LONGEST = 400
# Words as they stand between hyphens, underscores and humps: `relatedArticles`, `ad--inline`, `c-newsletter__box`.
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_FOREIGN_PAIR = re.compile(
    r"most[-_ ]?(?:read|viewed|popular)|read[-_ ]?(?:more|next|also)|more[-_ ]on|see[-_ ]also|also[-_ ]read|up[-_ ]next"
    r"|pull-?quote",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Paragraphs are kept from screen readers where a wall stands before them, not because they are none.
_TEXT = frozenset({"p", "li", "blockquote"})
_PICTURES = ("img", "picture", "video", "audio", "iframe", "svg", "object", "embed")
_WALL = frozenset({"cookie", "cookies", "consent", "gdpr", "cmp"})


class Furniture(Enum):
    """What kind of furniture an element is: about something else, or about the article without being its text."""

    FOREIGN = "foreign"
    SURROUNDING = "surrounding"


def furniture(element: HtmlElement) -> Furniture | None:
    """The kind of furniture that an element says it is, by its name, class, role and style; else `None`.

    >>> from lxml.html import fragment_fromstring
    >>> [furniture(fragment_fromstring(f'<div class="{name}">')) for name in ("adventure", "c-readMore", "caption")]
    [None, <Furniture.FOREIGN: 'foreign'>, <Furniture.SURROUNDING: 'surrounding'>]
    """
    if element.tag in {"nav", "dialog"} or is_hidden(element):
        return Furniture.FOREIGN
    kind = _kind(_said(element))
    if kind is None and element.tag in {"aside", "footer", "figure", "figcaption"}:
        return None if is_quotation(element) else Furniture.SURROUNDING
    return kind


def stands_in(path: Iterable[HtmlElement], held: Container[HtmlElement]) -> bool:
    """Whether one of some elements holds what stands on a path, innermost first, with no furniture in between."""
    for element in path:
        if element in held:
            return True
        if furniture(element) is not None:
            return False
    return True


def is_quotation(element: HtmlElement) -> bool:
    """Whether an element is a figure that shows a quotation and no picture."""
    return (
        element.tag == "figure"
        and next(element.iter("blockquote"), None) is not None
        and next(element.iter(*_PICTURES), None) is None
    )


def says_nothing(element: HtmlElement) -> bool:
    """Whether an element tells nothing of what it holds: it has no marks, or a class that only lays it out.

    >>> from lxml.html import fragment_fromstring
    >>> [says_nothing(fragment_fromstring(f'<div class="{name}">')) for name in ("pad-left 2", "text", "promo pad")]
    [True, True, False]
    """
    return all(name in {"class", "style"} or name.startswith("data-") for name in element.attrib) and (
        all(
            name in BUILDERS or {word.lower() for word in _WORD.findall(name)} <= LAYOUT
            for name in (element.get("class") or "").split()
        )
    )


def lays_out(element: HtmlElement) -> bool:
    """Whether a builder of pages lays out with an element, text and pictures alike."""
    return not BUILDERS.isdisjoint((element.get("class") or "").split())


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element says that nobody is to see it."""
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or (element.get("aria-hidden") == "true" and element.tag not in _TEXT)
        or bool(style and _INVISIBLE.search(style))
    )


def said_words(element: HtmlElement) -> set[str]:
    """The words that an element says of itself, in lower case."""
    return _words(_said(element))


@lru_cache(maxsize=8_192)
def _kind(said: str) -> Furniture | None:
    """What the marks of an element say; those of a site's elements are the same on page after page."""
    words = _words(said)
    if words & FOREIGN or _FOREIGN_PAIR.search(said):
        return Furniture.FOREIGN
    return Furniture.SURROUNDING if words & SURROUNDING else None


def is_wall(element: HtmlElement) -> bool:
    """Whether an element asks for consent and holds no article: furniture even where it is all that a page shows."""
    return (
        not _WALL.isdisjoint(_words(_said(element)))
        and element.find(".//h1") is None
        and element.find(".//article") is None
    )


def _said(element: HtmlElement) -> str:
    return " ".join(value[:_LONGEST] for name in _ATTRIBUTES if (value := element.get(name)))


def _words(said: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(said)}

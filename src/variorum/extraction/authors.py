"""Takes a page, gives the persons who sign its article: no houses, agencies, roles, addresses or links."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from variorum.extraction.headline import after_heading, site_names
from variorum.extraction.plain import key, plain
from variorum.extraction.word_lists import HOUSE_WORDS, HOUSES, NAME_PARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.page import Page

_META = (
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "cxenseparse:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
)
_MOST_AUTHORS = 50
_MOST_WORDS = 6
_LONGEST_NAME = 60
_LONGEST_BYLINE = 200
#: How many elements after the headline a byline may stand.
_NEAR = 200

_OPENING = re.compile(
    r"^(?:(?:written|reported|words|text|story|posted|published|texte|escrito|publicado)\s*:?\s+)?"
    r"(?:by|von|vom|par|por|di|door|av|af|od|autor(?:in|a)?:|auteur:|author:|من|بقلم|от|автор:|文[:：]|取材[:：])\s+",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s*(?:[,;|•·/、，؛،]|\s(?:and|und|et|y|e|og|och|en|&|и|و|with|mit|avec|con)\s)\s*", re.IGNORECASE
)
_ASIDE = re.compile(r"\s*[(\[（].*|\s+[-–—]\s.*|\s+(?:in|for|für|pour|à|en)\s.*")
_RANK = re.compile(r"\s+(?:기자|특파원|記者|特派員)$")
# Addresses, handles and slugs; a single word in Latin letters is one of these or a house more often than a name.
_NO_NAME = re.compile(
    r"[@\d:!?<>{}=]|https?|www\.|\.(?:com|org|net|de|co|at|ch|fr)\b|^[a-z0-9_.-]+$", re.IGNORECASE
)
_BYLINE = re.compile(r"author|byline|(?:^|[-_ ])autor|signature|verfasser", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|e)?|auteurs?|people|journalists?|staff|redakteure?|profiles?|by)/",
    re.IGNORECASE,
)


def authors(page: Page, heading: HtmlElement | None, opening: Sequence[Block]) -> tuple[tuple[str, ...], str]:
    """The persons and the source: JSON-LD, then meta, then `itemprop`, then the byline as readers see it.

    `heading` is the element of the headline, `opening` the blocks between it and the text.
    """
    houses = site_names(page) | HOUSES
    for names, source in _signatures(page, heading, opening):
        found = tuple(dict.fromkeys(person for name in names for person in persons(name, houses)))
        if found:
            return found[:_MOST_AUTHORS], source
    return (), ""


def persons(byline: str, houses: frozenset[str] = HOUSES) -> Iterator[str]:
    """The persons in a byline.

    >>> list(persons("By Ada Lind and Bo Ek, Political Editor; dpa (Berlin)"))
    ['Ada Lind', 'Bo Ek']
    """
    for part in _JOINT.split(_OPENING.sub("", plain(byline))):
        name = _RANK.sub("", _ASIDE.sub("", _OPENING.sub("", part))).strip(" .-–—*")
        if _is_name(name) and key(name) not in houses:
            yield name


def _is_name(name: str) -> bool:
    words = name.casefold().split()
    return (
        1 < len(name) <= _LONGEST_NAME
        and len(words) <= _MOST_WORDS
        and not _NO_NAME.search(name)
        and HOUSE_WORDS.isdisjoint(words)
        and any(char.isalpha() for char in name)
    )


def _signatures(
    page: Page, heading: HtmlElement | None, opening: Sequence[Block]
) -> Iterator[tuple[list[str], str]]:
    stated = [name for kind, name in page.stated.named("author") if not kind.endswith("Organization")]
    yield stated[:_MOST_AUTHORS], "json-ld author"
    for name in _META:
        yield [claim.value for claim in page.declared.claims(name)], f"meta {name}"
    yield [claim.value for claim in page.declared.claims("itemprop author")][:1], "itemprop author"
    yield _seen(page, heading), "dom byline"
    yield [block.text for block in opening if is_byline(block.text)], "dom line"
    if any(page.stated.named("author")) or any(page.declared.claims("author")):
        # A house is said to be the author: the line in bold that opens the text names who it was.
        bold = [block.text for block in opening if block.is_bold]
        yield [text for text in bold if _names_alone(text)], "dom line"


def is_byline(text: str) -> bool:
    """Whether a line says that it names who wrote the article.

    >>> is_byline("By Ada Lind in Geneva"), is_byline("By noon the bridge was shut."), is_byline("Ada Lind")
    (True, False, False)
    """
    return bool(_OPENING.match(text)) and _names_alone(text)


def _names_alone(text: str) -> bool:
    """Whether a line could be nothing but names: two words or more each, written with capitals, no closing full stop."""
    found = list(persons(text))
    return (
        bool(found)
        and len(text) <= _LONGEST_BYLINE
        and text[-1:] not in ".!?…:"
        and all(_is_capitalised(name) for name in found)
    )


def _is_capitalised(name: str) -> bool:
    parts = name.split()
    return all(not part[0].islower() or part in NAME_PARTICLES for part in parts) and (
        len(parts) > 1 or not name.isascii()
    )


def _seen(page: Page, heading: HtmlElement | None) -> list[str]:
    """The names in the first byline that readers see under the headline."""
    for element in islice(after_heading(page, heading), _NEAR):
        marks = " ".join(
            element.get(name) or "" for name in ("class", "rel", "data-testid", "data-component")
        )
        if _BYLINE.search(marks):
            group = element
        elif element.tag == "a" and _AUTHOR_PAGE.search(element.get("href") or ""):
            group = element.getparent()
        else:
            continue
        named = [name for piece in _pieces(group) for name in persons(piece) if _is_capitalised(name)]
        if named:
            return named
    return []


def _pieces(group: HtmlElement) -> list[str]:
    """The texts of a byline, none where it is too long for one: elements within each other are not read to the end."""
    pieces: list[str] = []
    room = _LONGEST_BYLINE
    for text in group.itertext():
        piece = text.strip()
        room -= len(piece)
        if room < 0:
            return []
        if piece:
            pieces.append(piece)
    return pieces

"""Takes a page, gives who signs its article: the persons, and apart from them the agencies and other houses."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

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
_ADDRESS = re.compile(r"https?:|www\.|@", re.IGNORECASE)
_NO_HOUSE = re.compile(r"[@/<>{}=]|https?:|www\.", re.IGNORECASE)
_ACCOUNTS = frozenset({"admin", "administrator", "webmaster", "root", "user", "guest", "editor", "author"})
#: How the sources begin that are what readers see.
_SEEN = "dom"
_BYLINE = re.compile(r"author|byline|(?:^|[-_ ])autor|signature|verfasser", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|e)?|auteurs?|people|journalists?|staff|redakteure?|profiles?|by)/",
    re.IGNORECASE,
)


class Signature(NamedTuple):
    """The persons who sign and the houses that sign beside them or alone, each with where that was read."""

    persons: tuple[tuple[str, ...], str]
    houses: tuple[tuple[str, ...], str]


def signature(page: Page, heading: HtmlElement | None, opening: Sequence[Block]) -> Signature:
    """Who signs: by JSON-LD, then meta, then `itemprop`, then the byline as readers see it.

    `heading` is the element of the headline, `opening` the blocks between it and the text. Houses are those that the source
    of the persons names too; where no person signs, those that JSON-LD or meta names first.
    """
    known = site_names(page) | HOUSES
    alone: tuple[tuple[str, ...], str] = ((), "")
    for names, organisations, source in _signatures(page, heading, opening):
        found = tuple(dict.fromkeys(person for name in names for person in persons(name, known)))
        named = [house for name in names for house in _houses(name, known)]
        named += [house for name in organisations if _could_be_house(house := plain(name))]
        houses = () if source.startswith(_SEEN) else tuple(dict.fromkeys(named))[:_MOST_AUTHORS]
        if found:
            return Signature((found[:_MOST_AUTHORS], source), (houses, source))
        if houses and not alone[0]:
            alone = houses, source
    return Signature(((), ""), alone)


def _houses(byline: str, known: frozenset[str]) -> Iterator[str]:
    """The houses in a byline: those that are known for such, and whatever signs it where no person does."""
    if _ADDRESS.search(byline):
        return
    parts = [part.strip(" .-–—*") for part in _JOINT.split(_OPENING.sub("", plain(byline)))]
    signs_alone = not any(persons(byline, known))
    for part in parts:
        if key(part) in known or (signs_alone and _could_be_house(part)):
            yield part


def _could_be_house(name: str) -> bool:
    """Whether a name could be that of a house: no address, no handle, no account of a content management system."""
    return (
        1 < len(name) <= _LONGEST_NAME
        and not _NO_HOUSE.search(name)
        and name.casefold() not in _ACCOUNTS
        and any(char.isalpha() for char in name)
    )


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
) -> Iterator[tuple[list[str], list[str], str]]:
    """The lines that may name persons, and the names of organisations, of each source."""
    stated = list(page.stated.named("author"))[:_MOST_AUTHORS]
    organisations = [name for kind, name in stated if kind.endswith("Organization")]
    yield (
        [name for kind, name in stated if not kind.endswith("Organization")],
        organisations,
        "json-ld author",
    )
    for name in _META:
        yield [claim.value for claim in page.declared.claims(name)], [], f"meta {name}"
    yield [claim.value for claim in page.declared.claims("itemprop author")][:1], [], "itemprop author"
    yield _seen(page, heading), [], "dom byline"
    yield [block.text for block in opening if is_byline(block.text)], [], "dom line"
    if any(page.stated.named("author")) or any(page.declared.claims("author")):
        # A house is said to be the author: the line in bold that opens the text names who it was.
        bold = [block.text for block in opening if block.is_bold]
        yield [text for text in bold if _names_alone(text)], [], "dom line"


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

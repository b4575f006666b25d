"""Takes a page, gives its headline as a reader sees it, without the name of the site."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import token_set_ratio

from variorum.extraction.declarations import Claim
from variorum.extraction.plain import key, plain
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.page import Page

_META = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "citation_title",
    "dc.title",
    "itemprop headline",
)
_SEPARATOR = re.compile(r"\s*[|｜ㅣ•»：]\s*|\s+[-–—·/]\s+|\s*:\s+")
#: A shorter name of a site may be another word's beginning.
_SHORTEST_STEM = 4
#: Two titles of one article share at least this much of their words, in per cent.
_ALIKE = 60
_LONGEST = 400
_MOST_HEADINGS = 20


def headline(page: Page, blocks: Sequence[Block]) -> Claim | None:
    """The headline with its source: the text on which most of `h1`, JSON-LD, meta and `title` agree, `h1` if none do.

    A page has several `h1` (a log-in box, a breaking-news bar), so one counts only if it resembles a claim; and metadata
    often holds a title made for search engines, so a claim counts only by what agrees with it.
    """
    names = site_names(page)
    claims = [Claim(without_site(value, names), source) for value, source in _claims(page)]
    claims = [claim for claim in claims if claim.value and key(claim.value) not in names]
    candidates = [*_heading(blocks, names, claims), *claims]
    votes = Counter(key(candidate.value) for candidate in candidates)
    winner = max(votes, key=lambda letters: votes[letters], default=None)
    agreed = [candidate for candidate in candidates if key(candidate.value) == winner]
    # Of the same letters the longer text is taken: a kicker that only its colour sets off runs into the headline.
    return max(agreed, key=lambda candidate: len(candidate.value), default=None)


def _heading(blocks: Sequence[Block], names: frozenset[str], claims: list[Claim]) -> list[Claim]:
    """The `h1` that resembles the claims most, if any does; the first where nothing is claimed."""
    headings = [text for text in _headings(blocks) if key(text) not in names]
    best = max(headings, key=lambda heading: _likeness(heading, claims), default=None)
    if best is None or (claims and _likeness(best, claims) < _ALIKE):
        return []
    return [Claim(best, "dom h1")]


def heading_of(page: Page, title: str | None) -> HtmlElement | None:
    """The `h1` that holds the headline, else the first of the page, else `None`: the article begins there."""
    headings = list(page.root.iter("h1"))[:_MOST_HEADINGS]
    wanted = key(title or "")
    return next(
        (one for one in headings if wanted and wanted in key(one.text_content())),
        headings[0] if headings else None,
    )


def heading_place(blocks: Sequence[Block], heading: HtmlElement | None, title: str | None) -> int:
    """How many blocks stand above the headline: above its `h1`, else above the first block that says the same."""
    places = (place for place, block in enumerate(blocks) if heading in block.path)
    if (place := next(places, None)) is not None:
        return place
    wanted = key(title or "")
    return next((place for place, block in enumerate(blocks) if wanted and block.key == wanted), 0)


def after_heading(page: Page, heading: HtmlElement | None, *tags: str) -> Iterator[HtmlElement]:
    """The elements of these names (all where none is named) that follow a heading, or those of the page if there is none."""
    if heading is None:
        yield from page.root.iter(*tags)
    else:
        yield from heading.iterdescendants(*tags)
        yield from heading.xpath("|".join(f"following::{tag}" for tag in tags or ("*",)))


def site_names(page: Page) -> frozenset[str]:
    """The keys of the names under which the site goes: as declared, and its domain with and without its suffix."""
    said = [
        claim.value
        for claim in page.declared.claims("og:site_name", "application-name", "al:android:app_name")
    ]
    said += [name for _, name in page.stated.named("publisher")]
    domain = registered_domain(page.url)
    return frozenset(filter(None, map(key, [*said, domain, domain.partition(".")[0]])))


def without_site(title: str, names: frozenset[str]) -> str:
    """A title without what names the site at its end or its start.

    >>> without_site("Bridge closed - Local News | The Daily Example", frozenset({"thedailyexample"}))
    'Bridge closed - Local News'
    """
    cuts = [match.span() for match in _SEPARATOR.finditer(title)]
    for start, end in reversed(cuts):
        if _names_site(title[end:], names):
            return title[:start].strip()
    for start, end in cuts[:1]:
        if _names_site(title[:start], names):
            return title[end:].strip()
    return title


def _names_site(part: str, names: frozenset[str]) -> bool:
    found = key(part)
    return any(
        found == name
        or (len(name) >= _SHORTEST_STEM and found.startswith(name) and len(found) < 2 * len(name))
        for name in names
    )


def _claims(page: Page) -> list[Claim]:
    """One claim of each kind: that of JSON-LD, that of meta, that of the `title` element."""
    stated = [Claim(text, "json-ld headline") for text in page.stated.texts("headline")]
    declared = list(page.declared.claims(*_META))
    title = Claim(page.root.findtext(".//title") or "", "dom title")
    return [Claim(plain(value)[:_LONGEST], source) for value, source in (*stated[:1], *declared[:1], title)]


def _headings(blocks: Sequence[Block]) -> list[str]:
    """The texts of the first `h1`; a heading cut by a border (a kicker, a line break) is one text."""
    parts: dict[HtmlElement, list[str]] = {}
    for block in blocks:
        heading = next((element for element in block.path if element.tag == "h1"), None)
        if heading is not None:
            parts.setdefault(heading, []).append(block.text)
    found = (" ".join(texts) for texts in list(parts.values())[:_MOST_HEADINGS])
    return [text for text in found if len(text) <= _LONGEST]


def _likeness(heading: str, claims: list[Claim]) -> float:
    return max((token_set_ratio(heading.casefold(), claim.value.casefold()) for claim in claims), default=0.0)

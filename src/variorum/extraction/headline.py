"""Takes a page, gives its headline on each surface that shows one, and the one that stands for the article."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

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
    "headline",
    "parsely-title",
    "sailthru.title",
    "citation_title",
    "dc.title",
    "itemprop headline",
)
# What sets a label off at the end of a title; the dash may stand without spaces, since the rest is known.
_LABEL = re.compile(r"\s*[|｜ㅣ•»*–—-]\s*")
_SEPARATOR = re.compile(r"\s*[|｜ㅣ•»：]\s*|\s+[-–—·/]\s+|\s*:\s+")
#: A shorter name of a site may be another word's beginning.
_SHORTEST_STEM = 4
#: Two titles of one article share at least this much of their words, in per cent.
_ALIKE = 60
_LONGEST = 400
#: Headings in which an article's headline stands where the `h1` is the house's name.
_LOWER = frozenset({"h2", "h3"})
_CALLED = re.compile(r"(?:^|[-_ ])(?:headline|title)(?:$|[-_ ])", re.IGNORECASE)
_MOST_HEADINGS = 20


class Headlines(NamedTuple):
    """The headline of an article and what each surface says: JSON-LD, `og:title` and the `h1` that readers see."""

    chosen: Claim | None
    json_ld: Claim | None
    og_title: Claim | None
    h1: Claim | None

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all that stands on a surface: a block that says one of them repeats the headline."""
        return frozenset(key(claim.value) for claim in self if claim)


def headlines(page: Page, blocks: Sequence[Block]) -> Headlines:
    """What stands on each surface, without the name of the site, and the headline among it.

    A page has several `h1` (a log-in box, a breaking-news bar), so one counts only if it resembles a claim.
    """
    names = site_names(page) | _house_over(page, blocks)
    json_ld = _claim(next(page.stated.texts("headline"), ""), "json-ld headline", names)
    og_title = _claim(*next(page.declared.claims("og:title"), ("", "")), names)
    title = _claim(page.root.findtext(".//title") or "", "dom title", names)
    twitter = _claim(*next(page.declared.claims("twitter:title"), ("", "")), names)
    other = _claim(*next(page.declared.claims(*_META), ("", "")), names)
    declared = [claim for claim in (json_ld, og_title, twitter, other, title) if claim]
    h1 = _heading(blocks, names, declared)
    h2 = _second_heading(blocks, [claim for claim in (json_ld, og_title) if claim])
    candidates = [claim for claim in (h1, *declared) if claim]
    chosen = _chosen(json_ld, og_title, _Elsewhere(h1, h2, title, twitter)) or _agreed(candidates)
    chosen = chosen or _called_headline(blocks)
    if chosen is not None:
        letters = key(chosen.value)
        alike = [candidate for candidate in candidates if key(candidate.value) == letters]
        # Of the same letters the longer text is taken: a kicker that only its colour sets off runs into the headline.
        chosen = max([*alike, chosen], key=lambda candidate: len(candidate.value))
    return Headlines(chosen, json_ld, og_title, h1)


def _claim(value: str, source: str, names: frozenset[str]) -> Claim | None:
    """A title without the name of its site, `None` where nothing else is left."""
    told = without_site(plain(value)[:_LONGEST], names)
    return Claim(told, source) if told and key(told) not in names else None


class _Elsewhere(NamedTuple):
    """What else says the headline: the `h1`, an `h2`, the `title` element and `twitter:title`."""

    h1: Claim | None
    h2: Claim | None
    title: Claim | None
    twitter: Claim | None


def _chosen(json_ld: Claim | None, og_title: Claim | None, seen: _Elsewhere) -> Claim | None:
    """The headline that the outlet states for others to show; `None` where it states none.

    Where JSON-LD and `og:title` differ, one that an `h2` shows is it: then the `h1` is a kicker, or is there for search
    engines. One that nothing else repeats while all else agrees is not it. The `title` element is written for search engines
    too: else the headline is the one that it does not repeat. Where each surface says something else, what readers see is it.
    """
    if seen.h2 and not _same(json_ld, og_title):
        return json_ld if _same(json_ld, seen.h2) else og_title
    if og_title is None or _same(json_ld, og_title):
        stated = json_ld
    else:
        og_title = _without_label(og_title, [claim for claim in (json_ld, seen.h1) if claim])
        is_outvoted = _same(json_ld, seen.h1, seen.title, seen.twitter)
        is_for_search = _same(json_ld, seen.title) and not _same(og_title, seen.title) and not is_outvoted
        if json_ld is None or is_for_search or _same(og_title, seen.h1, seen.title):
            stated = og_title
        else:
            stated = json_ld
    said = [key(claim.value) for claim in (json_ld, og_title, seen.h1, seen.title) if claim]
    return seen.h1 if stated and seen.h1 and len(set(said)) == len(said) else stated


def _same(*claims: Claim | None) -> bool:
    """Whether all of these are there and say the same."""
    return all(claims) and len({key(claim.value) for claim in claims if claim}) == 1


def _without_label(claim: Claim, known: Sequence[Claim]) -> Claim:
    """A title without the section or the like at its end, where the rest is what another surface says."""
    letters = {key(other.value) for other in known}
    for cut in _LABEL.finditer(claim.value):
        if key(claim.value[: cut.start()]) in letters:
            return Claim(claim.value[: cut.start()].strip(), claim.source)
    return claim


def _agreed(candidates: Sequence[Claim]) -> Claim | None:
    """The text on which most agree, the first if none do."""
    votes = Counter(key(candidate.value) for candidate in candidates)
    return max(candidates, key=lambda candidate: votes[key(candidate.value)], default=None)


def _heading(blocks: Sequence[Block], names: frozenset[str], claims: list[Claim]) -> Claim | None:
    """The `h1` that resembles the claims most, if any does; the first where nothing is claimed."""
    headings = [text for text in _headings(blocks) if key(text) not in names]
    best = max(headings, key=lambda heading: _likeness(heading, claims), default=None)
    if best is None or (claims and _likeness(best, claims) < _ALIKE):
        return None
    return Claim(best, "dom h1")


def _second_heading(blocks: Sequence[Block], stated: Sequence[Claim]) -> Claim | None:
    """The first `h2` that says what is stated to be the headline."""
    letters = {key(claim.value) for claim in stated}
    second = (block for block in blocks if block.element.tag == "h2")
    return next((Claim(block.text, "dom h2") for block in second if block.key in letters), None)


def _called_headline(blocks: Sequence[Block]) -> Claim | None:
    """The first `h2` that calls itself a headline."""
    called = (block for block in blocks if block.element.tag == "h2" and _CALLED.search(_class(block)))
    return next((Claim(block.text, "dom h2") for block in called), None)


def _class(block: Block) -> str:
    return block.element.get("class") or ""


def _house_over(page: Page, blocks: Sequence[Block]) -> frozenset[str]:
    """The keys of the `h1`s that name the house, as far as the page's title tells: it ends in them, or is no more.

    What a title ends in is the house where another heading says the rest, or where it is the name of the domain, `the` aside.
    """
    title = plain(page.root.findtext(".//title") or "")[:_LONGEST]
    domain = registered_domain(page.url).removeprefix("www.").partition(".")[0]
    own = {key(domain), key(f"the{domain}")}
    found = set()
    for heading in map(key, _headings(blocks)):
        rests = [
            key(title[: cut.start()])
            for cut in _SEPARATOR.finditer(title)
            if key(title[cut.end() :]) == heading
        ]
        is_repeated = any(block.key in rests for block in blocks if block.element.tag in _LOWER)
        if is_repeated or (heading in own and (rests or key(title) == heading)):
            found.add(heading)
    return frozenset(found)


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
        or (len(name) >= _SHORTEST_STEM and found.startswith(name) and len(found) <= 2 * len(name))
        for name in names
    )


def _headings(blocks: Sequence[Block]) -> list[str]:
    """The texts of the first `h1`; a heading cut by a border (a kicker, a line break) is one text."""
    parts: dict[HtmlElement, list[str]] = {}
    own = frozenset(blocks[0].element.getroottree().iter("h1")) if blocks else frozenset()
    for block in blocks:
        if not own.isdisjoint(block.path):
            heading = next(element for element in block.path if element in own)
            parts.setdefault(heading, []).append(block.text)
    found = (" ".join(texts) for texts in list(parts.values())[:_MOST_HEADINGS])
    return [text for text in found if len(text) <= _LONGEST]


def _likeness(heading: str, claims: list[Claim]) -> float:
    return max((token_set_ratio(heading.casefold(), claim.value.casefold()) for claim in claims), default=0.0)

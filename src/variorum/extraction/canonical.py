"""Takes a page and its headlines, gives the address that the page calls its own, if that speaks of this article."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from variorum.extraction.declarations import Claim
from variorum.text.urls import registered_domain, url_key, web_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yarl import URL

    from variorum.extraction.headline import Headlines
    from variorum.extraction.page import Page

_MOST_LINKS, _MOST_CLAIMS = 200, 40
_MOST_DIGITS = 2
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[/-]?(?:\d{1,2}|[a-z]{3})(?![^/.-])){0,2}(?=[/.-]|$)", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"\d{5,}")
_SUFFIX = re.compile(r"\.[a-z]{3,5}$", re.IGNORECASE)
#: What a path holds besides when it leads to the same article in another form.
_VARIANT = re.compile(r"(?:amp|print|mobile|m|full|all|single|index(?:\.\w+)?|page)", re.IGNORECASE)
_PAGING = frozenset({"page", "paged", "pg", "offset", "start"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "ß": "ss"})
#: A slug speaks of what it shares so many words with and this part of its own; of fewer these must be half of the headline.
_WORDS, _PART, _HALF = 3, 0.5, 0.5
#: Two slugs that share this part of the longer are one.
_ALIKE = 0.8


class _Place(NamedTuple):
    """What an address tells: its path without variants, the ids in it, and the words of its slug."""

    path: tuple[str, ...]
    ids: frozenset[str]
    slug: frozenset[str]


def canonical_url(page: Page, titles: Headlines) -> Claim | None:
    """The absolute address that the page calls its own: `link rel=canonical`, else og:url, else JSON-LD.

    It lies under the registered domain of the page and matches it: it is the page's own address but for what tells no article;
    or shares an id, or the words of its slug, with the page's address or a headline; or another surface states the same one. A
    front page or a section is no article's address. A page without an address of the web, such as a file, may claim any but
    a front page.
    """
    claims = list(dict.fromkeys(islice(_claims(page), _MOST_CLAIMS)))
    own = web_url(page.url)
    if own is None:
        return claims[0] if claims else None
    domain, here = registered_domain(page.url), _place(own)
    said = [_words(claim.value) for claim in titles if claim]
    places = {
        claim: _place(url)
        for claim in claims
        if (url := web_url(claim.value)) and registered_domain(claim.value) == domain
    }
    for claim, place in places.items():
        agreed = any(
            other.source != claim.source and there[:2] == place[:2] for other, there in places.items()
        )
        if url_key(claim.value) == url_key(page.url) or _matches(place, here, said, agreed=agreed):
            return claim
    return None


def _claims(page: Page) -> Iterator[Claim]:
    """The addresses that a page states as its own, absolute, without front pages."""
    for value, source in _stated(page):
        found = page.address(value)
        if found and (url := web_url(found)) and (url.path.strip("/") or url.query_string):
            yield Claim(found, source)


def _stated(page: Page) -> Iterator[Claim]:
    for element in list(page.root.iter("link"))[:_MOST_LINKS]:
        if "canonical" in (element.get("rel") or "").lower().split():
            yield Claim(element.get("href") or "", "link canonical")
    yield from page.declared.claims("og:url", "twitter:url", "parsely-link")
    for address in page.stated.addresses():
        yield Claim(address, "json-ld url")


def _place(url: URL) -> _Place:
    path = unquote(url.path).casefold()
    segments = tuple(segment for segment in path.split("/") if segment)
    if len(segments) > 1 and len(segments[-1]) <= _MOST_DIGITS and segments[-1].isdecimal():
        before = [segment for segment in segments[-3:-1] if segment != "page"]
        # A small number behind a slug is that of a page of the text, behind anything else an id.
        if before and len(_words(before[-1])) > 1:
            segments = segments[:-1]
    while len(segments) > 1 and _VARIANT.fullmatch(segments[-1]):
        segments = segments[:-1]
    bare = [_SUFFIX.sub("", segment) for segment in _DATE.sub("", "/".join(segments)).split("/")]
    bare += [value for name, value in url.query.items() if value.isdecimal() and name.lower() not in _PAGING]
    ids = {segment for segment in bare if any(map(str.isdecimal, segment)) and "-" not in segment}
    ids.update(number for segment in bare for number in _LONG_NUMBER.findall(segment))
    slugs = [words for segment in bare if len(words := _words(segment)) > 1] or [_words(bare[-1])]
    return _Place(segments, frozenset(ids), max(slugs, key=len))


def _matches(place: _Place, here: _Place, said: Sequence[frozenset[str]], *, agreed: bool) -> bool:
    """Whether what an address tells is what the page tells of itself."""
    if place.ids & here.ids:
        return True
    if here.path[: len(place.path)] == place.path:
        # A folder in which the page lies is a section.
        return here.path == place.path and not here.ids and bool(place.slug)
    alike = len(place.slug & here.slug) >= _ALIKE * max(len(place.slug), len(here.slug), _WORDS)
    if any(_shares(place.slug, words) for words in said) or (alike and not (place.ids and here.ids)):
        return True
    return agreed and (bool(place.ids) or len(place.slug) > 1)


def _shares(slug: frozenset[str], words: frozenset[str]) -> bool:
    shared = len(slug & words)
    enough = shared >= _WORDS or (shared > 0 and shared >= _HALF * len(words))
    return enough and shared >= _PART * len(slug)


def _words(text: str) -> frozenset[str]:
    """The words of a text as slugs write them: without accents, and with an "e" for an umlaut besides."""
    small = unicodedata.normalize("NFC", text).casefold()
    forms = small, small.translate(_UMLAUTS)
    return frozenset(
        word
        for form in forms
        for word in _WORD.findall(
            "".join(char for char in unicodedata.normalize("NFKD", form) if not unicodedata.combining(char))
        )
    )

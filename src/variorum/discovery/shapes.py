"""Takes addresses, gives their shapes: what the addresses of an outlet's articles have in common, learnt from known ones."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from variorum.text.urls import registered_domain, web_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(?:19|20)\d\d[-_]?[01]\d[-_]?[0-3]\d")
_NUMBER = re.compile(r"\d+")
_SLUG = re.compile(r"[^\W_]+(?:[-_][^\W_]+){2,}")
_MARK = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]{6,}", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:[a-z]{3,5}|[a-z]{2}\d)$", re.IGNORECASE)
_LONG_NUMBER, _WORDS_OF_SLUG = 5, 4
#: Words of a path that lead to lists and services of a site, and hardly ever to an article.
_WORDS_OF_LISTS = """
    about abo account advertise archive archives author authors autor autoren category categories contact
    contacts cookies datenschutz faq feed gallery help hilfe impressum jobs kontakt login mentions-legales
    newsletter newsletters page people podcast podcasts privacy profile redaktion register rss search section
    shop sitemap subscribe suche tag tags team terms thema themen topic topics weather wetter
"""
_NO_ARTICLE = frozenset(_WORDS_OF_LISTS.split())
_FILES = re.compile(r"\.(?:css|gif|ico|jpe?g|js|json|mp[34]|pdf|png|rss|svg|webp|xml|zip)$", re.IGNORECASE)
_ENOUGH = 3


def shape(url: str) -> str:
    """The shape of an address: its registered domain, and what kind of word each part of its path is.

    Sections differ from article to article, so that any word stands for every other; of a query only numbers count.

    >>> shape("https://www.example.org/world/2026/05/04/ferry-runs-aground-off-lorn.html")
    'example.org word/year/number/number/slug.html'
    >>> shape("https://example.org/politik/a-7f3e0c12"), shape("https://example.org/?id=7")
    ('example.org word/mark', 'example.org ?id')
    """
    address = web_url(url)
    if address is None:
        return ""
    parts = [part for part in address.path.split("/") if part]
    names = [_kind(part) for part in parts]
    query = ",".join(sorted({name for name, value in address.query.items() if value.isdigit()}))
    return f"{registered_domain(url)} {'/'.join(names)}" + (f"?{query}" if query else "")


def _kind(part: str) -> str:
    suffix = _SUFFIX.search(part)
    stem, end = (part[: suffix.start()], suffix[0].lower()) if suffix else (part, "")
    if _DATE.fullmatch(stem):
        name = "date"
    elif _YEAR.fullmatch(stem):
        name = "year"
    elif _NUMBER.fullmatch(stem):
        name = "number" if len(stem) < _LONG_NUMBER else "id"
    elif _SLUG.fullmatch(stem):
        name = "slug"
    elif _MARK.fullmatch(stem) or _MARK.fullmatch(stem.rpartition("-")[2]):
        name = "mark"
    else:
        name = "word"
    return name + end


def article_shapes(known: Iterable[str]) -> frozenset[str]:
    """The shapes that known articles have: those of at least three of them, and of a twentieth of those of their site.

    A shape of plain words alone tells articles from sections by nothing, and is left out.
    """
    counts = Counter(shape(url) for url in known)
    by_site: Counter[str] = Counter()
    for name, number in counts.items():
        by_site[name.partition(" ")[0]] += number
    return frozenset(
        name
        for name, number in counts.items()
        if number >= max(_ENOUGH, by_site[name.partition(" ")[0]] / 20) and not _is_plain(name)
    )


def _is_plain(name: str) -> bool:
    kinds = name.partition(" ")[2].partition("?")
    return not kinds[2] and all(part in {"", "word"} for part in kinds[0].split("/"))


def is_article(url: str, shapes: Collection[str]) -> bool:
    """Whether an address looks like that of an article: by the shapes learnt for its site, else by what outlets share.

    >>> is_article("https://paper.example/world/ferry-runs-aground-off-lorn", ())
    True
    >>> is_article("https://paper.example/tag/ferry-runs-aground-off-lorn", ()), is_article("https://paper.example/world", ())
    (False, False)
    """
    address = web_url(url)
    if address is None or _FILES.search(address.path):
        return False
    site = registered_domain(url) + " "
    own = [name for name in shapes if name.startswith(site)]
    if own:
        return shape(url) in own
    parts = [part.lower() for part in address.path.split("/") if part]
    if not parts or any(part in _NO_ARTICLE for part in parts):
        return False
    kinds = [_kind(part).partition(".")[0] for part in parts]
    words = len(re.findall(r"[^\W_]+", parts[-1]))
    dated = kinds[-1] != "year" and ("date" in kinds or "year" in kinds[:-2])
    numbered = re.search(rf"\d{{{_LONG_NUMBER},}}", parts[-1]) is not None
    named = kinds[-1] in {"slug", "id", "mark"} or "-" in parts[-1] or _SUFFIX.search(parts[-1]) is not None
    return words >= _WORDS_OF_SLUG or numbered or (dated and named)

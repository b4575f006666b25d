"""Which address a page may call its own: one that speaks of the same article."""

from __future__ import annotations

import json

import pytest
from tests.extraction.templates import ENGLISH

from variorum.extraction import extract
from variorum.model import Article

SITE = "https://www.example.org"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def claimed(url: str, *, link: str, og_url: str = "", stated: str = "", headline: str) -> str | None:
    """The canonical address of a page that states these, without its site."""
    script = json.dumps(
        {"@type": "NewsArticle", "headline": headline, "mainEntityOfPage": stated and SITE + stated}
    )
    article = extract(
        f'<head><link rel="canonical" href="{link}"><meta property="og:url" content="{og_url}">'
        f'<script type="application/ld+json">{script}</script></head><h1>{headline}</h1>{TEXT}',
        SITE + url,
    )
    assert isinstance(article, Article), article
    return article.canonical_url and article.canonical_url.removeprefix(SITE)


BRIDGE = "Mill Bridge in Thüringen closed after crack is found"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("/roads/mill-bridge?utm_source=feed", "/roads/mill-bridge"),
        ("/roads/mill-bridge?from=front", "/roads/mill-bridge"),
        ("/roads/mill-bridge/amp", "/roads/mill-bridge"),
        ("/roads/mill-bridge/page/2", "/roads/mill-bridge"),
        ("/bridge", "/bridge"),
        # The same id.
        ("/roads/article48213377/an-old-slug.html", "/news/article48213377/mill-road-shut.html"),
        ("/story?id=512&page=2", "/story?id=512"),
        ("/a/Xk3fP/mill-road-shut", "/a/Xk3fP"),
        # The words of the headline.
        ("/s/abcde", "/roads/2026/05/04/mill-bridge-closed-in-thueringen-1b"),
        ("/s/abcde", "/mill_bridge_thuringen_crack.html"),
    ],
)
def test_an_address_that_shares_id_or_words_with_the_page_is_its_own(url: str, link: str) -> None:
    assert claimed(url, link=link, headline=BRIDGE) == link


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("/roads/mill-bridge-closed", "/"),
        ("/roads/mill-bridge-closed", "/roads"),
        ("/mill-bridge/closed-after-crack", "/mill-bridge"),
        ("/roads/mill-bridge-closed", "/news/world"),
        ("/roads/2026/05/04/mill-bridge-closed", "/roads/2026/05/04"),
        ("/roads/mill-bridge-closed", "/roads/harbour-fish-market-moves-after-storm"),
        ("/roads/article48213377", "/roads/article48213378"),
        ("/story?id=512&page=2", "/story?id=513&page=2"),
        ("/story?id=512", "/story"),
        ("/news/7", "/news/8"),
    ],
)
def test_a_front_page_a_section_or_another_article_is_no_address_of_this_one(url: str, link: str) -> None:
    assert claimed(url, link=link, headline=BRIDGE) is None
    assert claimed(url, link=link, og_url=url, headline=BRIDGE) == url


@pytest.mark.parametrize("stated", ["/articles/AST1F4445.html", "/roads/a-title-of-yesterday"])
def test_what_another_surface_states_too_is_believed_unless_it_is_a_section(stated: str) -> None:
    assert claimed("/s/abcde", link=stated, headline=BRIDGE) is None
    assert claimed("/s/abcde", link=stated, stated=stated, headline=BRIDGE) == stated
    assert claimed("/s/abcde", link="/roads", stated="/roads", headline=BRIDGE) is None


def test_a_headline_in_another_script_matches_the_slug_in_it() -> None:
    slug = "/news/जिला-अस्पताल-में-नई-इमारत"
    assert claimed("/s/abcde", link=slug, headline="जिला अस्पताल में नई इमारत खुली") is not None

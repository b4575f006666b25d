"""Articles that pages link to, told from everything else by what is known of an outlet's addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.discovery import article_links, article_shapes
from variorum.discovery.limits import MOST_ARTICLE_LINKS
from variorum.discovery.shapes import is_article, shape
from variorum.text.urls import web_url

WHERE = "https://www.gazette.org/"
WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_.%/?=&#é", max_size=40)


def page(*links: str) -> bytes:
    return "".join(
        f'<li><a href="{link}">Words of {number}</a>' for number, link in enumerate(links)
    ).encode()


def urls(body: bytes, known: tuple[str, ...] = ()) -> list[str]:
    return [seen.url for seen in article_links(body, WHERE, "", article_shapes(known)).sightings]


@pytest.mark.parametrize(
    "path",
    [
        "/world/ferry-runs-aground-off-lorn-islands",
        "/2026/05/04/politics/tax-bill.html",
        "/politik/ausland/streit-um-die-faehre-a-1234567.html",
        "/news/articles/48213377",
        "/sport/20260504-final-report",
    ],
)
def test_what_most_outlets_call_their_articles_is_known_from_the_start(path: str) -> None:
    assert is_article(f"https://www.gazette.org{path}", ())


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/world",
        "/world/europe",
        "/tag/ferry-runs-aground-off-lorn",
        "/authors/mara-lind-of-the-gazette",
        "/2026/05/04/",
        "/images/ferry-runs-aground-off-lorn.jpg",
        "/newsletters/the-morning-and-the-evening",
    ],
)
def test_sections_tags_and_files_are_no_articles(path: str) -> None:
    assert not is_article(f"https://www.gazette.org{path}", ())


def test_the_articles_of_a_page_come_in_its_order_each_once_with_its_longest_words() -> None:
    body = (
        b'<a href="/world/ferry-runs-aground-off-lorn"><img alt=""></a>'
        b'<a href="https://ads.example.net/buy-our-new-car-today">Car</a>'
        b'<a href="/world/ferry-runs-aground-off-lorn#comments">Ferry runs aground off <b>Lorn</b></a>'
        b'<a href="/world/mill-burns-down-in-kell">Mill burns</a>'
    )
    found = article_links(body, WHERE).sightings
    assert [(seen.url, seen.title) for seen in found] == [
        ("https://www.gazette.org/world/ferry-runs-aground-off-lorn", "Ferry runs aground off Lorn"),
        ("https://www.gazette.org/world/mill-burns-down-in-kell", "Mill burns"),
    ]


def test_known_articles_teach_which_links_are_articles() -> None:
    known = tuple(f"https://www.gazette.org/item/{number}/short" for number in range(10_000, 10_020))
    links = ("/item/10777/brief", "/shop/the-long-name-of-a-thing-on-sale", "/item/about")
    assert urls(page(*links), known) == ["https://www.gazette.org/item/10777/brief"]


def test_one_odd_article_teaches_nothing_and_neither_do_plain_words() -> None:
    assert article_shapes(["https://gazette.org/item/10777/x"]) == frozenset()
    assert (
        article_shapes([f"https://gazette.org/world/{word}" for word in ("a", "b", "c", "d")]) == frozenset()
    )


def test_what_was_learnt_of_one_outlet_says_nothing_of_another() -> None:
    known = [f"https://gazette.org/item/{number}" for number in range(10_000, 10_010)]
    shapes = article_shapes(known)
    assert is_article("https://gazette.org/item/10777", shapes)
    assert is_article("https://other.org/world/ferry-runs-aground-off-lorn", shapes)


def test_a_page_of_links_has_a_limit() -> None:
    links = [f"/world/number-{number}-of-the-very-many" for number in range(MOST_ARTICLE_LINKS + 20)]
    found = article_links(page(*links), WHERE)
    assert (len(found.sightings), found.skipped) == (MOST_ARTICLE_LINKS, 20)


@given(st.lists(WORDS, max_size=6))
def test_known_addresses_are_recognised_by_what_was_learnt_from_them(paths: list[str]) -> None:
    known = [f"https://gazette.org/item/{path}" for path in paths for _ in range(3)]
    shapes = article_shapes(known)
    assert shapes <= {shape(url) for url in known}
    assert all(shape(url) in shapes for url in known if shapes and is_article(url, shapes))


@given(st.binary(max_size=200) | st.lists(WORDS, max_size=5).map(lambda links: page(*links)))
def test_no_page_raises_and_every_link_stays_on_its_site(body: bytes) -> None:
    for seen in article_links(body, WHERE).sightings:
        address = web_url(seen.url)
        assert address is not None
        assert address.host is not None
        assert address.host.endswith("gazette.org")

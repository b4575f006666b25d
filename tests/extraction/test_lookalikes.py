"""Lookalikes: pages that are no articles are not taken for any, and articles that look like them stay what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.extraction.templates import ENGLISH, URL
from tests.extraction.templates_lookalikes import (
    ARTICLES,
    CARD_FORMS,
    LOOKALIKES,
    Plain,
    front,
    sign_in,
    walled,
)

from variorum.extraction import extract
from variorum.model import Article, ArticleKind, Unreadable, UnreadableReason

if TYPE_CHECKING:
    from tests.extraction.templates_states import Served

_DECLARATIONS = re.compile(
    r'<script[^>]*ld\+json.*?</script>|<meta[^>]*(?:article:|og:)[^>]*>|itemtype="[^"]*"', re.DOTALL
)
_LONG_MENU = "<ul>{}</ul>".format(
    "".join(f'<li><a href="/part/{number}">Part {number}</a></li>' for number in range(200))
)


@pytest.mark.parametrize("served", LOOKALIKES, ids=lambda served: served.name)
def test_a_page_that_is_no_article_is_none_and_says_why(served: Served) -> None:
    found = extract(served.page, URL)
    assert isinstance(found, Unreadable), found
    assert found.reason is served.reason, found
    assert served.seen in " ".join(sign.seen for sign in found.evidence)
    assert found.evidence
    assert all(sign.where for sign in found.evidence)


@pytest.mark.parametrize("plain", ARTICLES, ids=lambda plain: plain.name)
def test_an_article_that_looks_like_none_is_one(plain: Plain) -> None:
    found = extract(plain.page, URL)
    assert isinstance(found, Article), found
    assert found.headline == plain.headline
    assert set(plain.told) <= {paragraph.text for paragraph in found.paragraphs}
    assert found.doubts == ()
    assert found.kind is ArticleKind.TEXT


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (walled(ENGLISH, "<div><p>Subscribe to continue reading</p></div>"), UnreadableReason.PAYWALL),
        (sign_in("en", "Sign in", "Forgot your password? No account yet? " * 4), UnreadableReason.SIGN_IN),
    ],
    ids=["stub", "form"],
)
def test_a_long_menu_hides_no_wall(page: str, reason: UnreadableReason) -> None:
    found = extract(page.replace("<main>", f"{_LONG_MENU}<main>"), URL)
    assert isinstance(found, Unreadable), found
    assert found.reason is reason


def test_a_stub_that_breaks_off_may_be_longer_than_one_that_does_not() -> None:
    wall = "<div><p>Subscribe to continue reading</p></div>"
    assert isinstance(extract(walled(ENGLISH, wall, words=180), URL), Article)
    assert isinstance(extract(walled(ENGLISH, wall, words=180, cut=True), URL), Unreadable)


@pytest.mark.parametrize("form", CARD_FORMS)
def test_a_few_links_under_a_report_are_no_listing(form: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs * 2)
    assert isinstance(extract(front(form, ENGLISH.headline, text, number=3), URL), Article)


@pytest.mark.parametrize("address", ["/author/ada-lind", "/tag/ferries", "/"])
def test_the_address_tells_that_what_introduces_a_listing_is_no_article(address: str) -> None:
    intro = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    found = extract(
        front("article", "Ada Lind", intro, number=6), f"https://www.harbour-courier.example{address}"
    )
    assert isinstance(found, Unreadable), found
    assert found.reason is UnreadableReason.LISTING


def test_an_article_stays_one_where_its_page_declares_nothing(
    development_pages: dict[str, list[tuple[str, dict[str, Any]]]],
) -> None:
    for page, gold in [*development_pages["fe"][::10], *development_pages["ft"][1::7]]:
        assert isinstance(extract(_DECLARATIONS.sub("", page), gold["url"]), Article), gold["id"]

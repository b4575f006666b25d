"""What holds no article says so, with the reason."""

from __future__ import annotations

import pytest
from tests.extraction.templates import CARDS, ENGLISH, MENU, broadsheet

from variorum.extraction import extract
from variorum.model import Article, Unreadable, UnreadableReason

URL = "https://www.harbour-courier.example/news/1"
CONSENT = (
    '<div id="consent-banner" role="dialog"><h2>We value your privacy</h2><p>We and our 412 partners store and access '
    "information on a device, such as cookies, and process personal data. You can change your choices at any time by "
    "following the link at the foot of each page of this site.</p><button>Accept all</button></div>"
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", UnreadableReason.EMPTY),
        (b" \n\t ", UnreadableReason.EMPTY),
        ("", UnreadableReason.EMPTY),
        (b"%PDF-1.7\n1 0 obj", UnreadableReason.NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n", UnreadableReason.NOT_TEXT),
        (b"\xff\xd8\xff\xe0", UnreadableReason.NOT_TEXT),
        (b"GIF89a", UnreadableReason.NOT_TEXT),
        (b"\x1f\x8b\x08\x00", UnreadableReason.NOT_TEXT),
        (bytes(range(32)) * 20, UnreadableReason.NOT_TEXT),
        (b"<html><body></body></html>", UnreadableReason.EMPTY),
        (b"<html><body><h1>404</h1><p>Sorry, this page could not be found.</p>", UnreadableReason.NOT_FOUND),
        (f"<html><body>{MENU}{CONSENT}".encode(), UnreadableReason.CONSENT_WALL),
        (b"<html><body><h1>Thank you</h1><p>The flowers stand in the hall.</p>", UnreadableReason.NO_ARTICLE),
        (
            '<html lang="ja"><body><h1>404</h1><p>お探しのページは見つかりませんでした。</p>'.encode(),
            UnreadableReason.NOT_FOUND,
        ),
    ],
)
def test_what_holds_no_article_is_unreadable_with_the_reason(
    body: bytes | str, reason: UnreadableReason
) -> None:
    found = extract(body, URL)
    assert isinstance(found, Unreadable), found
    assert (found.reason, found.url) == (reason, URL)
    assert found.sentence.startswith(URL)


def test_a_body_beyond_the_limit_is_not_read() -> None:
    found = extract(b"<p>" + b"a" * (24 * 1024 * 1024), URL)
    assert isinstance(found, Unreadable)
    assert (found.reason, found.detail) == (UnreadableReason.TOO_LARGE, "larger than 24 MiB")


def test_a_consent_banner_beside_an_article_does_not_hide_it() -> None:
    article = extract(broadsheet(ENGLISH).replace("<main>", f"{CONSENT}<main>"), URL)
    assert isinstance(article, Article)
    assert tuple(paragraph.text for paragraph in article.paragraphs) == ENGLISH.paragraphs


def test_a_flash_of_one_line_is_an_article_where_the_page_says_so() -> None:
    page = "<html><head>{}</head><body><h1>Ferry sinks</h1><p>The harbour ferry has sunk; all aboard were saved.</p>"
    assert isinstance(extract(page.format(""), URL), Unreadable)
    assert isinstance(extract(page.format('<meta property="og:type" content="article">'), URL), Article)


def test_a_page_of_links_is_no_article() -> None:
    found = extract(
        f"<html><body>{MENU}<ul>{'<li><a href=/n>Storm warning for the whole coast</a></li>' * 30}</ul>", URL
    )
    assert isinstance(found, Unreadable), found


def test_cards_beside_a_missing_article_do_not_become_one_silently() -> None:
    """Teasers are prose too: what is read from a page of nothing else is at least none of its links' titles."""
    found = extract(f"<html><body>{MENU}{CARDS}", URL)
    if isinstance(found, Article):
        assert not any(paragraph.text.startswith("Another story") for paragraph in found.paragraphs)

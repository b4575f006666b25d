"""States: what stands in an article's place is told with its evidence, and no article is taken for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from tests.extraction.templates import ENGLISH, STORIES, TEMPLATES, URL, Story, broadsheet
from tests.extraction.templates_lookalikes import LOOKALIKES
from tests.extraction.templates_states import (
    CAPTIONS,
    IN_MORE_LANGUAGES,
    POSTS,
    STATES,
    SUMMARY,
    Served,
    front_cards,
    gallery,
    listing,
    live_blog,
    stub,
    video_page,
)

from variorum.extraction import extract
from variorum.model import WALLS, Article, ArticleKind, ParagraphKind, Unreadable, UnreadableReason


def read(page: str, url: str = URL) -> Article:
    article = extract(page, url)
    assert isinstance(article, Article), article
    return article


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize("served", [*STATES, *IN_MORE_LANGUAGES], ids=lambda served: served.name)
def test_what_stands_in_an_articles_place_is_told_with_its_evidence(served: Served) -> None:
    found = extract(served.page, URL)
    assert isinstance(found, Unreadable), found
    assert found.reason is served.reason, found
    assert served.seen in " ".join(sign.seen for sign in found.evidence)
    assert all(sign.where for sign in found.evidence)


@pytest.mark.parametrize(
    "served",
    [
        served
        for served in STATES
        if served.reason in WALLS | {UnreadableReason.NOT_FOUND} and "</head>" in served.page
    ],
    ids=lambda served: served.name,
)
def test_a_wall_is_told_where_a_page_says_that_it_holds_a_video(served: Served) -> None:
    video = '<meta property="og:type" content="video.other"></head>'
    found = extract(served.page.replace("</head>", video, 1), URL)
    assert isinstance(found, Unreadable), found
    assert found.reason is served.reason


def test_a_live_blog_that_is_cut_off_at_a_wall_is_no_article() -> None:
    page = stub(ENGLISH, "Subscribe to continue reading").replace("NewsArticle", "LiveBlogPosting")
    found = extract(page, URL)
    assert isinstance(found, Unreadable), found
    assert found.reason is UnreadableReason.PAYWALL


def test_a_video_beside_which_a_channel_is_offered_stays_one() -> None:
    offer = "<div class=offer><p>Subscribe to our newsletter for more films from the harbour.</p></div>"
    assert read(video_page() + offer).kind is ArticleKind.VIDEO


def test_walls_are_what_an_article_may_stand_behind() -> None:
    assert {served.reason for served in (*STATES, *LOOKALIKES)} > WALLS


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
@pytest.mark.parametrize(
    "beside",
    [
        '<div class="paywall"><p>Subscribe to continue reading</p></div>',
        '<div id="onetrust-consent"><h2>We value your privacy</h2><p>We and our 412 partners use cookies.</p></div>',
        '<div class="related"><h3><a href="/9">Page not found: how the town lost its map</a></h3></div>',
        "<noscript>Please enable JavaScript</noscript>",
        f"<section>{front_cards()}</section>",
    ],
    ids=["paywall", "consent", "missing", "script", "cards"],
)
def test_an_article_stays_one_beside_what_walls_and_error_pages_hold(story: Story, beside: str) -> None:
    for template in TEMPLATES:
        page = template(story)
        at = page.index("<body") + page[page.index("<body") :].index(">") + 1
        for changed in (page[:at] + beside + page[at:], page + beside):
            article = read(changed)
            assert article.headline == story.headline
            # Beside so many teasers a line of five words in no element of its own is lost.
            told = {text for text in story.paragraphs if "card" not in beside or len(text) > 30}
            assert told <= set(texts(article))
            assert article.doubts == ()
            assert article.kind is ArticleKind.TEXT


@pytest.mark.parametrize(
    "headline",
    [
        "Page not found: the archive that lost a century",
        "Access denied, says the harbour master",
        "Subscribe to continue reading, a history of the paywall",
        "Just a moment: how the ferry nearly sank",
        "We value your privacy, and other lies",
        "Live music returns to the quay",
        "Missing lifeboat was not found before the night fell",
    ],
)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.__name__)
def test_a_headline_that_sounds_like_a_state_makes_none(headline: str, template: object) -> None:
    story = Story("en", headline, ENGLISH.standfirst, ENGLISH.author, ENGLISH.paragraphs)
    assert callable(template)
    article = read(template(story))
    assert article.kind is ArticleKind.TEXT
    assert tuple(texts(article)) == ENGLISH.paragraphs


def test_an_article_about_consent_is_an_article() -> None:
    text = (
        "“We value your privacy” is how most of these pages begin, and few readers go on to the second line of them.",
        "The law asks for your consent before cookies are set, and the commission found that most sites set them first.",
        "Readers who accept all do so within two seconds, the study says; those who refuse need nine clicks on average.",
    )
    story = Story("en", "What happens when you click on accept", ENGLISH.standfirst, ENGLISH.author, text)
    for template in TEMPLATES:
        assert tuple(texts(read(template(story)))) == text


def test_a_wall_over_a_text_that_can_be_read_whole_is_no_stub() -> None:
    long = Story(
        "en", ENGLISH.headline, ENGLISH.standfirst, ENGLISH.author, (" ".join(ENGLISH.paragraphs * 3),)
    )
    assert isinstance(extract(stub(long, "Subscribe to continue reading", cut=False), URL), Article)


def test_a_page_that_says_that_it_is_free_is_no_stub() -> None:
    assert isinstance(
        extract(stub(ENGLISH, "Subscribe to continue reading", free=True, cut=False), URL), Article
    )


def closed(last: str, *, free: str = '"isAccessibleForFree": false', paragraphs: int = 2) -> str:
    """The first paragraphs of a story and what follows them, in its own element."""
    page = broadsheet(Story("en", ENGLISH.headline, "", ENGLISH.author, ENGLISH.paragraphs[:paragraphs]))
    return page.replace('"@type": "NewsArticle"', f'"@type": "NewsArticle", {free}').replace(
        ENGLISH.paragraphs[paragraphs - 1] + "</p>", f"{ENGLISH.paragraphs[paragraphs - 1]}</p>{last}"
    )


@pytest.mark.parametrize(
    "request_made",
    [
        "To keep reading, please log in or create a free account.",
        "Read the rest of this story with a digital subscription.",
        "Continue reading your article with a subscription",
        "Get full access to this story.",
        "This is a premium article.",
        "Dies ist ein Plus-Artikel.",
        "Cet article est un contenu payant.",
    ],
)
def test_a_last_paragraph_that_is_all_request_is_a_wall(request_made: str) -> None:
    found = extract(closed(f"<p>{request_made}</p>"), URL)
    assert isinstance(found, Unreadable), found
    assert (found.reason, found.evidence[0].seen) == (UnreadableReason.PAYWALL, request_made)


def test_a_last_paragraph_that_tells_of_a_request_is_text() -> None:
    told = "Who wants to keep reading the minutes has to sign in at the town hall, where a clerk creates an account for each."
    assert told in texts(read(closed(f"<p>{told}</p>", free='"wordCount": 60')))


@pytest.mark.parametrize(
    "free",
    [
        '"isAccessibleForFree": "False"',
        '"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".rest"}',
    ],
)
def test_a_wall_in_any_language_makes_a_short_text_that_is_not_free_doubtful(free: str) -> None:
    wall = "<div class=paywall><p>Αυτό το άρθρο είναι μόνο για συνδρομητές.</p></div>"
    (doubt,) = read(closed(wall, free=free)).doubts
    assert (doubt.seen, doubt.where) == ("paywall", "dom class")
    assert read(closed(wall, free='"isAccessibleForFree": true')).doubts == ()


def test_what_is_called_a_wall_because_it_is_paid_for_is_the_text() -> None:
    free = '"hasPart": {"isAccessibleForFree": false, "cssSelector": ".premium, .paywall"}'
    last = "The harbour master will hear the ferry men on Friday."
    article = read(closed(f"<div class=paywall><p>{last}</p></div>", free=free))
    assert (article.doubts, texts(article)[-1]) == ((), last)


def test_a_hidden_request_to_subscribe_is_no_wall() -> None:
    page = stub(ENGLISH, "Subscribe to continue reading", cut=False, free=None)
    hidden = page.replace(
        '<div class="subscription-offer">', '<div class="subscription-offer" style="display:none">'
    )
    assert isinstance(extract(hidden, URL), Article)


@pytest.mark.parametrize("declared", [True, False])
def test_a_live_blog_is_read_entry_by_entry(*, declared: bool) -> None:
    article = read(live_blog(declared=declared))
    assert article.kind is ArticleKind.LIVE
    assert article.standfirst == SUMMARY
    told = [
        (
            entry.at,
            entry.heading,
            [text for text in texts(article)[entry.start : entry.end] if text != entry.heading],
        )
        for entry in article.entries
    ]
    assert told == [
        (datetime(2026, 5, 4, int(hour), int(minute), tzinfo=UTC), heading, list(paragraphs))
        for hour, minute, heading, paragraphs in POSTS
    ]
    assert sum(entry.end - entry.start for entry in article.entries) == len(article.paragraphs)
    assert article.paragraphs[0].kind is ParagraphKind.SUBHEAD


def test_comments_with_times_make_no_live_blog() -> None:
    comments = "".join(
        f'<div class="c"><time datetime="2026-05-04T0{n}:00Z">0{n}:00</time><p>{text}</p></div>'
        for n, text in enumerate(ENGLISH.paragraphs)
    )
    page = broadsheet(ENGLISH).replace(ENGLISH.headline, "Live music returns to the quay")
    article = read(page + f"<section>{comments}</section>")
    assert (article.kind, article.entries) == (ArticleKind.TEXT, ())


def test_a_video_page_is_an_article_with_what_is_said_of_the_video() -> None:
    for text in (True, False):
        article = read(video_page(text=text))
        assert article.kind is ArticleKind.VIDEO
        assert article.headline == "Inside the wreck of the Aurora"
        assert [text.partition(",")[0] for text in texts(article)] == [
            "Divers filmed the wreck of the ketch Aurora"
        ]


def test_a_gallery_is_an_article_with_its_captions() -> None:
    article = read(gallery())
    assert article.kind is ArticleKind.GALLERY
    assert article.captions == CAPTIONS
    assert texts(article) in (["Eleven boats came to the line."], list(CAPTIONS))


def test_a_text_of_which_metadata_state_far_more_is_doubtful() -> None:
    stated = json.dumps({"articleBody": "Nobody knew of it for years, said the harbour master. " * 60})[1:-1]
    page = broadsheet(ENGLISH).replace('"@type": "NewsArticle"', f'"@type": "NewsArticle", {stated}')
    (doubt,) = read(page).doubts
    assert doubt.where == "json-ld articleBody"


def test_teasers_on_a_page_that_calls_itself_an_article_are_doubtful() -> None:
    page = listing().replace(
        "</head>", '<meta property="article:published_time" content="2026-05-04T08:15:00Z"></head>'
    )
    found = extract(page, URL)
    assert isinstance(found, Unreadable) or "teasers" in found.doubts[0].seen


def test_a_paragraph_over_and_over_is_doubtful() -> None:
    page = broadsheet(ENGLISH).replace("<p>A ferry", f"{f'<p>{ENGLISH.paragraphs[0]}</p>' * 12}<p>A ferry")
    assert any("repeat" in doubt.seen for doubt in read(page).doubts)

"""Where each field comes from, in which order, and what is not taken for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.templates import ENGLISH

from variorum.extraction import extract
from variorum.extraction.authors import persons
from variorum.extraction.moments import stamp, written_day
from variorum.model import Article
from variorum.text.dates import MONTHS

URL = "https://www.harbour-courier.example/news/1"
#: Under a suffix that the public list knows.
PUBLIC = "https://www.example.org/news/7"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def read(
    head: str = "", *, top: str = "<h1>Mill Bridge closed</h1>", linked: Any = None, url: str = URL
) -> Article:
    script = f'<script type="application/ld+json">{json.dumps(linked)}</script>' if linked is not None else ""
    article = extract(
        f"<html><head>{head}{script}</head><body><article>{top}<div>{TEXT}</div></article></body></html>", url
    )
    assert isinstance(article, Article), article
    return article


def source(article: Article, field: str) -> str | None:
    return next((found.source for found in article.field_sources if found.field == field), None)


@pytest.mark.parametrize(
    "title",
    [
        "Mill Bridge closed | Harbour Courier",
        "Mill Bridge closed - Harbour Courier",
        "Mill Bridge closed – News | Harbour Courier",
        "Harbour Courier: Mill Bridge closed",
        "Mill Bridge closed · harbour-courier.example",
    ],
)
def test_the_name_of_the_site_is_no_part_of_a_headline(title: str) -> None:
    head = f'<title>{title}</title><meta property="og:site_name" content="Harbour Courier">'
    assert (read(head, top="").headline or "").startswith("Mill Bridge closed")
    assert "Courier" not in (read(head, top="").headline or "")
    assert "courier" not in (read(head, top="").headline or "")


def test_a_heading_that_nothing_confirms_is_not_the_headline() -> None:
    article = read("<title>Mill Bridge closed</title>", top="<h1>Log in</h1><h1>Mill Bridge closed</h1>")
    assert article.headline == "Mill Bridge closed"
    assert (
        read('<meta property="og:title" content="Mill Bridge closed">', top="<h1>Log in</h1>").headline
        == "Mill Bridge closed"
    )


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Mill Bridge closed - The Bay Post", "https://www.tbp.example/1"),
        ("Bridge shut: what we know | The Bay Post", "https://baypost.example/1"),
        ("The Bay Post", "https://baypost.example/1"),
    ],
)
def test_the_name_of_the_house_over_a_page_is_no_headline(title: str, url: str) -> None:
    top = "<header><h1>The Bay Post</h1></header><h2 class=headline>Mill Bridge closed</h2>"
    article = read(f"<title>{title}</title>", top=top, url=url)
    assert article.headline in {"Mill Bridge closed", "Bridge shut: what we know"}
    assert article.headline_h1 is None


def test_a_headline_that_a_title_ends_in_is_one() -> None:
    assert (
        read("<title>All news from the harbour | Mill Bridge closed</title>").headline == "Mill Bridge closed"
    )


def test_what_readers_see_wins_over_a_title_for_search_engines() -> None:
    article = read(
        "<title>Mill Bridge closure: all you need to know</title>",
        linked={"@type": "NewsArticle", "headline": "Mill Bridge: what we know"},
    )
    assert article.headline == "Mill Bridge closed"
    assert source(article, "headline") == "dom h1"


def test_a_headline_is_not_repeated_in_the_text() -> None:
    article = read(
        "<title>Mill Bridge closed</title>", top="<h1>Mill Bridge closed</h1><p>Mill Bridge closed</p>"
    )
    assert article.paragraphs[0].text == ENGLISH.paragraphs[0]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Lind and Bo Ek", ["Ada Lind", "Bo Ek"]),
        ("Von Jörg Weißhaupt und Änne Oßwald, dpa", ["Jörg Weißhaupt", "Änne Oßwald"]),
        ("Par Zoé Carpentier-Roux et Léo Vasseroy (AFP)", ["Zoé Carpentier-Roux", "Léo Vasseroy"]),
        ("Por Íñigo Peñaranda y Nuria Abascalet", ["Íñigo Peñaranda", "Nuria Abascalet"]),
        ("Ada Lind, Political Editor", ["Ada Lind"]),
        ("Ada Lind in New Quay", ["Ada Lind"]),
        ("بقلم سلمى الدوري", ["سلمى الدوري"]),
        ("高瀬みどり、森あきら", ["高瀬みどり", "森あきら"]),
        ("Staff", []),
        ("Reuters", []),
        ("Our newsroom", []),
        ("desk@courier.example", []),
        ("https://courier.example/authors/ada-lind", []),
        ("@adalind", []),
        ("", []),
    ],
)
def test_a_byline_gives_persons_only(byline: str, names: list[str]) -> None:
    assert list(persons(byline)) == names


def test_houses_sign_no_article() -> None:
    linked = {
        "@type": "NewsArticle",
        "author": [
            {"@type": "Organization", "name": "Ada Lind Ltd"},
            {"@type": "Person", "name": "Harbour Courier"},
        ],
    }
    head = (
        '<meta property="og:site_name" content="Harbour Courier"><meta name="author" content="Courier Staff">'
    )
    assert read(head, linked=linked).authors == ()


def test_authors_are_named_once_and_in_order() -> None:
    linked = {"@type": "NewsArticle", "author": [{"name": "Bo Ek"}, {"name": "Ada Lind"}, {"name": "Bo Ek"}]}
    assert read(linked=linked).authors == ("Bo Ek", "Ada Lind")


@pytest.mark.parametrize(
    "top",
    [
        '<h1>Mill Bridge closed</h1><div class="c-byline__names">By <span>Ada Lind</span> and <span>Bo Ek</span></div>',
        '<h1>Mill Bridge closed</h1><p>By <a href="/authors/ada-lind">Ada Lind</a> and <a href="/authors/bo-ek">Bo Ek</a></p>',
        "<h1>Mill Bridge closed</h1><p>By Ada Lind and Bo Ek</p>",
    ],
)
def test_a_byline_is_found_where_readers_see_it_and_is_no_paragraph(top: str) -> None:
    article = read(top=top)
    assert article.authors == ("Ada Lind", "Bo Ek")
    assert article.paragraphs[0].text == ENGLISH.paragraphs[0]


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2026-05-04T08:15:00+02:00", "2026-05-04T06:15:00"),
        ("2026-05-04T08:15:00.123+0200", "2026-05-04T06:15:00"),
        ("2026-05-04 08:15:00 +02:00", "2026-05-04T06:15:00"),
        ("2026-05-04T06:15Z", "2026-05-04T06:15:00"),
        ("2026/05/04 06:15", "2026-05-04T06:15:00"),
        ("20260504T061500Z", "2026-05-04T06:15:00"),
        ("2026-05-04", "2026-05-04T00:00:00"),
        ("Mon, 04 May 2026 08:15:00 +0200", "2026-05-04T06:15:00"),
        ("1777875300", "2026-05-04T06:15:00"),
        ("1777875300000", "2026-05-04T06:15:00"),
        ("2026-05-04 6:15 PM", "2026-05-04T18:15:00"),
        ("1777875300.25", "2026-05-04T06:15:00"),
        ("20260504T0615Z", "2026-05-04T06:15:00"),
        ("20260504061500", "2026-05-04T06:15:00"),
        ("2026-05-03T24:00:00Z", "2026-05-04T00:00:00"),
        ("2026-05-04T08:15:00+02:00[Europe/Berlin]", "2026-05-04T06:15:00"),
        ("Mon May 04 2026 08:15:00 GMT+0200 (Central European Summer Time)", "2026-05-04T06:15:00"),
        ("Mon May  4 02:15:00 EDT 2026", "2026-05-04T06:15:00"),
        ("Monday, 04-May-26 06:15:00 GMT", "2026-05-04T06:15:00"),
        ("May 4, 2026 2:15 a.m. EDT", "2026-05-04T06:15:00"),
        ("2:15 AM ET, May 4, 2026", "2026-05-04T06:15:00"),
        ("January 4, 2026 at 1am Eastern Time", "2026-01-04T06:00:00"),
        ("Mon, 04 May 2026 08:15:00 CEST", "2026-05-04T06:15:00"),
        ("04 May 2026 07:15 BST", "2026-05-04T06:15:00"),
        ("04.05.2026, 08:15 Uhr MESZ", "2026-05-04T06:15:00"),
        ("8:05 PM, Sun May 3 2026 (GMT+8)", "2026-05-03T12:05:00"),
        ("20:05, 3 May 2026 EDT", "2026-05-04T00:05:00"),
        ("20:05, 3 May 2026 Fish", "2026-05-03T20:05:00"),
        ("3 мая 2026, 20:05 МСК", "2026-05-03T17:05:00"),
        ("2026年5月3日 14:05 更新", "2026-05-03T14:05:00"),
        ("3. Mai 2026", "2026-05-03T00:00:00"),
        ("3 mai 2026 à 08h05", "2026-05-03T08:05:00"),
        ("3 de mayo de 2026", "2026-05-03T00:00:00"),
        ("2026年5月3日(日) 14:05", "2026-05-03T14:05:00"),
        ("2026年5月3日 午後2時5分", "2026-05-03T00:00:00"),
        ("2026年5月3日 午後2時05分", "2026-05-03T14:05:00"),
        ("2026년 5월 3일 오후 2:05", "2026-05-03T14:05:00"),
        ("03.05.2026, 14:05 Uhr", "2026-05-03T14:05:00"),
        ("٣ مايو ٢٠٢٦، ٢:٠٥ م", "2026-05-03T14:05:00"),
        ("३ मई २०२६, 14:05", "2026-05-03T14:05:00"),
        ("3 мая 2026, 14:05", "2026-05-03T14:05:00"),
        ("13/05/2026", "2026-05-13T00:00:00"),
        ("05/03/2026", None),
        ("2099-12-31T00:00:00Z", None),
        ("2026-13-04", None),
        ("2026-02-30T10:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("2026-05-04T08:15:00+99:99", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_for_machines_is_a_moment_in_utc(told: str, moment: str | None) -> None:
    found = stamp(told)
    assert (found.moment.replace(tzinfo=None).isoformat() if found else None) == moment


@pytest.mark.parametrize(
    "told",
    [
        "May 4, 2026 8:15 IST",
        "2026-05-04T08:15:00 Europe/Berlin",
        "04 May 2026 08:15 XQT",
        "4 May 2026, 8:15 India Standard Time",
        "8:15, 4 May 2026 (IST)",
        "4 мая 2026, 8:15 ЕКБ",
        "4 мая 2026, 8:15 по уральскому времени",
        "2026年5月4日 8:15 日本時間",
    ],
)
def test_a_time_in_a_zone_that_is_unknown_or_several_tells_its_day_alone(told: str) -> None:
    article = read(linked={"@type": "NewsArticle", "datePublished": told})
    assert article.published == datetime(2026, 5, 4, tzinfo=UTC)
    assert (article.published_zone, source(article, "published")) == (None, "json-ld datePublished, day only")


def test_every_month_of_the_languages_that_are_known_is_read_in_metadata() -> None:
    for name, month in MONTHS.items():
        assert stamp(f"4 {name} 2026") == (datetime(2026, month, 4, tzinfo=UTC), False, None), name


@pytest.mark.parametrize(
    ("url", "published", "meta", "modified", "kept"),
    [
        # The address and another surface outvote a slip.
        ("/2026/05/04/bridge", "2062-05-04", "2026-05-04", "2026-05-05", ("2026-05-04", "2026-05-05")),
        ("/2026/05/04/bridge", "2062-05-04", "", "2026-05-05", ("2026-05-04", "2026-05-05")),
        ("/bridge", "2026-05-04", "2026-05-04", "2001-01-01", ("2026-05-04", None)),
        # What is changed years later, or said once only, contradicts nothing.
        ("/bridge", "2012-05-04", "2012-05-04", "2026-05-05", ("2012-05-04", "2026-05-05")),
        ("/bridge", "2012-05-04", "2026-05-04", "2026-05-05", ("2012-05-04", "2026-05-05")),
        ("/bridge", "2026-05-04", "2009-01-01", "", ("2026-05-04", None)),
        ("/bridge", "2099-12-31", "", "2026-05-05", (None, "2026-05-05")),
    ],
)
def test_a_date_that_the_rest_of_the_page_contradicts_by_years_is_left_out(
    url: str, published: str, meta: str, modified: str, kept: tuple[str | None, str | None]
) -> None:
    linked = {"@type": "NewsArticle", "datePublished": published, "dateModified": modified}
    article = read(
        f'<meta property="article:published_time" content="{meta}">',
        linked=linked,
        url=f"https://a.example{url}",
    )
    told = (article.published, article.modified)
    assert tuple(moment and moment.date().isoformat() for moment in told) == kept


@pytest.mark.parametrize(
    "line",
    [
        "Published May 4, 2026",
        "4 May 2026",
        "Monday 4th May 2026, 08:15",
        "4. Mai 2026",
        "Stand: 04.05.2026, 10:15 Uhr",
        "lundi 4 mai 2026",
        "4 de mayo de 2026",
        "2026年5月4日",
        "4 maggio 2026",
        "2026-05-04",
    ],
)
def test_a_date_for_readers_is_a_day(line: str) -> None:
    assert written_day(line) == datetime(2026, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize("line", ["3/4/2026", "May 2026", "31.02.2026", "12:30", "99 May 2026"])
def test_what_could_be_two_days_or_none_is_not_guessed(line: str) -> None:
    assert written_day(line) is None


@given(st.text(max_size=80))
def test_no_text_makes_the_reading_of_dates_fail(text: str) -> None:
    stamped, written = stamp(text), written_day(text)
    assert stamped is None or stamped.moment.utcoffset() == timedelta(0)
    assert written is None or written.utcoffset() == timedelta(0)


def test_a_time_with_a_zone_is_believed_before_one_without() -> None:
    head = '<meta property="article:published_time" content="2026-05-04T06:15:00Z">'
    article = read(head, linked={"@type": "NewsArticle", "datePublished": "2026-05-04T08:15:00"})
    assert article.published == datetime(2026, 5, 4, 6, 15, tzinfo=UTC)
    assert source(article, "published") == "meta article:published_time"


def test_a_time_without_a_zone_is_taken_as_utc_and_said_to_be() -> None:
    article = read(linked={"@type": "NewsArticle", "datePublished": "2026-05-04T08:15:00"})
    assert article.published == datetime(2026, 5, 4, 8, 15, tzinfo=UTC)
    assert source(article, "published") == "json-ld datePublished (no zone)"


def test_times_beside_the_headline_tell_publication_and_change() -> None:
    top = '<h1>Mill Bridge closed</h1><time datetime="2026-05-04T06:15Z">x</time><time class="updated" datetime="2026-05-04T09:00Z">y</time>'
    article = read(top=top)
    assert article.published == datetime(2026, 5, 4, 6, 15, tzinfo=UTC)
    assert article.modified == datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "moment", "where"),
    [
        ("May 3, 2026 8:05 p.m. EDT", "2026-05-04T00:05:00", "dom time"),
        ("Published 3 May 2026, 20:05", "2026-05-03T20:05:00", "dom time (no zone)"),
        ("3 May 2026 20:05 IST", "2026-05-03T00:00:00", "dom time, day only"),
    ],
)
def test_a_time_that_only_readers_are_told_is_read(told: str, moment: str, where: str) -> None:
    top = f"<h1>Mill Bridge closed</h1><time>2 hours ago</time><time>{told}</time><time>Updated 5 May 2026 9:00 UTC</time>"
    article = read(top=top)
    assert article.published is not None
    assert article.published.replace(tzinfo=None).isoformat() == moment
    assert source(article, "published") == where
    assert article.modified == datetime(2026, 5, 5, 9, 0, tzinfo=UTC)


def test_a_page_that_tells_no_date_has_none() -> None:
    article = read()
    assert (article.published, article.modified) == (None, None)


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ('<link rel="canonical" href="/news/7?id=1#x">', "https://www.example.org/news/7?id=1"),
        (
            '<link rel="canonical" href="https://www.example.org/"><meta property="og:url" content="https://example.org/7">',
            "https://example.org/7",
        ),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        (
            '<meta property="og:url" content="https://m.example.org/7">',
            "https://m.example.org/7",
        ),
        (
            '<base href="https://m.example.org/x/"><link rel="canonical" href="7">',
            "https://m.example.org/x/7",
        ),
        (
            '<base href="javascript:alert(1)"><link rel="canonical" href="/7">',
            "https://www.example.org/7",
        ),
        (
            '<base href="http://[bad"><link rel="canonical" href="/7">',
            "https://www.example.org/7",
        ),
        ("", None),
    ],
)
def test_the_canonical_address_is_absolute_or_missing(head: str, canonical: str | None) -> None:
    assert read(head, url=PUBLIC).canonical_url == canonical


def test_json_ld_gives_the_canonical_address_where_no_link_does() -> None:
    linked = {"@type": "NewsArticle", "mainEntityOfPage": {"@id": "https://example.org/7"}}
    assert read(linked=linked, url=PUBLIC).canonical_url == "https://example.org/7"


@pytest.mark.parametrize("claimed", ["https://a.example/7", "https://example.org.a.example/7"])
def test_no_page_may_claim_an_address_of_another_registered_domain(claimed: str) -> None:
    assert read(f'<link rel="canonical" href="{claimed}">', url=PUBLIC).canonical_url is None
    later = '<meta property="og:url" content="https://example.org/7">'
    assert (
        read(f'<link rel="canonical" href="{claimed}">{later}', url=PUBLIC).canonical_url
        == "https://example.org/7"
    )


def test_addresses_need_no_address_of_the_page() -> None:
    article = read(
        '<link rel="canonical" href="https://a.example/7"><meta property="og:image" content="/i.jpg">',
        url="page.html",
    )
    assert (article.canonical_url, article.lead_image) == ("https://a.example/7", None)


@pytest.mark.parametrize(
    "linked",
    [
        [{"@type": "BreadcrumbList"}, {"@type": "ReportageNewsArticle", "author": "Ada Lind"}],
        {
            "@graph": [
                {"@type": "WebPage"},
                {"@type": ["NewsArticle", "Article"], "author": {"name": "Ada Lind"}},
            ]
        },
        {
            "@type": "WebPage",
            "mainEntity": {
                "@type": "https://schema.org/OpinionNewsArticle",
                "author": [{"name": "Ada Lind"}],
            },
        },
        {
            "@type": "LiveBlogPosting",
            "author": "Ada Lind",
            "liveBlogUpdate": [{"@type": "BlogPosting", "author": "Bo Ek"}],
        },
        [
            {"@type": "NewsArticle", "url": "https://a.example/other", "headline": "x", "author": "Bo Ek"},
            {"@type": "NewsArticle", "url": URL, "author": "Ada Lind"},
        ],
    ],
)
def test_the_article_is_found_among_what_json_ld_states(linked: Any) -> None:
    assert read(linked=linked).authors == ("Ada Lind",)


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "author": "Ada Lind",}',
        '// <![CDATA[\n{"@type": "NewsArticle", "author": "Ada Lind"}\n// ]]>',
        '{"@type": "NewsArticle", "description": "a\nb", "author": "Ada Lind"};',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;author&quot;: &quot;Ada Lind&quot;}",
    ],
)
def test_broken_json_ld_is_mended_where_that_is_easy(script: str) -> None:
    assert read(f'<script type="application/ld+json">{script}</script>').authors == ("Ada Lind",)


@pytest.mark.parametrize(
    ("declared", "language"),
    [
        ("de_AT", "de-at"),
        ("EN", "en"),
        ("zh-Hans-CN", "zh-hans-cn"),
        ("English", None),
        ("", None),
        ("x" * 99, None),
    ],
)
def test_a_language_is_told_in_one_form(declared: str, language: str | None) -> None:
    article = extract(f'<html lang="{declared}"><body><h1>Mill Bridge closed</h1>{TEXT}', URL)
    assert isinstance(article, Article)
    assert article.language == language


def test_a_description_that_repeats_the_opening_is_no_standfirst() -> None:
    head = f'<meta property="og:description" content="{ENGLISH.paragraphs[0][:90]}…">'
    article = read(head)
    assert article.standfirst is None
    assert article.paragraphs[0].text == ENGLISH.paragraphs[0]


def test_a_description_that_no_block_shows_says_that_it_is_metadata() -> None:
    article = read(
        '<meta property="og:description" content="Engineers fear that the deck must be replaced.">'
    )
    assert article.standfirst == "Engineers fear that the deck must be replaced."
    assert source(article, "standfirst") == "meta og:description"


def test_a_standfirst_in_bold_opens_the_text() -> None:
    article = read(
        top="<h1>Mill Bridge closed</h1><div><p><strong>Engineers fear that the deck must be replaced.</strong></p></div>"
    )
    assert article.standfirst == "Engineers fear that the deck must be replaced."
    assert article.paragraphs[0].text == ENGLISH.paragraphs[0]

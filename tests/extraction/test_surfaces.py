"""What each surface of a page says of the headline, and which of them is it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.templates import ENGLISH

from variorum.extraction import extract
from variorum.model import Article

URL = "https://www.harbour-courier.example/news/1"
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)

DESK = "Mill Bridge closed after crack is found"
SEARCH = "Mill Bridge Harbourton: closure, diversions and ferry times"
OTHER = "A crack closes the Mill Bridge"


def read(
    *, json_ld: str = "", og: str = "", h1: str = "", h2: str = "", title: str = "", twitter: str = ""
) -> Article:
    linked = json.dumps({"@type": "NewsArticle", "headline": json_ld}) if json_ld else "{}"
    article = extract(
        f'<html><head><title>{title}</title><meta property="og:title" content="{og}"><meta name="twitter:title" content="{twitter}">'
        f'<meta property="og:site_name" content="Harbour Courier"><script type="application/ld+json">{linked}</script></head>'
        f"<body><article><h1>{h1}</h1><h2>{h2}</h2><div>{TEXT}</div></article></body></html>",
        URL,
    )
    assert isinstance(article, Article), article
    return article


def source(article: Article, field: str) -> str | None:
    return next((found.source for found in article.field_sources if found.field == field), None)


def test_each_surface_is_kept_as_it_is_without_the_name_of_the_site() -> None:
    article = read(json_ld=DESK, og=f"{SEARCH} | Harbour Courier", h1=OTHER, title=SEARCH)
    assert article.surfaces == (DESK, SEARCH, OTHER)
    assert [source(article, f"headline_{name}") for name in ("json_ld", "og_title", "h1")] == [
        "json-ld headline",
        "meta og:title",
        "dom h1",
    ]


def test_a_surface_that_a_page_does_not_have_is_none() -> None:
    assert read(h1=DESK).surfaces == (None, None, DESK)
    assert read(og=DESK).surfaces == (None, DESK, None)


def test_a_log_in_box_is_no_surface() -> None:
    assert read(json_ld=DESK, h1="Log in").surfaces == (DESK, None, None)


@pytest.mark.parametrize(
    ("surfaces", "headline"),
    [
        pytest.param({"json_ld": DESK, "og": DESK, "h1": SEARCH, "title": SEARCH}, DESK, id="both statements agree"),
        pytest.param({"og": DESK, "h1": SEARCH, "title": SEARCH}, DESK, id="only one is stated"),
        pytest.param({"json_ld": SEARCH, "og": DESK, "h1": SEARCH, "title": SEARCH}, DESK, id="json-ld is for search"),
        pytest.param({"json_ld": DESK, "og": SEARCH, "h1": DESK, "title": SEARCH}, DESK, id="og:title is for search"),
        pytest.param({"json_ld": DESK, "og": SEARCH, "h1": SEARCH, "h2": DESK, "title": SEARCH}, DESK, id="an h2 shows it"),
        pytest.param({"json_ld": OTHER, "og": DESK, "h1": DESK, "title": DESK}, DESK, id="json-ld stands alone"),
        pytest.param(
            {"json_ld": DESK, "og": OTHER, "h1": DESK, "title": DESK, "twitter": DESK}, DESK, id="og:title stands alone"
        ),
        pytest.param({"json_ld": OTHER, "og": SEARCH, "h1": DESK, "title": "Mill Bridge closed"}, DESK, id="all differ"),
        pytest.param({"og": f"{DESK}-Local news", "h1": DESK, "title": f"{DESK}-Local news"}, DESK, id="a section behind"),
        pytest.param({"h1": DESK, "title": f"{DESK}: all you need to know"}, DESK, id="nothing is stated"),
    ],
)  # fmt: skip
def test_the_headline_is_the_one_that_the_outlet_states_for_others_to_show(
    surfaces: dict[str, str], headline: str
) -> None:
    assert read(**surfaces).headline == headline


def test_no_surface_of_the_headline_is_repeated_in_the_text() -> None:
    page = f"<title>{SEARCH}</title><meta property='og:title' content='{DESK}'><h1>{SEARCH}</h1><p>{DESK}</p>{TEXT}"
    article = extract(page, URL)
    assert isinstance(article, Article)
    assert article.paragraphs[0].text == ENGLISH.paragraphs[0]
    assert article.standfirst is None


_TITLES = st.sampled_from(["", DESK, SEARCH, OTHER, f"{DESK} | Harbour Courier"])


@given(
    st.fixed_dictionaries(
        {
            **dict.fromkeys(("json_ld", "og", "title", "twitter"), _TITLES),
            **dict.fromkeys(("h1", "h2"), _TITLES.filter(lambda title: "|" not in title)),
        }
    )
)
def test_a_headline_is_never_made_up(surfaces: dict[str, str]) -> None:
    article = read(**surfaces)
    assert (article.headline is not None) == any(text for name, text in surfaces.items() if name != "h2")
    assert article.headline in {None, DESK, SEARCH, OTHER}

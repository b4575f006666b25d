"""Which lines under the headline are the standfirst, and which are not."""

from __future__ import annotations

import pytest
from tests.extraction.templates import ENGLISH

from variorum.extraction import extract
from variorum.model import Article

URL = "https://www.harbour-courier.example/news/1"
FIRST = "Engineers fear that the deck of the bridge must be replaced before the winter sets in."
SECOND = "A ferry will take its place from Tuesday on."
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)


def read(top: str, description: str = "", text: str = TEXT) -> Article:
    article = extract(
        f'<head><meta property="og:description" content="{description}"></head><body><article><h1>Mill Bridge closed</h1>{top}'
        f'<div class="text">{text}</div></article>',
        URL,
    )
    assert isinstance(article, Article), article
    return article


def source(article: Article) -> str | None:
    return next((found.source for found in article.field_sources if found.field == "standfirst"), None)


def test_a_block_that_repeats_a_description_behind_its_dateline_is_it_as_it_stands() -> None:
    article = read(f"<div>New Quay. {FIRST}</div>", FIRST)
    assert article.standfirst == f"New Quay. {FIRST}"
    assert source(article) == "dom, as in meta og:description"


def test_a_place_that_a_dot_sets_off_goes_where_a_description_says_the_rest() -> None:
    assert read(f"<div>New Quay · {FIRST}</div>", FIRST).standfirst == FIRST
    assert read(f'<p class="lead">Bridges · {FIRST}</p>').standfirst == f"Bridges · {FIRST}"


def test_words_joined_by_capitals_are_words_of_a_class() -> None:
    assert (
        read(f'<div class="Article_elementLead__x1"><p>{FIRST}</p><p>{SECOND}</p></div>').standfirst
        == f"{FIRST} {SECOND}"
    )


def test_an_alternative_headline_that_is_the_headline_behind_its_kicker_is_none() -> None:
    kicker = "From the roads of the harbour and of the old town: Mill Bridge closed"
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "alternativeHeadline": "{kicker}"}}</script>'
    assert read(script).standfirst is None


def test_a_description_that_was_cut_in_a_word_is_shown_in_full() -> None:
    assert read(f"<div>{FIRST}</div>", f"Roads: {FIRST[:75]}").standfirst == FIRST


@pytest.mark.parametrize("description", [FIRST, f"{FIRST} {SECOND}", ""])
@pytest.mark.parametrize(
    "top",
    [
        f'<div class="preamble"><p>{FIRST}</p><p>{SECOND}</p></div>',
        f'<header><h2 class="subtitle">{FIRST}</h2><h2 class="subtitle">{SECOND}</h2></header>',
        f'<h2 class="subtitle">{FIRST}<br>{SECOND}</h2>',
        f'<p class="byline-social"><p data-testid="lead">{FIRST}</p><p data-testid="lead">{SECOND}</p>',
    ],
)
def test_neighbours_that_are_written_alike_are_one_standfirst(top: str, description: str) -> None:
    article = read(top, description)
    assert article.standfirst == f"{FIRST} {SECOND}"
    assert article.paragraphs[0].text == ENGLISH.paragraphs[0]


def test_the_class_of_a_block_itself_tells_more_than_that_of_its_parent() -> None:
    top = f'<header class="article-intro"><h2>Ferry from Tuesday on</h2><p class="lead">{FIRST}</p></header>'
    assert read(top).standfirst == FIRST


def test_a_sentence_alone_between_headline_and_text_is_it() -> None:
    more = "".join(
        f"<p>{number} more: {paragraph}</p>" for number, paragraph in enumerate(ENGLISH.paragraphs)
    )
    article = read(f"<div>{FIRST}</div>", text=TEXT + more)
    assert article.standfirst == FIRST
    assert source(article) == "dom, between headline and text"


@pytest.mark.parametrize(
    "top",
    [
        "<div>Published 4 May 2026, 08:15, and updated on 5 May 2026 at 10:40 in the morning.</div>",
        f"<figure><figcaption>{FIRST}</figcaption></figure>",
        f'<div class="photo-credit">{FIRST}</div>',
        f"<aside><p>{FIRST}</p></aside>",
        f"<ul><li>{FIRST}</li></ul>",
        f'<div>{FIRST} <a href="/help">Why we ask.</a></div>',
        "<h2>The harbour, the bridge and the ferry that nobody had been waiting for</h2>",
        '<h2 class="subtitle">Roads: Mill Bridge closed</h2>',
    ],
)
def test_times_captions_lists_links_and_headings_are_none(top: str) -> None:
    assert read(top).standfirst is None


@pytest.mark.parametrize("classes", ["{}", "c{}", "p-{} x{}"])
def test_a_text_whose_paragraphs_are_each_written_otherwise_is_not_swallowed(classes: str) -> None:
    letters = "abcdefghij"
    text = "".join(
        f'<p class="{classes.format(*letters[place : place + 2])}">{paragraph}</p>'
        for place, paragraph in enumerate(ENGLISH.paragraphs)
    )
    article = read("", ENGLISH.paragraphs[0], text)
    told = [article.standfirst, *(paragraph.text for paragraph in article.paragraphs)]
    assert [text for text in told if text] == list(ENGLISH.paragraphs)


def test_what_stands_behind_the_beginning_of_the_text_is_none() -> None:
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs]
    paragraphs.insert(
        1, '<div class="card"><p class="summary">Chosen by us to get you up to speed.</p></div>'
    )
    assert read("", text="".join(paragraphs)).standfirst is None


def test_of_the_text_only_what_a_description_repeats_is_it() -> None:
    first, second, *rest = ENGLISH.paragraphs
    text = f'<p class="spoken">{first}</p><p class="spoken">{second}</p>' + "".join(
        f"<p>{one}</p>" for one in rest
    )
    article = read("", first, text)
    assert article.standfirst == first
    assert article.paragraphs[0].text == second


def test_the_first_question_of_an_interview_is_no_standfirst() -> None:
    asked = [
        f"<p><strong>What happens to the bridge in stage {n} of the works?</strong></p>" for n in range(4)
    ]
    text = "".join(
        f"{question}<p>{answer}</p>"
        for question, answer in zip(asked, (*ENGLISH.paragraphs[:3], ENGLISH.paragraphs[4]), strict=True)
    )
    article = read("", text=text)
    assert article.standfirst is None
    assert article.paragraphs[0].text == "What happens to the bridge in stage 0 of the works?"
    assert len(article.paragraphs) == 8

"""Thirteen designs of pages in nine languages: headline, authors, day and every paragraph come back to the letter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.extraction.templates import URL
from tests.extraction.templates_designs import ALL_STORIES, DESIGNS, REDESIGN

from variorum.comparison import compare
from variorum.extraction import extract
from variorum.model import Article, ArticleKind
from variorum.text.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.extraction.templates import Story


def read(page: str) -> Article:
    article = extract(page, URL)
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize("story", ALL_STORIES, ids=lambda story: story.language)
@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.__name__)
def test_a_page_of_every_design_in_every_language_is_read_to_the_letter(
    design: Callable[[Story], str], story: Story
) -> None:
    article = read(design(story))
    assert article.headline == story.headline
    assert tuple(paragraph.text for paragraph in article.paragraphs) == story.paragraphs
    assert article.authors == (story.author,)
    assert article.published is not None
    assert article.published.date() == date(2026, 5, 4)
    assert article.standfirst == story.standfirst
    assert article.language == story.language
    assert (article.kind, article.doubts) == (ArticleKind.TEXT, ())


@pytest.mark.parametrize("story", ALL_STORIES, ids=lambda story: story.language)
def test_a_redesign_changes_nothing_of_an_article(story: Story) -> None:
    before, after = (read(design(story)) for design in REDESIGN)
    assert fingerprint(before) == fingerprint(after)
    assert compare(before, after).sentence == "Nothing changed."


def test_there_are_twelve_designs_and_nine_languages_at_least() -> None:
    assert len(DESIGNS) >= 12
    assert {story.language for story in ALL_STORIES} >= {"en", "de", "fr", "es", "ar", "he", "hi", "ja", "zh"}

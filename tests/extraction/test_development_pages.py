"""The development pages as a gate: how much of what is known to be true of them is read."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from typing import Any

import pytest

from variorum.extraction import extract
from variorum.extraction.plain import key
from variorum.model import Article

Pages = dict[str, list[tuple[str, dict[str, Any]]]]


@pytest.fixture(scope="session")
def readings(development_pages: Pages) -> dict[str, list[tuple[Article | None, dict[str, Any]]]]:
    return {
        name: [
            (found if isinstance(found := extract(page, gold["url"]), Article) else None, gold)
            for page, gold in pages
        ]
        for name, pages in development_pages.items()
    }


Readings = dict[str, list[tuple[Article | None, dict[str, Any]]]]


def paragraph_f1(article: Article | None, gold: dict[str, Any]) -> float:
    """Exact paragraphs, white space folded; those that the truth calls optional are free."""
    wanted = Counter(" ".join(part["text"].split()) for part in gold["paragraphs"] if not part["optional"])
    free = Counter(" ".join(part["text"].split()) for part in gold["paragraphs"] if part["optional"])
    read = Counter(paragraph.text for paragraph in article.paragraphs) if article else Counter[str]()
    true = (wanted & read).total() + (free & (read - wanted)).total()
    return 2 * true / max(1, read.total() + wanted.total() + (free & (read - wanted)).total())


@pytest.mark.parametrize(("name", "floor"), [("fe", 0.935), ("ft", 0.92)])
def test_paragraphs_are_read_as_the_outlets_set_them(readings: Readings, name: str, floor: float) -> None:
    assert fmean(paragraph_f1(article, gold) for article, gold in readings[name]) >= floor


def test_every_page_of_the_english_set_is_an_article_with_a_canonical_address(readings: Readings) -> None:
    assert [
        gold["id"] for article, gold in readings["fe"] if article is None or not article.canonical_url
    ] == []


@pytest.mark.parametrize(
    ("field", "floor"), [("headline", 0.8), ("standfirst", 0.8), ("authors", 0.85), ("published", 0.97)]
)
def test_fields_are_read(readings: Readings, field: str, floor: float) -> None:
    told = {"headline": "title", "published": "date"}.get(field, field)
    pairs = [(getattr(article, field, None), gold[told]) for article, gold in readings["ft"] if gold[told]]
    assert len(pairs) > 20
    assert fmean(is_right(value, truth) for value, truth in pairs) >= floor


def is_right(value: Any, truth: Any) -> bool:
    if isinstance(truth, list):
        return {key(name) for name in value or ()} == {key(name) for name in truth}
    if hasattr(value, "isoformat"):
        return bool(value.isoformat()[:10] == truth[:10])
    return key(value or "") == key(truth)

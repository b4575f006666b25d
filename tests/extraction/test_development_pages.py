"""The development pages: each is an article under an address (how well it is read is a gate, gates/floors.toml)."""

from __future__ import annotations

from typing import Any

from variorum.extraction import extract
from variorum.model import Article

Pages = dict[str, list[tuple[str, dict[str, Any]]]]


def test_every_fourth_page_of_the_english_set_is_an_article_with_a_canonical_address(
    development_pages: Pages,
) -> None:
    for page, gold in development_pages["fe"][::4]:
        article = extract(page, gold["url"])
        assert isinstance(article, Article), gold["id"]
        assert article.canonical_url, gold["id"]

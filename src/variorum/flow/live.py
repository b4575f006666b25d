"""Takes an article with its address, gives whether it is a live blog: a class of articles that change all day long."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from variorum.model import ArticleKind
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from variorum.model import Article

# Whole words of a path: `/live/`, `-liveblog-`, `en-direct`, `minuto-a-minuto`, but not `liverpool` or `live-music`.
_IN_PATH = re.compile(
    r"(?<![a-z0-9])(?:live-?blog|live-?ticker|live-updates?|live-reporting|newsblog|news-?ticker|minute-by-minute|en-direct"
    r"|minuto-a-minuto|en-vivo|en-directo|ultima-hora-en-directo|la-diretta|diretta-live|liveverslag)(?![a-z0-9])"
    r"|/(?:live|direct|directo|ticker|diretta)/",
)
_IN_HEADLINE = re.compile(
    r"^\W*(?:live|as it happened|liveblog|live-?ticker|newsblog|en direct|direct|en directo|directo|en vivo|diretta)\s*[:|–—-]"
    r"|\b(?:live blog|liveblog|liveticker|live-ticker|live updates|minute by minute|minuto a minuto)\b|[–—|-]\s*live\W*$",
    re.IGNORECASE,
)


def is_live(url: str, article: Article | None) -> bool:
    """Whether an address, a page or a headline says that an article is a live blog.

    >>> from variorum.model import Article
    >>> is_live("https://paper.example/world/live/2026/may/4/storm", None)
    True
    >>> is_live("https://paper.example/1", Article("Storm: live updates")), is_live("https://paper.example/live-music", None)
    (True, False)
    """
    if _says_live(url):
        return True
    if article is None:
        return False
    return article.kind is ArticleKind.LIVE or _IN_HEADLINE.search(article.headline or "") is not None


@lru_cache(4_096)
def _says_live(url: str) -> bool:
    address = web_url(url)
    return address is not None and _IN_PATH.search(address.path.lower()) is not None

"""Takes the bytes of a front page or a section's page, gives the articles that it links to, by what is known of their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.discovery.autodiscovery import page_tags
from variorum.discovery.limits import MOST_ARTICLE_LINKS
from variorum.discovery.listing import address
from variorum.discovery.shapes import is_article
from variorum.discovery.wording import literal
from variorum.model import Discovery, Sighting
from variorum.text.urls import registered_domain, url_key

if TYPE_CHECKING:
    from collections.abc import Collection


def article_links(page: bytes, where: str, content_type: str = "", shapes: Collection[str] = ()) -> Discovery:
    """The articles of its own site that the page at `where` links to, first linked first; never raises.

    `shapes` are those of the site's known articles (`article_shapes`); without any, what the addresses of most outlets'
    articles have in common decides. The longest words of the links to an article are its title.

    >>> page = b'<a href="/world">World</a> <a href="/world/ferry-runs-aground-off-lorn">Ferry runs aground</a>'
    >>> [(seen.url, seen.title) for seen in article_links(page, "https://paper.example/").sightings]
    [('https://paper.example/world/ferry-runs-aground-off-lorn', 'Ferry runs aground')]
    """
    tags, base = page_tags(page, where, content_type)
    site, own = registered_domain(where), url_key(where)
    titles: dict[str, str] = {}
    urls: dict[str, str] = {}
    skipped = 0
    for tag in tags:
        url = address(base, tag.attributes.get("href", "")) if tag.name == "a" else None
        if url is None or registered_domain(url) != site or not is_article(url, shapes):
            continue
        key = url_key(url)
        if key not in urls and (key == own or len(urls) >= MOST_ARTICLE_LINKS):
            skipped += key != own
            continue
        urls.setdefault(key, url)
        words = tag.words or literal(tag.attributes.get("title", ""))
        titles[key] = max(titles.get(key, ""), words, key=len)
    sightings = tuple(Sighting(url, titles[key] or None) for key, url in urls.items())
    return Discovery(None, sightings, "page", skipped)

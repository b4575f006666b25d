"""Takes the text of a robots.txt, gives the rules in it that concern us."""

from __future__ import annotations

import re
from datetime import timedelta

from protego import Protego

from variorum.fetching.agent import PRODUCT
from variorum.text.urls import joined

#: As much of the file is read (RFC 9309 section 2.5).
LONGEST = 500 * 2**10

_BYTE_ORDER_MARK = "\ufeff"
_AGENT_LINE = re.compile(r"user(?:-|\s*)agent(?:\s*:|\s)\s*(?P<name>\S.*)", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"\s*site-?map\s*:\s*(?P<url>\S+)", re.IGNORECASE)
_MOST_SITEMAPS = 50
_PRODUCT_TOKEN = re.compile(r"[a-z_-]+|\*", re.IGNORECASE)
#: Crawlers that are not us. No name that is written in a file is kept, so none can be this one by accident.
_OTHERS = "others"
_DAY = timedelta(days=1)


def robots_text(body: bytes) -> str:
    r"""The text of a robots.txt: UTF-8, as much as is read of it.

    >>> robots_text(b"\xef\xbb\xbfUser-agent: *")
    'User-agent: *'
    """
    return body[:LONGEST].decode("utf-8", "replace").removeprefix(_BYTE_ORDER_MARK)


def sitemap_lines(text: str, where: str) -> tuple[str, ...]:
    r"""The sitemaps that a robots.txt names, each once, relative ones joined with the address of the site.

    >>> sitemap_lines("User-agent: *\nSitemap: https://a.example/news.xml\nsitemap:/all.xml # old", "https://a.example/")
    ('https://a.example/news.xml', 'https://a.example/all.xml')
    """
    named = (_SITEMAP_LINE.match(line) for line in text.splitlines())
    urls = (joined(where, found["url"]) for found in named if found)
    return tuple(dict.fromkeys(url for url in urls if url))[:_MOST_SITEMAPS]


def _concerning_us(text: str) -> str:
    """The file with every crawler but ours and `*` under one name.

    The parser keeps every rule once for each crawler that it is for, so that a file of 52 KB with 2,000 crawlers and
    2,000 rules for all of them takes 290 MB and 12 s. Names are also made what RFC 9309 section 2.2.1 compares: the
    product token alone, the whole of it.
    """
    lines = []
    for line in text.splitlines():
        agent = _AGENT_LINE.fullmatch(line.partition("#")[0].strip())
        if agent is None:
            lines.append(line)
            continue
        token = _PRODUCT_TOKEN.match(agent["name"])
        name = token[0].lower() if token else ""
        lines.append(f"User-agent: {name if name in {'*', PRODUCT.lower()} else _OTHERS}")
    return "\n".join(lines)


class Rules:
    r"""What a robots.txt allows us (RFC 9309), its crawl delay included, which is no part of the standard.

    >>> rules = Rules("User-agent: *\nDisallow: /private/\nCrawl-delay: 5")
    >>> rules.allows("http://a.example/news"), rules.allows("http://a.example/private/1"), rules.delay.seconds
    (True, False, 5)
    """

    def __init__(self, text: str) -> None:
        """Reads `text`, whatever it holds; what is no rule is passed over."""
        self._parsed = Protego.parse(_concerning_us(text))

    def allows(self, url: str) -> bool:
        """Whether `url`, an address of the site that the file belongs to, may be asked for."""
        try:
            return self._parsed.can_fetch(url, PRODUCT)
        except ValueError:  # an address that the parser can't take apart
            return False

    @property
    def delay(self) -> timedelta:
        """The time that the site wants between requests, at most a day; zero when it names none."""
        return timedelta(seconds=min(self._parsed.crawl_delay(PRODUCT) or 0.0, _DAY.total_seconds()))

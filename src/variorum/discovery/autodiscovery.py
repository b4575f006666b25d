"""Takes the bytes of a web page with its address, gives the feeds that it points to.

Tags are picked out by patterns that run in proportion to the length of the page: libxml2's HTML parser takes minutes
over one tag with 200,000 attributes.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from variorum.discovery.limits import LARGEST_PAGE, MOST_FEED_LINKS, MOST_LINKS
from variorum.discovery.listing import address
from variorum.discovery.wording import UNSEEN, literal, plain
from variorum.text.encodings import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(
    r"""<(base|link|a)(?=[\s/])((?:[^<>"']|"[^"<]*"|'[^'<]*')*+|[^<>]*)>""", re.IGNORECASE | re.ASCII
)
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])([a-z][a-z-]{0,30}+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE | re.ASCII
)
_LONGEST_TAG = 20_000
_LONGEST_WORDS = 1_000
_END_OF_WORDS = re.compile(r"</?a(?=[\s>])", re.IGNORECASE)

_TYPES = frozenset({"rss+xml", "atom+xml", "rdf+xml", "feed+json", "x.atom+xml", "x-atom+xml", "x-rss+xml"})
# A page may offer its own text as XML, so the address has to speak of a feed too.
_XML_TYPES = frozenset({"application/xml", "text/xml"})
# WordPress declares its interface for programs as `application/json` on every page.
_NO_JSON_FEED = re.compile(r"/wp-json/|oembed", re.IGNORECASE)
_ADDRESS_OF_FEED = re.compile(
    r"""
      [/?&._-] (?:rss|atom|feeds?) (?:[\d.]{0,4}) (?: \.(?:xml|rdf|json|php|aspx?) )? /? (?:[?&#]|$)  # .../feed/, x.rss
    | [/.] (?:rss|feeds?) [./]                                                        # feeds.example.org/world, /rss/world
    | /(?:index|backend)\.(?:rdf|xml)$
    | [?&](?:feed|format|type|output|view|restype|mode)=(?:rss|atom|feed)             # ?feed=rss2
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Pictures of feeds, pages about feeds, and services that subscribe to the feed named in their address.
_NO_FEED = re.compile(
    r"\.(?:css|gif|html?|ico|jpe?g|js|mp3|pdf|png|svg|webp)(?:[?#]|$)|.https?(?::|%3a)", re.IGNORECASE
)
_WORDS_OF_FEED = frozenset({"rss", "atom", "feed", "feeds"})
_OTHER_WORDS = """all and as by channel follow full get icon json latest link logo main news of our subscribe subscription
    the this to via with xml web 0 1 2"""
_WORDS_BESIDE = _WORDS_OF_FEED.union(_OTHER_WORDS.split())
_COMMENTS = re.compile(
    r"\b(?:comments|commentaires|comentarios|comentários|commenti|reacties|reactiesfeed|kommentar-?feed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page points to. `title` may be empty.

    `comments` marks a feed of readers' comments; `declared` one that the page declares in its head
    (`<link rel="alternate">`), others only look like feeds.
    """

    url: str
    title: str
    comments: bool
    declared: bool = True


class Tag(NamedTuple):
    """A `base`, `link` or `a` of a page; `words` is what stands between an `a` and its end."""

    name: str
    attributes: dict[str, str]
    words: str


def feed_links(page: bytes, where: str, content_type: str = "") -> tuple[FeedLink, ...]:
    """The feeds that the page at `where` points to: declared ones first, then links that look like feeds, comments last.

    `content_type` is the header. Each address is listed once. Never raises; a page that is no HTML gives nothing.

    >>> feed_links(b'<link rel=alternate type="application/rss+xml" title="News" href="/rss">', "https://example.org/a/b")
    (FeedLink(url='https://example.org/rss', title='News', comments=False, declared=True),)
    """
    tags, where = page_tags(page, where, content_type)
    found: dict[str, FeedLink] = {}
    for tag in sorted(tags, key=lambda tag: tag.name != "link"):
        link = _feed_link(tag, where)
        if link is not None:
            found.setdefault(link.url, link)
    return tuple(sorted(found.values(), key=lambda link: link.comments)[:MOST_FEED_LINKS])


def page_tags(page: bytes, where: str, content_type: str = "") -> tuple[list[Tag], str]:
    """The first links of a page, in its order, and the address that they are relative to."""
    text = UNSEEN.sub(" ", decoded(page[:LARGEST_PAGE], content_type).text)
    tags = list(islice(_tags(text), MOST_LINKS))
    base = next(
        (tag.attributes["href"] for tag in tags if tag.name == "base" and "href" in tag.attributes), ""
    )
    return tags, address(where, base) or where


def _tags(text: str) -> Iterator[Tag]:
    for tag in _TAG.finditer(text):
        attributes: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(tag[2][:_LONGEST_TAG]):
            attributes.setdefault(name.lower(), html.unescape("".join(values)))
        words = ""
        if tag[1] in ("a", "A"):
            end = _END_OF_WORDS.search(text, tag.end(), tag.end() + _LONGEST_WORDS)
            words = plain(text[tag.end() : end.start()]) if end else ""
        yield Tag(tag[1].lower(), attributes, words)


def _feed_link(tag: Tag, where: str) -> FeedLink | None:
    reference = tag.attributes.get("href", "").strip()
    if reference.lower().startswith(
        "feed:"
    ):  # a scheme that opens a reader of feeds, before an address or its `//`
        reference = reference[5:].removeprefix("//") if "://" in reference[5:] else f"http:{reference[5:]}"
    url = address(where, reference)
    if url is None:
        return None
    declared = tag.name == "link"
    if not (_declares(tag.attributes, url) if declared else _looks_like_a_feed(tag, url)):
        return None
    title = literal(tag.attributes.get("title", "")) or tag.words
    return FeedLink(url, title, comments=_COMMENTS.search(f"{title} {url}") is not None, declared=declared)


def _declares(attributes: dict[str, str], url: str) -> bool:
    """Whether a link declares a feed (RSS Autodiscovery, RSS Advisory Board; JSON Feed 1.1, "Discovery")."""
    relations = attributes.get("rel", "").lower().split()
    if "alternate" not in relations and "feed" not in relations:
        return False
    media = attributes.get("type", "").lower().partition(";")[0].strip()
    if media in _XML_TYPES:
        return _ADDRESS_OF_FEED.search(url) is not None
    if media == "application/json":
        return _NO_JSON_FEED.search(url) is None
    return media.rpartition("/")[2] in _TYPES


def _looks_like_a_feed(tag: Tag, url: str) -> bool:
    """Whether an `a` leads to a feed by its type, its address or its words, none of which speaks of anything else."""
    if _declares(tag.attributes, url):
        return True
    if _NO_FEED.search(url):
        return False
    words = set(re.findall(r"\w+", (tag.words or tag.attributes.get("title", "")).lower()))
    spoken_of = bool(words & _WORDS_OF_FEED) and words <= _WORDS_BESIDE
    return spoken_of or _ADDRESS_OF_FEED.search(url) is not None

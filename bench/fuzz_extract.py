"""Reads pages that nobody would write: does any break the reader, take long, or read otherwise the second time?

    PYTHONPATH=. python bench/fuzz_extract.py [--seed 1] [--minutes 10]

Mutates the invented pages of the tests: cut, bits flipped, pieces moved, doubled or mixed among pages, tags and attributes of all
kinds strewn in, nested deeply, grown, in encodings that are not the declared ones. Each is read, learnt from and read again as the
next version. Prints what raised with the number of its page, and the slowest page; exits with 1 when anything raised. The same
seed makes the same pages in the same order.
"""

from __future__ import annotations

import argparse
import random
import time
import traceback
from collections.abc import Callable

from tests.extraction.templates import STORIES, TEMPLATES, URL
from tests.extraction.templates_states import STATES, gallery, listing, live_blog, video_page

from variorum.extraction.learning import learn
from variorum.extraction.memory import known_of, remembered
from variorum.extraction.outlet_rules import BUNDLED
from variorum.extraction.page import parsed
from variorum.extraction.reading import EXTRACTOR, read
from variorum.extraction.reading import _article as article_of
from variorum.extraction.trace import Trace
from variorum.model import Article, SiteMemory, Unreadable
from variorum.model.documents import article_document, article_from_document

#: A page is bytes; mutations are made one after another until it is longer than this.
_LONGEST = 400_000
_TAGS = (
    *("p", "div", "span", "article", "main", "aside", "header", "footer", "nav", "h1", "h2", "li", "dl", "dt", "blockquote"),
    *("figure", "figcaption", "table", "tr", "td", "a", "b", "br", "time", "form", "button", "noscript", "iframe", "script"),
    *("style", "template", "svg", "math", "title", "meta", "link", "base", "rss", "item", "pre", "select", "plaintext"),
)  # fmt: skip
_NAMES = (
    "class",
    "id",
    "style",
    "href",
    "src",
    "datetime",
    "content",
    "property",
    "itemprop",
    "itemtype",
    "hidden",
    "lang",
)
_VALUES = (
    *("", "byline", "standfirst lead", "paywall-box", "post entry", "caption", "correction", "consent", "comments", "card"),
    *("display:none", "javascript:alert(1)", "/news/1", "#top", "http://[::1", "2026-05-04T10:00Z", "9999-99-99", "og:title"),
    *("https://schema.org/LiveBlogPosting", "a" * 3_000, "x y " * 500, "<b>", "'", "\x00", "\u202e", "author", "headline"),
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-be", "utf-7", "latin-1", "cp1256", "shift_jis", "gb18030", "euc-kr", "koi8-r")

Mutation = Callable[[bytes, random.Random], bytes]


def _pages() -> tuple[bytes, ...]:
    templates = [template(story) for template in TEMPLATES for story in STORIES]
    states = [state.page for state in STATES]
    return tuple(
        page.encode() for page in (*templates, *states, gallery(), listing(), live_blog(), video_page())
    )


def _span(page: bytes, chance: random.Random, longest: int = 4_000) -> tuple[int, int]:
    start = chance.randrange(len(page) + 1)
    return start, min(len(page), start + chance.randrange(longest))


def _cut(page: bytes, chance: random.Random) -> bytes:
    start, end = _span(page, chance)
    return page[:start] if chance.random() < 0.2 else page[:start] + page[end:]


def _flipped(page: bytes, chance: random.Random) -> bytes:
    found = bytearray(page)
    for _ in range(chance.randrange(1, 40) if found else 0):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def _moved(page: bytes, chance: random.Random) -> bytes:
    start, end = _span(page, chance)
    rest = page if chance.random() < 0.5 else page[:start] + page[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + page[start:end] * chance.choice((1, 1, 2, 30)) + rest[place:]


def _tag(chance: random.Random) -> str:
    attributes = "".join(
        f" {chance.choice(_NAMES)}{chance.choice(('=', ' = ', '', '=='))}{chance.choice(_QUOTES)}{chance.choice(_VALUES)}{chance.choice(_QUOTES)}"
        for _ in range(chance.choice((0, 1, 1, 3, 300)))
    )
    end = chance.choice((">", ">", ">", "/>", "", " "))
    return f"<{chance.choice(('', '', '/', '!--', '?'))}{chance.choice(_TAGS)}{attributes}{end}"


_QUOTES = ('"', '"', "'", "")


def _strewn(page: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 5, 60))):
        # Beside a tag more breaks than within a word.
        place = page.find(b"<", chance.randrange(len(page) + 1)) if chance.random() < 0.7 else 0
        page = page[: max(0, place)] + _tag(chance).encode() + page[max(0, place) :]
    return page


def _nested(page: bytes, chance: random.Random) -> bytes:
    place, depth = chance.randrange(len(page) + 1), chance.choice((50, 300, 5_000))
    name = chance.choice(_TAGS)
    around = f"<{name}>".encode() * depth
    return page[:place] + around + page[place:] + f"</{name}>".encode() * chance.choice((0, depth))


def _grown(page: bytes, chance: random.Random) -> bytes:
    start, end = _span(page, chance, 300)
    return page[:start] + page[start:end] * chance.choice((10, 200, 1_000)) + page[end:]


def _encoded(page: bytes, chance: random.Random) -> bytes:
    return page.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


_MUTATIONS: tuple[Mutation, ...] = (_cut, _flipped, _moved, _strewn, _strewn, _nested, _grown, _encoded)


def _mutated(pages: tuple[bytes, ...], chance: random.Random) -> bytes:
    page = chance.choice(pages)
    if chance.random() < 0.2:
        other = chance.choice(pages)
        page = page[: chance.randrange(len(page))] + other[chance.randrange(len(other)) :]
    for _ in range(chance.randrange(1, 6)):
        if len(page) <= _LONGEST:
            page = chance.choice(_MUTATIONS)(page, chance)
    return page[: 2 * _LONGEST]


def _read_twice(page: bytes, content_type: str) -> bool:
    """Reads a page as the first version and as the next; gives whether both have the same paragraphs. Raises what the reader hides."""
    first = read(page, URL, content_type=content_type)
    memory = remembered(SiteMemory(), URL, first)
    again = read(page, URL, memory=memory, content_type=content_type)
    for reading in (first, again):
        if isinstance(reading.article, Unreadable) and "broke its reader" in reading.article.detail:
            tree = parsed(page, URL, content_type)
            if not isinstance(tree, Unreadable):
                article_of(tree, BUNDLED, None if reading is first else memory, Trace())
            raise RuntimeError("the page broke its reader")
        if isinstance(reading.article, Article):
            assert article_from_document(article_document(reading.article)) == reading.article  # noqa: S101 - the law that is tried
    learn(memory, [(page, URL)])
    if known_of(memory, URL, EXTRACTOR).rule is None:
        return True
    told = [getattr(reading.article, "paragraphs", ()) for reading in (first, again)]
    return told[0] == told[1]


def main() -> int:
    """Reads mutated pages for the minutes given."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=10.0)
    options = parser.parse_args()
    pages = _pages()
    end = time.monotonic() + 60 * options.minutes
    number = broken = differing = 0
    slowest = (0.0, 0, 0)
    while time.monotonic() < end:
        number += 1
        chance = random.Random(f"{options.seed}/{number}")
        page = _mutated(pages, chance)
        content_type = chance.choice(("", "", "text/html; charset=utf-8", "text/html; charset=utf-16"))
        start = time.process_time()
        try:
            same = _read_twice(page, content_type)
        except Exception:  # noqa: BLE001 - each is reported
            broken += 1
            print(f"page {number} of seed {options.seed}:\n{traceback.format_exc()}")
        else:
            if not same:
                differing += 1
                print(f"page {number} of seed {options.seed} reads otherwise the second time")
        slowest = max(slowest, (time.process_time() - start, number, len(page)))
    print(f"{number} pages, {broken} raised, {differing} read otherwise the second time")
    print(
        f"slowest: page {slowest[1]}, {slowest[2]:,} bytes, {slowest[0]:.1f} s for reading it four times and learning"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())

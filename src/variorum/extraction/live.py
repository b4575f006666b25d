"""Takes a page with its blocks, gives the entries of its live blog: where each stands, when it was posted, its heading."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from variorum.extraction.blocks import look
from variorum.extraction.furniture import Furniture, furniture, stands_in
from variorum.extraction.json_ld import listed, texts
from variorum.extraction.moments import stamp
from variorum.extraction.plain import key, plain
from variorum.extraction.slots import HEADINGS
from variorum.extraction.wording import Told, found, heads
from variorum.model import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.page import Page

_TYPE = "LiveBlogPosting"
#: A page that does not say that it is a live blog has so many entries, and they hold most of its text.
_FEWEST, _FEWEST_UNDECLARED = 2, 4
_SHARE = 0.5
_MOST_TIMES, _MOST_UPDATES = 5_000, 2_000
_NEAR = 60
_LINKED_LINE = 0.8
_IN_ADDRESS = re.compile(
    r"/live(?:blog|ticker|updates?)?(?:[/-]|$)|live-?(?:blog|ticker|updates)|-live(?:-|$)|newsblog|/direct(?:o|to)?/|en-vivo|minuto-a-minuto",
    re.IGNORECASE,
)
_TIME_OF_DAY = re.compile(
    r"(?:\d{1,2}[:.h時]\s?\d{2}(?::\d{2})?|\d{1,2}\s?[ap]\.?m\.?)(?:\s?(?:[ap]\.?m\.?|uhr|h|[a-z]{2,4}))?",
    re.IGNORECASE,
)
_LONGEST_TIME = 40
_LONGEST_NAME = 40
_FULL_STOPS = ".!?…。！？؟।"
_TYPED = etree.XPath("boolean(//@itemtype[contains(., '/LiveBlogPosting')])")


class Post(NamedTuple):
    """An entry as it stands on the page: its element, when it was posted (aware UTC), its heading."""

    element: HtmlElement
    at: datetime | None
    heading: str | None


class Live(NamedTuple):
    """The entries of a live blog and what told that it is one."""

    posts: tuple[Post, ...]
    source: str


def live(page: Page, blocks: Sequence[Block], title: str | None) -> Live | None:
    """The live blog that a page is: it says so, or its headline or address do and its text stands in posts with times."""
    source = _stated(page)
    hinted = source or _hinted(page, title)
    if hinted is None:
        return None
    posts = _posts(blocks)
    if source is None:
        letters = sum(len(block.text) for block in blocks if block.linked < _SHARE)
        held = set(posts)
        inside = sum(len(block.text) for block in blocks if not held.isdisjoint(block.path))
        if len(posts) < _FEWEST_UNDECLARED or inside < _SHARE * letters:
            return None
    if len(posts) < _FEWEST:
        return Live((), hinted) if source else None
    stated = _updates(page)
    told = _blocks_in(blocks, posts)
    return Live(tuple(_post(element, told[element], stated) for element in posts), hinted)


def with_posts(blocks: Sequence[Block], kept: Sequence[Block], posts: Sequence[Post]) -> list[Block]:
    """The body of a live blog in the order of the page: what was kept of it outside its posts, and what the posts tell."""
    read = frozenset(kept)
    held = {post.element for post in posts}
    return [
        block
        for block in blocks
        if (_tells(block, held) if not held.isdisjoint(block.path) else block in read)
    ]


def entries(kept: Sequence[Block], posts: Sequence[Post]) -> tuple[Entry, ...]:
    """The spans of the kept blocks that stand in each post; a post of which none was kept is no entry."""
    places: dict[HtmlElement, list[int]] = {post.element: [] for post in posts}
    for place, block in enumerate(kept):
        for element in block.path:
            if element in places:
                places[element].append(place)
                break
    spans = ((places[post.element], post) for post in posts)
    return tuple(Entry(at[0], at[-1] + 1, post.at, post.heading) for at, post in spans if at)


def _stated(page: Page) -> str | None:
    if any(kind.endswith(_TYPE) for kind in texts(page.stated.article.get("@type"))):
        return f"json-ld {_TYPE}"
    return f"itemtype {_TYPE}" if _TYPED(page.root) else None


def _hinted(page: Page, title: str | None) -> str | None:
    first = re.split(r"[:|–—-]", title or "")[0].strip()
    if first and (heads(Told.LIVE, first) or found(Told.LIVE, first)):
        return "headline"
    return (
        "address" if _IN_ADDRESS.search(page.url.partition("://")[2].partition("/")[2].join("//")) else None
    )


def _posts(blocks: Sequence[Block]) -> list[HtmlElement]:
    """The largest group of elements of one look under one parent that each tell a time of their own."""
    timed = _timed(blocks)
    groups: dict[tuple[HtmlElement, str], list[HtmlElement]] = {}
    for element in timed:
        parent = element.getparent()
        if parent is not None:
            groups.setdefault((parent, look(element)), []).append(element)
    weights: Counter[HtmlElement] = Counter()
    for block in blocks:
        for element in block.path:
            weights[element] += len(block.text)
    several = [group for group in groups.values() if len(group) >= _FEWEST and not _are_foreign(group)]
    return max(several, key=lambda group: sum(weights[one] for one in group), default=[])


def _are_foreign(group: Sequence[HtmlElement]) -> bool:
    around = islice(group[0].iterancestors(), _NEAR)
    return any(furniture(element) is Furniture.FOREIGN for element in (group[0], *around))


def _timed(blocks: Sequence[Block]) -> dict[HtmlElement, None]:
    """All elements that hold a `time` or a line that is a time of day, in order."""
    timed: dict[HtmlElement, None] = {}
    if not blocks:
        return timed
    root = blocks[0].element.getroottree()
    lines = [block.element for block in blocks if _is_time(block.text)]
    for found_time in [*islice(root.iter("time"), _MOST_TIMES), *lines[:_MOST_TIMES]]:
        for element in (found_time, *found_time.iterancestors()):
            if element in timed:
                break
            timed[element] = None
    order = {element: place for place, element in enumerate(root.iter("*")) if element in timed}
    return dict.fromkeys(sorted(timed, key=lambda element: order[element]))


def _is_time(text: str) -> bool:
    return len(text) <= _LONGEST_TIME and bool(_TIME_OF_DAY.fullmatch(text))


def _blocks_in(blocks: Sequence[Block], posts: Sequence[HtmlElement]) -> dict[HtmlElement, list[Block]]:
    held: dict[HtmlElement, list[Block]] = {element: [] for element in posts}
    for block in blocks:
        for element in block.path:
            if element in held:
                held[element].append(block)
                break
    return held


def _post(element: HtmlElement, inside: Sequence[Block], stated: dict[str, datetime]) -> Post:
    heading = next(
        (block.text for block in inside if block.element.tag in HEADINGS and not _is_time(block.text)), None
    )
    times = (time.get("datetime") or "" for time in islice(element.iter("time"), _NEAR))
    told = next((moment for text in times if (moment := stamp(text))), None)
    at = told.moment if told else stated.get(key(heading or ""))
    return Post(element, at, heading)


def _updates(page: Page) -> dict[str, datetime]:
    """When JSON-LD says that each update was posted, by the key of its headline."""
    found_times: dict[str, datetime] = {}
    for update in islice(listed(page.stated.article.get("liveBlogUpdate")), _MOST_UPDATES):
        if isinstance(update, dict):
            headline, at = (next(texts(update.get(name)), "") for name in ("headline", "datePublished"))
            moment = stamp(at)
            if headline and moment:
                found_times[key(plain(headline))] = moment.moment
    return found_times


def _tells(block: Block, held: set[HtmlElement]) -> bool:
    """Whether a block in a post is part of what it tells: no furniture, no time, no mere link."""
    if not block.key or _is_time(block.text) or _holds_its_time(block) or block.linked > _LINKED_LINE:
        return False
    return stands_in(block.path, held)


def _holds_its_time(block: Block) -> bool:
    """Whether a line is what its `time` element says, or, no heading and no sentence, who posted it besides."""
    times = list(islice(block.element.iter("time"), _FEWEST))
    told = sum(len(key(time.text_content())) for time in times)
    heading = block.element.tag in HEADINGS
    besides = 0 if heading or block.text[-1:] in _FULL_STOPS else _LONGEST_NAME
    return bool(times) and len(block.key) <= told + besides

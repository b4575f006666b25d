"""Takes a block, gives its home (what it stands in, and how that is written) and the mark of its line in its slot."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from variorum.extraction.blocks import look

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

#: Elements that set off a line of their own.
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
#: Elements that stand between a text and its home.
WRAPPERS = frozenset({"blockquote", "ul", "ol", "li"})
_MARK_BYTES = 6


def home(block: Block) -> HtmlElement:
    """The element that a text stands in: quotations and lists around it are part of the text."""
    return next((element for element in block.path[1:] if element.tag not in WRAPPERS), block.path[-1])


def home_slot(block: Block) -> str:
    """How the home of a block is written: the looks of that element and of the one around it.

    >>> from variorum.extraction.blocks import blocks
    >>> from lxml.html import document_fromstring
    >>> page = '<main><div class="text css-1x"><ul><li>One</ul></div></main>'
    >>> [(block.slot, home_slot(block)) for block in blocks(document_fromstring(page))]
    [('div text > ul > li', 'main > div text')]
    """
    found = home(block)
    place = block.path.index(found)
    return " > ".join(look(element) for element in reversed(block.path[place : place + 2]))


def placed_mark(block: Block) -> str:
    """The mark of a line in its slot: a teaser of an article elsewhere on the site is not the same line.

    >>> from variorum.extraction.blocks import blocks
    >>> from lxml.html import document_fromstring
    >>> lines = blocks(document_fromstring("<p>Write to us.<p>Write to us.<div>Write to us."))
    >>> [placed_mark(line) == placed_mark(lines[0]) for line in lines]
    [True, True, False]
    """
    return blake2b(
        f"{block.slot}\n{block.key}".encode("utf-8", "replace"), digest_size=_MARK_BYTES
    ).hexdigest()


def in_their_slots(blocks: Iterable[Block], marks: Collection[str], slots: Collection[str]) -> frozenset[str]:
    """Those of some marks whose lines stand in one of some slots; the other lines were moved, or are gone."""
    if not marks:
        return frozenset()
    return frozenset(block.mark for block in blocks if block.mark in marks and block.slot in slots)

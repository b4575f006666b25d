"""Takes the blocks that an article seems to consist of, gives those in a series of entries of which the page shows one part."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from variorum.extraction.blocks import look
from variorum.extraction.notes import is_note
from variorum.extraction.slots import HEADINGS
from variorum.extraction.survey import weights
from variorum.model.reading import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

_TURNING = re.compile(r"(?:^|[-_ ])(?:pagination|paginator|pager|paging)(?:$|[-_ ])", re.IGNORECASE)
#: What turns the pages of a series stands in the element that holds it or not far below.
_NEAR = 3
_LONGEST_TURNING = 40
_MOST_HOLDERS = 10
#: So many entries make a series; fewer are sections of an article on several pages.
_ENTRIES = 3
#: Without the series an article still has so many letters and digits.
_LEAST = 300


def series(blocks: Sequence[Block], kept: Sequence[Block]) -> dict[Block, Reason]:
    """The kept blocks in entries of a live report that turns pages: an entry that moves to the next page was not deleted.

    An entry has a heading of its own and looks like its neighbours. Where nothing else tells the article, entries stay.
    """
    found: dict[Block, Reason] = {}
    held = weights(kept)
    for holder in _holders(blocks, held):
        inside = [(block, block.path[: block.path.index(holder)]) for block in blocks if holder in block.path]
        headed = {element for block, path in inside if block.element.tag in HEADINGS for element in path[1:]}
        alike = Counter(look(element) for element in headed)
        own = frozenset(kept)
        found.update(
            (block, Reason.SERIES)
            for block, path in inside
            if block in own
            and not is_note(block)
            and any(element in headed and alike[look(element)] >= _ENTRIES for element in path)
        )
    rest = sum(len(block.key) for block in kept if block not in found)
    return found if rest >= _LEAST else {}


def _holders(blocks: Sequence[Block], held: Counter[HtmlElement]) -> list[HtmlElement]:
    """The elements that hold both some of the text and, near by, what turns its pages."""
    around = dict.fromkeys(
        element for block in blocks if len(block.key) <= _LONGEST_TURNING for element in block.path
    )
    turning = [
        element
        for element in around
        if element not in held and (written := element.get("class")) and _turns(written)
    ]
    found: dict[HtmlElement, None] = {}
    for element in turning[:_MOST_HOLDERS]:
        outer = islice(element.iterancestors(), _NEAR)
        holder = next((one for one in outer if one in held), None)
        if holder is not None:
            found[holder] = None
    return list(found)


@lru_cache(maxsize=8_192)
def _turns(written: str) -> bool:
    return _TURNING.search(written) is not None

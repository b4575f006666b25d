"""Takes the blocks of a page, gives those that open its article: from the headline to the first of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

#: How many blocks after the headline, and how many of the body.
_MOST, _OF_BODY = 25, 3


def opening(blocks: Sequence[Block], heading: HtmlElement | None, body: Sequence[Block]) -> list[Block]:
    """The blocks after the headline up to the third of the body: there a standfirst and a byline stand."""
    top = next((place for place, block in enumerate(blocks) if heading in block.path), 0)
    last = body[:_OF_BODY][-1] if body else None
    found: list[Block] = []
    for block in blocks[top : top + _MOST]:
        if heading not in block.path:
            found.append(block)
        if block is last:
            break
    return found

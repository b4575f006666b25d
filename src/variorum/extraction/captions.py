"""Takes the blocks of a page and its scope, gives the captions of the article's pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.extraction.furniture import Furniture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

_MARK = re.compile(r"caption|bildunterschrift|bildtext|bijschrift|didascalia", re.IGNORECASE)


def captions(
    blocks: Sequence[Block],
    scope: HtmlElement,
    kinds: Mapping[Block, Furniture],
    others: Iterable[Block] = (),
) -> dict[Block, HtmlElement]:
    """The blocks in captions within the scope, each with the element that frames it; `others` are captions by their place."""
    placed = frozenset(others)
    found: dict[Block, HtmlElement] = {}
    frames = _frames(blocks)
    for block in blocks if frames or placed else ():
        frame = next((element for element in reversed(block.path) if element in frames), None)
        if frame is None and block in placed:
            frame = block.element
        if frame is not None and scope in block.path and kinds.get(block) is not Furniture.FOREIGN:
            found[block] = frame
    return found


def joined(found: Mapping[Block, HtmlElement]) -> list[str]:
    """The texts of captions, each once; the parts of one are joined by spaces."""
    parts: dict[HtmlElement, list[str]] = {}
    for block, frame in found.items():
        parts.setdefault(frame, []).append(block.text)
    return list(dict.fromkeys(" ".join(texts) for texts in parts.values()))


def _frames(blocks: Sequence[Block]) -> set[HtmlElement]:
    """The elements that are captions: by name, or by class beside a picture."""
    elements = {element for block in blocks for element in block.path}
    frames = {element for element in elements if element.tag == "figcaption"}
    named = [element for element in elements if _MARK.search(element.get("class") or "")]
    if named:
        pictured = _pictured(blocks)
        frames.update(element for element in named if element.getparent() in pictured)
    return frames


def _pictured(blocks: Sequence[Block]) -> set[HtmlElement]:
    """The elements that hold a picture, found in one pass: to search each element anew takes the square of the page."""
    pictured: set[HtmlElement] = set()
    if blocks:
        for image in blocks[0].element.getroottree().iter("img"):
            for element in image.iterancestors():
                if element in pictured:
                    break
                pictured.add(element)
    return pictured

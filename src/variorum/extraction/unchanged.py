"""Takes a page and the rule of the version before, gives its body where no line near the text is new: nothing is judged then."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from variorum.extraction.blocks import look
from variorum.extraction.body import Body
from variorum.extraction.captions import captions
from variorum.extraction.containers import container, scope
from variorum.extraction.note_place import is_about_article, may_be_noted
from variorum.extraction.notes import is_note
from variorum.extraction.slots import placed_mark
from variorum.model.reading import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.model import ReadingRule


def unchanged(rule: ReadingRule, blocks: Sequence[Block]) -> Body | None:
    """The body of the version before, where the same lines stand in the same order and no other that could be text.

    New lines may stand outside the innermost element that holds the text, unless they are notes, wherever these stand, or captions.
    """
    kept, slots = frozenset(rule.kept), frozenset(rule.slots)
    looks = {written.rpartition(" > ")[2] for written in slots}
    found = [
        block
        for block in blocks
        if look(block.element) in looks and block.slot in slots and block.mark in kept
    ]
    if not found or tuple(block.mark for block in found) != rule.kept:
        return None
    inner = container(found)
    whole = scope(inner)
    around = innermost(found)
    inside = list(compress(blocks, (whole in block.path for block in blocks)))
    shown, left = frozenset(rule.captions), frozenset(rule.left)
    known = kept | shown
    new = [
        block for block in inside if block.key and block.mark not in known and placed_mark(block) not in left
    ]
    if any(around in block.path or is_note(block) for block in new):
        return None
    if any(
        block.mark not in known and may_be_noted(block, whole) and is_about_article(block, inner)
        for block in blocks
        if whole not in block.path
    ):
        return None
    framed = captions(inside, whole, {}, [block for block in inside if block.mark in shown])
    if not framed.keys().isdisjoint(new):
        return None
    own = frozenset(found)
    reasons = {**dict.fromkeys(inside, Reason.LEFT), **dict.fromkeys(found, Reason.KEPT)}
    pictured = {block: frame for block, frame in framed.items() if block.mark in shown}
    return Body(found, pictured, {**reasons, **dict.fromkeys(pictured.keys() - own, Reason.CAPTION)})


def innermost(found: Sequence[Block]) -> HtmlElement | None:
    """The innermost element around all of some blocks."""
    rest = set(found[0].path).intersection(*(block.path for block in found)) if found else set()
    return next((element for element in found[0].path if element in rest), None) if rest else None


def framed_in(blocks: Sequence[Block], kept: Sequence[Block]) -> frozenset[Block]:
    """The blocks in captions of whatever is the article's or stands beside it."""
    whole = scope(container(kept))
    return frozenset(captions(blocks, whole, {}))

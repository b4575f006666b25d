"""Takes a page and the rule of the version before, gives its body where no line near the text is new: nothing is judged then."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

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


class Unchanged(NamedTuple):
    """The body of the version before, and the lines near it that are none of it as long as a field says them."""

    body: Body
    stated: tuple[Block, ...]


def unchanged(rule: ReadingRule, blocks: Sequence[Block]) -> Unchanged | None:
    """The body of the version before, where the same lines stand in the same order and no other that could be text.

    New lines may stand outside the innermost element that holds the text, unless they stand in slots of the text, are notes,
    wherever these stand, or captions.
    What fields said of the version before stands in the body where it stood: whether they say it again is told later.
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
    passed = _Passed(rule)
    if any(
        passed.is_new(block)
        and (
            around in block.path
            or inner in block.path
            or (look(block.element) in looks and block.slot in slots)
            or is_note(block)
        )
        for block in inside
    ):
        return None
    if any(
        may_be_noted(block, whole) and block.mark not in passed.known and is_about_article(block, inner)
        for block in blocks
        if whole not in block.path
    ):
        return None
    shown = [block for block in inside if block.mark in passed.shown] if passed.shown else []
    framed = captions(inside, whole, {}, shown)
    if any(passed.is_new(block) for block in framed):
        return None
    said = [block for block in inside if passed.said and passed.is_said(block)]
    reasons = {
        **dict.fromkeys(inside, Reason.LEFT),
        **dict.fromkeys(said, Reason.AMONG),
        **dict.fromkeys(found, Reason.KEPT),
    }
    own = frozenset([*found, *said])
    pictured = {block: frame for block, frame in framed.items() if block.mark in passed.shown}
    reasons |= dict.fromkeys(pictured.keys() - own, Reason.CAPTION)
    body = Body([block for block in inside if block in own], pictured, reasons)
    return Unchanged(body, tuple(block for block in inside if passed.stated and passed.is_stated(block)))


class _Passed:
    """The lines that are no news: those that the version before had, showed at pictures, left, or said in a field."""

    def __init__(self, rule: ReadingRule) -> None:
        self.shown = frozenset(rule.captions)
        self.known = self.shown.union(rule.kept)
        self.said, self.stated = frozenset(rule.said), frozenset(rule.stated)
        self._placed = self.said.union(self.stated, rule.left)

    def is_new(self, block: Block) -> bool:
        return bool(block.key) and block.mark not in self.known and placed_mark(block) not in self._placed

    def is_said(self, block: Block) -> bool:
        return self._is_of(block, self.said)

    def is_stated(self, block: Block) -> bool:
        return self._is_of(block, self.stated)

    def _is_of(self, block: Block, lines: frozenset[str]) -> bool:
        return bool(block.key) and block.mark not in self.known and placed_mark(block) in lines


def innermost(found: Sequence[Block]) -> HtmlElement | None:
    """The innermost element around all of some blocks."""
    rest = set(found[0].path).intersection(*(block.path for block in found)) if found else set()
    return next((element for element in found[0].path if element in rest), None) if rest else None


def framed_in(blocks: Sequence[Block], kept: Sequence[Block]) -> frozenset[Block]:
    """The blocks in captions of whatever is the article's or stands beside it."""
    whole = scope(container(kept))
    return frozenset(captions(blocks, whole, {}))

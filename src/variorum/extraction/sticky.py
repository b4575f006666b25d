"""Takes how one version of an article was read, gives the rule to read the next the same way, and tells when it no longer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.extraction.blocks import look
from variorum.extraction.containers import container, scope
from variorum.extraction.notes import is_note
from variorum.extraction.slots import HEADINGS, WRAPPERS, home_slot, placed_mark
from variorum.extraction.unchanged import framed_in, innermost
from variorum.model.site_memory import ReadingRule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from variorum.extraction.blocks import Block
    from variorum.extraction.body import Body

#: A rule holds so many slots, homes and marks; no article of a newspaper has more.
_MOST_SLOTS, _MOST_MARKS = 100, 600
#: With less than this share of its letters found, a rule has lost the article.
_FOUND = 0.3
#: With less than this share of the new text in its slots, the page is built another way.
_SAME_BUILD = 0.5
#: Elements that tell nothing but that text stands in them.
_PLAIN = HEADINGS | WRAPPERS | {"p"}


def rule_of(
    blocks: Sequence[Block],
    kept: Sequence[Block],
    body: Body,
    told: Collection[Block],
    extractor: str,
) -> ReadingRule | None:
    """The rule that an article was read by, `None` where it has no text or more than a rule holds.

    What is `told` by a field, such as the standfirst, is no line that was left: it is text once no field says it.
    """
    text = [block for block in kept if not is_note(block)] or kept
    slots = tuple(dict.fromkeys(block.slot for block in text))
    taken = tuple(block.mark for block in kept)
    if not slots or len(slots) > _MOST_SLOTS or len(taken) > _MOST_MARKS:
        return None
    homes = tuple(dict.fromkeys(home_slot(block) for block in text))
    own = frozenset(kept)
    places = [place for place, block in enumerate(blocks) if block in own]
    near = frozenset(blocks[places[0] : places[-1] + 1] if places else ())
    around, inner = innermost(kept), container(kept)
    frames = framed_in(blocks, kept)
    shown = dict.fromkeys(block.mark for block in body.framed)
    beside = [
        block
        for block in blocks
        if block.key
        and block not in own
        and block.mark not in shown
        and (
            block in near
            or around in block.path
            or inner in block.path
            or block.slot in slots
            or block in frames
        )
    ]
    within = frozenset(body.blocks)
    known = {placed_mark(block) for block in kept}
    return ReadingRule(
        slots,
        homes,
        taken,
        left=_marks((block for block in beside if block not in told), known),
        captions=tuple(shown),
        letters=sum(len(block.key) for block in text),
        extractor=extractor,
        said=_marks((block for block in beside if block in told and block in within), known),
        stated=_marks((block for block in beside if block in told and block not in within), known),
    )


def _marks(lines: Iterable[Block], known: Collection[str]) -> tuple[str, ...]:
    """The marks of lines in their slots, each once, without those that are known."""
    marks = dict.fromkeys(map(placed_mark, lines))
    return tuple([mark for mark in marks if mark not in known][:_MOST_MARKS])


def found_by(rule: ReadingRule, blocks: Sequence[Block]) -> frozenset[Block]:
    """The blocks that a rule takes for the article's text; none where too little of it is found.

    Lines of the version before, in all that is the article's those that were moved and what stands in the same slots, and within the element that
    holds most of those lines what stands plainly in the same homes.
    """
    kept, left, slots = frozenset(rule.kept), frozenset(rule.left), frozenset(rule.slots)
    # Most blocks of a page can be told by their last element alone.
    looks = {written.rpartition(" > ")[2] for written in slots}
    same = [
        block
        for block in blocks
        if look(block.element) in looks and block.slot in slots and block.key and block.mark in kept
    ]
    if sum(len(block.key) for block in same) < max(1.0, _FOUND * rule.letters):
        return frozenset()
    placed = frozenset(block.mark for block in same)
    around = container(same)
    whole = scope(around)
    homes = frozenset(rule.homes)
    return frozenset(same).union(
        block
        for block in blocks
        if whole in block.path
        and block.key
        and (
            (block.mark in kept and block.mark not in placed)
            or (look(block.element) in looks and block.slot in slots)
            or (around in block.path and look(block.element) in _PLAIN and home_slot(block) in homes)
        )
        and placed_mark(block) not in left
    )


def is_built_otherwise(rule: ReadingRule, kept: Sequence[Block]) -> bool:
    """Whether an article that was read anew stands mostly in slots that the rule of the version before does not know."""
    slots = frozenset(rule.slots)
    text = [block for block in kept if not is_note(block)]
    whole = sum(len(block.key) for block in text)
    return sum(len(block.key) for block in text if block.slot in slots) < _SAME_BUILD * whole


def has_moved(rule: ReadingRule, kept: Sequence[Block]) -> bool:
    """Whether most of the lines that the version before had stand in slots that its rule does not know."""
    lines = frozenset(rule.kept)
    return is_built_otherwise(rule, [block for block in kept if block.mark in lines])

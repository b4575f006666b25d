"""Takes the blocks that an article seems to consist of, gives those that stand in boxes of their own beside its text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from variorum.extraction.blocks import look
from variorum.extraction.furniture import is_quotation, lays_out, says_nothing
from variorum.extraction.lines import ends_sentence
from variorum.extraction.notes import is_note
from variorum.extraction.slots import HEADINGS, WRAPPERS, home
from variorum.extraction.survey import TELLING
from variorum.model.reading import Reason

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

#: Elements that look alike and hold at least this share of the letters are homes of the text, whatever else they are.
_MAIN = 0.3
#: A box after the text is one when it begins with a heading and holds at most this share.
_MOST_AFTER = 0.1
#: Elements that say nothing of what they hold.
_PLAIN = frozenset({"div", "section", "center"})
#: A picture's words have no more letters and digits.
_LONGEST_CAPTION = 200


@dataclass(eq=False)
class _Box:
    """An element within the container that holds none of the text's homes; `places` are those of its blocks among the kept."""

    element: HtmlElement
    places: list[int] = field(default_factory=list)
    first: Block | None = None
    letters: int = 0


def boxes(
    blocks: Sequence[Block], kept: Sequence[Block], container: HtmlElement, slots: Collection[str] = ()
) -> dict[Block, Reason]:
    """The kept blocks that stand in a box: one between paragraphs, a headed one after them, or words at a picture.

    A box holds at most 30 % of the letters, together with all that look like it. A subhead or a list in an element of its
    own is no box, nor is an element without a name around paragraphs or one that differs by one class from those of the text, unless
    a heading opens it, nor is what stands before the first paragraph, since introductions do; notes of the newsroom never are. In some `slots` text stood
    before: what stands there is a box only under a heading.
    """
    homes = [look(home(block)) for block in kept]
    weight: Counter[str] = Counter()
    for block, written in zip(kept, homes, strict=True):
        weight[written] += len(block.key)
    whole = sum(weight.values())
    mains = {written for written in weight if weight[written] >= _MAIN * whole}
    text = [place for place, written in enumerate(homes) if written in mains]
    if not text:
        return {}
    held = {element for place in text for element in kept[place].path}
    found: dict[HtmlElement, _Box] = {}
    varied = {written for written in weight if any(_is_varied(written, main) for main in mains)}
    for place, block in enumerate(kept):
        if homes[place] not in mains and not is_note(block):
            element = _outermost(block, container, held)
            if element is not None:
                found.setdefault(element, _Box(element)).places.append(place)
    _measure(blocks, found)
    alike = _alike(kept)
    return _drawn_out(kept) | {
        kept[place]: reason
        for box in found.values()
        if alike[look(box.element)] <= _MAIN * whole and (reason := _reason(box, kept, text, whole))
        for place in box.places
        if not (
            _is_plain(box, kept)
            or all(_quoting(kept[at]) is not None for at in box.places)
            or _is_answering(box, kept)
            or ((homes[place] in varied or kept[place].slot in slots) and not _is_headed(box))
        )
    }


def _is_varied(written: str, main: str) -> bool:
    """Whether a home looks as a home of the text does, but for one class more or less: the last of several pieces, say."""
    tag, *classes = written.split()
    same, *others = main.split()
    return (
        tag == same
        and bool(others)
        and len(set(classes) ^ set(others)) == 1
        and bool(set(classes) & set(others))
    )


def _is_plain(box: _Box, kept: Sequence[Block]) -> bool:
    """Whether a box is nothing but an element that only lays out one paragraph or several."""
    return (
        box.element.tag in _PLAIN
        and says_nothing(box.element)
        and all(kept[place].element.tag == "p" and _only_laid_out(kept[place], box) for place in box.places)
        and not _is_headed(box)
        and (not _shows_picture(box.element) or lays_out(box.element))
    )


def _only_laid_out(block: Block, box: _Box) -> bool:
    """Whether no element between a block and its box tells anything of what it holds."""
    within = block.path[1 : block.path.index(box.element)]
    return all(element.tag in _PLAIN and lays_out(element) and says_nothing(element) for element in within)


def _quoting(block: Block) -> HtmlElement | None:
    """The figure that shows a quotation in which a block stands."""
    if "figure" not in block.tags:
        return None
    return next((element for element in block.path if is_quotation(element)), None)


def _drawn_out(kept: Sequence[Block]) -> dict[Block, Reason]:
    """The kept blocks of quotations that a paragraph says too: drawn out of it to catch the eye."""
    shown: dict[HtmlElement, list[Block]] = {}
    for block in kept:
        figure = _quoting(block)
        if figure is not None:
            shown.setdefault(figure, []).append(block)
    return {
        block: Reason.BOX
        for inside in shown.values()
        if any(
            len(block.key) >= TELLING and block.key in other.key
            for block in inside
            for other in kept
            if other not in inside
        )
        for block in inside
    }


def _is_answering(box: _Box, kept: Sequence[Block]) -> bool:
    """Whether a box is a list of questions and answers: most of what stands under its terms are sentences."""
    told = [kept[place] for place in box.places if "dd" in kept[place].tags]
    spoken = sum(ends_sentence(block) for block in told)
    return box.element.tag == "dl" and bool(told) and spoken > len(told) / 2


def _is_headed(box: _Box) -> bool:
    return box.first is not None and box.first.element.tag in HEADINGS


def _outermost(block: Block, container: HtmlElement, held: set[HtmlElement]) -> HtmlElement | None:
    """The outermost element around a block, within the container, that holds nothing of the text."""
    found = None
    if container in block.path[1:]:
        for element in block.path[1 : block.path.index(container)]:
            if element in held:
                break
            if element.tag not in WRAPPERS:
                found = element
    return found


def _measure(blocks: Sequence[Block], found: dict[HtmlElement, _Box]) -> None:
    for block in blocks:
        for element in block.path:
            if element in found:
                box = found[element]
                box.first = box.first or block
                box.letters += len(block.key)


def _alike(kept: Sequence[Block]) -> Counter[str]:
    """How many letters elements of each look hold."""
    alike: Counter[str] = Counter()
    for block in kept:
        for written in {look(element) for element in block.path}:
            alike[written] += len(block.key)
    return alike


def _reason(box: _Box, kept: Sequence[Block], text: Sequence[int], whole: int) -> Reason | None:
    inside = [kept[place] for place in box.places]
    first, last = text[0], text[-1]
    if box.places[0] <= first:
        small = box.letters <= _LONGEST_CAPTION
        return Reason.CAPTION if small and _shows_picture(box.element) else None
    if all(block.element.tag in HEADINGS for block in inside) or all("li" in block.tags for block in inside):
        return None
    if box.places[-1] < last:
        return Reason.BOX
    after = box.places[0] > last and len(inside) > 1
    few = sum(len(block.key) for block in inside) <= _MOST_AFTER * whole
    return Reason.BOX if after and _is_headed(box) and few else None


def _shows_picture(element: HtmlElement) -> bool:
    return next(element.iter("img", "video", "iframe", "figure"), None) is not None

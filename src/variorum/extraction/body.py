"""Takes the blocks of a page and those that were voted for, gives the article's body with a verdict on every block."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.boxes import boxes
from variorum.extraction.captions import captions, joined
from variorum.extraction.containers import adjoining, container, scope
from variorum.extraction.furniture import Furniture, is_quotation, said_words, says_nothing
from variorum.extraction.lines import asks_to_subscribe, ends_sentence, is_colophon, is_label, is_mere_link
from variorum.extraction.note_place import is_about_article, may_be_noted
from variorum.extraction.notes import is_note, opens_as_note
from variorum.extraction.series import series
from variorum.extraction.slots import HEADINGS, WRAPPERS, in_their_slots, placed_mark
from variorum.extraction.survey import TOO_MUCH_FOR_FURNITURE, survey, weights
from variorum.extraction.view import number_of_words
from variorum.model.reading import Reason
from variorum.text.quotations import QUOTATION, is_open

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.survey import Survey

_TEXT = frozenset({"p", "li", "dt", "dd", "blockquote"}) | HEADINGS
#: Elements that may hold a sentence of the text as a paragraph does.
_LIKE_PARAGRAPHS = frozenset({"div", "center"})
#: A text may stand so many elements deep in a paragraph, an item or a quotation.
_NEAR = 3
#: More headings than these at the end are what the page has of a list, not the head of what follows the article.
_MOST_LAST_HEADINGS = 3
#: A sentence that stands on other pages too may be anybody's answer when it is shorter.
_SHORTEST_REPEATED = 20
#: A sentence with more words is prose.
_MOST_WORDS_OF_A_LINE = 12
#: Fewer words between quotation marks are a name or a title.
_FEWEST_SPOKEN = 4
#: Words of elements that ask readers to pay or to sign in; many hold the text that is paid for.
_WALLS = frozenset({"paywall", "regwall", "metered"})
#: Reasons to take a block.
TAKEN = frozenset(
    {Reason.OUTLET, Reason.ANCHORED, Reason.SLOT, Reason.AMONG, Reason.NOTE, Reason.KEPT, Reason.STATED},
)


class Known(NamedTuple):
    """Marks of lines that are known: those that the version before had; in their slots those that it left out and that other pages have, few or many; the slots of the first."""

    kept: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    prevalent: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()


#: What is known of a page that is the first of its site.
NOTHING_KNOWN = Known()


class Body(NamedTuple):
    """The blocks of an article's body in order, notes included, those in captions with their frames, and the reason for each block."""

    blocks: list[Block]
    framed: dict[Block, HtmlElement]
    reasons: dict[Block, Reason]

    @property
    def captions(self) -> list[str]:
        """The captions of the article's pictures, each once."""
        return joined(self.framed)


def body(
    blocks: Sequence[Block], voted: frozenset[Block], top: int = 0, known: Known = NOTHING_KNOWN
) -> Body:
    """The body of the article; empty when no block is voted for. `top` is how many blocks stand above the headline.

    It reaches from the first to the last block of the text in the innermost element that holds most of it. Blocks
    between them belong to it too, unless they are furniture, boxes or lines that only lead elsewhere. Notes of the newsroom
    belong to it wherever they stand in the article.
    """
    found = survey(blocks, voted, top)
    if not found.text:
        return Body([], {}, {})
    judge = _Judge(found, known)
    reasons = {block: judge.reason(block) for block in blocks}
    kept = [block for block in blocks if reasons[block] in TAKEN]
    for later in (
        series(blocks, kept),
        boxes(blocks, kept, judge.container, known.slots),
        _labels(found, reasons),
        _last_headings(kept),
    ):
        for block, reason in later.items():
            if reasons[block] in TAKEN - {Reason.KEPT, Reason.NOTE}:
                reasons[block] = reason
    kept = [block for block in blocks if reasons[block] in TAKEN]
    pictured = [block for block, reason in reasons.items() if reason is Reason.CAPTION]
    framed = captions(blocks, judge.scope, found.kinds, pictured)
    for block in framed:
        if reasons[block] not in TAKEN:
            reasons[block] = Reason.CAPTION
    return Body(kept, framed, reasons)


class _Judge:
    """Says of each block of a page whether it belongs to the body, as far as that can be told of it alone."""

    def __init__(self, found: Survey, known: Known) -> None:
        text = found.in_order()
        self._found = found
        self._known = known
        self._placed = in_their_slots(found.blocks, known.kept, known.slots)
        self._weight: Counter[HtmlElement] = weights(text)
        # A note that comes or goes must not move the borders of the text.
        steady = [block for block in text if "h1" not in block.tags and not is_note(block)]
        inner = container(steady or text)
        beside = adjoining(found.blocks, inner, found.kinds) if inner.tag not in {"body", "html"} else []
        self.container = beside[0].path[1] if beside else inner
        self.scope = scope(self.container)
        inside = [block for block in found.blocks if self.container in block.path]
        taken = frozenset([*text, *beside])
        places = [place for place, block in enumerate(inside) if block in taken]
        self._span = frozenset(inside[places[0] : places[-1] + 1])

    def reason(self, block: Block) -> Reason:
        """Why the block is taken or left."""
        kind = self._found.kinds.get(block)
        inside = block in self._span
        link = is_mere_link(block)
        if not link and self._is_note(block, kind, is_within=inside or self.scope in block.path):
            return Reason.NOTE
        if not inside or not block.key:
            if kind is None and not link and self._was_taken(block):
                return Reason.KEPT
            return Reason.OUTSIDE if kind is None else Reason.FURNITURE
        return self._of_known(block) or self._of_line(block, kind, is_link=link) or self._of_text(block)

    def _was_taken(self, block: Block) -> bool:
        """Whether the version before had the line in its slot, wherever the borders of the text are now."""
        return bool(block.key) and block.mark in self._known.kept and block.slot in self._known.slots

    def _is_note(self, block: Block, kind: Furniture | None, *, is_within: bool) -> bool:
        """Whether a block is a note of this article: by its class within it or right beside it, by its words anywhere."""
        if is_within and kind is not Furniture.FOREIGN:
            return is_note(block)
        is_foreign = kind is Furniture.FOREIGN
        reads = opens_as_note(block) if is_foreign else may_be_noted(block, self.scope)
        return reads and is_about_article(block, self.container)

    def _of_known(self, block: Block) -> Reason | None:
        kept, left, repeated, prevalent, slots = self._known
        if kept or left:
            line = block.mark
            if line in kept and block.slot in slots:
                return Reason.KEPT
            if left and placed_mark(block) in left:
                return Reason.LEFT
            # A pull quote says what a paragraph says; a line that is nowhere else was moved.
            if line in kept and line not in self._placed and block not in self._found.kinds:
                return Reason.KEPT
        short = len(block.key) < _SHORTEST_REPEATED and ends_sentence(block)
        if not repeated or short or (mark := placed_mark(block)) not in repeated:
            return None
        # The background of a story is told again in the next article of it, and what somebody said in every one.
        told_again = self._is_speech(block) or (mark not in prevalent and self._is_prose(block))
        return None if told_again else Reason.REPEATED

    def _is_prose(self, block: Block) -> bool:
        """Whether a block was voted for and is a sentence of some length."""
        return (
            block in self._found.anchored
            and ends_sentence(block)
            and number_of_words([block.text]) > _MOST_WORDS_OF_A_LINE
        )

    def _is_speech(self, block: Block) -> bool:
        """Whether a block was voted for and tells in a sentence, however short, what somebody said."""
        return (
            block in self._found.anchored
            and ends_sentence(block)
            and any(
                not is_open(said) and number_of_words([said[0]]) >= _FEWEST_SPOKEN
                for said in QUOTATION.finditer(block.text)
            )
        )

    def _of_line(self, block: Block, kind: Furniture | None, *, is_link: bool) -> Reason | None:
        if kind is not None:
            return Reason.FURNITURE
        if is_link:
            return Reason.LINK
        if is_colophon(block):
            return Reason.COLOPHON
        if self._is_in_wall(block):
            return Reason.FURNITURE
        table = next((element for element in block.path if element.tag == "table"), None)
        if table is not None and self._weight[table] < TOO_MUCH_FOR_FURNITURE * self._weight[self.container]:
            return Reason.TABLE
        return None

    def _is_in_wall(self, block: Block) -> bool:
        """Whether a request to subscribe stands in an element that is named after it and holds little else."""
        most = TOO_MUCH_FOR_FURNITURE * self._weight[self.container]
        return any(
            self._weight[element] < most and not _WALLS.isdisjoint(said_words(element))
            for element in block.path[:_NEAR]
        ) and asks_to_subscribe(block)

    def _of_text(self, block: Block) -> Reason:
        if block in self._found.anchored:
            return Reason.ANCHORED
        if block in self._found.smoothed:
            return Reason.SLOT
        home = next(
            (one for one in block.path[1:] if one.tag not in WRAPPERS and not is_quotation(one)), None
        )
        near = any(element.tag in _TEXT for element in block.path[:_NEAR]) or _is_plain_sentence(block)
        return Reason.AMONG if near and self._weight[home] > 0 else Reason.OUTSIDE


def _is_plain_sentence(block: Block) -> bool:
    """Whether a sentence stands in an element that is no paragraph and tells nothing else of itself."""
    element = block.element
    return element.tag in _LIKE_PARAGRAPHS and ends_sentence(block) and says_nothing(element)


def _labels(found: Survey, reasons: Mapping[Block, Reason]) -> dict[Block, Reason]:
    """The lines that announce what is left out behind them, a link or a card."""
    return {
        block: Reason.LABEL
        for block, after in zip(found.blocks, found.blocks[1:], strict=False)
        if reasons[block] in TAKEN and is_label(block) and (is_mere_link(after) or _is_card(after, found))
    }


def _is_card(block: Block, found: Survey) -> bool:
    return found.kinds.get(block) is Furniture.FOREIGN and bool(block.references)


def _last_headings(kept: Sequence[Block]) -> dict[Block, Reason]:
    """The headings that nothing follows."""
    text = len(kept)
    while text and kept[text - 1].element.tag in HEADINGS:
        text -= 1
    last = kept[text:]
    return dict.fromkeys(last, Reason.LAST_HEADING) if len(last) <= _MOST_LAST_HEADINGS else {}

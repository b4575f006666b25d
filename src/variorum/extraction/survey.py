"""Takes the blocks of a page and those that were voted for, gives a survey: what is anchored, what is furniture of which kind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.blocks import look
from variorum.extraction.furniture import Furniture, furniture, is_wall
from variorum.extraction.lines import ends_sentence, is_mere_link
from variorum.extraction.plain import key
from variorum.extraction.slots import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

#: A text of as many letters is the same text wherever it stands.
TELLING = 40
_PIECE = 16
#: This share of the pieces of a long text tells that it is the same, though some of its words are hidden or added.
_SAME = 0.6
#: A heading with more than this share of it above it is not the one that the article begins with.
_MOST_ABOVE = 0.3
#: A kind of element that holds more than this share of it is no furniture, whatever its class says.
TOO_MUCH_FOR_FURNITURE = 0.4
#: A slot of whose letters this share is anchored is the article's.
_TAKEN_SLOT = 0.8
#: A heading with this share of its text linked leads to another article.
_LINKED_HEADING = 0.4
#: What a card says of the article that it leads to has fewer letters.
_LONGEST_TEASER = 250
#: The article that holds the headline is the one that is read when it has so many letters of prose, in so many paragraphs.
_LEAST_PROSE = 150
_FEWEST = 2


class Survey(NamedTuple):
    """What was found out about the blocks of a page.

    `anchored` holds the blocks that were voted for and stand in no furniture, `smoothed` those of the same slots;
    `kinds` the kind of furniture that a block stands in.
    """

    blocks: Sequence[Block]
    anchored: frozenset[Block]
    smoothed: frozenset[Block]
    kinds: dict[Block, Furniture]

    @property
    def text(self) -> frozenset[Block]:
        """The blocks that are the article's by vote or by slot."""
        return self.anchored | self.smoothed

    def in_order(self) -> list[Block]:
        """The blocks of `text` as they stand on the page (a set of them has no order that would be the same twice)."""
        text = self.text
        return [block for block in self.blocks if block in text]


def survey(blocks: Sequence[Block], voted: frozenset[Block], top: int) -> Survey:
    """The survey of a page; `top` is how many blocks stand above the headline: a slug or a kicker, unless most of the text is there."""
    voted = _of_headline(blocks, voted, top)
    kinds = _kinds(blocks, voted)
    anchored = frozenset(block for block in voted if block not in kinds)
    anchored |= _continuations(blocks, anchored, kinds)
    smoothed = _smoothed(blocks, anchored, kinds)
    above = frozenset(blocks[:top]) & (anchored | smoothed)
    held, whole = (sum(len(block.key) for block in some) for some in (above, anchored | smoothed))
    if held <= _MOST_ABOVE * whole:
        anchored, smoothed = anchored - above, smoothed - above
    return Survey(blocks, anchored, smoothed, kinds)


def told(blocks: Sequence[Block], texts: Iterable[str]) -> frozenset[Block]:
    """The blocks whose words are among the texts, white space and signs aside."""
    lines = {key(text) for text in texts}
    joined = "\n".join(sorted(lines))
    return frozenset(block for block in blocks if block.key and _is_told(block.key, lines, joined))


def weights(blocks: Iterable[Block]) -> Counter[HtmlElement]:
    """How many letters of the blocks each element holds."""
    weight: Counter[HtmlElement] = Counter()
    for block in blocks:
        for element in block.path:
            weight[element] += len(block.key)
    return weight


def depth(element: HtmlElement) -> int:
    """How many elements stand around an element."""
    return sum(1 for _ in element.iterancestors())


def _is_told(text: str, lines: set[str], joined: str) -> bool:
    if text in lines:
        return True
    if len(text) < TELLING:
        return False
    pieces = [text[at : at + _PIECE] for at in range(0, len(text) - _PIECE + 1, _PIECE)]
    return text in joined or sum(piece in joined for piece in pieces) >= _SAME * len(pieces)


def _of_headline(blocks: Sequence[Block], voted: frozenset[Block], top: int) -> frozenset[Block]:
    """The votes without those for another article, which stands below the one that holds the headline and has one of its own.

    Where readers scroll on to the next article, the longer of the two is voted for. The prose of the first is voted for then.
    """
    own = _article(blocks[top]) if top < len(blocks) else None
    if own is None:
        return voted
    others = {
        element: None
        for block in blocks[top:]
        if block in voted and own not in block.path and (element := _article(block)) is not None
    }
    # Posts of a live report are articles with headings too, but there are several of them.
    foreign = [one for one in others if own not in one.iterancestors() and one not in own.iterancestors()]
    foreign = [one for one in foreign if _is_headed(one, blocks, is_alone=len(foreign) == 1)]
    prose = [block for block in blocks[top:] if own in block.path and _is_prose(block)]
    if not foreign or len(prose) < _FEWEST or sum(len(block.key) for block in prose) < _LEAST_PROSE:
        return voted
    return frozenset(prose).union(block for block in voted if not any(one in block.path for one in foreign))


def _article(block: Block) -> HtmlElement | None:
    """The innermost `article` around a block."""
    return next((element for element in block.path if element.tag == "article"), None)


def _is_headed(element: HtmlElement, blocks: Sequence[Block], *, is_alone: bool) -> bool:
    """Whether an article has a headline of its own: an `h1`, or an `h2` at its head where no other stands beside it."""
    first = next(block for block in blocks if element in block.path)
    return next(element.iter("h1"), None) is not None or (is_alone and first.element.tag == "h2")


def _is_prose(block: Block) -> bool:
    return (
        block.element.tag == "p"
        and len(block.key) >= TELLING
        and ends_sentence(block)
        and not is_mere_link(block)
    )


def _kinds(blocks: Sequence[Block], voted: frozenset[Block]) -> dict[Block, Furniture]:
    """The blocks in furniture, what is about something else before what is about the article."""
    elements = _furniture(blocks, voted)
    kinds: dict[Block, Furniture] = {}
    for block in blocks:
        for element in block.path:
            kind = elements.get(element)
            if kind is not None:
                kinds[block] = kind
                if kind is Furniture.FOREIGN:
                    break
    return kinds


def _furniture(blocks: Sequence[Block], voted: frozenset[Block]) -> dict[HtmlElement, Furniture]:
    """The elements that are furniture: by what they say of themselves, or as cards that lead to other articles."""
    weight: Counter[str] = Counter()
    # What is written again and again on one page, a placeholder say, weighs as much as one of it.
    once = {block.key: block for block in blocks if block in voted}.values()
    for block in once:
        for one in {look(element) for element in block.path}:
            weight[one] += len(block.key)
    most = TOO_MUCH_FOR_FURNITURE * sum(len(block.key) for block in once)
    found: dict[HtmlElement, Furniture] = {}
    for element in dict.fromkeys(element for block in blocks for element in block.path):
        if weight[look(element)] <= most:
            kind = furniture(element)
        else:
            kind = Furniture.FOREIGN if is_wall(element) else None
        if kind:
            found[element] = kind
    held = weights(block for block in blocks if block in voted)
    for block in blocks:
        parent = _parent(block)
        if not _leads_elsewhere(block) or held[parent] > most:
            continue
        # Of a round-up each part stands under a heading with a link, and tells more than a teaser.
        if held[parent] < _LONGEST_TEASER or weight[look(parent)] <= most:
            found[parent] = Furniture.FOREIGN
    return found


def _leads_elsewhere(block: Block) -> bool:
    """Whether a block is the heading of a card: a link to another page, not to a place on this one."""
    return (
        block.element.tag in HEADINGS
        and block.linked > _LINKED_HEADING
        and not any("#" in one.href for one in block.references)
    )


def _continuations(
    blocks: Sequence[Block], anchored: frozenset[Block], kinds: dict[Block, Furniture]
) -> frozenset[Block]:
    """The blocks in elements that look like the one that holds most of the article and stand beside it.

    Long articles are cut into several containers, live blogs into posts; trafilatura may see only the first.
    """
    homes: Counter[str] = Counter()
    scopes: Counter[HtmlElement] = Counter()
    for block in (block for block in blocks if block in anchored):
        homes[look(_parent(block))] += len(block.key)
        scopes.update(element for element in block.path if element.tag in {"article", "main"})
    most = max(homes, key=lambda one: homes[one], default="")
    if " " not in most or not scopes:
        return frozenset()
    scope = min(scopes, key=lambda element: (-scopes[element], -depth(element)))
    looks = {look(block.element) for block in anchored}
    return frozenset(
        block
        for block in blocks
        if block not in kinds
        and scope in block.path
        and look(block.element) in looks
        and look(_parent(block)) == most
    )


def _smoothed(
    blocks: Sequence[Block], anchored: frozenset[Block], kinds: dict[Block, Furniture]
) -> frozenset[Block]:
    """The blocks that are not anchored though nearly all of their slot is."""
    slots = {block.slot for block in anchored}
    open_blocks = [
        (block, block.slot)
        for block in blocks
        if block not in kinds and block.slot in slots and not is_mere_link(block)
    ]
    whole: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for block, written in open_blocks:
        whole[written] += len(block.key)
        taken[written] += len(block.key) if block in anchored else 0
    return frozenset(
        block
        for block, written in open_blocks
        if block.key and block not in anchored and taken[written] >= _TAKEN_SLOT * whole[written]
    )


def _parent(block: Block) -> HtmlElement:
    """The element that a block stands in."""
    return block.path[1] if len(block.path) > 1 else block.element

"""Takes the blocks of a page and the texts that anchor its article, gives the blocks that are the article's body."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.blocks import look
from variorum.extraction.furniture import Furniture, furniture, is_wall
from variorum.extraction.notes import is_note
from variorum.extraction.plain import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

#: Elements that set off a line of their own.
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_TEXT = frozenset({"p", "li", "blockquote"}) | HEADINGS
_WRAPPERS = frozenset({"blockquote", "ul", "ol", "li"})
#: A text of as many letters is the same text wherever it stands.
_TELLING = 40
_PIECE = 16
#: This share of the pieces of a long text tells that it is the same, though some of its words are hidden or added.
_SAME = 0.6
#: The article's container holds this share of the anchored text.
_CONTAINED = 0.85
#: A heading with more than this share of it above it is not the one that the article begins with.
_MOST_ABOVE = 0.3
#: A kind of element that holds more than this share of it is no furniture, whatever its class says.
_TOO_MUCH_FOR_FURNITURE = 0.4
#: A heading with this share of its text linked leads to another article, a line with this share is nothing but a link.
_LINKED_HEADING, _LINKED_LINE = 0.4, 0.8
_LONGEST_LINK = 200
#: A text may stand so many elements deep in a paragraph, an item or a quotation.
_NEAR = 3


class Body(NamedTuple):
    """The blocks of an article's body in order, notes included, and the captions of its pictures."""

    blocks: list[Block]
    captions: list[str]


class _Found(NamedTuple):
    """What was found out about the blocks of a page: which are anchored, which elements are furniture of which kind."""

    blocks: Sequence[Block]
    anchored: frozenset[Block]
    furniture: dict[HtmlElement, Furniture]

    def in_order(self) -> list[Block]:
        """The anchored blocks as they stand on the page (a set of them has no order that would be the same twice)."""
        return [block for block in self.blocks if block in self.anchored]

    def is_furniture(self, block: Block) -> bool:
        """Whether a block stands in furniture of any kind."""
        return any(element in self.furniture for element in block.path)

    def is_foreign(self, block: Block) -> bool:
        """Whether a block stands in furniture that is about something else."""
        return any(self.furniture.get(element) is Furniture.FOREIGN for element in block.path)


def body(blocks: Sequence[Block], anchors: Sequence[str], top: int = 0) -> Body:
    """The body of the article; empty when no block is anchored. `top` is how many blocks stand above the headline.

    It reaches from the first to the last anchored block of the innermost element that holds most of them. Blocks
    between them belong to it too, furniture and lines that are mere links excepted. Notes of the newsroom belong to it
    wherever they stand in the article.
    """
    found = _below(_found(blocks, anchors), top)
    if not found.anchored:
        return Body([], [])
    weight = _weights(found.in_order())
    # A note that comes or goes must not move the borders of the text.
    text = [block for block in found.in_order() if "h1" not in block.tags and not is_note(block)]
    container = _container(_weights(text) or weight)
    scope = _scope(container)
    inside = [block for block in blocks if container in block.path]
    places = [place for place, block in enumerate(inside) if block in found.anchored]
    span = frozenset(inside[places[0] : places[-1] + 1])
    kept = [
        block
        for block in blocks
        if (block in span and _is_body(block, found, weight))
        or (
            scope in block.path
            and is_note(block)
            and not found.is_foreign(block)
            and not _is_mere_link(block)
        )
    ]
    while kept and kept[-1].element.tag in HEADINGS:
        kept.pop()
    return Body(kept, _captions(found, scope))


def _found(blocks: Sequence[Block], anchors: Sequence[str]) -> _Found:
    anchored = _anchored(blocks, anchors)
    found = _Found(blocks, anchored, _furniture(blocks, anchored))
    found = found._replace(anchored=frozenset(block for block in anchored if not found.is_furniture(block)))
    return found._replace(anchored=found.anchored | _continuations(found))


def _below(found: _Found, top: int) -> _Found:
    """What was found without the anchors above the headline, a slug or a kicker, unless most of the article stands there."""
    above = frozenset(found.blocks[:top]) & found.anchored
    held, whole = (sum(len(block.key) for block in blocks) for blocks in (above, found.anchored))
    return found._replace(anchored=found.anchored - above) if held <= _MOST_ABOVE * whole else found


def _anchored(blocks: Sequence[Block], anchors: Sequence[str]) -> frozenset[Block]:
    """The blocks whose text is among the anchors."""
    lines = {key(line) for line in anchors}
    joined = "\n".join(sorted(lines))
    return frozenset(block for block in blocks if block.key and _is_told(block.key, lines, joined))


def _is_told(text: str, lines: set[str], joined: str) -> bool:
    if text in lines:
        return True
    if len(text) < _TELLING:
        return False
    pieces = [text[at : at + _PIECE] for at in range(0, len(text) - _PIECE + 1, _PIECE)]
    return text in joined or sum(piece in joined for piece in pieces) >= _SAME * len(pieces)


def _weights(blocks: Iterable[Block]) -> Counter[HtmlElement]:
    """How many letters of the blocks each element holds."""
    weight: Counter[HtmlElement] = Counter()
    for block in blocks:
        for element in block.path:
            weight[element] += len(block.key)
    return weight


def _furniture(blocks: Sequence[Block], anchored: frozenset[Block]) -> dict[HtmlElement, Furniture]:
    """The elements that are furniture: by what they say of themselves, or as cards that lead to other articles."""
    weight: Counter[str] = Counter()
    for block in anchored:
        for one in {look(element) for element in block.path}:
            weight[one] += len(block.key)
    most = _TOO_MUCH_FOR_FURNITURE * sum(len(block.key) for block in anchored)
    found: dict[HtmlElement, Furniture] = {}
    for element in dict.fromkeys(element for block in blocks for element in block.path):
        if weight[look(element)] <= most:
            kind = furniture(element)
        else:
            kind = Furniture.FOREIGN if is_wall(element) else None
        if kind:
            found[element] = kind
    held = _weights(block for block in blocks if block in anchored)
    for block in blocks:
        if _leads_elsewhere(block) and held[_home(block)] <= most:
            found[_home(block)] = Furniture.FOREIGN
    return found


def _leads_elsewhere(block: Block) -> bool:
    """Whether a block is the heading of a card: a link to another page, not to a place on this one."""
    return (
        block.element.tag in HEADINGS
        and block.linked > _LINKED_HEADING
        and not any("#" in one.href for one in block.references)
    )


def _continuations(found: _Found) -> frozenset[Block]:
    """The blocks in elements that look like the one that holds most of the article and stand beside it.

    Long articles are cut into several containers, live blogs into posts; trafilatura may see only the first.
    """
    homes: Counter[str] = Counter()
    scopes: Counter[HtmlElement] = Counter()
    for block in found.in_order():
        homes[look(_home(block))] += len(block.key)
        scopes.update(element for element in block.path if element.tag in {"article", "main"})
    home = max(homes, key=lambda one: homes[one], default="")
    if " " not in home or not scopes:
        return frozenset()
    scope = min(scopes, key=lambda element: (-scopes[element], -_depth(element)))
    looks = {look(block.element) for block in found.anchored}
    return frozenset(
        block
        for block in found.blocks
        if scope in block.path
        and look(block.element) in looks
        and look(_home(block)) == home
        and not found.is_furniture(block)
    )


def _home(block: Block) -> HtmlElement:
    """The element that a block stands in."""
    return block.path[1] if len(block.path) > 1 else block.element


def _container(weight: Counter[HtmlElement]) -> HtmlElement:
    """The innermost element that holds most of the anchored text."""
    least = _CONTAINED * max(weight.values())
    holders = (element for element in weight if weight[element] >= least)
    return min(holders, key=lambda element: (weight[element], -_depth(element)))


def _scope(container: HtmlElement) -> HtmlElement:
    """What is the article's on the page, its head and foot included: what holds the container and an `h1`."""
    around = [container, *container.iterancestors()]
    return next(one for one in around if one.find(".//h1") is not None or one.tag in {"main", "body", "html"})


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _is_body(block: Block, found: _Found, weight: Counter[HtmlElement]) -> bool:
    """Whether a block within the article's span belongs to it: anchored, or a text among the anchored ones."""
    if not block.key or found.is_furniture(block) or _is_mere_link(block):
        return False
    if block in found.anchored:
        return True
    home = next((element for element in block.path[1:] if element.tag not in _WRAPPERS), None)
    return weight[home] > 0 and any(element.tag in _TEXT for element in block.path[:_NEAR])


def _is_mere_link(block: Block) -> bool:
    return block.linked > _LINKED_LINE and len(block.text) < _LONGEST_LINK


def _captions(found: _Found, scope: HtmlElement) -> list[str]:
    """The captions of the article's pictures, each once; the parts of one caption are joined by spaces."""
    pictured = _pictured(found.blocks)
    parts: dict[HtmlElement, list[str]] = {}
    for block in found.blocks:
        frame = next((element for element in reversed(block.path) if _is_caption(element, pictured)), None)
        if frame is not None and scope in block.path and not found.is_foreign(block):
            parts.setdefault(frame, []).append(block.text)
    return list(dict.fromkeys(" ".join(texts) for texts in parts.values()))


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


def _is_caption(element: HtmlElement, pictured: set[HtmlElement]) -> bool:
    """Whether an element is a caption: by name, or by class beside a picture."""
    if element.tag == "figcaption":
        return True
    return "caption" in (element.get("class") or "").lower() and element.getparent() in pictured

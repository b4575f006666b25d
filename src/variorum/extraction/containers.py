"""Takes the blocks of an article's text, gives the element that contains them and the one that is all the article's."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from variorum.extraction.blocks import look
from variorum.extraction.lines import ends_sentence
from variorum.extraction.slots import HEADINGS, WRAPPERS
from variorum.extraction.survey import TELLING, depth, weights

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

#: The container holds this share of the text.
_CONTAINED = 0.85
#: A paragraph with less than this share linked tells something.
_LINKED = 0.5
#: So many paragraphs in an element around it are the article's too: a live report's summary stands apart from its posts.
_APART = 3
#: Elements that are lines of a text or set some of them off: none of them contains a text.
_LINES = HEADINGS | WRAPPERS | {"p", "dl", "dt", "dd", "pre"}
_WHOLE_PAGE = frozenset({"main", "body", "html"})


def container(text: Sequence[Block]) -> HtmlElement:
    """The innermost element that holds most of the text, or one around it where paragraphs stand apart.

    It is never a single line. A paragraph apart is the article's where it stands in the same article and is built as the text
    within is; of others it takes three.
    """
    weight = weights(text)
    least = _CONTAINED * max(weight.values())
    holders = [element for element in weight if weight[element] >= least]
    innermost = min(holders, key=lambda element: (weight[element], -depth(element)))
    innermost = _holder(innermost, text)
    apart = [block for block in text if innermost not in block.path and _is_paragraph(block)]
    if not apart:
        return innermost
    own = [block for block in apart if _is_near(block, innermost, text)]
    for around in innermost.iterancestors():
        if around.tag in _WHOLE_PAGE or len(apart) < _APART:
            break
        if sum(1 for block in apart if around in block.path) >= _APART:
            own = [*own, *(block for block in apart if around in block.path)]
            break
    return next(
        (one for one in (innermost, *innermost.iterancestors()) if all(one in block.path for block in own)),
        innermost,
    )


def scope(inner: HtmlElement) -> HtmlElement:
    """What is the article's on the page, its head and foot included: what holds the container and an `h1`."""
    around = [inner, *inner.iterancestors()]
    return next(one for one in around if one.find(".//h1") is not None or one.tag in _WHOLE_PAGE)


def adjoining(blocks: Sequence[Block], inner: HtmlElement, furniture: Container[Block]) -> list[Block]:
    """The sentences right before and right after the container that are written as its own paragraphs are.

    Whatever else is said between them and the container sets them off, a byline or other articles, but for `furniture` that leads
    nowhere, the caption of a picture or the label of an advertisement.
    """
    rest = [
        block
        for block in blocks
        if block.key and (inner in block.path or block.references or block not in furniture)
    ]
    places = [place for place, block in enumerate(rest) if inner in block.path]
    if not places:
        return []
    looks = {look(rest[place].element) for place in places if rest[place].element.tag == "p"}
    beside = inner.getparent()

    def is_alike(block: Block) -> bool:
        return (
            block.path[1:2] == (beside,)
            and look(block.element) in looks
            and not block.references
            and _is_paragraph(block)
            and ends_sentence(block)
        )

    before = takewhile(is_alike, reversed(rest[: places[0]]))
    return [*reversed(list(before)), *takewhile(is_alike, rest[places[-1] + 1 :])]


def _holder(innermost: HtmlElement, text: Sequence[Block]) -> HtmlElement:
    """An element, or the one around it that is no line of the text."""
    within = [block for block in text if innermost in block.path]
    path = within[0].path[within[0].path.index(innermost) :]
    is_one = len(within) == 1 and within[0].element is innermost
    around = path[1:] if is_one else path
    return next((element for element in around if element.tag not in _LINES), path[-1])


def _is_near(block: Block, innermost: HtmlElement, text: Sequence[Block]) -> bool:
    """Whether a paragraph apart stands in the same article and is built as the text within is."""
    return scope(innermost) in block.path and any(
        other.slot == block.slot and innermost in other.path for other in text
    )


def _is_paragraph(block: Block) -> bool:
    return block.element.tag == "p" and len(block.key) >= TELLING and block.linked < _LINKED

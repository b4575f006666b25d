"""Takes the blocks of an article's text, gives the element that contains them and the one that is all the article's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.extraction.survey import TELLING, depth, weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

#: The container holds this share of the text.
_CONTAINED = 0.85
#: So many paragraphs in an element around it are the article's too: a live report's summary stands apart from its posts.
_APART = 3
#: A paragraph with less than this share linked tells something.
_LINKED = 0.5
_WHOLE_PAGE = frozenset({"main", "body", "html"})


def container(text: Sequence[Block]) -> HtmlElement:
    """The innermost element that holds most of the text, or one around it where paragraphs stand apart."""
    weight = weights(text)
    least = _CONTAINED * max(weight.values())
    holders = [element for element in weight if weight[element] >= least]
    innermost = min(holders, key=lambda element: (weight[element], -depth(element)))
    apart = [block for block in text if innermost not in block.path and _is_paragraph(block)]
    for around in innermost.iterancestors():
        if around.tag in _WHOLE_PAGE or len(apart) < _APART:
            break
        if sum(1 for block in apart if around in block.path) >= _APART:
            return around
    return innermost


def scope(inner: HtmlElement) -> HtmlElement:
    """What is the article's on the page, its head and foot included: what holds the container and an `h1`."""
    around = [inner, *inner.iterancestors()]
    return next(one for one in around if one.find(".//h1") is not None or one.tag in _WHOLE_PAGE)


def _is_paragraph(block: Block) -> bool:
    return block.element.tag == "p" and len(block.key) >= TELLING and block.linked < _LINKED

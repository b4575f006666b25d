"""Takes the blocks of a body and what the fields say, gives those that only say it again or speak of who wrote the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.authors import is_byline, persons
from variorum.extraction.lines import ends_sentence, is_signing, presents
from variorum.extraction.notes import is_note
from variorum.extraction.plain import key
from variorum.extraction.slots import HEADINGS
from variorum.extraction.ticking import goes_on
from variorum.extraction.time_line import is_time_line
from variorum.model.reading import Reason

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.body import Body

#: The byline stands among so many blocks of the body, if there.
_TOP = 6
#: Who else worked on it, and who the author is, stands among so many at the end.
_END = 4


class Settling(NamedTuple):
    """What the fields say: the element of the headline, the keys of texts that no paragraph repeats, the authors."""

    heading: HtmlElement | None
    texts: frozenset[str]
    signed: tuple[str, ...]


def said(body: Body, settling: Settling) -> dict[Block, Reason]:
    """The blocks that are the headline, repeat a text, byline or times near the headline, or present an author.

    A line that the version before had is left out only where a field says it.
    """
    found = [block for block in body.blocks if settling.heading not in block.path]
    left = dict.fromkeys((block for block in body.blocks if settling.heading in block.path), Reason.SAID)
    last = len(found) - _END
    has_begun = False
    for place, block in enumerate(found):
        if block.key in settling.texts:
            left[block] = Reason.SAID
        elif body.reasons.get(block) is Reason.KEPT:
            continue
        elif place < _TOP and (
            _is_signature(block.text, settling.signed)
            or (_is_head_time(block) and not (has_begun and goes_on(block.text)))
        ):
            left[block] = Reason.SAID
        elif place >= last and _is_about_authors(block, settling.signed):
            left[block] = Reason.AUTHOR_NOTE
        has_begun = has_begun or (block not in left and ends_sentence(block))
    return left


def _is_about_authors(block: Block, signed: tuple[str, ...]) -> bool:
    return not is_note(block) and (is_signing(block) or presents(block, signed))


def _is_head_time(block: Block) -> bool:
    """Whether a line near the headline tells when the article was published; a subhead may be a day in a chronicle."""
    return block.element.tag not in HEADINGS and is_time_line(block) and not is_note(block)


def _is_signature(text: str, signed: tuple[str, ...]) -> bool:
    """Whether a line does nothing but name the authors."""
    named = dict.fromkeys(persons(text))
    return bool(named) and set(named) <= set(signed) and (is_byline(text) or key(text) == key("".join(named)))

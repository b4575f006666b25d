"""Takes the blocks of a page, marks those that stand behind the label of a note or go on with one: what was wrong is told there."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from variorum.extraction.furniture import is_hidden
from variorum.extraction.lines import ends_sentence, is_colophon, is_mere_link, is_signing
from variorum.extraction.notes import is_label_of_note, opens_with_words_of_note
from variorum.extraction.slots import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

#: A label and what it announces stand in an element no further above the label.
_NEAR = 4
#: A correction of more letters or blocks is a text that a label opens, not one that it announces.
_LONGEST, _MOST = 2_000, 12
#: What is announced is a small part of the sentences on a page, unless it has few letters.
_SHARE, _FEW = 0.4, 200
#: A note's further paragraphs stand behind it in these.
_FEET = frozenset({"footer", "aside"})
_WHOLE_PAGE = frozenset({"main", "body", "html"})
_OTHER_THINGS = frozenset(
    {"nav", "article", "aside", "form", "figure", "footer", "header", "table", "dialog"}
)
# A second paragraph tells of the error too: it holds a figure, or one of the words that set a value against another one.
_TELLS_OF_ERROR = re.compile(
    r"\d|\b(?:not|instead|rather than|error|mistake|wrong\w*|incorrect\w*|mis(?:stat|spell|identif|attribut|quot|report)\w*|originally|earlier version|should have"
    r"|nicht|sondern|statt|fehler\w*|falsch\w*|irrtümlich|richtig|ursprünglich|erreur|faux|fausse|au lieu|par erreur|et non|error|errone\w*|en vez|en lugar|y no|sino"
    r"|errore|sbagliat\w*|invece|anziché|erro|errad\w*|em vez|e não|fout\w*|onjuist|verkeerd\w*|niet)\b",
    re.IGNORECASE,
)
# What asks readers to write in, and what tells how an outlet corrects, corrects nothing.
_POLICY = re.compile(
    r"[^.!?]{0,120}[?？]|\W*(?:spotted|to (?:report|request|suggest)|if you|please|do you|did you|see(?:n)? an?|found an?|read our|send|have you|help us|contact|e-?mail"
    r"|we (?:are committed|strive|aim|want|take|welcome|correct|try|make every)|our (?:policy|newsroom|editors|standards)|haben sie|wenn sie|falls sie|sie haben|fehler (?:gefunden|entdeckt)"
    r"|bitte|schreiben|signale[rz]|vous avez|avez-vous|si vous|écrivez|si (?:has|ha|encuentra|crees?)|has (?:visto|encontrado)|ha (?:visto|encontrado)|segnala|hai (?:trovato|notato)"
    r"|se (?:hai|você|encontrou)|encontrou|viu um|heeft u|zie je|fout gezien)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S")


def mark_labelled(blocks: Sequence[Block]) -> None:
    """Marks the blocks that a label announces as a note, with the label, and the further paragraphs of notes in feet and asides.

    >>> from lxml.html import document_fromstring
    >>> from variorum.extraction.blocks import blocks
    >>> found = blocks(document_fromstring("<footer><h4>Correction</h4><p>It was Monday.</p><h4>Jobs</h4></footer>"))
    >>> mark_labelled(found)
    >>> [block.is_labelled for block in found]
    [True, True, False]
    """
    for place, block in enumerate(blocks):
        if block.is_labelled or not opens_with_words_of_note(block) or is_mere_link(block):
            continue
        if is_label_of_note(block):
            behind = list(_announced(blocks, place))
            for one in behind:
                one.is_labelled = True
            block.is_labelled = bool(behind)
        else:
            for one in _going_on(blocks, place):
                one.is_labelled = True


def _announced(blocks: Sequence[Block], place: int) -> Iterator[Block]:
    """The blocks that the label at a place announces."""
    label = blocks[place]
    around = blocks[place + 1].path if place + 1 < len(blocks) else ()
    box = next((element for element in label.path[:_NEAR] if element in around), None)
    if box is None or box.tag in _WHOLE_PAGE:
        return
    run = list(takewhile(_is_text, _alike(_within(blocks, place + 1, box), box)))
    if not run or _asks_readers(run[0]):
        return
    rest = list(_within(blocks, place + 1 + len(run), box))
    letters = sum(len(block.key) for block in run)
    whole = sum(len(block.key) for block in blocks if ends_sentence(block) and not is_mere_link(block))
    if len(run) > _MOST or letters > min(_LONGEST, max(_FEW, _SHARE * whole)) or any(map(_is_sentence, rest)):
        # The text itself goes on behind what is announced.
        run = run[:1] if _TELLS_OF_ERROR.search(run[0].text) else []
    if not run:
        return
    yield run[0]
    opens = label.element.tag in HEADINGS or label.element is box
    yield from takewhile(lambda block: opens or _goes_on(block), run[1:])


def _going_on(blocks: Sequence[Block], place: int) -> Iterator[Block]:
    """The further paragraphs of the note at a place, in a foot or an aside."""
    note = blocks[place]
    box = note.path[1] if len(note.path) > 1 else None
    if box is None or not any(element.tag in _FEET for element in note.path[1:3]):
        return
    within = takewhile(lambda block: block.path[:2] == (block.element, box), blocks[place + 1 :])
    yield from takewhile(lambda block: block.element.tag == note.element.tag and _goes_on(block), within)


def _goes_on(block: Block) -> bool:
    return "li" in block.tags or (
        _is_sentence(block) and _TELLS_OF_ERROR.search(block.text) is not None and not _asks_readers(block)
    )


def _within(blocks: Sequence[Block], start: int, box: HtmlElement) -> Iterator[Block]:
    """The blocks from a place on that stand in an element."""
    for place in range(start, len(blocks)):
        if box not in blocks[place].path:
            return
        yield blocks[place]


def _alike(blocks: Iterable[Block], box: HtmlElement) -> Iterator[Block]:
    """The blocks that stand in elements of the same name as the first one does."""
    tag: str | None = None
    for block in blocks:
        at = block.path.index(box)
        below = block.path[at - 1].tag if at else ""
        if tag is None:
            tag = below
        if below != tag:
            return
        yield block


def _is_text(block: Block) -> bool:
    """Whether a block may be what a label announces: no heading, no link, no claim of rights, nothing of another thing."""
    return not (
        block.element.tag in HEADINGS
        or block.element.tag in _OTHER_THINGS.difference(_FEET)
        or is_mere_link(block)
        or is_colophon(block)
        or is_signing(block)
        or any(is_hidden(element) for element in block.path[:_NEAR])
    )


def _is_sentence(block: Block) -> bool:
    return _is_text(block) and ends_sentence(block)


def _asks_readers(block: Block) -> bool:
    """Whether a block asks readers to write in or tells how an outlet corrects."""
    return _POLICY.match(block.text) is not None or (
        _ADDRESS.search(block.text) is not None and not re.search(r"\d", block.text)
    )

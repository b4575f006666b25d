"""Takes a block, gives what its words alone tell: that it leads elsewhere, claims rights, signs or presents an author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.extraction.notes import is_note
from variorum.extraction.slots import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.extraction.blocks import Block

#: A line with this share of its text linked is nothing but a link.
_LINKED = 0.8
_LONGEST_LINK = 200
#: What stands before a link to the end of the line is its label when it is no longer than this.
_LONGEST_LABEL = 40
_MOST_WORDS = 4
_COLONS = (":", "：")
_LABEL_ENDS = (*_COLONS, "|", "»", "›", ">", "→", "-", "–", "—")
#: A sentence that is a link from end to end has so many letters and a full stop.
_SENTENCE = 60
# An ellipsis announces more.
_FULL_STOP = re.compile(r"(?<!\.\.)[.!?。！？]['\"”’»)\]]*$")
# What claims rights: only at the head of a line, where nobody writes of copyright.
_RIGHTS = re.compile(
    r"(?:©|\(c\)\s|ⓒ|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados"
    r"|tutti i diritti riservati|todos os direitos reservados|wszelkie prawa zastrzeżone|все права защищены)",
    re.IGNORECASE,
)
_LONGEST_RIGHTS = 200
# Letters for a person or an agency that close a report: (dmk), dpa/afp, (mit Reuters). Nothing else is in the line.
_INITIALS = re.compile(r"[(\[]\s*[a-z]{2,6}(?:\s*[/,]\s*[\w-]{2,10})*\s*[)\]]")
# Who else worked on a report.
_SIGNING = re.compile(
    r"(?:additional |further )?(?:reporting|writing|editing) (?:and \w+ )?(?:by|from) |with (?:reports|reporting|files) (?:from|by) "
    r"|(?:this report was |produced |compiled )(?:by|with) |(?:mit material|mit agenturmaterial|quellen?: |redaktion: |übersetzung: |aus dem \w+ von )"
    r"|(?:avec|con|com) (?:información de |informations? d|informações d)",
    re.IGNORECASE,
)
_LONGEST_SIGNING = 300


def is_mere_link(block: Block) -> bool:
    """Whether a line only leads elsewhere: all of it a link, or a short label and a link to its end.

    A whole sentence may be a link and tell something.
    """
    if not block.references or len(block.text) >= _LONGEST_LINK:
        return False
    if block.linked > _LINKED:
        return not (len(block.text) >= _SENTENCE and _FULL_STOP.search(block.text))
    last = block.references[-1].text
    label = block.text.removesuffix(last).rstrip() if block.text.endswith(last) else ""
    return 0 < len(label) <= _LONGEST_LABEL and label.endswith(_LABEL_ENDS)


def ends_sentence(block: Block) -> bool:
    """Whether a line ends as a sentence does."""
    return _FULL_STOP.search(block.text) is not None


def is_label(block: Block) -> bool:
    """Whether a line may announce a link: up to four words, or more before a colon; headings, items and sentences do not."""
    if (
        len(block.text) > _LONGEST_LABEL
        or block.element.tag in HEADINGS
        or "li" in block.tags
        or ends_sentence(block)
    ):
        return False
    words = block.text.rstrip(":：.… ").split()
    few = 0 < len(words) <= _MOST_WORDS and all(word.isalpha() for word in words)
    return (few or block.text.endswith(_COLONS)) and not is_note(block)


def is_colophon(block: Block) -> bool:
    """Whether a line claims rights or holds nothing but the initials of who wrote or edited."""
    return (
        len(block.text) <= _LONGEST_RIGHTS and _RIGHTS.match(block.text) is not None
    ) or _INITIALS.fullmatch(block.text) is not None


def is_signing(block: Block) -> bool:
    """Whether a line tells who else worked on a report."""
    return len(block.text) <= _LONGEST_SIGNING and _SIGNING.match(block.text) is not None


def presents(block: Block, names: Sequence[str]) -> bool:
    """Whether a line begins with the name of one of the authors, as a note about an author does."""
    return any(0 <= block.text.find(name) <= _LONGEST_LABEL for name in names)

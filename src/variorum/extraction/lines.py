"""Takes a block, gives what its words alone tell: that it leads elsewhere, claims rights, signs or presents an author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.extraction.notes import is_note
from variorum.extraction.slots import HEADINGS
from variorum.extraction.wording import Told, found, unquoted

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
_LONGEST_NOTE = 600
# What a note about an author says right behind the name: what the author is, does or has done for the outlet.
_ROLE = (
    r"(?:reporter|correspondent|founder|gründer|zuständig|responsible for|in charge of|editor|journalist|columnist|writer|author|producer|photographer|critic|fellow|professor|lecturer"
    r"|researcher|scholar|director|analyst|freelance|contributor|intern|redakteur|redaktor|korrespondent|autor|volontär|reporterin|leiter"
    r"|chef|kolumnist|journaliste|rédact|correspondant|auteur|chroniqueu|periodista|redactor|corresponsal|columnista|giornalista"
    r"|corrispondente|jornalista|redacteur|verslaggever|columniste|journalistin|dziennikar|skribent)"
)
_OFFICE = re.compile(
    rf"(?:\s*\([^)]{{1,40}}\))?(?:"
    rf"(?:\s*,)?\s+(?:is|ist|est|es|è|é|är|er|jest|war|was|has been|was born)\b[^.!?]{{0,120}}?{_ROLE}"
    rf"|\s*,\s*(?:an?\s|the\s|our\s|une?\s|eine?\s|un[oa]?\s)?(?:[\w-]+\s){{0,4}}{_ROLE}\w*[^,.!?]{{0,60}}(?:,\s[\w-]+)?[.]?$"
    r"|,?(?:\s+(?:who|qui|die|der))?\s+(?:covers|reports (?:on|for|from|about)|writes (?:on|for|from|about)|works (?:for|as|at|on)|edits|teaches|joined"
    r"|has (?:worked|written|reported|covered)|can be reached|lives in|contributed|studied|grew up"
    r"|berichtet|schreibt|arbeitet (?:als|für|bei|seit)|leitet|studierte|wurde \d{4}|geboren"
    r"|couvre|écrit|travaille (?:pour|à|comme)|cubre|escribe|trabaja (?:en|para|como)|scrive|si occupa|lavora (?:per|a|come)"
    r"|escreve|cobre|trabalha|schrijft|werkt (?:bij|voor|als)|skriver|pisze)\b)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S|(?:^|\s)@\w")
_ASKING_TO_WRITE = re.compile(
    r"(?:this (?:article|story|post|piece)\b.{0,12}\b(?:appeared|published)|about|contact|e-?mail|follow|write to|reach|über|zur person|kontakt|contactez|contacto)\b[^.!?]*$",
    re.IGNORECASE,
)


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


def asks_to_subscribe(block: Block) -> bool:
    """Whether a line asks readers to subscribe or sign in for the rest of the text."""
    return len(block.text) <= _LONGEST_NOTE and found(Told.PAYWALL, unquoted(block.text)) is not None


def is_signing(block: Block) -> bool:
    """Whether a line tells who else worked on a report."""
    return len(block.text) <= _LONGEST_SIGNING and _SIGNING.match(block.text) is not None


def presents(block: Block, names: Sequence[str]) -> bool:
    """Whether a line names one of the authors at its head and goes on as a note about an author does, not as news does."""
    text = block.text
    return len(text) <= _LONGEST_NOTE and any(
        0 <= place <= _LONGEST_LABEL and _introduces(text[:place], text[place + len(name) :])
        for name in names
        if (place := text.find(name)) >= 0
    )


def tells_office(block: Block, names: Sequence[str]) -> bool:
    """Whether a line says behind the name of one of the authors at its head what that is or does: a byline does not.

    >>> from variorum.extraction.blocks import Block
    >>> from lxml.html import fragment_fromstring
    >>> lines = (Block(text, (fragment_fromstring("<p>"),)) for text in ("Ada Lind is a reporter.", "By Ada Lind", "Ada Lind left."))
    >>> [tells_office(line, ["Ada Lind"]) for line in lines]
    [True, False, False]
    """
    text = block.text
    return len(text) <= _LONGEST_NOTE and any(
        0 <= place <= _LONGEST_LABEL and _OFFICE.match(text[place + len(name) :]) is not None
        for name in names
        if (place := text.find(name)) >= 0
    )


def _introduces(before: str, after: str) -> bool:
    """Whether the words around an author's name tell who that is or where to write to."""
    if _ADDRESS.search(after) or _ASKING_TO_WRITE.match(before) or not _FULL_STOP.search(after):
        return True
    # Beyond the first sentence a note may tell anything of the author.
    return _OFFICE.match(after) is not None

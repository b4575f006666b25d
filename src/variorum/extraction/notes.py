"""Takes a block, gives whether it is a note of the newsroom: a correction, a clarification, an editor's note."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from variorum.extraction.time_line import is_time_line
from variorum.text.dates import MONTHS
from variorum.text.word_lists import either

if TYPE_CHECKING:
    from variorum.extraction.blocks import Block

# A label opens a note only with a sign after it: "Correction officers said" opens a paragraph.
_LABELS = (
    "corrections?",
    "corrected",
    "clarifications?",
    "editor['’]?s['’]? notes?",
    "korrektur(?:hinweis)?",
    "transparenzhinweis",
    "berichtigung",
    "klarstellung",
    "richtigstellung",
    "anmerkung der redaktion",
    r"anm\. d\. red\.",
    "hinweis der redaktion",
    "rectificatif",
    "correctif",
    "précision",
    "erratum",
    "note de la rédaction",
    "ndlr",
    "corrección",
    "rectificación",
    "fe de erratas",
    "fe de errores",
    "aclaración",
    "nota de(?:l editor| la redacción)",
    "rettifica",
    "errata corrige",
    "nota della redazione",
    "correção",
    "errata",
    "nota da redação",
    "correctie",
    "rectificatie",
    "rättelse",
    "rettelse",
    "sprostowanie",
    "поправка",
    "от редакции",
    "düzeltme",
    "تصحيح",
    "تنويه",
    "訂正(?:とお詫び)?",
    "お詫びと訂正",
    "おことわり",
    "更正",
    "勘[误誤]",
    "澄清",
    "정정",
    "바로잡습니다",
    "תיקון(?: טעות)?",
    "הבהרה",
    "(?:भूल )?सुधार",
    "स्पष्टीकरण",
)
# Live reports and menus are full of updates: only these signs after the word make it the label of a note.
_UPDATES = (
    "updates?",
    "aktualisierung",
    "mise à jour",
    "actualización",
    "aggiornamento",
    "atualização",
    "uppdatering",
    "opp?datering",
    "aktualizacja",
    "обновление",
    "güncelleme",
    "تحديث",
)
# What an outlet calls the thing that a reader has before them.
_ARTICLE = r"(?:article|story|report|piece|post|page|headline|column|text|version|live ?blog)"
_CHANGED = r"(?:amended|corrected|clarified|edited|updated|revised)"
_PHRASES = (
    rf"this {_ARTICLE} (?:has (?:since )?been|was|is) (?:\w+ )?{_CHANGED}",
    r"an? (?:earlier|previous|original|prior) version of this",
    # A film has a story and a law has versions: "the" needs a word that only a newspaper uses of itself.
    r"an? (?:earlier|previous|original|prior) version of (?:the|our) (?:article|headline|live ?blog)\b",
    rf"(?:the|our) (?:earlier|previous|original|first) version of this {_ARTICLE}\b",
    r"we (?:apologi[sz]e|regret)\b.{0,40}\berror",
    r"in einer (?:früheren|ersten|vorherigen|älteren) (?:version|fassung) (?:dieses|des) (?:artikels|textes|beitrags)",
    r"in einer (?:früheren|ersten|vorherigen|älteren) (?:version|fassung) (?:hieß|stand|war|wurde)",
    r"dieser (?:artikel|text|beitrag) wurde .{0,60}(?:korrigiert|berichtigt|aktualisiert)",
    r"une (?:première |précédente )?version (?:précédente |antérieure |initiale )?de (?:cet article|ce texte)",
    r"cet article a été (?:\w+ )?(?:corrigé|modifié|rectifié)",
    r"una versión (?:anterior|previa) de est[ae]",
    r"est[ae] (?:artículo|noticia|nota|texto|información|reportaje) (?:ha sido|fue) (?:\w+ )?(?:corregid|rectificad|modificad)[oa]",
    r"una versione precedente di quest",
    r"quest['’]articolo è stato (?:\w+ )?(?:corretto|modificato|rettificato)",
    r"uma versão anterior dest[ae]",
    r"est[ae] (?:artigo|reportagem|texto|notícia) foi (?:\w+ )?(?:corrigid|retificad)[oa]",
    r"in een eerdere versie van dit",
)
# White space, bullets, stars and brackets may come before; quotation marks make it somebody's words.
_BEFORE = r"[\s*•·_\[(【〔（［–—-]*"
_MONTH = rf"(?:{either(MONTHS)})\.?"
# "Correction, May 5:", "Corrección del 5 de mayo:": a day after a label, and a colon or a dash after the day.
_DAY = (
    rf"(?:\s*,)?\s+(?:(?:on|of|from|vom|du|del|de|di|do|da|van|av|z)\s+)?(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th|er|º|°)?\s+(?:de\s+)?{_MONTH}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}})"
    r"(?:(?:,|\s+del?)?\s*\d{4})?"
)
_OPENING = re.compile(
    rf"{_BEFORE}(?:(?:{'|'.join(_LABELS)})(?:(?:\s+(?:appended|\([^)]*\)|\d[\d .:/]*))?\s*(?:[:：.)\]】〕）］—–-]|$)"
    rf"|(?:{_DAY}|\s+to (?:this|our) (?:\w+ )?{_ARTICLE})\s*[:：)\]—–-])"
    rf"|(?:(?:note|hinweis|nota)\s*[:：—–-]\s*)?(?:{'|'.join(_PHRASES)}))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"{_BEFORE}(?:{'|'.join(_LABELS)})(?:\s+(?:appended|and clarifications?|\([^)]*\)|\d[\d .:/]*)|{_DAY})?[\s:：.)\]】〕）］–—-]*",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    rf"{_BEFORE}(?:{'|'.join(_UPDATES)})(?:\s+(?:\([^)]*\)|\d[\d .:/]*))?\s*(?:[:：\])]|\s[—–-]\s)\s*\S",
    re.IGNORECASE,
)
_CLASS = re.compile(
    r"(?:^|[-_ ])(?:corrections?|clarifications?|editors?-?note|errat(?:a|um)|amend(?:ed|ment)|article-footnote|korrektur)(?:$|[-_ ])",
    re.IGNORECASE,
)
_LONGEST = 3_000
_LONGEST_LABEL = 60
#: Above the block itself, the class of so many elements around it is asked.
_NEAR = 2


def opens_as_note(block: Block) -> bool:
    """Whether a block opens as a note that says what was wrong, or stands behind such a label: an update is told by its place too.

    A label that announces nothing says nothing.
    """
    return block.is_labelled or (opens_with_words_of_note(block) and not is_label_of_note(block))


def opens_with_words_of_note(block: Block) -> bool:
    """Whether the first words of a block are those of a note that says what was wrong, a mere label among them."""
    return len(block.text) <= _LONGEST and _opens(block.text)


def is_label_of_note(block: Block) -> bool:
    """Whether a block is nothing but the label of a note: "Correction", "Corrections:", "Correction, May 5"."""
    return len(block.text) <= _LONGEST_LABEL and _LABEL.fullmatch(block.text) is not None


def is_note(block: Block) -> bool:
    """Whether a block opens as a note does, or stands in an element whose class says so.

    >>> from variorum.extraction.blocks import Block
    >>> from lxml.html import fragment_fromstring
    >>> at = (fragment_fromstring("<p>"),)
    >>> [is_note(Block(text, at)) for text in ("Correction: it was Tuesday.", "Correction officers said no.")]
    [True, False]
    """
    if opens_as_note(block):
        return True
    if len(block.text) > _LONGEST:
        return False
    # "Update: 3 May 2024, 10:15" tells when, not what.
    if _UPDATE.match(block.text):
        return not is_time_line(block)
    return any(
        _says_note(element.get("class") or "", element.get("id") or "") for element in block.path[: 1 + _NEAR]
    )


@lru_cache(maxsize=8_192)
def _opens(text: str) -> bool:
    return _OPENING.match(text) is not None


@lru_cache(maxsize=8_192)
def _says_note(classes: str, name: str) -> bool:
    """Whether the classes and the id of an element say that it holds a note."""
    return _CLASS.search(f"{classes} {name}"[:400]) is not None

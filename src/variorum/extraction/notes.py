"""Takes a block, gives whether it is a note of the newsroom: a correction, a clarification, an editor's note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.extraction.time_line import is_time_line

if TYPE_CHECKING:
    from variorum.extraction.blocks import Block

# A label opens a note only with a sign after it: "Correction officers said" opens a paragraph.
_LABELS = (
    "corrections?",
    "clarifications?",
    "editor['’]?s['’]? notes?",
    "korrektur",
    "berichtigung",
    "klarstellung",
    "richtigstellung",
    "anmerkung der redaktion",
    r"anm\. d\. red\.",
    "hinweis der redaktion",
    "rectificatif",
    "précision",
    "erratum",
    "note de la rédaction",
    "ndlr",
    "corrección",
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
    "訂正",
    "おことわり",
    "更正",
    "정정",
    "바로잡습니다",
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
_PHRASES = (
    (
        r"this (?:article|story|report|piece|post|page|headline|column|text|version|live ?blog) (?:has been|was|is) "
        r"(?:\w+ )?(?:amended|corrected|clarified|edited|updated|revised)"
    ),
    r"an? (?:earlier|previous|original|prior) version of this",
    r"we (?:apologi[sz]e|regret)\b.{0,40}\berror",
    r"in einer (?:früheren|ersten|vorherigen|älteren) (?:version|fassung) (?:dieses|des) (?:artikels|textes|beitrags)",
    r"in einer früheren version (?:hieß|stand|war|wurde)",
    r"dieser (?:artikel|text|beitrag) wurde .{0,60}(?:korrigiert|berichtigt|aktualisiert)",
    r"une (?:première |précédente )?version (?:précédente |antérieure |initiale )?de (?:cet article|ce texte)",
    r"una versión (?:anterior|previa) de est[ae]",
    r"una versione precedente di quest",
    r"uma versão anterior dest[ae]",
    r"in een eerdere versie van dit",
)
# White space, bullets, stars and brackets may come before; quotation marks make it somebody's words.
_OPENING = re.compile(
    rf"[\s*•·_\[(–—-]*(?:(?:{'|'.join(_LABELS)})(?:\s+(?:appended|\([^)]*\)|\d[\d .:/]*))?\s*(?:[:：.)\]】—–-]|$)"
    rf"|(?:{'|'.join(_PHRASES)}))",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    rf"[\s*•·_\[(–—-]*(?:{'|'.join(_UPDATES)})(?:\s+(?:\([^)]*\)|\d[\d .:/]*))?\s*(?:[:：\])]|\s[—–-]\s)\s*\S",
    re.IGNORECASE,
)
_CLASS = re.compile(
    r"(?:^|[-_ ])(?:corrections?|clarifications?|editors?-?note|errat(?:a|um)|amend(?:ed|ment)|article-footnote|korrektur)(?:$|[-_ ])",
    re.IGNORECASE,
)
_LONGEST = 3_000
#: Above the block itself, the class of so many elements around it is asked.
_NEAR = 2


def is_note(block: Block) -> bool:
    """Whether a block opens as a note does, or stands in an element whose class says so.

    >>> from variorum.extraction.blocks import Block
    >>> from lxml.html import fragment_fromstring
    >>> at = (fragment_fromstring("<p>"),)
    >>> [is_note(Block(text, at)) for text in ("Correction: it was Tuesday.", "Correction officers said no.")]
    [True, False]
    """
    if len(block.text) > _LONGEST:
        return False
    if _OPENING.match(block.text):
        return True
    # "Update: 3 May 2024, 10:15" tells when, not what.
    if _UPDATE.match(block.text):
        return not is_time_line(block)
    return any(
        _CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:400])
        for element in block.path[: 1 + _NEAR]
    )

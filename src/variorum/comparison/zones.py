"""Takes the sentences of an article, tells which are its report, which a notice to readers and which furniture of the page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from variorum.comparison.language import FURNITURE_PHRASES, NO_NOTICE, NOTICE_PHRASES, NOTICES
from variorum.model import FindingClass, ParagraphKind
from variorum.text.normalise import normalise
from variorum.text.quotations import QUOTATION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Article, Sentence

#: A notice says what it is at its beginning.
_WITHIN = 160
#: Furniture is short.
_FURNITURE_UP_TO = 200
#: What holds a figure or a quotation and is longer than this tells news, however it begins.
_TELLING_UP_TO = 70
_TELLS = re.compile(r"\d|\"")
#: A label such as "Correction:" is not longer.
_LABEL = 16
#: In a longer paragraph the report goes on behind a notice.
_NOTICE_UP_TO = 600
#: A note of no more letters may be a label without a colon.
_LABEL_ALONE = 60
# Labels of notes in languages of which comparison knows nothing else: what stands behind them was read as a note already.
_LABELS = (
    (
        FindingClass.UPDATE_NOTE,
        re.compile(
            r"\W*(?:aggiornamento|atualização|uppdatering|opp?datering|aktualizacja|обновление|güncelleme|تحديث)\b",
            re.IGNORECASE,
        ),
    ),
    (
        FindingClass.CLARIFICATION,
        re.compile(
            r"\W*(?:precisazione|chiarimento|esclarecimento|verduidelijking|förtydligande|تنويه|澄清|おことわり|הבהרה|स्पष्टीकरण)",
            re.IGNORECASE,
        ),
    ),
    (
        FindingClass.EDITORS_NOTE,
        re.compile(
            r"\W*(?:nota della redazione|nota da redação|noot van de redactie|от редакции|transparenzhinweis)",
            re.IGNORECASE,
        ),
    ),
    (
        FindingClass.CORRECTION,
        re.compile(
            r"\W*(?:correzion[ei]|rettific(?:a|he)|errat[ac]|erratum|correç(?:ão|ões)|retificação|correcties?|rectificaties?|rättelser?|rettelser?|sprostowani[ea]"
            r"|поправк[аи]|уточнение|düzeltme|تصحيح|訂正|お詫び|更正|勘[误誤]|정정|바로잡|תיקון|(?:भूल )?सुधार)",
            re.IGNORECASE,
        ),
    ),
)
#: No more of a sentence needs to be looked at.
_LOOKED_AT = 400


def notice_class(sentence: str) -> FindingClass | None:
    """The class of notice that a sentence opens, or `None` where it is no notice.

    >>> str(notice_class("This article was amended on 3 March to correct the number of dead."))
    'correction'
    >>> notice_class("We regret the error, the airline said.")
    """
    # What stands between quotation marks is said by somebody else.
    said = normalise(QUOTATION.sub(lambda match: "_" * len(match[0]), sentence))
    head = said[:_WITHIN]
    found = {kind: match for kind, pattern in NOTICE_PHRASES if (match := pattern.search(head))}
    if not found or NO_NOTICE.search(said):
        return None
    correction = found.get(FindingClass.CORRECTION)
    if correction and correction.end() > _LABEL and FindingClass.CLARIFICATION in found:
        # "This article was amended to clarify …" clarifies; a label at the head says what it is.
        return FindingClass.CLARIFICATION
    return next(iter(found), None)


def furniture_class(sentence: str) -> FindingClass | None:
    """The class of furniture that a short sentence is, or `None`.

    >>> str(furniture_class("Sign up for our morning newsletter")), furniture_class("The sign fell off the shop.")
    ('boilerplate', None)
    """
    text = normalise(sentence)
    if len(text) > (_TELLING_UP_TO if _TELLS.search(text) else _FURNITURE_UP_TO):
        return None
    return next((kind for kind, pattern in FURNITURE_PHRASES if pattern.search(text)), None)


@lru_cache(16_384)
def _kind(sentence: str) -> FindingClass | None:
    """The class of a sentence; remembered, since most sentences stand in version after version."""
    return furniture_class(sentence) or notice_class(sentence)


#: For each sentence its class, `None` for the report.
Zones: TypeAlias = "tuple[FindingClass | None, ...]"


def zones(article: Article, sentences: Sequence[Sentence]) -> Zones:
    """For each sentence the class of notice or furniture that it belongs to, `None` for the report.

    What follows a notice or furniture that opens a short paragraph belongs to it; what follows "Updated 3 May." does not.
    A paragraph that was read as a note is a notice as a whole, of the class that its words or those of the label above it tell.
    """
    noted = _noted(article)
    found: list[FindingClass | None] = []
    opening: FindingClass | None = None
    for sentence in sentences:
        if (notice := noted.get(sentence.paragraph)) is not None:
            found.append(notice)
            continue
        whole = article.paragraphs[sentence.paragraph].text
        text = whole[sentence.start : sentence.end]
        kind = _kind(text[:_LOOKED_AT])
        if sentence.start == 0:
            carries = len(whole) <= (_NOTICE_UP_TO if kind in NOTICES else _FURNITURE_UP_TO)
            opening = kind if carries and kind is not FindingClass.UPDATE_NOTE else None
        found.append(kind or opening)
    return tuple(found)


def opens_notice(text: str) -> bool:
    """Whether a note says at its head what it is: one that does not goes on with the note before it.

    >>> [opens_notice(text) for text in ("Correction", "Correzione: era lunedì.", "It was Monday.")]
    [True, True, False]
    """
    return _told_class(text[:_LOOKED_AT]) is not None


def _noted(article: Article) -> dict[int, FindingClass]:
    """For each paragraph that was read as a note the class of notice that it is.

    Furniture, lines that tell of an update, behind which the report goes on, and what holds the phrase of a notice and is none
    are judged by their words alone.
    """
    found: dict[int, FindingClass] = {}
    above: FindingClass | None = None
    for number, paragraph in enumerate(article.paragraphs):
        if paragraph.kind is not ParagraphKind.NOTE:
            above = None
            continue
        head = paragraph.text[:_LOOKED_AT]
        kind = _told_class(head) or above or FindingClass.CORRECTION
        if kind is FindingClass.UPDATE_NOTE or furniture_class(head) or NO_NOTICE.search(normalise(head)):
            above = None
            continue
        found[number] = above = kind
    return found


@lru_cache(1_024)
def _told_class(note: str) -> FindingClass | None:
    """The class that the first words of a note tell; a label needs no colon, and none of the languages whose words are known."""
    told = notice_class(note) or (notice_class(f"{note}:") if len(note) <= _LABEL_ALONE else None)
    return told or next((kind for kind, pattern in _LABELS if pattern.match(note)), None)

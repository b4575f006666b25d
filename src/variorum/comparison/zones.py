"""Takes the sentences of an article, tells which are its report, which a notice to readers and which furniture of the page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from variorum.comparison.language import FURNITURE_PHRASES, NO_NOTICE, NOTICE_PHRASES, NOTICES
from variorum.model import FindingClass
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
    """
    found: list[FindingClass | None] = []
    opening: FindingClass | None = None
    for sentence in sentences:
        whole = article.paragraphs[sentence.paragraph].text
        text = whole[sentence.start : sentence.end]
        kind = _kind(text[:_LOOKED_AT])
        if sentence.start == 0:
            carries = len(whole) <= (_NOTICE_UP_TO if kind in NOTICES else _FURNITURE_UP_TO)
            opening = kind if carries and kind is not FindingClass.UPDATE_NOTE else None
        found.append(kind or opening)
    return tuple(found)

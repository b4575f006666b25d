"""Takes the sentences of an article, tells which are its report, which a notice to readers and which furniture of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.comparison.language import FURNITURE_PHRASES, NOTICE_PHRASES, NOTICES
from variorum.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Article, FindingClass, Sentence

#: A notice says what it is at its beginning.
_WITHIN = 160
#: Furniture is short.
_FURNITURE_UP_TO = 200


def notice_class(sentence: str) -> FindingClass | None:
    """The class of notice that a sentence opens, or `None` where it is no notice.

    >>> str(notice_class("This article was amended on 3 March to correct the number of dead."))
    'correction'
    """
    head = normalise(sentence)[:_WITHIN]
    found = [kind for kind, pattern in NOTICE_PHRASES if pattern.search(head)]
    if len(found) > 1 and found[1] is NOTICES[1] and found[0] is NOTICES[0]:
        # "This article was amended to clarify …" clarifies; what names a correction itself corrects.
        return (
            found[0]
            if head.lower().lstrip(" *[(").startswith(("correction", "korrektur", "fe de"))
            else found[1]
        )
    return found[0] if found else None


def furniture_class(sentence: str) -> FindingClass | None:
    """The class of furniture that a short sentence is, or `None`.

    >>> str(furniture_class("Sign up for our morning newsletter")), furniture_class("The sign fell off the shop.")
    ('boilerplate', None)
    """
    text = normalise(sentence)
    if len(text) > _FURNITURE_UP_TO:
        return None
    return next((kind for kind, pattern in FURNITURE_PHRASES if pattern.search(text)), None)


def zones(article: Article, sentences: Sequence[Sentence]) -> tuple[FindingClass | None, ...]:
    """For each sentence the class of notice or furniture that it belongs to, `None` for the report.

    What follows a notice or furniture that opens its paragraph belongs to it.
    """
    found: list[FindingClass | None] = []
    opening: FindingClass | None = None
    for sentence in sentences:
        whole = article.paragraphs[sentence.paragraph].text
        text = whole[sentence.start : sentence.end]
        kind = furniture_class(text) or notice_class(text)
        if sentence.start == 0:
            is_short = len(whole) <= _FURNITURE_UP_TO
            opening = kind if kind in NOTICES or is_short else None
        found.append(kind or opening)
    return tuple(found)

"""Takes the two articles of a revision, gives what their texts tell of words written large: which of them are names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.text.names import names
from variorum.text.normalise import normalise
from variorum.text.word_lists import either, listed

if TYPE_CHECKING:
    from variorum.comparison.language import Language
    from variorum.model import Revision
    from variorum.text.names import Name

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_ARTICLES = frozenset(listed("articles"))
_OF = frozenset(listed("of"))
_DETERMINED = re.compile(rf"(?<!\w)(?:{either(listed('articles'))})\s+([^\W\d_][\w-]*)", re.IGNORECASE)
#: Of an article no more letters are read for its names.
_LOOKED_AT = 60_000
#: A title or a verb stands so near to a name.
_BESIDE = 24


@dataclass(frozen=True, slots=True)
class Mentions:
    """What both sides of a revision tell of its words, in lower case.

    `inside` are written large within a sentence and never small; `last` close a name of several words; `whole` are the names
    of several words; `determined` stand behind an article, as nouns do and few names; `small` are written small somewhere.
    """

    inside: frozenset[str]
    last: frozenset[str]
    whole: frozenset[tuple[str, ...]]
    determined: frozenset[str]
    small: frozenset[str]


def mentions(revision: Revision, known: Language) -> Mentions:
    """The mentions in the reports of both sides."""
    large: set[str] = set()
    small: set[str] = set()
    whole: set[tuple[str, ...]] = set()
    determined: set[str] = set()
    for article in (revision.before, revision.after):
        read = 0
        for text in (article.standfirst or "", *(paragraph.text for paragraph in article.paragraphs)):
            read += len(text)
            if read > _LOOKED_AT:
                break
            for match in _WORD.finditer(text):
                if match[0][0].islower():
                    small.add(match[0].casefold())
                elif not opens(text, match.start()):
                    large.add(_plain(match[0]))
            whole.update(
                name.words
                for name in names(text, known.names.titles)
                if len(name.words) > 1 and not (known.names.nouns_are_large and _are_nouns(text, name))
            )
            determined.update(
                match[1].casefold() for match in _DETERMINED.finditer(text) if match[1][0].isupper()
            )
    return Mentions(
        frozenset(large - small),
        frozenset(words[-1] for words in whole),
        frozenset(whole),
        frozenset(determined),
        frozenset(small),
    )


def _are_nouns(text: str, name: Name) -> bool:
    """Whether a run of large words is made of nouns: joined by an article, or counted, as in "20 Tonnen Stahl"."""
    before = text[max(0, name.start - _BESIDE) : name.start].rstrip()
    return before[-1:].isdigit() or (not _ARTICLES.isdisjoint(name.words) and _OF.isdisjoint(name.words))


def _plain(word: str) -> str:
    return normalise(word).casefold().removesuffix("'s").rstrip("'")


def opens(text: str, start: int) -> bool:
    """Whether a word that begins there opens a sentence, or a quotation.

    >>> opens("Rain fell. Snow came.", 11), opens("In Rome", 3)
    (True, False)
    """
    before = text[max(0, start - _BESIDE) : start].rstrip()
    return not before or before[-1] in ".!?:…\"'“„«”»(‘–—"


def is_said_to_say(text: str, start: int, end: int, known: Language) -> bool:
    """Whether a verb of saying stands right beside a word, as beside its subject, and no article before it.

    >>> from variorum.comparison.language import language
    >>> is_said_to_say("Merkel said so.", 0, 6, language("en"))
    True
    """
    verbs = known.attribution.neutral | known.attribution.loaded
    behind = _WORD.search(text, end, min(len(text), end + _BESIDE))
    before = text[max(0, start - _BESIDE) : start].split()
    if behind is not None and text[end : behind.start()].strip():
        behind = None
    said = {behind[0].casefold()} if behind else set()
    said |= {before[-1].casefold().strip(',;“”"»«')} if before else set()
    return bool(said & verbs)


def has_title(text: str, start: int, known: Language) -> bool:
    """Whether a title stands right before a word: "Ministerin Voss"."""
    before = text[max(0, start - _BESIDE) : start].split()
    return bool(before) and before[-1].casefold().rstrip(".") in known.names.titles

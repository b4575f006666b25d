"""Takes a text, gives the proper names in it: words written large that are neither titles nor times."""

from __future__ import annotations

import re
from typing import NamedTuple

from variorum.text.dates import named_times
from variorum.text.normalise import normalise
from variorum.text.numerals import NUMERALS
from variorum.text.word_lists import NAME_PARTICLES, OPENING_WORDS, STOP_WORDS, either, listed

_LARGE = r"[^\W\d_a-zà-öø-ÿ][\w]*(?:['’.\u2010\u2011-][^\W\d_]\w*)*"
_PARTICLE = rf"(?:{either([*listed('particles', 'names'), *NAME_PARTICLES])})"
_PEOPLE = either(listed("people", "names"))
#: Words written large, with the small words that names of several words have inside, and a number that belongs to a name.
_RUN = re.compile(
    rf"(?<![\w’'-]){_LARGE}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_LARGE})*(?:\s\d{{1,2}}\b(?![.,:–—%-])(?!\s\w*s\b)(?!\s(?:\d|(?:{_PEOPLE})\b)))?"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_AND = re.compile(rf"\s+(?:{either(listed('joined_by', 'names'))})\s+")
_LOCATIVES = frozenset(listed("behind_places", "names"))
_BEFORE_NUMBERS = frozenset(listed("before_numbers", "names"))
_NUMBERS = frozenset(word for numerals in NUMERALS.values() for word in (*numerals.values, *numerals.scales))
#: A word before a name is not longer.
_BEFORE = 24


class Name(NamedTuple):
    """A name: characters `start` to `end`, and its words in lower case."""

    start: int
    end: int
    words: tuple[str, ...]


def names(text: str, titles: frozenset[str] = frozenset()) -> tuple[Name, ...]:
    """The proper names of a text in order, `titles` (in lower case) taken off, as are "and" and "the" at either end.

    A single large word that opens a sentence counts, since it cannot be told from a name; whoever compares two texts knows more.

    >>> [name.words for name in names("On Tuesday Mr Edith Maarsen’s friends of Harland Bank met.", frozenset({"mr"}))]
    [('edith', 'maarsen'), ('harland', 'bank')]
    """
    signs = list(text)
    for time in named_times(text):
        signs[time.start : time.end] = "," * (time.end - time.start)
    text = "".join(signs)
    return tuple(
        name
        for match in _RUN.finditer(text)
        for start, end in _without_and(text, *match.span())
        if (name := _trimmed(text, start, end, titles)) is not None
    )


def _without_and(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A run cut at "and", which joins names more often than it stands in one."""
    parts, at = [], start
    for match in _AND.finditer(text[start:end]):
        parts.append((at, start + match.start()))
        at = start + match.end()
    return [*parts, (at, end)]


def _trimmed(text: str, start: int, end: int, titles: frozenset[str]) -> Name | None:
    words = [
        (match.start() + start, match.end() + start, match[0])
        for match in re.finditer(r"\S+", text[start:end])
    ]
    is_acronym = len(words) == 1 and len(words[0][2]) > 1 and words[0][2].isupper()  # "WHO"
    while (
        words
        and not is_acronym
        and (
            words[0][2].casefold().rstrip(".") in titles | OPENING_WORDS | STOP_WORDS
            or all(part in _NUMBERS for part in words[0][2].casefold().split("-"))
            or not words[0][2][0].isupper()
        )
    ):
        words.pop(0)
    if len(words) > 1 and words[1][2].isdigit() and words[0][2].casefold() in _BEFORE_NUMBERS:
        return None  # "Between 10 and 20"
    if words and words[-1][2].isdigit() and _stands_behind_locative(text, start):
        words.pop()  # "in Gaza 14": what is counted was left out
    while words and (words[-1][2].casefold() in titles or words[-1][2][0].islower()):
        words.pop()
    if not words:
        return None
    last = _POSSESSIVE.sub("", words[-1][2])
    plain = tuple(
        normalise(word).casefold().rstrip(".") for word in (*(word for _, _, word in words[:-1]), last)
    )
    return Name(words[0][0], words[-1][0] + len(last), plain)


def _stands_behind_locative(text: str, start: int) -> bool:
    return text[max(0, start - _BEFORE) : start].rstrip().rpartition(" ")[2].casefold() in _LOCATIVES

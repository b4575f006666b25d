"""Takes a text and where a figure stands in it, gives what is counted, what is measured and how exactly, from the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.text.dates import MONTHS, WEEKDAYS
from variorum.text.word_lists import AUXILIARIES, STOP_WORDS, either, groups, listed

if TYPE_CHECKING:
    from collections.abc import Collection

#: The bounds that a word before a figure sets: "more than", "nearly", "about".
BOUNDS = {name: frozenset(listed(name, "figures")) for name in ("at_least", "at_most", "about")}
_QUALIFIER = re.compile(
    rf"(?<!\w)({either(word for words in BOUNDS.values() for word in words)})\s+(?:(?:the|a|an)\s+)?$",
    re.IGNORECASE,
)
#: Words that follow a figure without a sign between them, at most eight.
_FOLLOWING = re.compile(r"(?:\s+[^\W\d_][\w’'-]*){0,8}")
_SUBJECT_WORDS = 3
#: What belongs to a figure stands so near behind it, and so near before it.
_NEAR, _BEFORE = 80, 32
#: Words that tell when or than what, and not what is counted.
_NOT_COUNTED = frozenset(listed("not_counted", "figures")) | MONTHS.keys() | WEEKDAYS.keys()
#: What became of those who are counted, by the first word of the same sense.
FATES = groups("fates", "figures")
#: What is measured, by its first spelling.
MEASURES = groups("measures", "figures")
_MEASURE = re.compile(rf"[-\s]?({either(MEASURES)})(?!\w)", re.IGNORECASE)
_PER = re.compile(
    rf"\s?(?:/\s?|(?:{either(listed('per', 'figures'))})\s+)({either(MEASURES)})(?!\w)", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_BEFORE_CODE = re.compile(rf"(?<!\w)(?:{either(listed('before_codes', 'names'))})\s$", re.IGNORECASE)
_JOINING = frozenset(listed("joined_by", "names"))
#: The next word or number behind a verb, a bound between them.
_NEXT = re.compile(
    rf"\s+(?:(?:{either(word for words in BOUNDS.values() for word in words)})\s+)?(?:[$€£¥]\s?)?(\w+)",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\s+[^\W\d_][\w’'-]*(?=\s)")


def qualifier(text: str, start: int) -> tuple[str, int]:
    """The words before a figure that make it less exact, and where they begin.

    >>> qualifier("At least 14 people", 9), qualifier("14 people", 0)
    (('At least', 0), ('', 0))
    """
    found = _QUALIFIER.search(text, max(0, start - _BEFORE), start)
    return (" ".join(found[1].split()), found.start()) if found else ("", start)


def bound(words: str) -> str:
    """Whether a qualifier sets an `at_least` or an `at_most`; empty where it sets neither.

    >>> bound("nearly"), bound("More than"), bound("about")
    ('at_most', 'at_least', '')
    """
    plain = words.casefold()
    return next((name for name in ("at_least", "at_most") if plain in BOUNDS[name]), "")


def measured(text: str, end: int, *, is_price: bool) -> tuple[str, int]:
    """What is measured by a figure that ends there, or what a price or rate is for, and where the words that say so end.

    >>> measured("5 km of coast", 1, is_price=False), measured("$5 an hour", 2, is_price=True)
    (('km', 4), ('/hour', 10))
    """
    unit = None if is_price else _MEASURE.match(text, end, end + _NEAR)
    told, stop = (MEASURES[unit[1].casefold()], unit.end()) if unit else ("", end)
    per = _PER.match(text, stop, stop + _NEAR) if is_price or unit else None
    if per is None and is_price:
        # The noun of "3% growth a year" stands between.
        noun = _NOUN.match(text, end, end + _NEAR)
        per = _PER.match(text, noun.end(), noun.end() + _NEAR) if noun else None
    if per is not None:
        return f"{told}/{MEASURES[per[1].casefold()]}", per.end()
    return told, stop


def subject(text: str, end: int, numbers: Collection[str]) -> str:
    """What is counted and what became of it: the next words that tell something, auxiliary verbs left out."""
    kept: list[str] = []
    for word in _following(text, end):
        plain = word.casefold()
        if plain in numbers and len(kept) == 1:
            return ""  # "magnitude 5.8 killed three": what stands between two numbers is a verb
        if plain in numbers or plain in _NOT_COUNTED or len(kept) == _SUBJECT_WORDS:
            break
        if plain not in STOP_WORDS:
            kept.append(word)
        elif plain not in AUXILIARIES or not kept:
            break
    return " ".join(kept)


def tells_which(text: str, start: int) -> bool:
    """Whether a number that begins there tells which one, and counts nothing: "Flight 370"."""
    return _BEFORE_CODE.search(text, max(0, start - _BEFORE), start) is not None


def fate(text: str, end: int, numbers: Collection[str] = ()) -> tuple[str, int]:
    """What became of those who are counted, and where the word ends: among the next ones, before another number or sign.

    Behind "and" another clause may begin: there the word needs an auxiliary verb before it, as in "14 men and women were killed".

    >>> fate("14 people were killed", 2), fate("14 houses", 2)
    (('killed', 21), ('', 2))
    """
    following = _FOLLOWING.match(text, end, end + _NEAR)
    before, is_joined = "", False
    for word in _WORD.finditer(text, end, following.end()) if following else ():
        plain = word[0].casefold()
        if plain in numbers:
            break
        if plain in FATES:
            is_of_next = _is_number_behind(text, word.end(), numbers) or (
                is_joined and before not in AUXILIARIES
            )
            return ("", end) if is_of_next else (word[0], word.end())
        is_joined = is_joined or plain in _JOINING
        before = plain
    return "", end


def _is_number_behind(text: str, end: int, numbers: Collection[str]) -> bool:
    """Whether a number comes right behind a word, which then is that number's: "killed 14 people and wounded 30"."""
    behind = _NEXT.match(text, end, end + _NEAR)
    return behind is not None and (behind[1][0].isdigit() or behind[1].casefold() in numbers)


def is_counted(text: str, end: int) -> bool:
    """Whether the very next word is the thing counted."""
    first = _following(text, end)[:1]
    return bool(first) and first[0].casefold() not in STOP_WORDS | _NOT_COUNTED


def _following(text: str, end: int) -> list[str]:
    found = _FOLLOWING.match(text, end, end + _NEAR)
    return found[0].split() if found else []

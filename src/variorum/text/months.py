"""Takes the name of a month as feeds and pages write it, whole or cut, gives its number."""

from __future__ import annotations

import unicodedata

from variorum.text.dates import MONTHS
from variorum.text.word_lists import word_lines

# English, then German, French, Spanish, Italian, Portuguese, Dutch and the North, by their first letters.
_BEGINNINGS = {
    name: month
    for month, names in enumerate(
        (
            "jan ene gen jän",
            "feb fév fev",
            "mar mär mrz maa mrt",
            "apr avr abr",
            "may mai mag mei maj",
            "jun juin giu",
            "jul juil lug",
            "aug aoû aou ago",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec déc dez dic des",
        ),
        start=1,
    )
    for name in names.split()
}
#: The names of the calendars of `words/*.toml`, and those of more languages.
_WHOLE = MONTHS | {
    unicodedata.normalize("NFC", name): month
    for month, names in enumerate(word_lines("variorum.text", "months"), start=1)
    for name in names
}


def month_number(name: str) -> int:
    """The number of a month from its name, in small or large letters; 0, which no date has, for any other word.

    >>> month_number("Juillet"), month_number("Sept"), month_number("मई"), month_number("Monday")
    (7, 9, 5, 0)
    """
    name = unicodedata.normalize("NFC", name).casefold()
    return _WHOLE.get(name) or _BEGINNINGS.get(name[:4]) or _BEGINNINGS.get(name[:3], 0)

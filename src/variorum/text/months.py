"""Takes the name of a month as feeds and pages write it, whole or cut, gives its number."""

from __future__ import annotations

# English, then German, French, Spanish, Italian, Portuguese and Dutch, by their first letters.
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan ene gen",
            "feb fév fev",
            "mar mär mrz maa mrt",
            "apr avr abr",
            "may mai mag mei",
            "jun juin giu",
            "jul juil lug",
            "aug aoû aou ago",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec déc dez dic",
        ),
        start=1,
    )
    for name in names.split()
}


def month_number(name: str) -> int:
    """The number of a month from its name, in small or large letters; 0, which no date has, for any other word.

    >>> month_number("Juillet"), month_number("Sept"), month_number("Monday")
    (7, 9, 0)
    """
    name = name.casefold()
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3], 0)

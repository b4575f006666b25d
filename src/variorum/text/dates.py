"""Takes a text, gives the days, months, years, weekdays and times of day that it names, and where they stand."""

from __future__ import annotations

import re
from typing import NamedTuple

from variorum.text.numerals import NUMERALS
from variorum.text.word_lists import LANGUAGE_WORDS, either, groups, listed

_CALENDARS = [table.get("calendar", {}) for table in LANGUAGE_WORDS.values()]
_FIGURES = [table.get("figures", {}) for table in LANGUAGE_WORDS.values()]


def _numbered(kind: str) -> dict[str, int]:
    """The names of a kind in all languages, by number from 1; a stroke joins spellings."""
    return {
        name: number
        for calendar in _CALENDARS
        for number, names in enumerate(calendar.get(kind, "").split(), 1)
        for name in names.split("/")
    }


#: The names of months and of weekdays, by number from 1.
MONTHS = _numbered("months")
WEEKDAYS = _numbered("weekdays")
#: Those that are written small in their language, so that a small letter still names a time.
_SMALL = frozenset(
    name
    for calendar in _CALENDARS
    if calendar.get("written_small")
    for kind in ("months", "weekdays")
    for names in calendar.get(kind, "").split()
    for name in names.split("/")
)
#: Times of day that have a word of their own, in minutes since midnight.
_NOON: dict[str, int] = {
    word: minutes for calendar in _CALENDARS for word, minutes in calendar.get("clock", {}).items()
}


_MONTH = rf"(?:{either(MONTHS)})"
#: A month that was cut short has a full stop, but not the one that ends the sentence.
_CUT = r"(?:(?:(?<=\b\w{3})|(?<=\b\w{4}))\.(?=,?\s+(?:\w{1,3}\s+)?\d))?"
_ENDINGS = listed("day_endings", "calendar")
_ENDING = either(_ENDINGS)
_LETTERS = either(ending for ending in _ENDINGS if ending.isalpha())
_JOINED = rf"(?:(?:{either(listed('of_day', 'calendar'))})\s+)?"
_HOURS = either(listed("hours", "calendar"))
_HOURS_PERHAPS = either(listed("hours_perhaps", "calendar"))
#: The hours in words, of all languages.
_HOUR_WORDS = {
    word: value
    for numerals in NUMERALS.values()
    for word, value in numerals.values.items()
    if 1 <= value <= 24  # noqa: PLR2004 - the hours of a day
}
_IN_WORDS = either(_HOUR_WORDS)
_PARTS, _DAY_PARTS = (
    {words: minutes for calendar in _CALENDARS for words, minutes in calendar.get(kind, {}).items()}
    for kind in ("hour_parts", "day_parts")
)
_BEHIND_ARTICLE = "|".join(rf"(?<=\b{word}\s)" for word in listed("articles_of_hours", "calendar")) or "(?!)"
_AFTER = either(listed("after_hours", "calendar"))
#: A number that a unit follows is no time of day.
_UNITS = either(
    [
        "%",
        *listed("percent", "figures"),
        *(
            word
            for table in _FIGURES
            for names in table.get("currencies", {}).values()
            for word in names.split()
        ),
        *groups("measures", "figures"),
        *(word for numerals in NUMERALS.values() for word in numerals.scales),
        *(word for table in _FIGURES for word in table.get("short_scales", {})),
    ]
)
_BEFORE_HOURS, _BEFORE_RATES, _BEFORE_LENGTHS, _BEFORE_DAYS = (
    frozenset(listed(name, "calendar"))
    for name in ("before_hours", "before_rates", "before_lengths", "before_days")
)
#: Words before a time are looked for so far back.
_NEAR = 32
_ZONES = either(listed("zones", "calendar"))
_HALF_1, _HALF_2 = (rf"(?:\s?(?P<half{at}>[ap])(?:m\b|\.m\b\.?))" for at in "12")
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_DATE = re.compile(
    rf"(?<![\w.:,-])(?:(?P<d1>\d{{1,2}})(?:{_ENDING})?\s+{_JOINED}(?P<m1>{_MONTH})\b(?:{_CUT},?\s+{_JOINED}(?P<y1>{_YEAR})\b)?"
    rf"|(?P<m2>{_MONTH})\b{_CUT}\s+(?P<d2>\d{{1,2}})(?:{_LETTERS})?(?!\w)(?![:.]\d)(?:,?\s+(?P<y2>{_YEAR})\b)?"
    rf"|(?P<m3>{_MONTH})\b{_CUT}\s+{_JOINED}(?P<y3>{_YEAR})\b"
    rf"|(?P<y4>{_YEAR})-(?P<m4>\d\d)-(?P<d4>\d\d)\b"
    rf"|(?P<d5>\d{{1,2}})[./](?P<m5>\d{{1,2}})[./](?P<y5>{_YEAR})\b"
    rf"|(?P<h1>\d{{1,2}})(?:[:.h]|\s?h\s?)(?P<min1>\d\d)(?:{_HALF_1}|\s?(?:{_HOURS}|{_HOURS_PERHAPS})\b|\s?(?:{_ZONES})\b|(?<=[:h]\d\d)\b|(?<=h\s\d\d)\b)"
    rf"|(?P<part>{either(_PARTS)})\s(?P<h6>\d{{1,2}}|{_IN_WORDS})\b"
    rf"|(?:{_BEHIND_ARTICLE})(?P<h7>\d{{1,2}}|{_IN_WORDS})(?:\s(?P<daypart>{either(_DAY_PARTS)})\b|(?=\s(?:{_AFTER})\b|\s*(?:[^\w\s:.]|\.(?!\d)|$)))"
    rf"|(?P<h4>{_IN_WORDS})\s(?:{_HOURS})\b"
    rf"|(?P<h3>\d{{1,2}}|{_IN_WORDS})\s(?:{_HOURS_PERHAPS})\b(?!\s+d(?:e\b|['’]))"
    rf"|(?P<d6>\d{{1,2}})\.(?P<m6>\d{{1,2}})\.(?!\d)"
    rf"|(?P<h5>\d{{1,2}})\.(?P<min5>[0-5]\d)\b(?!\s?[%€$£]|[\s-](?:{_UNITS})\b|[.,]\d)"
    rf"|(?P<h2>\d{{1,2}})(?:{_HALF_2}|\s?(?:{_HOURS})\b)"
    rf"|(?P<noon>{either(_NOON)})\b|(?P<weekday>{either(WEEKDAYS)})s?\b|(?P<month>{_MONTH})\b|(?P<year>{_YEAR})\b(?!\s?%|[.,]\d))",
    re.IGNORECASE,
)


_FIRST_NAME = re.compile(r"\s+[^\W\d_a-zà-öø-ÿ]\w+")


class NamedTime(NamedTuple):
    """Characters `start` to `end` name a time; `kind` is day, month, year, weekday or clock, `value` tells it apart.

    A day is (year, month, day) with 0 for a year that is not told, a month (year, month), a clock minutes since midnight.
    """

    start: int
    end: int
    kind: str
    value: tuple[int, ...]


def named_times(text: str) -> tuple[NamedTime, ...]:
    """The days, months, years, weekdays and times of day of a text, in order.

    >>> [(found.kind, found.value) for found in named_times("On Tuesday, 3 May 2024, at 9.30 pm, as in March 2019.")]
    [('weekday', (2,)), ('day', (2024, 5, 3)), ('clock', (1290,)), ('month', (2019, 3))]
    """
    found = []
    for match in _DATE.finditer(text):
        named = _named(match)
        if named is not None:
            found.append(NamedTime(match.start(), match.end(), *named))
    return tuple(found)


def is_other_time(one: NamedTime, other: NamedTime) -> bool:
    """Whether two times of one kind differ; a year that is not told is any year.

    >>> is_other_time(*named_times("3 May or May 3, 2024"))
    False
    """
    if one.kind in {"day", "month"} and 0 in {one.value[0], other.value[0]}:
        return one.value[1:] != other.value[1:]
    return one.value != other.value


def _named(match: re.Match[str]) -> tuple[str, tuple[int, ...]] | None:
    """The kind and value of a match, `None` where it names no time after all."""
    group = match.groupdict()
    for at in "1245":
        if group[f"d{at}"]:
            month = group[f"m{at}"].lower()
            number = int(month) if month.isdigit() else MONTHS[month]
            return "day", (int(group[f"y{at}"] or 0), number, int(group[f"d{at}"]))
    if group["d6"]:
        is_day = not _BEFORE_DAYS.isdisjoint(_words_before(match)[-1:]) and 1 <= int(group["m6"]) <= 12  # noqa: PLR2004 - months
        return ("day", (0, int(group["m6"]), int(group["d6"]))) if is_day else None
    for at in "12":
        if group[f"h{at}"]:
            is_length = match[0].endswith("h") and _is_length(match)
            time = int(group[f"h{at}"]), int(group.get(f"min{at}") or 0), group[f"half{at}"]
            return None if is_length else _clock(*time)
    return _told_hour(match, group) or _word(match, group)


def _words_before(match: re.Match[str]) -> list[str]:
    """The last two words before a match, small, if nothing but blanks stands between."""
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    return before.casefold().replace("’", "'").split()[-2:] if before[-1:].isspace() else []


def _is_length(match: re.Match[str]) -> bool:
    """Whether "8h" tells how long something takes: "pendant 8h", "8h de vol"."""
    behind = match.string[match.end() : match.end() + 4].split()
    return behind[:1] == ["de"] or not _BEFORE_LENGTHS.isdisjoint(_words_before(match)[-1:])


def _told_hour(match: re.Match[str], group: dict[str, str | None]) -> tuple[str, tuple[int, ...]] | None:
    """An hour in words, or one that the words before it tell: "half past seven", "at 7.30", "a las ocho", "à 8 heures"."""
    told = next((group[name] for name in ("h3", "h4", "h5", "h6", "h7") if group[name]), None)
    if told is None:
        return None
    before = _words_before(match)
    if group["h7"]:
        before = before[:1]  # behind the article
    is_behind = not _BEFORE_HOURS.isdisjoint(before[-1:])
    if group["h5"]:
        is_behind = is_behind and _BEFORE_RATES.isdisjoint(before[:1])
    if not (is_behind or group["h4"] or group["h6"]):
        return None
    hour = int(told) if told.isdigit() else _HOUR_WORDS[told.casefold()]
    hour += _DAY_PARTS.get((group["daypart"] or "").casefold(), 0) if hour < 12 else 0  # noqa: PLR2004 - noon
    minutes = hour * 60 + int(group["min5"] or 0) + _PARTS.get((group["part"] or "").casefold(), 0)
    return _clock(minutes // 60, minutes % 60, None)


def _word(match: re.Match[str], group: dict[str, str | None]) -> tuple[str, tuple[int, ...]] | None:
    """A time that is named by a word, or a year."""
    noon, weekday, month, year = (group[name] for name in ("noon", "weekday", "month", "year"))
    if group["m3"] and group["y3"]:
        return "month", (int(group["y3"]), MONTHS[group["m3"].lower()])
    if noon:
        return "clock", (_NOON[noon.lower()],)
    if weekday:
        return ("weekday", (WEEKDAYS[weekday.lower()],)) if _is_name(weekday) else None
    if month:
        is_first_name = _FIRST_NAME.match(match.string, match.end())  # April Conlan
        return ("month", (0, MONTHS[month.lower()])) if _is_name(month) and not is_first_name else None
    return ("year", (int(year),)) if year else None


def _is_name(word: str) -> bool:
    """Whether a word names a time and is not "may" or "march": in English and German that takes a capital."""
    return word[0].isupper() or word in _SMALL


def _clock(hour: int, minute: int, half: str | None) -> tuple[str, tuple[int, ...]] | None:
    if hour > 24 or minute > 59:  # noqa: PLR2004 - the hours of a day and the minutes of an hour
        return None
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return "clock", (hour * 60 + minute,)

"""Takes a text, gives the figures in it: value, unit, what is counted, and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING

from variorum.text.counted import bound, fate, is_counted, measured, qualifier, subject, tells_which
from variorum.text.dates import MONTHS, named_times
from variorum.text.normalise import normalise
from variorum.text.numerals import Numerals, numerals
from variorum.text.word_lists import LANGUAGE_WORDS, either, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLES = [table.get("figures", {}) for table in LANGUAGE_WORDS.values()]
_SHORT_SCALES: dict[str, int] = {
    word: scale for table in _TABLES for word, scale in table.get("short_scales", {}).items()
}
_CURRENCY_SIGNS: dict[str, str] = {
    word: sign
    for table in _TABLES
    for sign, names in table.get("currencies", {}).items()
    for word in names.split()
}
_MONEY = r"(?:\b(?:US|A|C|NZ|HK)(?=\$))?[$€£¥]\s?|\b(?:EUR|USD|GBP|CHF)\s"
_SPACE = " \u00a0\u202f"
#: Scripts that set no blanks between words: there a number stands right behind a letter.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u0e80-\u0eff\u1780-\u17ff"
_NOT_IN_WORD = rf"(?<![^\W{_UNSPACED}])"
_DIGITS = (
    rf"{_NOT_IN_WORD}(?<![.,:/-])\d{{1,3}}(?:[,'’\u00a0\u202f.]\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)"
    rf"|{_NOT_IN_WORD}(?<![,:/])(?<!\d\.)(?<![A-Za-z]-)\d+(?:[.,]\d+)?(?![:/]?\d)"
    rf"|{_NOT_IN_WORD}(?<!\.)\.\d+"
)
#: What follows years, months, days, hours and minutes there, where no length of time is meant.
_UNSPACED_TIME = re.compile(r"\s?(?:[年月時时点點분년월시号號]|[日分일](?![間间钟鐘동]))(?![間间])")
#: Thousands that a plain blank sets apart, which a row of digits such as a telephone number is not.
_BLANKED = r"(?<![\w.,:/-])(?<!\d[ \u00a0])[1-9]\d{0,2}(?: \d{3})+(?:,\d{1,2})?(?![ \u00a0]?\d|,\d)|"
#: A scale that was cut short has a full stop, but not the one that ends the sentence.
_STOP = rf"(?:\.(?=\s(?:(?-i:[a-zà-ÿ€$£])|(?:{either(_CURRENCY_SIGNS)})(?!\w))))?"
#: What stands between a scale and a currency: "milliards d’euros".
_OF_MONEY = "|".join(rf"{word}\s?" for word in either(listed("of_money", "figures")).split("|"))
_PERCENT = either(["%", *listed("percent", "figures")])


def _pattern(numerals: Numerals) -> re.Pattern[str]:
    digits = (_BLANKED if numerals.blank_separates else "") + _DIGITS
    return re.compile(
        rf"(?P<sign>(?<![\w.,:/-])[-−](?=[$€£¥\d]))?(?P<money>{_MONEY})?"
        rf"(?:(?P<digits>{digits})(?:[-{_SPACE}]?(?P<scale>(?:{numerals.scale})(?:[{_SPACE}](?:{numerals.scale}))*)\b|[{_SPACE}]?(?P<short>{either(_SHORT_SCALES)})\b{_STOP})?"
        rf"|\b(?P<words>{numerals.pattern})\b)"
        rf"(?:[{_SPACE}]?(?P<percent>{_PERCENT})(?!\w)|[{_SPACE}](?P<currency>(?:(?:{_OF_MONEY}))?(?:{either(_CURRENCY_SIGNS)}|€))(?!\w))?",
        re.IGNORECASE,
    )


@cache
def _patterns(language: str) -> tuple[Numerals, re.Pattern[str]]:
    known = numerals(language)
    return known, _pattern(known)


_START = re.compile(r"[-−$€£¥.\d]|(?P<letters>[^\W\d_]+(?:-[^\W\d_]+)*)")
#: What is told as a date.
_TIMES = frozenset({"day", "clock"})
_CODES = frozenset({"US", "A", "C", "NZ", "HK", "EUR", "USD", "GBP", "CHF"})
#: What follows the number of an ordinal, of a day of the month, of a time of day.
_ORDINAL = re.compile(rf"(?:{either(listed('ordinals', 'numerals'))})(?!\w)|-\d{{3}}")
_AFTER_DAY = re.compile(
    rf"(?:{either(listed('day_endings', 'calendar'))})?\s*(?:(?:{either(listed('of_day', 'calendar'))})\s)?([^\W\d_]+)"
)
_OF_CLOCK = re.compile(
    rf"\s?(?:[ap]\.?m\b|(?:{either(word for word in listed('hours', 'calendar') if len(word) > 1)})(?!\w))|h\d\d",
    re.IGNORECASE,
)
_BEFORE_YEAR = re.compile(rf"(?<!\w)(?:{either(listed('before_years', 'figures'))})\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: characters `start` to `end`, its value, `unit` (`%`, a currency sign or empty) and what is counted.

    `subject` holds the next words that tell something ("people killed"), three at most; `qualifier` those before it that make it
    less exact ("more than"); `fate` what became of those who are counted ("killed"); `measure` what is measured, in one spelling
    ("km", "/hour"). Texts are empty where there are none. With its qualifier the figure begins at `whole_start`, with its measure
    it ends at `whole_end`, and with its fate at `fate_end`. `in_words` tells that it was not written in digits.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    subject: str
    qualifier: str = ""
    in_words: bool = False
    fate: str = ""
    measure: str = ""
    whole_start: int = 0
    whole_end: int = 0
    fate_end: int = 0

    @property
    def bound(self) -> str:
        """Whether the figure is a least ("more than"), a most ("nearly") or neither."""
        return bound(self.qualifier)

    @property
    def counted(self) -> str:
        """What is counted and what became of it, in one or two words: "soldiers killed", "houses"."""
        first = self.subject.partition(" ")[0]
        return first if not first or self.measure or self.fate == first else f"{first} {self.fate}".strip()


def figures(text: str, language: str = "en") -> tuple[Figure, ...]:
    """The figures of a text in order. Days of a month, years, times of day and ordinals are no figures.

    `language` (`en`, `de`, `fr`, `es`, …) tells whose number words are meant; of one that is not known only digits are read.

    >>> [(str(f.value), f.unit, f.subject) for f in figures("Twenty-three soldiers died on 3 May 2024; 9,061 people, $2.5bn, 4%.")]
    [('23', '', 'soldiers died'), ('9061', '', 'people'), ('2500000000.0', '$', ''), ('4', '%', '')]
    """
    known, pattern = _patterns(language)
    found = [
        figure
        for match in _matches(text, known, pattern)
        if (figure := _figure(text, match, known)) is not None
    ]
    times = [time for time in named_times(text) if time.kind in _TIMES] if found else []
    return tuple(
        figure for figure in found if not any(time.start <= figure.start < time.end for time in times)
    )


def articles(text: str, language: str = "en") -> tuple[Figure, ...]:
    """Each "one" and each article before what may be counted: figures only where another number takes their place.

    >>> [(figure.subject, str(figure.value)) for figure in articles("One person and a dog of the two")]
    [('person', '1'), ('dog', '1')]
    """
    known, _ = _patterns(language)
    return tuple(
        Figure(
            *match.span(),
            Decimal(1),
            "",
            counted,
            qualifier(text, match.start())[0],
            in_words=True,
            fate=fate(text, match.end(), known.values)[0],
        )
        for match in _articles(language).finditer(text)
        if (counted := subject(text, match.end(), known.values))
    )


@cache
def _articles(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{either(listed('one', 'figures', language))})(?=\s)", re.IGNORECASE)


def _matches(text: str, known: Numerals, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The numbers of a text; the pattern is tried only where a number can begin, since it is slow to fail."""
    end = 0
    for start in _START.finditer(text):
        if start.start() < end:
            continue
        letters = start["letters"]
        if letters and letters not in _CODES and not known.opens(letters):
            continue
        match = pattern.match(text, start.start())
        if match is not None:
            yield match
            end = match.end()


def _figure(text: str, match: re.Match[str], known: Numerals) -> Figure | None:
    value = _value(match, known)
    if value is None or _is_no_figure(text, match, value):
        return None
    unit = _unit(match)
    measure, whole_end = measured(text, match.end(), is_price=bool(unit))
    qualified, whole_start = qualifier(text, match.start())
    befell, fate_end = fate(text, match.end(), known.values)
    counts = not tells_which(text, match.start())
    return Figure(
        match.start(),
        match.end(),
        value,
        unit,
        subject(text, match.end(), known.values) if counts else "",
        qualified,
        bool(match["words"]),
        befell,
        measure,
        whole_start,
        whole_end,
        fate_end,
    )


def _unit(match: re.Match[str]) -> str:
    if match["percent"]:
        return "%"
    if match["currency"]:
        name = _OF_CURRENCY.sub("", match["currency"].lower())
        return _CURRENCY_SIGNS.get(name, name)
    money = (match["money"] or "").strip()
    return {"EUR": "€", "USD": "$", "GBP": "£", "US$": "$"}.get(money.upper(), money)


_OF_CURRENCY = re.compile(rf"^(?:{_OF_MONEY})(?=\w)")


def _value(match: re.Match[str], known: Numerals) -> Decimal | None:
    if match["words"]:
        return known.value(match["words"])
    try:
        value = Decimal(_plain_digits(match["digits"], known.decimal))
    except InvalidOperation:
        return None
    if match["sign"]:
        value = -value
    if match["scale"]:
        for scale in match["scale"].lower().split():
            value *= known.scales[scale]  # "3 mil millones"
        return value
    return value * _SHORT_SCALES.get((match["short"] or "").lower(), 1)


def _plain_digits(digits: str, decimal: str) -> str:
    """Digits with a decimal point at most: 9,061 is nine thousand and 3.5 and 3,5 are three and a half, whatever the language.

    9.061 is nine thousand too, except where the language sets decimals apart by a point.
    """
    plain = normalise(digits).replace("'", "").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        return plain.replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain) and (
        decimal != "." or "," in plain or plain.count(".") > 1
    ):
        return plain.replace(".", "").replace(",", ".")
    return plain.replace(",", ".")


def _is_no_figure(text: str, match: re.Match[str], value: Decimal) -> bool:
    """Whether a number is a day, a year, an ordinal, a code, or the pronoun "one"."""
    if match["words"]:
        # "One" without a thing counted is a pronoun; "ein" and "une" are articles.
        return value == 1 and not match["percent"] and not match["currency"]
    if match["money"] or match["scale"] or match["short"] or match["percent"] or match["currency"]:
        return False
    return (
        _is_date(text, match, value)
        or _stands_in_digits(text, match)
        or _ORDINAL.match(text, match.end()) is not None
        or _UNSPACED_TIME.match(text, match.end()) is not None
        or re.search(r"\d{3}-$|\b[Nn][or]s?\.?\s$", text[max(0, match.start() - 5) : match.start()])
        is not None
    )


def _stands_in_digits(text: str, match: re.Match[str]) -> bool:
    """Whether a number is one of several groups of digits, or begins with a nought, as telephone numbers do."""
    before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 2]
    return (
        re.fullmatch(r"0\d+", match["digits"]) is not None
        or re.fullmatch(r"\d[ \u00a0]", before) is not None
        or re.fullmatch(r"[ \u00a0]\d", after) is not None
    )


def _is_date(text: str, match: re.Match[str], value: Decimal) -> bool:
    after_text = text[match.end() : match.end() + 24]
    before = re.search(
        r"([^\W\d_]+)\.?,?\s*(?:\d{1,2},?\s)?$", text[max(0, match.start() - 20) : match.start()]
    )
    after = _AFTER_DAY.match(after_text)
    near = {found[1].lower() for found in (before, after) if found}
    if near & MONTHS.keys() and value <= 2_100:  # noqa: PLR2004 - the last year anyone writes of
        return True
    if _OF_CLOCK.match(after_text):
        return True
    year = re.fullmatch(r"1[89]\d\d|20\d\d", match["digits"]) is not None
    is_told = _BEFORE_YEAR.search(text, max(0, match.start() - 12), match.start()) is not None
    return year and (is_told or not is_counted(text, match.end()))

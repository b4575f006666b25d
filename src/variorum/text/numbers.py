"""Takes a text, gives the figures in it: value, unit, what is counted, and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from variorum.text.dates import MONTHS
from variorum.text.normalise import normalise
from variorum.text.numerals import NUMERALS, Numerals
from variorum.text.word_lists import AUXILIARIES, FATES, QUALIFIERS, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORT_SCALES = {"m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12, "k": 1_000, "mio": 10**6, "mrd": 10**9}
_CURRENCY_SIGNS = {
    "euro": "€", "euros": "€", "dollar": "$", "dollars": "$", "dólares": "$", "dólar": "$",
    "pound": "£", "pounds": "£", "pfund": "£", "livres": "£", "libras": "£", "yen": "¥", "yens": "¥",
}  # fmt: skip
_MONEY = r"(?:\b(?:US|A|C|NZ|HK)(?=\$))?[$€£¥]\s?|\b(?:EUR|USD|GBP|CHF)\s"
_SPACE = " \u00a0\u202f"
_DIGITS = (
    r"(?<![\w.,:/-])\d{1,3}(?:[,'’\u00a0\u202f.]\d{3})+(?:[.,]\d{1,2})?(?!\d)"
    r"|(?<![\w,:/])(?<!\d\.)(?<![A-Za-z]-)\d+(?:[.,]\d+)?(?![:/]?\d)"
    r"|(?<![\w.])\.\d+"
)


def _pattern(numerals: Numerals) -> re.Pattern[str]:
    short = "|".join(_SHORT_SCALES)
    currency = "|".join(_CURRENCY_SIGNS)
    percent = r"%|(?:per\s?cent|percent|prozent|pour\s?cent|por\s?ciento)\b"
    return re.compile(
        rf"(?P<sign>(?<![\w.,:/-])[-−](?=[$€£¥\d]))?(?P<money>{_MONEY})?"
        rf"(?:(?P<digits>{_DIGITS})(?:[-{_SPACE}]?(?P<scale>{numerals.scale})\b|[{_SPACE}]?(?P<short>{short})\b\.?)?"
        rf"|\b(?P<words>{numerals.pattern})\b)"
        rf"(?:[{_SPACE}]?(?P<percent>{percent})|[{_SPACE}](?P<currency>{currency})\b)?",
        re.IGNORECASE,
    )


_PATTERNS = {language: _pattern(numerals) for language, numerals in NUMERALS.items()}
_QUALIFIER = re.compile(
    rf"(?<!\w)({'|'.join(sorted((re.escape(words) for words in QUALIFIERS), key=len, reverse=True))})\s+$",
    re.IGNORECASE,
)
_START = re.compile(r"[-−$€£¥.\d]|(?P<letters>[^\W\d_]+(?:-[^\W\d_]+)*)")
_CODES = frozenset({"US", "A", "C", "NZ", "HK", "EUR", "USD", "GBP", "CHF"})
#: Words that follow a figure without a sign between them, at most eight.
_FOLLOWING = re.compile(r"(?:\s+[^\W\d_][\w’'-]*){0,8}")
_SUBJECT_WORDS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: characters `start` to `end`, its value, `unit` (`%`, a currency sign or empty) and what is counted.

    `subject` holds the next words that tell something ("people killed"), three at most; `qualifier` those before it that make it
    less exact ("more than"); `fate` what became of those who are counted ("killed"). All are empty where there are none. `in_words` tells that it was not written in digits.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    subject: str
    qualifier: str = ""
    in_words: bool = False
    fate: str = ""

    @property
    def counted(self) -> str:
        """What is counted and what became of it, in one or two words: "soldiers killed", "houses"."""
        return f"{self.subject.partition(' ')[0]} {self.fate}".strip() if self.subject else ""


def figures(text: str, language: str = "en") -> tuple[Figure, ...]:
    """The figures of a text in order. Days of a month, years, times of day and ordinals are no figures.

    `language` (`en`, `de`, `fr`, `es`) tells whose number words are meant.

    >>> [(str(f.value), f.unit, f.subject) for f in figures("Twenty-three soldiers died on 3 May 2024; 9,061 people, $2.5bn, 4%.")]
    [('23', '', 'soldiers died'), ('9061', '', 'people'), ('2500000000.0', '$', ''), ('4', '%', '')]
    """
    numerals = NUMERALS[language]
    found = (_figure(text, match, numerals) for match in _matches(text, numerals, _PATTERNS[language]))
    return tuple(figure for figure in found if figure is not None)


def _matches(text: str, numerals: Numerals, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The numbers of a text; the pattern is tried only where a number can begin, since it is slow to fail."""
    end = 0
    for start in _START.finditer(text):
        if start.start() < end:
            continue
        letters = start["letters"]
        if letters and letters not in _CODES and not numerals.opens(letters):
            continue
        match = pattern.match(text, start.start())
        if match is not None:
            yield match
            end = match.end()


def _figure(text: str, match: re.Match[str], numerals: Numerals) -> Figure | None:
    value = _value(match, numerals)
    if value is None or _is_no_figure(text, match, value):
        return None
    qualified = _QUALIFIER.search(text, max(0, match.start() - 24), match.start())
    return Figure(
        match.start(),
        match.end(),
        value,
        _unit(match),
        _subject(text, match.end(), numerals),
        " ".join(qualified[1].split()) if qualified else "",
        bool(match["words"]),
        _fate(text, match.end()),
    )


def _unit(match: re.Match[str]) -> str:
    if match["percent"]:
        return "%"
    if match["currency"]:
        return _CURRENCY_SIGNS[match["currency"].lower()]
    money = (match["money"] or "").strip()
    return {"EUR": "€", "USD": "$", "GBP": "£", "US$": "$"}.get(money.upper(), money)


def _value(match: re.Match[str], numerals: Numerals) -> Decimal | None:
    if match["words"]:
        return numerals.value(match["words"])
    try:
        value = Decimal(_plain_digits(match["digits"]))
    except InvalidOperation:
        return None
    if match["sign"]:
        value = -value
    if match["scale"]:
        return value * numerals.scales[match["scale"].lower()]
    return value * _SHORT_SCALES.get((match["short"] or "").lower(), 1)


def _plain_digits(digits: str) -> str:
    """Digits with a decimal point at most: 9,061 and 9.061 are nine thousand, 3.5 and 3,5 three and a half."""
    plain = normalise(digits).replace("'", "").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        return plain.replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
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
        or re.match(r"(?:st|nd|rd|th|er|ère|e|º|ª)\b|-\d{3}", text[match.end() : match.end() + 5]) is not None
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
    after = re.match(r"(?:\.|st|nd|rd|th|er)?\s*(?:of\s|de\s)?([^\W\d_]+)", after_text)
    near = {found[1].lower() for found in (before, after) if found}
    if near & MONTHS.keys() and value <= 2_100:  # noqa: PLR2004 - the last year anyone writes of
        return True
    if re.match(r"\s?(?:[ap]\.?m\b|uhr\b|o[’']clock\b|heures?\b)|h\d\d", after_text, re.IGNORECASE):
        return True
    year = re.fullmatch(r"1[89]\d\d|20\d\d", match["digits"]) is not None
    return year and not _is_counted(text, match.end())


def _subject(text: str, end: int, numerals: Numerals) -> str:
    """What is counted and what became of it: the next words that tell something, auxiliary verbs left out."""
    following = _FOLLOWING.match(text, end, end + 80)
    kept: list[str] = []
    for word in following[0].split() if following else ():
        plain = word.casefold()
        if plain in numerals.values or len(kept) == _SUBJECT_WORDS:
            break
        if plain not in STOP_WORDS:
            kept.append(word)
        elif plain not in AUXILIARIES or not kept:
            break
    return " ".join(kept)


def _fate(text: str, end: int) -> str:
    """What became of those who are counted: a word of that sense among the next ones, before another number or sign."""
    following = _FOLLOWING.match(text, end, end + 80)
    found = following[0].split() if following else []
    return next((word for word in found[1:] if word.casefold() in FATES), "")


def _is_counted(text: str, end: int) -> bool:
    """Whether the very next word is the thing counted."""
    following = _FOLLOWING.match(text, end, end + 40)
    first = following[0].split()[:1] if following else []
    return bool(first) and first[0].casefold() not in STOP_WORDS

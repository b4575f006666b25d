"""Takes a text, gives the figures in it: value, what is counted, and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from variorum.text.normalise import normalise
from variorum.text.word_lists import AUXILIARIES, MONTHS, STOP_WORDS

_ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT_SCALES = {"m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12, "k": 1_000} | _SCALES
_WORDS = "|".join([*_TENS, *_ONES])
_FIGURE = re.compile(
    r"(?P<sign>(?<![\w.,:/-])[-−](?=[$€£¥\d]))?(?P<money>[$€£¥]\s?)?"
    r"(?P<digits>(?<![\w.,:/-])\d{1,3}(?:[,'’\u00a0\u202f.]\d{3})+(?:[.,]\d{1,2})?(?!\d)|(?<![\w,:/])(?<!\d\.)(?<![A-Za-z]-)\d+(?:[.,]\d+)?(?![:/]?\d)|(?<![\w.])\.\d+)"
    r"(?:\s?(?P<scale>hundred|thousand|million|billion|trillion|bn|mn|tn|m|k)\b)?(?P<percent>\s?%|\sper\s?cent\b)?"
    rf"|\b(?P<words>(?:{_WORDS})(?:[-\s](?:{_WORDS}|hundred|thousand|million|billion|and(?=\s(?:{_WORDS}))))*"
    r"(?:\s(?:hundred|thousand|million|billion))?)\b(?P<worded_percent>\sper\s?cent\b)?",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"\b(at least|more than|fewer than|less than|up to|as many as|about|around|almost|nearly|over|under|some|an estimated)\s+$",
    re.IGNORECASE,
)
#: Words that follow a figure without a sign between them, at most six.
_FOLLOWING = re.compile(r"(?:\s+[^\W\d_][\w’'-]*){0,6}")
_NUMBER_WORD = re.compile(_WORDS, re.IGNORECASE)
_SUBJECT_WORDS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: characters `start` to `end`, its value, `unit` (`%`, a currency sign or empty) and what is counted.

    `subject` holds the next words that tell something ("people killed"), three at most; `qualifier` those before it that make it
    less exact ("more than"). Both are empty where there are none.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    subject: str
    qualifier: str = ""


def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text in order. Days of a month, years, times of day and ordinals are no figures.

    >>> [(str(f.value), f.unit, f.subject) for f in figures("Twenty-three soldiers died on 3 May 2024; 9,061 people, $2.5bn, 4%.")]
    [('23', '', 'soldiers died'), ('9061', '', 'people'), ('2500000000.0', '$', ''), ('4', '%', '')]
    """
    return tuple(figure for match in _FIGURE.finditer(text) if (figure := _figure(text, match)))


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    value = _value(match)
    if value is None or _is_date(text, match, value):
        return None
    unit = "%" if match["percent"] or match["worded_percent"] else (match["money"] or "").strip()
    qualified = _QUALIFIER.search(text, max(0, match.start() - 20), match.start())
    qualifier = qualified[1] if qualified else ""
    return Figure(match.start(), match.end(), value, unit, _subject(text, match.end()), qualifier)


def _value(match: re.Match[str]) -> Decimal | None:
    if match["words"]:
        return _worded(match["words"])
    try:
        value = Decimal(_plain_digits(match["digits"]))
    except InvalidOperation:
        return None
    if match["sign"]:
        value = -value
    return value * _SHORT_SCALES.get((match["scale"] or "").lower(), 1)


def _plain_digits(digits: str) -> str:
    """Digits with a decimal point at most: 9,061 and 9.061 are nine thousand, 3.5 and 3,5 three and a half."""
    plain = normalise(digits).replace("'", "").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        return plain.replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        return plain.replace(".", "").replace(",", ".")
    return plain.replace(",", ".")


def _worded(text: str) -> Decimal | None:
    total, part = 0, 0
    for word in re.split(r"[-\s]+", text.lower()):
        if word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if _SCALES[word] > 100:  # noqa: PLR2004 - a hundred stays open: two hundred and five
                total, part = total + part, 0
        elif word != "and":
            part += _ONES.get(word, _TENS.get(word, 0))
    return Decimal(total + part)


def _is_date(text: str, match: re.Match[str], value: Decimal) -> bool:
    """Whether a bare number is a day, a year, an ordinal or the pronoun "one"."""
    if match["words"]:
        # "One" without a thing counted is a pronoun.
        return value == 1
    if match["money"] or match["scale"] or match["percent"]:
        return False
    before = re.search(
        r"([^\W\d_]+)\.?,?\s*(?:\d{1,2},?\s)?$", text[max(0, match.start() - 20) : match.start()]
    )
    after = re.match(r"(?:\.|st|nd|rd|th)?\s*(?:of\s)?([^\W\d_]+)", text[match.end() : match.end() + 20])
    near = {found[1].lower() for found in (before, after) if found}
    if near & MONTHS and value <= 2_100:  # noqa: PLR2004 - the last year anyone writes of
        return True
    if re.match(r"st\b|nd\b|rd\b|th\b", text[match.end() :]):
        return True
    year = re.fullmatch(r"1[89]\d\d|20\d\d", match["digits"]) is not None
    return year and not _is_counted(text, match.end())


def _subject(text: str, end: int) -> str:
    """What is counted and what became of it: the next words that tell something, auxiliary verbs left out."""
    following = _FOLLOWING.match(text, end, end + 80)
    kept: list[str] = []
    for word in following[0].split() if following else ():
        plain = word.casefold()
        if _NUMBER_WORD.fullmatch(word) or len(kept) == _SUBJECT_WORDS:
            break
        if plain not in STOP_WORDS:
            kept.append(word)
        elif plain not in AUXILIARIES or not kept:
            break
    return " ".join(kept)


def _is_counted(text: str, end: int) -> bool:
    """Whether the very next word is the thing counted."""
    following = _FOLLOWING.match(text, end, end + 40)
    first = following[0].split()[:1] if following else []
    return bool(first) and first[0].casefold() not in STOP_WORDS

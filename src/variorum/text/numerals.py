"""The numbers that people write in words, language by language: a pattern that finds them, and their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from variorum.text.word_lists import LANGUAGE_WORDS, either


@dataclass(frozen=True, slots=True)
class Numerals:
    """The numerals of a language. `pattern` matches a number in words, `scale` one that may follow digits.

    `blank_separates` tells whether thousands are set apart by a blank: "12 000"; `decimal`
    is the sign that sets decimals apart, empty where it is not known; `openings` are the first words of fractions.
    """

    values: dict[str, int]
    scales: dict[str, int]
    joiners: frozenset[str]
    fractions: dict[str, Decimal]
    word: re.Pattern[str]
    pattern: str
    scale: str
    blank_separates: bool = False
    decimal: str = ""
    openings: frozenset[str] = frozenset()

    def opens(self, word: str) -> bool:
        """Whether a number in words can begin with this word."""
        if word.lower() in self.openings:
            return True
        first = self.word.match(word.lower())
        return first is not None and first[0] in self.values

    def value(self, text: str) -> Decimal:
        """The value of what `pattern` matched.

        >>> str(NUMERALS["en"].value("two hundred and five")), str(NUMERALS["de"].value("dreiundzwanzig"))
        ('205', '23')
        """
        if text.lower() in self.fractions:
            return self.fractions[text.lower()]
        total, part = 0, 0
        for word in self.word.findall(text.lower()):
            if word in self.scales:
                part = max(part, 1) * self.scales[word]
                if self.scales[word] > 100:  # noqa: PLR2004 - a hundred stays open: two hundred and five
                    total, part = total + part, 0
            elif word not in self.joiners:
                part += self.values.get(word, 0)
        return Decimal(total + part)


def _glued(table: dict[str, Any], units: dict[str, int]) -> dict[str, int]:
    """Numbers that are written as one word though they are made of two: "dreiundzwanzig", "zweitausend"."""
    rule = table.get("glued")
    if rule is None:
        return {}
    units = units | {rule["one"]: 1}
    joined = {
        f"{one}{rule['and']}{ten}": value + tens
        for one, value in units.items()
        if 0 < value < 10  # noqa: PLR2004 - digits
        for ten, tens in table["tens"].items()
    }
    scales = table["scales"]
    return joined | {
        f"{word}{scale}": value * scales[scale]
        for word, value in units.items()
        for scale in rule["scales"]
        if value
    }


def _numerals(table: dict[str, Any]) -> Numerals:
    units: dict[str, int] = {word: value for value, word in enumerate(table.get("units", "").split())}
    values = units | table.get("more", {}) | table.get("tens", {}) | _glued(table, units)
    scales: dict[str, int] = table.get("scales", {})
    fractions = table.get("fractions", {}) | {
        f"{word}{half.replace('_', ' ')}": value + 0.5
        for half in table.get("halves", ())
        for word, value in values.items()
        if 0 < value < 100  # noqa: PLR2004 - nobody writes a hundred and a half
    }
    joiners = table.get("and", [])
    joined = "".join(rf"|{word}(?=\s(?:{either(list(values))}))" for word in joiners)
    one, scale = either(list(values)), either(list(scales))
    return Numerals(
        values,
        scales,
        frozenset(joiners),
        {words: Decimal(str(value)) for words, value in fractions.items()},
        # The longest first, since dix-sept is one word.
        re.compile(rf"{either([*values, *scales])}|\w+"),
        rf"(?:{either(list(fractions))})\b|(?:{one})(?:[-\s](?:{one}|{scale}{joined})\b)*",
        scale,
        table.get("blank_separates", False),
        table.get("decimal", ""),
        frozenset(fraction.split()[0] for fraction in fractions),
    )


#: By the primary subtag of the language (BCP 47).
NUMERALS = {language: _numerals(table.get("numerals", {})) for language, table in LANGUAGE_WORDS.items()}
_NONE = _numerals({})


def numerals(language: str) -> Numerals:
    """The numerals of a language; none where it is not known, so that digits alone are read.

    >>> str(numerals("fr").value("vingt et un")), numerals("tlh").values
    ('21', {})
    """
    return NUMERALS.get(language, _NONE)

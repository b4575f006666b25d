"""The numbers that people write in words, language by language: a pattern that finds them, and their values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Numerals:
    """The numerals of a language. `pattern` matches a number in words, `scale` one that may follow digits."""

    values: dict[str, int]
    scales: dict[str, int]
    joiners: frozenset[str]
    fractions: dict[str, Decimal]
    word: re.Pattern[str]
    pattern: str
    scale: str

    def opens(self, word: str) -> bool:
        """Whether a number in words can begin with this word."""
        if any(fraction.startswith(word.lower()) for fraction in self.fractions):
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


def _either(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _numerals(table: dict[str, Any]) -> Numerals:
    units: dict[str, int] = {word: value for value, word in enumerate(table["units"].split())}
    values = units | table.get("more", {}) | table["tens"]
    scales: dict[str, int] = table["scales"]
    if "glued" in table:
        ones = {word: value for word, value in (units | {"ein": 1}).items() if 0 < value < 10}  # noqa: PLR2004 - digits
        values |= {
            f"{one}{table['glued']}{ten}": value + tens
            for one, value in ones.items()
            for ten, tens in table["tens"].items()
        }
        values |= {
            f"{word}{scale}": value * scales[scale]
            for word, value in (units | {"ein": 1}).items()
            for scale in ("hundert", "tausend")
            if value
        }
    joined = "".join(rf"|{word}(?=\s(?:{_either(list(values))}))" for word in table["and"])
    one, scale = _either(list(values)), _either(list(scales))
    return Numerals(
        values,
        scales,
        frozenset(table["and"]),
        {words: Decimal(str(value)) for words, value in table["fractions"].items()},
        # The longest first, since dix-sept is one word.
        re.compile(rf"{_either([*values, *scales])}|\w+"),
        rf"(?:{_either(list(table['fractions']))})\b|(?:{one})(?:[-\s](?:{one}|{scale}{joined})\b)*",
        scale,
    )


_TABLES = tomllib.loads(files("variorum.text").joinpath("words", "numerals.toml").read_text("utf-8"))
#: By the primary subtag of the language (BCP 47).
NUMERALS = {language: _numerals(table) for language, table in _TABLES.items()}

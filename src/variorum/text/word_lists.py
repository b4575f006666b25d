"""The words that the text layer knows: lists for all languages at once, and a file for each language, read once at import."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def word_list(package: str, name: str) -> frozenset[str]:
    """The words, small, of a file `words/<name>.txt` of a package; lines that begin with `#` are remarks."""
    return frozenset(word.casefold() for word in _written(package, name))


def _written(package: str, name: str) -> list[str]:
    """The words of a file as they are written."""
    return [word for line in _lines(package, name) for word in line.split()]


def word_lines(package: str, name: str) -> list[list[str]]:
    """The words, small, of each line of a file; lines that begin with `#` are remarks."""
    return [line.casefold().split() for line in _lines(package, name)]


def _lines(package: str, name: str) -> list[str]:
    lines = files(package).joinpath("words", f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


#: What is known of each language, from `words/<language>.toml`, by the primary subtag of the language (BCP 47). English
#: comes first, since it is taken where nothing tells.
LANGUAGE_WORDS: dict[str, dict[str, Any]] = {
    entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8"))
    for entry in sorted(
        files("variorum.text").joinpath("words").iterdir(),
        key=lambda entry: (entry.name != "en.toml", entry.name),
    )
    if entry.name.endswith(".toml")
}


def listed(name: str, section: str | None = None, language: str | None = None) -> list[str]:
    """The words of a list, of one language or of all of them; a language that does not have the list adds nothing.

    A `_` stands for a blank.

    >>> listed("articles", language="en"), listed("articles", language="tlh")
    (['the'], [])
    """
    tables = LANGUAGE_WORDS.values() if language is None else [LANGUAGE_WORDS.get(language, {})]
    return [
        word.replace("_", " ")
        for table in tables
        for word in (table if section is None else table.get(section, {})).get(name, "").split()
    ]


def groups(name: str, section: str, language: str | None = None) -> dict[str, str]:
    """Words by the one that stands first in their group, of one language or of all of them."""
    tables = LANGUAGE_WORDS.values() if language is None else [LANGUAGE_WORDS.get(language, {})]
    return {
        word.replace("_", " "): group.split()[0].replace("_", " ")
        for table in tables
        for group in table.get(section, {}).get(name, ())
        for word in group.split()
    }


def either(words: Iterable[str]) -> str:
    """A pattern of words, the longest first, blanks as wide as they are and apostrophes of any form; of none, one that never matches."""
    parts = sorted({re.escape(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(part.replace(r"\ ", r"\s+").replace("'", "['’]") for part in parts) or "(?!)"


def _small(name: str, section: str | None = None) -> frozenset[str]:
    return frozenset(word.casefold() for word in listed(name, section))


#: Words before a full stop that does not end a sentence, whatever follows.
ABBREVIATIONS = frozenset(_written("variorum.text", "abbreviations"))
#: The same, where a number follows.
NUMBER_ABBREVIATIONS = frozenset(_written("variorum.text", "number_abbreviations"))
#: Abbreviations that may close a sentence.
CLOSING_ABBREVIATIONS = frozenset(_written("variorum.text", "closing_abbreviations"))
#: Names that end in an exclamation mark.
MARKS_IN_NAMES = frozenset(_written("variorum.text", "marks_in_names"))
#: Small words after which digits and a full stop are an ordinal.
BEFORE_ORDINALS = word_list("variorum.text", "before_ordinals")
#: Words that, after initials such as "U.S.", open a new sentence.
OPENING_WORDS = _small("opening_words")
#: Words that tell little of what a sentence is about.
STOP_WORDS = _small("stop_words")
#: Words between what is counted and what became of it.
AUXILIARIES = _small("auxiliaries")
#: Verbs that follow the name of a speaker.
SPEECH_VERBS = word_list("variorum.text", "speech_verbs")
#: Query parameters that tell where a reader came from; an entry that ends in `*` is a stem.
TRACKERS = word_list("variorum.text", "trackers")
#: Small words inside names, whatever the language of the text.
NAME_PARTICLES = word_list("variorum.text", "name_particles")

"""What comparison knows of each language, read once from the files in `languages/`: phrases and words, ready to be looked for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from variorum.model import FindingClass

NOTICES = (
    FindingClass.CORRECTION,
    FindingClass.CLARIFICATION,
    FindingClass.EDITORS_NOTE,
    FindingClass.UPDATE_NOTE,
)
FURNITURE = (FindingClass.CLOCK, FindingClass.BOILERPLATE)


#: Outlets set apostrophes straight or curly.
_APOSTROPHE = "['’ʼ]"


@dataclass(frozen=True, slots=True)
class Attribution:
    """How a language says who said something: verbs that judge nothing, verbs that do, and sources without a name."""

    neutral: frozenset[str]
    loaded: frozenset[str]
    anonymous: frozenset[str]
    according: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Names:
    """What stands beside names: titles, words before and in the names of places, words in those of organisations."""

    titles: frozenset[str]
    places_after: re.Pattern[str]
    places_perhaps_after: re.Pattern[str]
    place_words: frozenset[str]
    organisation_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language by which changes of certainty, negation, source and name are told."""

    hedges: re.Pattern[str]
    modals: re.Pattern[str]
    negations: re.Pattern[str]
    attribution: Attribution
    names: Names


def _phrases(listed: str) -> str:
    """A pattern for words and phrases: `_` stands for a blank, `*` for any ending."""
    parts = [
        re.escape(entry).replace("_", r"\s+").replace(r"\*", r"\w*").replace("'", _APOSTROPHE)
        for entry in sorted(listed.split(), key=lambda entry: (-len(entry), entry))
    ]
    return rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if parts else "(?!)"


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _before_name(listed: str) -> re.Pattern[str]:
    return re.compile(rf"{_phrases(listed)}\s+(?:(?:the|la|le|el|den|der|of|de|du|del)\s+)?$", re.IGNORECASE)


def _language(table: dict[str, Any]) -> Language:
    certainty, negation = table["certainty"], table["negation"]
    attribution, names = table["attribution"], table["names"]
    according = "|".join(attribution["according"]).replace("'", _APOSTROPHE)
    negations = _phrases(negation["words"].replace("n't", ""))
    return Language(
        # A phrase that only looks like a hedge or a negation is matched first and has no group.
        hedges=re.compile(
            rf"{_phrases(certainty['unless'])}|({_phrases(certainty['hedges'])})", re.IGNORECASE
        ),
        modals=re.compile(_phrases(certainty["modals"]), re.IGNORECASE),
        negations=re.compile(
            rf"{_phrases(negation['unless'])}|({negations}|(?<=\w)n{_APOSTROPHE}t(?!\w))", re.IGNORECASE
        ),
        attribution=Attribution(
            _words(attribution["neutral"]),
            _words(attribution["loaded"]),
            _words(attribution["anonymous"]),
            re.compile(rf"(?<!\w)(?:{according})(?!\w)", re.IGNORECASE),
        ),
        names=Names(
            _words(names["titles"]),
            _before_name(f"{names['places_after']} {names['places_behind']}"),
            _before_name(names["places_perhaps_after"]),
            _words(names["place_words"]),
            _words(names["organisation_words"]),
        ),
    )


_TABLES = {
    entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8"))
    for entry in sorted(
        files("variorum.comparison").joinpath("languages").iterdir(), key=lambda entry: entry.name
    )
    if entry.name.endswith(".toml")
}
#: By the primary subtag of the language (BCP 47).
LANGUAGES = {name: _language(table) for name, table in _TABLES.items()}


def language(name: str) -> Language:
    """What is known of a language, of English where nothing is.

    >>> bool(language("en").hedges.search("The alleged thief")), bool(language("en").hedges.search("The thief"))
    (True, False)
    """
    return LANGUAGES.get(name, LANGUAGES["en"])


def _of_all(section: str, kind: FindingClass) -> re.Pattern[str]:
    return re.compile(
        "|".join(phrase for table in _TABLES.values() for phrase in table[section].get(kind, [])),
        re.IGNORECASE,
    )


#: Notices and furniture are told in all languages at once, since pages mix them.
NOTICE_PHRASES = tuple((kind, _of_all("notices", kind)) for kind in NOTICES)
FURNITURE_PHRASES = tuple((kind, _of_all("furniture", kind)) for kind in FURNITURE)

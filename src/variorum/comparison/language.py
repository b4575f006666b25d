"""What comparison knows of each language, read once from the files in `languages/`: phrases and words, ready to be looked for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from variorum.model import FindingClass
from variorum.text.word_lists import either, listed

NOTICES = (
    FindingClass.CORRECTION,
    FindingClass.CLARIFICATION,
    FindingClass.EDITORS_NOTE,
    FindingClass.UPDATE_NOTE,
)
FURNITURE = (FindingClass.CLOCK, FindingClass.BOILERPLATE)


#: Outlets set apostrophes straight or curly.
_APOSTROPHE = "['’ʼ]"
#: Told by its own pattern, since it is part of a word.
_SHORT_NOT = "n't"


@dataclass(frozen=True, slots=True)
class Attribution:
    """How a language says who said something: verbs that judge nothing, verbs that do, and sources without a name.

    The neutral verbs `surely` say whatever follows, the others where a word of `clauses` or `conjunctions` tells of a clause; behind those in `passive` none does.
    `separable` are the words of such verbs that stand behind them: "räumte … ein"; a verb behind `relating` words names no source.
    """

    relating: frozenset[str]
    separable: frozenset[str]
    neutral: frozenset[str]
    loaded: frozenset[str]
    anonymous: frozenset[str]
    according: re.Pattern[str]
    surely: frozenset[str]
    passive: frozenset[str]
    clauses: frozenset[str]
    conjunctions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """What stands beside names: titles, words before and in the names of places, words in those of organisations.

    `places` are names of places; `crowd` are words for many people, which are no names where they open a sentence. Where
    `nouns_are_large`, a single large word is a name only if something tells so: `place_endings` do, `nouns` and
    `noun_endings` tell the contrary.
    """

    titles: frozenset[str]
    places_after: re.Pattern[str]
    places_perhaps_after: re.Pattern[str]
    place_words: frozenset[str]
    organisation_words: frozenset[str]
    places: frozenset[str]
    crowd: frozenset[str]
    nouns_are_large: bool
    place_endings: tuple[str, ...]
    noun_endings: tuple[str, ...]
    nouns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Opposites:
    """For each word of a statement the words that turn it round; `directions` are those that tell up from down."""

    words: dict[str, frozenset[str]]
    directions: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language by which changes of certainty, negation, source and name are told."""

    hedges: re.Pattern[str]
    modals: re.Pattern[str]
    negations: re.Pattern[str]
    attribution: Attribution
    names: Names
    opposites: Opposites


def _phrases(listed: str) -> str:
    """A pattern for words and phrases: `_` stands for a blank, `*` for any ending."""
    parts = [
        re.escape(entry).replace("_", r"\s+").replace(r"\*", r"\w*").replace("'", _APOSTROPHE)
        for entry in sorted(listed.split(), key=lambda entry: (-len(entry), entry))
    ]
    return rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if parts else "(?!)"


#: "A no-brainer" and "No. 10" negate nothing.
_NOT_JOINED = r"(?<!\w[-‐‑])", r"(?![-‐‑]\w|\.\s?\d)"


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _before_name(listed_words: str) -> re.Pattern[str]:
    """A pattern for what stands before a name, the article between them in the group `article`."""
    return re.compile(
        rf"{_phrases(listed_words)}\s+(?P<article>(?:{either(listed('articles') + listed('of'))})\s+)?$",
        re.IGNORECASE,
    )


def _opposites(pairs: list[list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one, other in pairs:
        for words, others in ((_words(one), _words(other)), (_words(other), _words(one))):
            for word in words:
                found[word.replace("_", " ")] = found.get(word, frozenset()) | others
    return found


def _language(table: dict[str, Any]) -> Language:
    """A language from its file; what the file does not tell is empty."""
    certainty, negation, attribution, names, opposites = (
        table.get(section, {}) for section in ("certainty", "negation", "attribution", "names", "opposites")
    )
    negated = negation.get("words", "")
    return Language(
        # A phrase that only looks like a hedge or a negation is matched first and has no group.
        hedges=re.compile(
            rf"{_phrases(certainty.get('unless', ''))}|({_phrases(certainty.get('hedges', ''))})",
            re.IGNORECASE,
        ),
        modals=re.compile(_phrases(certainty.get("modals", "")), re.IGNORECASE),
        negations=re.compile(
            rf"{_phrases(negation.get('unless', ''))}|({_NOT_JOINED[0]}{_phrases(negated.replace(_SHORT_NOT, ''))}{_NOT_JOINED[1]}"
            rf"|(?<=\w)n{_APOSTROPHE}t(?!\w))",
            re.IGNORECASE,
        ),
        attribution=Attribution(
            _words(attribution.get("relating", "")),
            _words(attribution.get("separable", "")),
            _words(attribution.get("neutral", "")),
            _words(attribution.get("loaded", "")),
            _words(attribution.get("anonymous", "")),
            re.compile(rf"(?<!\w)(?:{either(attribution.get('according', []))})(?!\w)", re.IGNORECASE),
            _words(attribution.get("surely", attribution.get("neutral", ""))),
            _words(attribution.get("passive", "")),
            _words(attribution.get("clauses", "")),
            _words(attribution.get("conjunctions", "")),
        ),
        names=Names(
            _words(names.get("titles", "")),
            _before_name(f"{names.get('places_after', '')} {names.get('places_behind', '')}"),
            _before_name(names.get("places_perhaps_after", "")),
            _words(names.get("place_words", "")),
            _words(names.get("organisation_words", "")),
            _words(names.get("place_names", "")),
            _words(names.get("crowd", "")),
            names.get("nouns_are_large", False),
            tuple(names.get("place_endings", "").split()),
            tuple(names.get("noun_endings", "").split()),
            _words(names.get("nouns", "")),
        ),
        opposites=Opposites(
            _opposites(opposites.get("words", [])), _opposites(opposites.get("directions", []))
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
        "|".join(phrase for table in _TABLES.values() for phrase in table.get(section, {}).get(kind, []))
        or "(?!)",
        re.IGNORECASE,
    )


def _unless(section: str) -> re.Pattern[str]:
    phrases = [phrase for table in _TABLES.values() for phrase in table.get(section, {}).get("unless", [])]
    return re.compile("|".join(phrases) or "(?!)", re.IGNORECASE)


#: Notices and furniture are told in all languages at once, since pages mix them.
NOTICE_PHRASES = tuple((kind, _of_all("notices", kind)) for kind in NOTICES)
#: What is no notice though it holds a phrase of one.
NO_NOTICE = _unless("notices")
FURNITURE_PHRASES = tuple((kind, _of_all("furniture", kind)) for kind in FURNITURE)

"""Takes the paragraphs of an article, gives the language that their letters and commonest words tell."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: So much of a text is looked at.
_LOOKED_AT = 1_500
#: With fewer letters than this nothing is told.
_FEWEST = 60
#: A script has so much of a text that is written in it; kana stand between other signs.
_MOST_OF, _KANA = 0.4, 0.1
#: So much of a text are its commonest words, and so many times more than those of the next language.
_COMMON, _AHEAD = 0.07, 1.1


def _table(name: str) -> dict[str, str]:
    lines = files("variorum.extraction").joinpath("words", f"{name}.txt").read_text("utf-8").splitlines()
    rows = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {language.strip(): told.strip() for language, _, told in rows}


_WORDS = {language: frozenset(told.split()) for language, told in _table("language_words").items()}
#: The letters that only one language of a script has, by language and the commonest language of the script.
_LETTERS = tuple((*name.split(" of "), told.split()) for name, told in _table("language_letters").items())
#: A letter that is a language's own and no borrowed word's has so much of a text.
_OWN = 0.004
_WORD = re.compile(r"[^\W\d_]+")
_LAST_OF_LATIN = "\u024f"
#: Scripts that one language of the news is written in, by their first and last letter.
_SCRIPTS = (
    ("ko", "\uac00", "\ud7a3"),
    ("zh", "\u4e00", "\u9fff"),
    ("he", "\u05d0", "\u05ea"),
    ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"),
    ("ta", "\u0b80", "\u0bff"),
    ("th", "\u0e00", "\u0e7f"),
    ("el", "\u0370", "\u03ff"),
    ("ar", "\u0600", "\u06ff"),
    ("ru", "\u0400", "\u04ff"),
    ("ka", "\u10a0", "\u10ff"),
    ("hy", "\u0530", "\u058f"),
)


def spoken(paragraphs: Iterable[str]) -> str | None:
    """The language of a text (ISO 639-1) by its script, else by its commonest words; `None` where they do not tell.

    >>> spoken(["Die Brücke über den Hafen ist seit Montag für den Verkehr gesperrt, weil Prüfer einen Riss in ihr fanden."])
    'de'
    >>> spoken(["港にかかる橋は、点検で亀裂が見つかったため、月曜日から通行止めとなった。" * 3]), spoken(["Mill Bridge"])
    ('ja', None)
    """
    text = _opening(paragraphs)
    letters = [char for char in text if char.isalpha()]
    if len(letters) < _FEWEST:
        return None
    others = Counter(char for char in letters if char > _LAST_OF_LATIN)
    if others and (language := _of_scripts(others, len(letters))):
        return language
    told = _WORD.findall(text.casefold())
    counts = Counter(told)
    here = frozenset(counts)
    shares = sorted(
        (sum(counts[word] for word in here & known), language) for language, known in _WORDS.items()
    )
    (second, _), (most, language) = shares[-2:]
    return language if most > _COMMON * len(told) and most > _AHEAD * second else None


def _of_scripts(counts: Counter[str], letters: int) -> str | None:
    """The language whose script most letters are of: where it has several, the one whose own letters stand there."""
    if _within(counts, "\u3041", "\u30ff") > _KANA * letters:
        return "ja"
    for language, first, last in _SCRIPTS:
        if _within(counts, first, last) > _MOST_OF * letters:
            return _of_script(language, counts, letters)
    return None


def _of_script(commonest: str, counts: Counter[str], letters: int) -> str:
    small = Counter("".join(counts.elements()).casefold())
    for language, script, own in _LETTERS:
        if script == commonest and sum(small[letter] for letter in own) > _OWN * letters:
            return str(language)
    return commonest


def _within(counts: Counter[str], first: str, last: str) -> int:
    return sum(count for char, count in counts.items() if first <= char <= last)


def _opening(paragraphs: Iterable[str]) -> str:
    found, room = [], _LOOKED_AT
    for text in paragraphs:
        if room <= 0:
            break
        found.append(text[:room])
        room -= len(text)
    return "\n".join(found)

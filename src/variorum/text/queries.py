"""Takes what a person writes to search for, gives the words that are looked up; takes a text, gives its words in the same form."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from variorum.model.search import SearchField, SearchQuery, SearchTerm

#: The longest query, and the most terms in one.
_LONGEST, _MOST_TERMS, _MOST_WORDS = 1_000, 30, 40
_NO_SPACES = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u0e80-\u0eff\u1780-\u17ff"
_WORD = re.compile(rf"[{_NO_SPACES}]|[^\W_{_NO_SPACES}]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_PIECE = re.compile(
    r"""(?P<sign>-?)(?:(?P<name>[A-Za-z]+):)?(?:["“”„](?P<phrase>[^"“”„]*)["“”„]?(?P<open>\*?)|(?P<word>\S+))""",
)
_TIMES = ("since", "until")
#: The longest word that is looked up; a text's longer ones are cut.
_LONGEST_WORD = 60


class PlacedWord(NamedTuple):
    """A word in the form in which it is looked up, and where it stands in the text."""

    form: str
    start: int
    end: int


def search_words(text: str) -> str:
    """The words of a text as they are looked up, with blanks between: small letters without marks, scripts without blanks sign by sign.

    >>> search_words("The Mayor’s café: 東京 opened"), search_words("9,061")
    ('the mayor s cafe 東 京 opened', '9 061')
    """
    if text.isascii():
        return " ".join(_cut(word) for word in _ASCII_WORD.findall(text.lower()))
    return " ".join(_cut(word) for word in _WORD.findall(text.translate(_LETTERS)))


def placed_words(text: str) -> list[PlacedWord]:
    """The same words, each with its place in the text.

    >>> placed_words("Über Nacht")[0]
    PlacedWord(form='uber', start=0, end=4)
    """
    forms = [letter.translate(_LETTERS) for letter in text]
    places = [place for place, form in enumerate(forms) for _ in form]
    return [
        PlacedWord(_cut(match[0]), places[match.start()], places[match.end() - 1] + 1)
        for match in _WORD.finditer("".join(forms))
    ]


def parsed_query(text: str) -> SearchQuery:
    r"""The query of a text: words, "phrases", begin*, -without, a OR b, field:word, since:2026-05-04, until:2026-05-05.

    Raises ValueError with a sentence for people where it means nothing.

    >>> parsed_query('headline:mill "14 people" -court').groups[1]
    (SearchTerm(words=('14', 'people'), field=None, is_prefix=False),)
    """
    if len(text) > _LONGEST:
        raise ValueError(f"a query has at most {_LONGEST} letters")
    groups: list[tuple[SearchTerm, ...]] = []
    without: list[SearchTerm] = []
    times: dict[str, datetime] = {}
    joins = False
    for match in _PIECE.finditer(text):
        written = match["word"] if match["phrase"] is None else match["phrase"]
        name = (match["name"] or "").lower()
        if match[0] == "OR" and groups:
            joins = True
            continue
        if name in _TIMES:
            times[name] = _moment(written, name)
            continue
        term = _term(name, match)
        if term is None:
            continue
        if match["sign"]:
            without.append(term)
        elif joins:
            groups[-1] = (*groups[-1], term)
        else:
            groups.append((term,))
        joins = False
    if not groups:
        raise ValueError("name at least one word that is to be found")
    if sum(map(len, groups)) + len(without) > _MOST_TERMS:
        raise ValueError(f"a query has at most {_MOST_TERMS} terms")
    return SearchQuery(tuple(groups), tuple(without), times.get("since"), times.get("until"))


def _term(name: str, match: re.Match[str]) -> SearchTerm | None:
    written = match["word"] if match["phrase"] is None else match["phrase"]
    field = SearchField(name) if name in {*SearchField} else None
    if name and field is None:
        # No field: the colon is one of the text, as in an address or a time.
        written = f"{name} {written}"
    words = tuple(search_words(written).split())
    if not words:
        return None
    if len(words) > _MOST_WORDS:
        raise ValueError(f"a phrase has at most {_MOST_WORDS} words")
    is_prefix = bool(match["open"]) if match["word"] is None else match["word"].endswith("*")
    return SearchTerm(words, field, is_prefix)


def _moment(written: str, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
        # A day that is the last one is searched to its end.
        whole_day = (
            timedelta(days=1) if name == "until" and len(written) <= len("2026-05-04") else timedelta()
        )
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC) + whole_day
    except (ValueError, OverflowError):
        raise ValueError(f"{name}:{written[:40]} is no time: write it like {name}:2026-05-04") from None


class _Letters(dict[int, str]):
    """The form in which each letter is looked up, made when it is first met."""

    def __missing__(self, letter: int) -> str:
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(letter)).casefold())
        self[letter] = "".join(char for char in plain.casefold() if not unicodedata.combining(char))
        return self[letter]


_LETTERS = _Letters()


def _cut(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD]

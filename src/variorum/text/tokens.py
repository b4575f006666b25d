"""Takes a text, gives its tokens: words, numbers with their separators, quotation marks, every other sign by itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from variorum.text.normalise import normalise

# A number keeps its separators, a word its apostrophes and inner hyphens; scripts without spaces go sign by sign.
_NO_SPACES = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u0e80-\u0eff\u1780-\u17ff"
_TOKEN = re.compile(
    rf"\d+(?:[.,:’'\u00a0\u202f]\d+)*"
    rf"|[{_NO_SPACES}]"
    rf"|[^\W\d_{_NO_SPACES}](?:\w|(?<=\w)[’'ʼ\u00ad\u200b\u2060\u2010\u2011-](?=\w))*"
    rf"|\s+|_+|.",
    re.DOTALL,
)


class Token(NamedTuple):
    """Characters `start` to `end` of a text and the form in which they are compared; blanks compare as a blank."""

    start: int
    end: int
    form: str

    @property
    def is_blank(self) -> bool:
        """Whether it is white space."""
        return self.form == " "

    @property
    def is_word(self) -> bool:
        """Whether it holds a letter or a digit."""
        return any(char.isalnum() for char in self.form)


def tokens(text: str) -> tuple[Token, ...]:
    """All tokens of a text, white space included, so that they cover it without a gap.

    >>> [token.form for token in tokens("Don’t pay 9,061 euros.")]
    ["Don't", ' ', 'pay', ' ', '9,061', ' ', 'euros', '.']
    """
    return tuple(Token(match.start(), match.end(), _form(match[0])) for match in _TOKEN.finditer(text))


def _form(written: str) -> str:
    if written.isspace():
        return " "
    # Most tokens are plain already.
    return written if written.isascii() and written != "`" else normalise(written)


_WORD = re.compile(rf"[^\W\d_{_NO_SPACES}]\w*(?:['-]\w+)*|\d+(?:[.,:']\d+)*|[{_NO_SPACES}]")

#: The same for plain English, where it is found in half the time.
_ASCII_WORD = re.compile(r"[a-z]\w*(?:['-]\w+)*|\d+(?:[.,:']\d+)*", re.ASCII)


#: A comparison asks for the words of a sentence several times, and the next version has most sentences again.
_REMEMBERED, _LONGEST_REMEMBERED = 4_096, 1_000


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in comparison form and lower case, in order.

    >>> words("The “U.S.” paid 9,061.")
    ('the', 'u', 's', 'paid', '9,061')
    """
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _words(text)


def _words(text: str) -> tuple[str, ...]:
    plain = normalise(text).casefold()
    return tuple((_ASCII_WORD if plain.isascii() else _WORD).findall(plain))


_remembered = lru_cache(_REMEMBERED)(_words)

"""Takes strings as pages hold them, gives plain text: single spaces, no markup, nothing that no text can hold."""

from __future__ import annotations

import re
from html import unescape

from variorum.text.printable import without_sequences

# What neither XML nor HTML text can hold, and lone surrogates, which no encoding can.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_NO_CHARACTERS = ("\ufffe", "\uffff")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|<br/?>")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[\da-fA-F]{1,5}|[a-zA-Z]\w{1,30});")
_NOT_WORD = re.compile(r"[\W_]+")
_LONGEST = 10_000


def legal(text: str) -> str:
    r"""The text without escape sequences of terminals, control characters and lone surrogates; bidirectional marks stay.

    >>> legal("a\x00b\ud800c\u200fd")
    'abc\u200fd'
    """
    if len(text) > _LONGEST and _is_clean(text):
        return text
    return _ILLEGAL.sub("", without_sequences(text).replace("\f", " "))


def _is_clean(text: str) -> bool:
    """Whether a long text holds nothing illegal: as bytes that is soon seen, and of most pages true."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return False
    return len(raw.translate(None, _CONTROLS)) == len(raw) and not any(end in text for end in _NO_CHARACTERS)


def plain(text: str) -> str:
    r"""A text out of metadata as a reader would see it: entities resolved, tags gone; at most 10,000 characters.

    >>> plain("Bread &amp;amp; <em>roses</em>\n for 3 < 4")
    'Bread & roses for 3 < 4'
    """
    text = legal(text[:_LONGEST])
    for _ in range(2):
        if _ENTITY.search(text):
            text = legal(unescape(text))
    return " ".join(_MARKUP.sub("", text).split())


def key(text: str) -> str:
    """The letters and digits of a text in lower case: what tells whether two blocks hold the same words.

    >>> key("“T he” end — 3,5 %")
    'theend35'
    """
    return _NOT_WORD.sub("", text).casefold()

"""Takes text as an outlet set it, gives the form in which it is compared: glyphs and spaces made alike, words untouched."""

from __future__ import annotations

import re
import unicodedata

_GLYPHS = (
    dict.fromkeys("“”„‟«»″〝〞〟＂", '"')
    | dict.fromkeys("‘’‚‛‹›′ʼ＇`´", "'")
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    # Soft hyphens, zero-width characters, direction marks and variation selectors are glyph shaping, not text.
    | dict.fromkeys(
        "\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c\ufe0e\ufe0f\u202a\u202b\u202c\u202d\u202e", ""
    )
)
_GLYPH = re.compile(f"[{re.escape(''.join(_GLYPHS))}]")
# Most texts are plain without these.
_COMMONEST = [(glyph, _GLYPHS[glyph]) for glyph in "’“”‘–—"]
_FRACTION_AFTER_DIGIT = re.compile(r"(?<=\d)(?=[¼½¾⅐-⅞])")
_RAISED = re.compile(r"(?<=\w)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


def normalise(text: str) -> str:
    r"""Gives `text` in Unicode form NFKC with plain quotes, plain dashes and single spaces.

    Two texts that look the same to a reader normalise alike; numbers keep their value (5½ does not become 51/2, nor
    10² 102). Never shown: only compared.

    >>> normalise("“Don’t”,  she\u00a0said – 5½ km²")
    '"Don\'t", she said - 5 1⁄2 km^2'
    """
    for glyph, plain in _COMMONEST:
        text = text.replace(glyph, plain)
    if text.isascii():
        text = text.replace("`", "'")
    elif unicodedata.is_normalized("NFKC", text):
        text = _plain(text)
    else:
        text = _FRACTION_AFTER_DIGIT.sub(" ", text)
        text = _RAISED.sub(r"^\1", text)
        text = _plain(unicodedata.normalize("NFKC", _plain(text)))
    return " ".join(text.split())


def _plain(text: str) -> str:
    return _GLYPH.sub(lambda found: _GLYPHS[found[0]], text)

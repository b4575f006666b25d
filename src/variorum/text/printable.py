"""Takes text from the web, gives text that a terminal, a page or a feed can show without being commanded by it."""

from __future__ import annotations

import re

# Controls but tab and newline; direction overrides, isolates and marks; line separators; lone surrogates; tags;
# what is no character at all.
_COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufeff\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


# Sequences of ECMA-48 and xterm: CSI; OSC, DCS, SOS, PM and APC as far as they end on their line; two or three characters.
# Their forms in one character (C1) are left alone: in text whose encoding was mistaken they are letters' neighbours.
_SEQUENCES = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]|\x1b[\\]PX^_][^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)|\x1b[ -/]*[0-Z\\\\^-~]"
)


def without_sequences(text: str) -> str:
    r"""Gives `text` without the escape sequences that command a terminal, their letters included.

    >>> without_sequences("\x1b]0;owned\x07Ferry \x1b[31mred\x1b[0m!")
    'Ferry red!'
    """
    return _SEQUENCES.sub("", text) if "\x1b" in text else text


def printable(text: str) -> str:
    r"""Gives `text` without control characters, direction overrides and lone surrogates.

    Letters of every script stay, joiners included. A carriage return goes, so that nothing is overwritten.

    >>> printable("a\x1b[31mred\x07 \u202egnp.exe\tb")
    'a[31mred gnp.exe\tb'
    """
    return _COMMANDS.sub("", text)


def one_line(text: str) -> str:
    r"""Gives `text` printable and on one line, every run of white space one blank.

    >>> one_line(" a\n\tb ")
    'a b'
    """
    return " ".join(printable(text.replace("\r", " ")).split())


def escaped(serialised: str) -> str:
    r"""Gives JSON text with every character that commands a terminal written as a `\u` escape; its value is the same.

    >>> escaped('"\u202e"')
    '"\\u202e"'
    """
    # JSON leaves no raw controls but line ends, which it may hold between values.
    return _COMMANDS.sub(lambda match: escape(match.group()), serialised)


def escape(text: str) -> str:
    r"""Gives every character of `text` as JSON may write it in letters of ASCII alone.

    >>> escape("→😀")
    '\\u2192\\ud83d\\ude00'
    """
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))

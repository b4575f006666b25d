"""Takes styled text, gives it as lines of so many columns of a terminal, printable and with single blanks."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from variorum.text.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Segment(NamedTuple):
    """A stretch of text in one style: an ANSI code (ECMA-48, SGR), or none."""

    text: str
    style: str = ""


def wrapped(segments: Iterable[Segment], width: int | None) -> Iterator[tuple[Segment, ...]]:
    """The segments as lines of at most `width` columns, broken between words, within one only where it is too long.

    >>> [line[0].text for line in wrapped([Segment("It rained all night")], 10)]
    ['It rained', 'all night']
    """
    line: list[Segment] = []
    used = 0
    for word in _words(segments):
        size = sum(columns(segment.text) for segment in word)
        if width is not None and line and used + 1 + size > width:
            yield tuple(_joined(line))
            line, used = [], 0
        if line:
            line.append(Segment(" ", word[0].style if word[0].style == line[-1].style else ""))
            used += 1
        for piece in word if width is None or size <= width else _letters(word):
            if width is not None and line and used + columns(piece.text) > width:
                yield tuple(_joined(line))
                line, used = [], 0
            line.append(piece)
            used += columns(piece.text)
    yield tuple(_joined(line))


def columns(text: str) -> int:
    """How many columns a text takes: two for a wide letter, none for what joins the letter before it.

    >>> columns("naïve"), columns("東京"), columns("e\u0301")
    (5, 4, 1)
    """
    return sum(
        2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
        if unicodedata.category(letter) not in {"Mn", "Me", "Cf"}
    )


def _words(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Words with their styles; a word may change its style midway."""
    word: list[Segment] = []
    for segment in segments:
        for piece in re.findall(r"\s+|\S+", printable(segment.text)):
            if not piece.isspace():
                word.append(Segment(piece, segment.style))
            elif word:
                yield word
                word = []
    if word:
        yield word


def _letters(word: Sequence[Segment]) -> Iterator[Segment]:
    return (Segment(letter, segment.style) for segment in word for letter in segment.text)


def _joined(line: Iterable[Segment]) -> Iterator[Segment]:
    for style, run in groupby(line, key=lambda segment: segment.style):
        yield Segment("".join(segment.text for segment in run), style)

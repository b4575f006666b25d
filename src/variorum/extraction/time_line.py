"""Takes a block, gives whether it tells nothing but when the article was published or changed, or how much it is read."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from variorum.extraction.moments import without_moments
from variorum.extraction.ticking import without_ticking
from variorum.text.tokens import words

if TYPE_CHECKING:
    from variorum.extraction.blocks import Block

_LONGEST = 160
#: Labels, weekdays and who wrote the article have so many words; more are a sentence.
_MOST_WORDS = 8
#: Beside what ticks a label has so many; names may have more.
_MOST_BESIDE_TICKING = 3
_WITH_STROKES = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}/(?:19|20)\d\d(?![\d/])")
#: Among so many elements in that of the block are its own.
_NEAR = 50
#: Counts of readers, comments and shares that nothing labels stand in elements that tell nothing.
_UNTOLD = frozenset({"div", "span", "a", "button"})
_COUNTS = re.compile(r"(?:\d[\d.,]*\s?[kKmM]?\s*)+")
_FULL_STOP = re.compile(r"[.!?…。]['\"”’»)\]]*$")


def is_time_line(block: Block) -> bool:
    """Whether a line tells a moment, in a `time` element or in words, and besides it only labels or names.

    >>> from variorum.extraction.blocks import Block
    >>> from lxml.html import fragment_fromstring
    >>> at = (fragment_fromstring("<p>"),)
    >>> lines = "Updated: 3 May 2024, 10:15 | Ada Lind", "The bridge was shut on 3 May 2024.", "Published"
    >>> [is_time_line(Block(text, at)) for text in lines]
    [True, False, False]
    >>> ticking = "Updated 5 minutes ago", "1,204 views", "Two hours ago the bridge was shut by its keeper"
    >>> [is_time_line(Block(text, at)) for text in ticking]
    [True, True, False]
    """
    if len(block.text) > _LONGEST:
        return False
    if block.element.tag in _UNTOLD and _COUNTS.fullmatch(block.text):
        return True
    still = without_ticking(block.text)
    beside = words(still)
    if _FULL_STOP.search(block.text):
        # The stop may be that of a shortened unit.
        return still != block.text and not beside
    rest = block.text
    for element in islice(block.element.iter(), _NEAR):
        if element.tag != "time":
            continue
        told = " ".join("".join(element.itertext()).split())
        rest = rest.replace(told, " ", 1) if told else rest
    rest = _WITH_STROKES.sub(" ", without_moments(rest))
    if rest != block.text and len(words(rest)) <= _MOST_WORDS:
        return True
    names = all(word[:1].isupper() for word in beside) and len(beside) <= _MOST_WORDS
    return still != block.text and (names or len(beside) <= _MOST_BESIDE_TICKING)

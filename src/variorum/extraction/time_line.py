"""Takes a block, gives whether it does nothing but tell when the article was published or changed."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from variorum.extraction.moments import without_moments
from variorum.text.tokens import words

if TYPE_CHECKING:
    from variorum.extraction.blocks import Block

_LONGEST = 160
#: Labels, weekdays and who wrote the article have so many words; more are a sentence.
_MOST_WORDS = 8
#: Among so many elements in that of the block are its own.
_NEAR = 50
_FULL_STOP = re.compile(r"[.!?…。]['\"”’»)\]]*$")


def is_time_line(block: Block) -> bool:
    """Whether a line tells a moment, in a `time` element or in words, and besides it only labels or names.

    >>> from variorum.extraction.blocks import Block
    >>> from lxml.html import fragment_fromstring
    >>> at = (fragment_fromstring("<p>"),)
    >>> lines = "Updated: 3 May 2024, 10:15 | Ada Lind", "The bridge was shut on 3 May 2024.", "Published"
    >>> [is_time_line(Block(text, at)) for text in lines]
    [True, False, False]
    """
    if len(block.text) > _LONGEST or _FULL_STOP.search(block.text):
        return False
    rest = block.text
    for element in islice(block.element.iter(), _NEAR):
        if element.tag != "time":
            continue
        told = " ".join("".join(element.itertext()).split())
        rest = rest.replace(told, " ", 1) if told else rest
    rest = without_moments(rest)
    return rest != block.text and len(words(rest)) <= _MOST_WORDS

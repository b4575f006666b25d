"""Takes an article, gives a draft of its next version: lines that operations edit, and the classes that the edits are of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from variorum.model import Article, Paragraph

_QUOTED = re.compile("“[^”]*(?:”|$)|„[^“”]*[“”]|\"[^\"]*(?:\"|$)|(?<!\\w)[‘'][^’']*[’'](?!\\w)")
_MARK = re.compile('[“”„"«»]')


@dataclass(slots=True)
class Line:
    """A sentence of a draft, in its paragraph; `is_touched` once an operation has edited it."""

    text: str
    paragraph: float
    is_touched: bool = False

    @property
    def is_quoting(self) -> bool:
        """Whether a mark of quotation stands in it."""
        return bool(_MARK.search(self.text))

    @property
    def plain(self) -> str:
        """The text with blanks in the place of quotations, letter for letter as long."""
        return _QUOTED.sub(lambda match: " " * len(match[0]), self.text)


class Draft:
    """A version in the making. `expect` and `allow` hold the classes of the edits so far."""

    def __init__(
        self, article: Article, other: Article, lines: list[Line], strangers: tuple[Line, ...]
    ) -> None:
        """A draft of `article`; `other` lends its fields, `strangers` are sentences to take in."""
        self.before = self.after = article
        self.other = other
        self.lines = lines
        self.strangers = strangers
        self.expect: set[str] = set()
        self.allow: set[str] = set()
        self.foot: tuple[Paragraph, ...] = ()
        self.old_foot: tuple[Paragraph, ...] = ()

    @property
    def text(self) -> str:
        """The draft's body as one text."""
        return " ".join(line.text for line in self.lines)

    def untouched(self, random: Random, after: int = 0) -> list[int]:
        """The places of the sentences that no operation has edited, from a place on, in any order."""
        places = [n for n, line in enumerate(self.lines) if n >= after and not line.is_touched]
        random.shuffle(places)
        return places

    def replaced(self, place: int, start: int, end: int, text: str, *classes: str) -> bool:
        """Puts another text in the place of a stretch of a sentence."""
        line = self.lines[place]
        line.text = line.text[:start] + text + line.text[end:]
        line.is_touched = True
        self.expect.update(classes)
        return True

"""Takes the tree of a page, gives its blocks of text in reading order, each with the element that holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from lxml import etree

from variorum.extraction.plain import key
from variorum.extraction.word_lists import BLOCK_ELEMENTS, SILENT_ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_MOST_BLOCKS = 20_000
#: A slot names so many elements: more would tell pages apart that are built the same way.
_DEEP = 3
_MARK_BYTES = 6
# Words for screen readers alone ("opens in a new tab"), as class names and styles mark them. Tooltips and what slides into the
# page are no such words: readers see the term that a tooltip explains. `not-sr-only` shows again what was hidden.
_UNSEEN_CLASS = re.compile(
    r"(?<!not-)(?:visually-?hidden|hidden-?visually|sr-only|screen-?reader|a11y-hidden|element-invisible)",
    re.IGNORECASE,
)
_UNSEEN_STYLE = re.compile(r"clip(?:-path)?\s*:\s*(?:rect\(0|inset\(50%)")
# Editors of some sites write line breaks as empty elements of these classes.
_BREAK = frozenset({"br", "break", "line-break", "linebreak"})
# Class names that change with each build of a site or from one element to the next.
_MADE_UP = re.compile(r"^(?:css|sc|jss|emotion)-|\d")


@dataclass(frozen=True, slots=True)
class Reference:
    """A link within a block: its words and its address as written."""

    text: str
    href: str


@dataclass(eq=False)
class Block:
    """A run of text between two borders, letters as on the page, white space collapsed.

    `path` holds the block elements around it, innermost first; `is_labelled` tells that a label makes it a note.
    """

    text: str
    path: tuple[HtmlElement, ...]
    references: list[Reference] = field(default_factory=list)
    is_labelled: bool = False

    @property
    def element(self) -> HtmlElement:
        """The innermost block element that holds the text."""
        return self.path[0]

    @cached_property
    def key(self) -> str:
        """Letters and digits of the text in lower case."""
        return key(self.text)

    @cached_property
    def mark(self) -> str:
        """A short hash of the block's letters, the same in every run."""
        return blake2b(self.key.encode("utf-8", "replace"), digest_size=_MARK_BYTES).hexdigest()

    @cached_property
    def slot(self) -> str:
        """How the block is written: the looks of its element and of the two around it, the outermost first."""
        return " > ".join(look(element) for element in reversed(self.path[:_DEEP]))

    @cached_property
    def linked(self) -> float:
        """The share of the text that is linked, in [0, 1]."""
        if not self.references:
            return 0.0
        return min(1.0, sum(len(one.text) for one in self.references) / max(1, len(self.text)))

    @cached_property
    def tags(self) -> frozenset[str]:
        """The names of the block elements around the text."""
        return frozenset(element.tag for element in self.path)

    @cached_property
    def is_bold(self) -> bool:
        """Whether all of the text stands in one bold element."""
        inner = list(self.element)
        return (
            len(inner) == 1
            and inner[0].tag in {"strong", "b"}
            and not (self.element.text or "").strip()
            and not (inner[0].tail or "").strip()
        )


def blocks(root: HtmlElement) -> list[Block]:
    """The blocks of a page's body, at most 20,000. A line break is a border like that of a paragraph.

    >>> from lxml.html import document_fromstring
    >>> [block.text for block in blocks(document_fromstring("<p><b>T</b>he  end<br>Next<div>Last</div>"))]
    ['The end', 'Next', 'Last']
    """
    return list(_Walk(root).blocks())


def look(element: HtmlElement) -> str:
    """How an element is written: its name and its classes, those that a build makes up or numbers left out.

    >>> from lxml.html import fragment_fromstring
    >>> look(fragment_fromstring('<p class="text css-1x9z text--14 lead">'))
    'p lead text'
    """
    return _look(element.tag, element.get("class") or "")


@lru_cache(maxsize=8_192)
def _look(tag: str, written: str) -> str:
    classes = {name for name in written.split() if not _MADE_UP.search(name)}
    return " ".join([tag, *sorted(classes)])


def _is_break(element: HtmlElement, tag: str) -> bool:
    """Whether an element is a line break, or an empty one that stands for it by its class."""
    if tag != "span":
        return tag == "br"
    return (
        not len(element)
        and not (element.text or "").strip()
        and not _BREAK.isdisjoint((element.get("class") or "").split())
    )


def _is_unseen(element: HtmlElement) -> bool:
    name, style = element.get("class"), element.get("style")
    return bool((name and _is_unseen_class(name)) or (style and _UNSEEN_STYLE.search(style)))


@lru_cache(maxsize=8_192)
def _is_unseen_class(name: str) -> bool:
    return _UNSEEN_CLASS.search(name) is not None


class _Walk:
    """One pass over a tree that cuts its text at borders."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self._path: list[HtmlElement] = []
        self._parts: list[str] = []
        self._references: list[Reference] = []
        self._open: tuple[str, int] | None = None

    def blocks(self) -> Iterator[Block]:
        found = 0
        unseen: HtmlElement | None = None
        path, parts = self._path, self._parts
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            is_border = tag in BLOCK_ELEMENTS
            if event == "start":
                if tag in SILENT_ELEMENTS or (_is_unseen(element) and not self._reads_out(element)):
                    walk.skip_subtree()
                    unseen = element
                    continue
                block = (
                    self._cut() if (is_border or _is_break(element, tag)) and (parts or self._open) else None
                )
                if is_border:
                    path.append(element)
                elif tag == "a":
                    self._open = (element.get("href") or "", len(parts))
                text = element.text
            else:
                block = None
                if element is unseen:
                    unseen = None
                elif is_border:
                    block = self._cut() if parts or self._open else None
                    path.pop()
                elif tag == "a":
                    self._close_reference()
                    self._open = None
                text = element.tail
            # No block begins with white space.
            if text and (parts or not text.isspace()):
                parts.append(text)
            if block is not None:
                found += 1
                yield block
                if found >= _MOST_BLOCKS:
                    return

    def _reads_out(self, element: HtmlElement) -> bool:
        """Whether an element for screen readers alone holds the word whose first letter alone is shown before it: it is read then.

        The letter is taken back. Where the rest of the word follows in sight, nothing is missing.
        """
        shown, rest = element.getprevious(), element.tail or ""
        if shown is None or shown.get("aria-hidden") != "true" or not rest[:1].isspace() or not rest.strip():
            return False
        letter, word = "".join(shown.itertext()).strip(), "".join(element.itertext()).strip()
        if len(letter) != 1 or len(word) == 1 or not word.startswith(letter):
            return False
        if "".join(self._parts).strip() != letter:
            return False
        self._parts.clear()
        return True

    def _close_reference(self) -> None:
        if self._open is not None:
            href, start = self._open
            text = " ".join("".join(self._parts[start:]).split())
            if text and href:
                self._references.append(Reference(text, href))

    def _cut(self) -> Block | None:
        """Closes the current run of text; a link that spans the border goes on in the next."""
        text = " ".join("".join(self._parts).split())
        if self._open is not None:
            self._close_reference()
            self._open = (self._open[0], 0)
        self._parts.clear()
        references, self._references = self._references, []
        return Block(text, tuple(self._path[::-1]), references) if text and self._path else None

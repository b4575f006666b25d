"""Takes the tree of a page, mends what its markup tears apart or swallows: first letters, headings that were never closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from variorum.extraction.word_lists import BLOCK_ELEMENTS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# One step per name: searching all elements for several costs ten times as much.
# A heading that was not closed, or with the tag of another one, holds all that follows; one with two paragraphs may mean to.
_SWALLOWING = etree.XPath("|".join(f"/descendant::h{level}[descendant::p[3]]" for level in (1, 2, 3)))
_LETTERS = etree.XPath(
    "|".join(
        f"/descendant::{tag}[not(*)][string-length(normalize-space(text())) = 1]" for tag in ("div", "p")
    )
)
_FIRST_LETTER = re.compile(r"drop|initial|first|letter|\bcap\b|capital", re.IGNORECASE)
#: In these a letter counts or names what follows.
_LISTS = frozenset({"li", "td", "th", "dt", "dd", "figcaption", "button", "label", "a", "nav"})
#: What a large first letter begins stands so many elements deep behind it.
_DEEP = 3


def mend(root: HtmlElement) -> None:
    """Mends a tree where it stands.

    >>> from lxml.html import document_fromstring, tostring
    >>> root = document_fromstring("<body><div class='dropcap'>T</div><p>he bridge shut.</p></body>")
    >>> mend(root)
    >>> tostring(root.body[0])
    b'<p><span class="dropcap">T</span>he bridge shut.</p>'
    """
    for heading in _SWALLOWING(root):
        _let_go(heading)
    letters = [one for one in _LETTERS(root) if (one.text or "").strip().isupper()]
    for letter in letters:
        # Several letters without a word that says what they are may be those of a list.
        if len(letters) == 1 or _FIRST_LETTER.search(letter.get("class") or ""):
            _join(letter)


def _let_go(heading: HtmlElement) -> None:
    """Moves all that a heading swallowed behind it, from the first block behind its words on."""
    is_said = bool((heading.text or "").strip())
    held = list(heading)
    for place, child in enumerate(held):
        if child.tag in BLOCK_ELEMENTS and (is_said or child.tag == "p" or child.find(".//p") is not None):
            tail, heading.tail = heading.tail or "", None
            for swallowed in reversed(held[place:]):
                heading.addnext(swallowed)
            held[-1].tail = (held[-1].tail or "") + tail or None
            return
        is_said = is_said or bool("".join(child.itertext()).strip() or (child.tail or "").strip())


def _join(letter: HtmlElement) -> None:
    """Puts a first letter that stands alone into what it begins: that begins in lower case right behind it."""
    parent = letter.getparent()
    if parent is None or parent.tag in _LISTS:
        return
    if (letter.tail or "").strip():
        if letter.tail[:1].islower():
            _put_back(letter)
        return
    word = letter.getnext()
    for _ in range(_DEEP):
        if word is None or word.tag not in BLOCK_ELEMENTS or word.tag in _LISTS:
            return
        if (word.text or "").strip() or not len(word) or word[0].tag not in BLOCK_ELEMENTS:
            break
        word = word[0]
    if word is None or not "".join(word.itertext()).lstrip()[:1].islower():
        return
    letter.tag, letter.tail = "span", (word.text or "").lstrip()
    word.text = None
    word.insert(0, letter)


def _put_back(letter: HtmlElement) -> None:
    """Puts a letter and the line behind it into the paragraph that the letter's own element closed before its time."""
    paragraph, after = letter.getprevious(), letter.getnext()
    letter.tag, letter.text = "span", (letter.text or "").strip()
    if paragraph is None or paragraph.tag != "p" or len(paragraph) or (paragraph.text or "").strip():
        return
    paragraph.append(letter)
    while after is not None and after.tag not in BLOCK_ELEMENTS:
        line, after = after, after.getnext()
        paragraph.append(line)

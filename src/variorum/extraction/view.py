"""Takes a page with its blocks and what was read of them, gives what its state is judged by: words, headings, cards, walls."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from variorum.extraction.json_ld import texts
from variorum.extraction.particulars import free_to_read
from variorum.extraction.slots import HEADINGS
from variorum.extraction.wording import Told, found, heads, sign, unquoted
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.page import Page
    from variorum.model import Sign

#: So many blocks are looked at for what walls and error pages say; these have fewer.
_MOST_BLOCKS = 150
#: What asks something of the reader is no longer than this; paragraphs of an article are.
_LONGEST_REQUEST = 500
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SIGNS = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_LOOKED_AT = 5
_LINKED = 0.4
#: Fewer linked headings stand beside many an article.
FEWEST_CARDS = 6
#: A card, with the words of its teaser, holds no more than so many letters.
_LARGEST_CARD = 900
_MOST_WORDS, _LONGEST_COUNTED = 1_000, 10_000
_MOST_NAMES = 3
_FEWEST_WORDS_OF_A_HEADLINE = 4
#: What headings tell that stand over no article.
_OF_NO_ARTICLE = (Told.CONSENT, Told.CHALLENGE, Told.MISSING, Told.ACCOUNT, Told.TROUBLE, Told.REGION)
_PUBLISHED = ("article:published_time", "article:published", "og:article:published_time")


@dataclass(eq=False)
class View:
    """A page, all blocks on it, and those that were read as the article's body."""

    page: Page
    blocks: Sequence[Block]
    body: Sequence[Block]

    @cached_property
    def words(self) -> int:
        """How many words the body has, headed not counted; 1,000 where there are more."""
        return number_of_words(block.text for block in self.body if block.element.tag not in HEADINGS)

    @cached_property
    def length(self) -> int:
        """How long the body is in words; two signs of Chinese or Japanese, which set no blanks, count for one."""
        text = "".join(block.text for block in self.body[:_LOOKED_AT])
        return self.words // 2 if len(_SIGNS.findall(text)) > len(text) / 2 else self.words

    @cached_property
    def is_free(self) -> bool | None:
        """Whether the page says that its article is free; `None` where it says nothing."""
        told = free_to_read(self.page)
        return None if told is None else told[0]

    @cached_property
    def read(self) -> frozenset[Block]:
        """The blocks of the body."""
        return frozenset(self.body)

    def is_shown(self, block: Block) -> bool:
        """Whether readers see a block, as far as the page itself tells."""
        return not any(_is_hidden(element, self._hidden) for element in block.path)

    @cached_property
    def _hidden(self) -> dict[HtmlElement, bool]:
        return {}

    @cached_property
    def shown(self) -> list[Block]:
        """Those of the first 150 blocks that readers see."""
        return [block for block in self.blocks[:_MOST_BLOCKS] if self.is_shown(block)]

    @cached_property
    def headed(self) -> list[Block]:
        """The headings that readers see and that lead nowhere, wherever they stand: menus have many a line."""
        return [
            block
            for block in self.blocks
            if block.element.tag in HEADINGS and block.linked < _LINKED and self.is_shown(block)
        ]

    @cached_property
    def words_shown(self) -> int:
        """How many words the first 150 blocks have; 1,000 where there are more."""
        return number_of_words(block.text for block in self.shown)

    @cached_property
    def types(self) -> frozenset[str]:
        """The types that JSON-LD gives the page's article, without what stands before a name."""
        stated = texts(self.page.stated.article.get("@type"))
        return frozenset(re.split(r"[/:#]", kind)[-1] for kind in stated)

    @cached_property
    def is_declared(self) -> bool:
        """Whether the page says that it is an article, with a headline or a day: walls and error pages hardly ever do."""
        article = self.page.stated.article
        stated = bool(article.get("headline") or article.get("datePublished"))
        return stated or any(claim.value for claim in self.page.declared.claims(*_PUBLISHED))

    @cached_property
    def headings(self) -> list[tuple[str, str]]:
        """The page's title and its first headings, each with where it stands."""
        title = self.page.root.findtext(".//title") or ""
        shown = [(block.text, f"dom {block.element.tag}") for block in self.headed[:_MOST_NAMES]]
        return [(title, "dom title"), *shown]

    @cached_property
    def names(self) -> list[tuple[str, str]]:
        """What the page calls itself: its title, and its `h1`s, or its first heading where it has none."""
        title = self.page.root.findtext(".//title") or ""
        first = [block for block in self.headed if block.element.tag == "h1"][:_MOST_NAMES]
        first = first or self.headed[:1]
        return [(title, "dom title"), *((block.text, f"dom {block.element.tag}") for block in first)]

    @cached_property
    def is_headlined(self) -> bool:
        """Whether a heading of some words stands over the page that is none of a wall, a form or an error."""
        return any(
            number_of_words([text]) >= _FEWEST_WORDS_OF_A_HEADLINE
            and not any(heads(told, text) for told in _OF_NO_ARTICLE)
            for text, where in self.names
            if where != "dom title"
        )

    def said(self, told: Told, blocks: Iterable[Block] | None = None) -> list[Sign]:
        """What shown blocks that are short enough to ask something tell, each wording once."""
        signs: dict[str, Sign] = {}
        for block in self.shown if blocks is None else blocks:
            match = found(told, unquoted(block.text)) if len(block.text) <= _LONGEST_REQUEST else None
            if match:
                signs.setdefault(match[0], sign(block.text, f"dom {block.element.tag}"))
        return list(signs.values())

    @cached_property
    def cards(self) -> list[HtmlElement]:
        """The elements that each hold one linked heading and little else: teasers of other pages, in order; none or six at least."""
        holds: Counter[HtmlElement] = Counter()
        letters: Counter[HtmlElement] = Counter()
        leading = [block for block in self.blocks if _leads_elsewhere(block)]
        if len(leading) < FEWEST_CARDS:
            return []
        for block in leading:
            holds.update(block.path)
        for block in self.blocks:
            for element in block.path:
                letters[element] += len(block.text)
        cards: dict[HtmlElement, None] = {}
        for block in leading:
            fitting = [one for one in block.path if holds[one] == 1 and letters[one] <= _LARGEST_CARD]
            if fitting:
                cards[fitting[-1]] = None
        return list(cards) if len(cards) >= FEWEST_CARDS else []

    def in_cards(self) -> Iterator[tuple[Block, HtmlElement]]:
        """The blocks of the body that stand in cards, each with its card."""
        cards = frozenset(self.cards)
        for block in self.body:
            card = next((element for element in block.path if element in cards), None)
            if card is not None:
                yield block, card

    def share(self, blocks: Iterable[Block]) -> float:
        """The share of the body's letters in some of its blocks, in [0, 1]."""
        return sum(len(block.text) for block in blocks) / max(1, sum(len(block.text) for block in self.body))


def number_of_words(told: Iterable[str]) -> int:
    """How many words some texts have; 1,000 where there are more, since nothing depends on how many.

    >>> number_of_words(["It shut", "at noon."]), number_of_words(["and so on"] * 1_000)
    (4, 1000)
    """
    number = 0
    for text in told:
        number += len(words(text[:_LONGEST_COUNTED]))
        if number >= _MOST_WORDS:
            return _MOST_WORDS
    return number


def _is_hidden(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    if element not in known:
        known[element] = (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or bool(_HIDDEN.search(element.get("style") or ""))
        )
    return known[element]


def _leads_elsewhere(block: Block) -> bool:
    return (
        block.element.tag in HEADINGS
        and block.element.tag != "h1"
        and (block.linked > _LINKED or any(element.tag == "a" for element in block.path))
        and not any(one.href.startswith("#") for one in block.references)
    )

"""Takes a view of a page, gives what tells that it leads to other pages and tells nothing of its own: a front page, a topic, a search."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.blocks import look
from variorum.extraction.json_ld import texts
from variorum.extraction.slots import HEADINGS
from variorum.extraction.view import number_of_words
from variorum.model import Sign
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.view import View

#: This share of what was read, when it stands in teasers, is what the page is about; with nothing read beside them, fewer are enough.
_MOST, _ALL_BUT_ALL = 0.6, 0.85
_FEWEST_READ = 3
_FEWEST_LINES = 12
#: Of one look there are so many teasers; of a page of which all was read in teasers, so many.
_FEWEST_ALIKE, _FEWEST = 3, 4
#: What a page says of its own: longer is a text with links in it. Topics and authors are introduced at more length.
_OWN, _INTRODUCED = 80, 200
#: A teaser has no more words than these, in one paragraph; what has more is part of a round-up.
_TEASER, _PARAGRAPH = 50, 12
_LARGEST = 900
_LINKED_HEADING, _LINKED = 0.4, 0.6
_FEWEST_WORDS = 4
_MOST_LOOKED_AT = 3_000

_FEEDS = ("rss", "feed", "urlset", "sitemapindex")
_COLLECTIONS = frozenset({"CollectionPage", "ProfilePage", "SearchResultsPage"})
_IN_ADDRESS = re.compile(
    r"/(?:tags?|etiquetas?|topics?|themen?|thema|themes?|temas?|tema|authors?|autor(?:en|es|i|as)?|auteurs?|search|suche|"
    r"recherche|buscar|busca|ricerca|zoeken|category|kategorie|categoria)(?:[/?]|$)",
    re.IGNORECASE,
)


class Teaser(NamedTuple):
    """What leads to another page: the look of its element and its blocks, the first of them the link."""

    look: str
    blocks: Sequence[Block]

    @property
    def is_brief(self) -> bool:
        """Whether no more is told than what a reader is to find behind the link."""
        told = [number_of_words([block.text]) for block in self.blocks[1:]]
        return sum(told) <= _TEASER and sum(number >= _PARAGRAPH for number in told) <= 1


def listing(view: View) -> list[Sign]:
    """What tells that a page on which no text was read is a listing."""
    if signs := feed(view):
        return signs
    if view.cards:
        return [_sign(len(view.cards))]
    linked = [block for block in view.blocks if block.linked > _MOST]
    letters = sum(len(block.text) for block in view.blocks)
    if len(linked) >= _FEWEST_LINES and sum(len(block.text) for block in linked) > _MOST * letters:
        return [Sign(f"{len(linked)} linked lines", "dom")]
    brief = [teaser for teaser in teasers(view) if teaser.is_brief and len(teaser.blocks) > 1]
    return [_sign(len(brief))] if len(brief) >= _FEWEST else []


def listing_read(view: View) -> list[Sign]:
    """What tells that a text is none: most of it stands in teasers of other pages, or introduces them."""
    found = teasers(view)
    brief = [teaser for teaser in found if teaser.is_brief]
    # Who writes at length under headings with links rounds something up.
    if len(brief) < _FEWEST_ALIKE or len(brief) <= len(found) / 2:
        return []
    led = {block for teaser in brief for block in teaser.blocks}
    share = view.share(block for block in view.body if block in led)
    own = number_of_words(
        block.text for block in view.body if block not in led and block.element.tag not in HEADINGS
    )
    read = sum(1 for teaser in brief if not view.read.isdisjoint(teaser.blocks))
    if (share >= _MOST and read >= _FEWEST_READ and own < _OWN) or (
        share >= _ALL_BUT_ALL and len(brief) >= _FEWEST
    ):
        return [_sign(len(brief))]
    hint = _collection(view)
    return [hint, _sign(len(brief))] if hint and own < _INTRODUCED else []


def feed(view: View) -> list[Sign]:
    """A document of a feed or a sitemap, which the parser of pages puts into a body of its own."""
    feeds = (element for element in view.page.root.find("body") if element.tag in _FEEDS)
    found = next(feeds, None)
    return [] if found is None else [Sign(f"<{found.tag}>", "dom")]


def teasers(view: View) -> list[Teaser]:
    """The parts of a page that each lead to one other page, at least three of each look, in order."""
    blocks = view.blocks[:_MOST_LOOKED_AT]
    leads = {block: address for block in blocks if (address := _lead(view, block))}
    cards = _cards(blocks, leads)
    alike = Counter(look(card) for card in cards.values())
    held: dict[HtmlElement, list[Block]] = {
        card: [] for card in cards.values() if alike[look(card)] >= _FEWEST_ALIKE
    }
    # A heading that stands alone leads on for those below it.
    open_card: HtmlElement | None = None
    for block in blocks:
        card = next((element for element in block.path if element in held), None)
        if card is not None:
            open_card = card if card is block.element and card.tag in HEADINGS else None
        elif block.element.tag in HEADINGS or block in leads:
            open_card = None
        if (into := card if card is not None else open_card) is not None:
            held[into].append(block)
    return [Teaser(look(card), told) for card, told in held.items()]


def _lead(view: View, block: Block) -> str | None:
    """Where a block leads that is a heading with a link or a linked line of some words; nowhere on its own page."""
    if not block.references:
        return None
    heading = block.element.tag in HEADINGS and block.element.tag != "h1"
    if block.linked <= (_LINKED_HEADING if heading else _LINKED):
        return None
    href = block.references[0].href
    address = None if href.startswith("#") else view.page.address(href)
    if address is None or url_key(address) == url_key(view.page.url):
        return None
    return address if heading or number_of_words([block.text]) >= _FEWEST_WORDS else None


def _cards(blocks: Sequence[Block], leads: dict[Block, str]) -> dict[Block, HtmlElement]:
    """The largest element around each lead that leads nowhere else and holds little."""
    leading: dict[HtmlElement, str | None] = {}
    letters: Counter[HtmlElement] = Counter()
    for block in blocks:
        for element in block.path:
            letters[element] += len(block.text)
            if block in leads:
                leading[element] = (
                    leads[block] if leading.get(element, leads[block]) == leads[block] else None
                )
    cards: dict[Block, HtmlElement] = {}
    for block, address in leads.items():
        fitting = [one for one in block.path if leading[one] == address and letters[one] <= _LARGEST]
        if fitting:
            cards[block] = fitting[-1]
    return cards


def _collection(view: View) -> Sign | None:
    """What a page says of itself that lists the articles of an author, a topic or a search."""
    for node in view.page.stated.nodes:
        for kind in texts(node.get("@type")):
            if kind.rpartition("/")[2] in _COLLECTIONS:
                return Sign(kind, "json-ld @type")
    for claim in view.page.declared.claims("og:type"):
        if claim.value.lower() == "profile":
            return Sign(claim.value, claim.source)
    path = view.page.url.partition("://")[2].partition("/")[2]
    return Sign(f"/{path}", "address") if not path or _IN_ADDRESS.search(f"/{path}") else None


def _sign(number: int) -> Sign:
    return Sign(f"{number} linked headings of other pages", "dom")

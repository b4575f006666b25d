"""Takes a page with its blocks and those of its text, gives the zones beside the text: tables, embeds, notes about authors."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.blocks import blocks
from variorum.extraction.containers import container, scope
from variorum.extraction.furniture import Furniture, furniture, is_hidden, said_words
from variorum.extraction.lines import ends_sentence, is_signing, tells_office
from variorum.extraction.notes import is_note
from variorum.extraction.word_lists import FOREIGN
from variorum.model import Beside, Embed, Table, Zone

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.page import Page

#: So many tables, embeds and notes are kept, and so many of their elements looked at.
_MOST, _MOST_LOOKED_AT = 40, 400
_MOST_ROWS, _MOST_CELLS, _LONGEST_CELL = 500, 3_000, 500
_FEWEST_ROWS = _FEWEST_COLUMNS = 2
#: A figure with its words in the only column of a table has fewer letters.
_LONGEST_FIGURE = 80
#: A table with this share of its letters linked leads elsewhere.
_LINKED = 0.9
_LONGEST_EMBED = 5_000
#: So many elements around one are asked what they are.
_AROUND = 60
# What the makers of posts have them stand in, so that their scripts find them.
_POST = re.compile(
    r"(?<![\w-])(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|text-post-media|fb-(?:post|video)"
    r"|reddit-(?:embed-bq|card)|telegram-post)(?![\w-])"
)
_PERMALINKS = ("cite", "data-instgrm-permalink", "data-href", "data-text-post-permalink", "data-bluesky-uri")
#: What a frame leads to before a script fills it.
_NOWHERE = ("about:", "data:", "javascript:")
_STATUS = re.compile(r"/(?:status(?:es)?|p|reel|video|post|posts|comments)/")
#: Words of elements that hold posts of other sites: what stands in them is no furniture for that.
_HOLDING = frozenset({"tweet", "instagram", "tiktok", "bluesky", "mastodon", "social", "consent"})
_FOREIGN = FOREIGN - _HOLDING
_BIOGRAPHY = frozenset({"bio", "biography", "biografie"})
_LONGEST_NOTE = 800
#: The class of so many elements around a sentence tells that it is about an author.
_NEAR = 4


class Found(NamedTuple):
    """The zones beside the text, and what each element of them is."""

    beside: Beside
    elements: dict[HtmlElement, Zone]
    notes: frozenset[Block]

    def zone(self, block: Block) -> Zone | None:
        """The zone in which a block stands, `None` for none of these."""
        if block in self.notes:
            return Zone.AUTHOR_NOTE
        return next((self.elements[one] for one in block.path if one in self.elements), None)


#: What a page without a text has beside it.
NOTHING = Found(Beside(), {}, frozenset())


def found_beside(
    page: Page, all_blocks: Sequence[Block], kept: Sequence[Block], signed: Sequence[str]
) -> Found:
    """The zones beside the text of `kept` blocks, within the element that holds most of it; notes in all that is the article's.

    What holds a block of the text is part of it, be it a table or a post. Only what the page holds as served is read.
    """
    within = [block for block in kept if len(block.path) > 1]
    if not within:
        return NOTHING
    inner = container(within)
    held = {element for block in within for element in block.path}
    tables = dict(islice(_tables(inner, held), _MOST))
    whole = _article(inner)
    if whole is not inner:
        tables |= dict(islice(_tables(whole, held, inner), _MOST - len(tables)))
    embeds = dict(islice(_embeds(page, inner, held), _MOST))
    notes = list(islice(_notes(all_blocks, frozenset(kept), scope(inner), signed), _MOST))
    return Found(
        Beside(
            tuple(tables.values()),
            tuple(dict.fromkeys(embeds.values())),
            tuple(dict.fromkeys(block.text for block in notes)),
        ),
        dict.fromkeys(tables, Zone.TABLE) | dict.fromkeys(embeds, Zone.EMBED),
        frozenset(notes),
    )


def _article(inner: HtmlElement) -> HtmlElement:
    """The `article` around an element when it holds no other, else the element."""
    around = next((one for one in (inner, *inner.iterancestors()) if one.tag == "article"), inner)
    return inner if next(around.iterdescendants("article"), None) is not None else around


def _tables(
    inner: HtmlElement, held: Container[HtmlElement], passed: HtmlElement | None = None
) -> Iterator[tuple[HtmlElement, Table]]:
    """The tables and lists of terms with figures or words, those that only lay out the page or lead elsewhere left out.

    Outside of what is `passed`, the text's container, only tables tell of the article: a list of terms at its head signs and dates it.
    """
    names = ("table", "dl") if passed is None else ("table",)
    for element in islice(inner.iter(*names), _MOST_LOOKED_AT):
        if element in held or next(element.iterdescendants("table"), None) is not None:
            continue
        if passed is not None and passed in element.iterancestors():
            continue
        if _is_apart(element, inner, FOREIGN):
            continue
        table = _terms(element) if element.tag == "dl" else _table(element)
        if table is not None and not _leads_elsewhere(element, table):
            yield element, table


def _table(element: HtmlElement) -> Table | None:
    rows: list[tuple[str, ...]] = []
    cells = 0
    for row in islice(element.iter("tr"), _MOST_ROWS):
        told = tuple(_text(cell, _LONGEST_CELL) for cell in islice(row.iterchildren("td", "th"), _MOST_CELLS))
        cells += len(told)
        if cells > _MOST_CELLS:
            break
        if any(told):
            rows.append(told)
    if sum(sum(map(bool, row)) >= _FEWEST_COLUMNS for row in rows) < _FEWEST_ROWS and not _is_column(rows):
        return None
    captions = [_text(one, _LONGEST_CELL) for one in element.iterchildren("caption")]
    return Table(tuple(rows), next((caption for caption in captions if caption), None))


def _is_column(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether short cells one below the other tell figures with their words."""
    cells = [cell for row in rows for cell in row if cell]
    return len(cells) >= _FEWEST_ROWS and all(
        len(cell) <= _LONGEST_FIGURE and any(map(str.isdigit, cell)) and any(map(str.isalpha, cell))
        for cell in cells
    )


def _terms(element: HtmlElement) -> Table | None:
    """A list of terms as a table, a row for each term with what is told of it; `None` where no figure is."""
    rows: list[tuple[str, ...]] = []
    for one in islice(element.iterdescendants("dt", "dd"), _MOST_CELLS):
        cell = _text(one, _LONGEST_CELL)
        if one.tag == "dt" or not rows:
            rows.append((cell,))
        else:
            rows[-1] = (*rows[-1], cell)
    told = tuple(row for row in rows if len(row) >= _FEWEST_COLUMNS)[:_MOST_ROWS]
    figures = any(map(str.isdigit, "".join(cell for row in told for cell in row[1:])))
    return Table(told, None) if told and figures else None


def _leads_elsewhere(element: HtmlElement, table: Table) -> bool:
    letters = sum(len(cell) for row in table.rows for cell in row)
    linked = sum(
        len(" ".join(link.text_content().split())) for link in islice(element.iter("a"), _MOST_CELLS)
    )
    return linked > _LINKED * letters


def _embeds(
    page: Page, inner: HtmlElement, held: Container[HtmlElement]
) -> Iterator[tuple[HtmlElement, Embed]]:
    """The posts of other sites, and what stands in frames that tell what they show."""
    for element in islice(inner.iter("blockquote", "div", "iframe"), _MOST_LOOKED_AT * 10):
        is_frame = element.tag == "iframe"
        if not is_frame and not _POST.search(element.get("class") or ""):
            continue
        if element in held or is_hidden(element) or _is_apart(element, inner, _FOREIGN):
            continue
        found = _frame(page, element) if is_frame else _post(page, element)
        if found is not None:
            yield element, found


def _post(page: Page, element: HtmlElement) -> Embed | None:
    links = [link.get("href") or "" for link in islice(element.iter("a"), _MOST)]
    stated = [value for name in _PERMALINKS if (value := element.get(name))]
    leading = [href for href in links if _STATUS.search(href)]
    address = next(filter(None, map(page.address, [*stated, *reversed(leading), *reversed(links)])), None)
    text = _text(element, _LONGEST_EMBED)
    return Embed(text, _without_query(address)) if text or address else None


def _frame(page: Page, element: HtmlElement) -> Embed | None:
    title = " ".join((element.get("title") or "").split())[:_LONGEST_CELL]
    stated = (element.get(name) or "" for name in ("src", "data-src", "data-lazy-src"))
    leading = next((source for source in stated if source and not source.startswith(_NOWHERE)), "")
    address = page.address(leading) if leading else None
    return Embed(title, _without_query(address)) if title and address else None


def _without_query(address: str | None) -> str | None:
    return address.partition("#")[0].partition("?")[0] if address else None


def _is_apart(element: HtmlElement, inner: HtmlElement, foreign: frozenset[str]) -> bool:
    """Whether an element or one around it, within the article, speaks of something else or is not to be seen."""
    for one in islice((element, *element.iterancestors()), _AROUND):
        if one is inner:
            break
        if one.tag in {"nav", "dialog"} or is_hidden(one):
            return True
        if not foreign.isdisjoint(said_words(one)) and (foreign is not FOREIGN or _is_foreign(one)):
            return True
    return False


def _is_foreign(element: HtmlElement) -> bool:
    return furniture(element) is Furniture.FOREIGN


def _notes(
    all_blocks: Sequence[Block], kept: frozenset[Block], whole: HtmlElement, signed: Sequence[str]
) -> Iterator[Block]:
    """The blocks of the article, none of its text, that present an author or tell who else worked on it."""
    for block in all_blocks:
        if block in kept or whole not in block.path or not block.key or len(block.text) > _LONGEST_NOTE:
            continue
        told = is_signing(block) or tells_office(block, signed) or _is_biography(block)
        if told and not is_note(block) and not any(map(is_hidden, block.path)):
            yield block


def _is_biography(block: Block) -> bool:
    """Whether a sentence stands in an element that is named after what it holds, an author's life."""
    return any(
        "bio" in (element.get("class") or "").lower() and not _BIOGRAPHY.isdisjoint(said_words(element))
        for element in block.path[:_NEAR]
    ) and ends_sentence(block)


def _text(element: HtmlElement, longest: int) -> str:
    """What readers see of an element, its lines joined by spaces."""
    return " ".join(block.text for block in blocks(element))[:longest].rstrip()

"""Takes a block that opens as a note of the newsroom does, gives whether it is about the article where it stands."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from variorum.extraction.furniture import is_hidden, said_words
from variorum.extraction.notes import is_note, opens_as_note
from variorum.extraction.slots import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block

#: A note with more of its text linked is the teaser of another page.
_LINKED = 0.5
# Elements in which readers and machines speak, or which show other articles: no note there is about this one.
_OTHERS = frozenset(
    {"comment", "comments", "disqus", "reactions", "tweet", "instagram", "menu", "breadcrumb", "search"}
    | {"cookie", "cookies", "consent", "gdpr", "modal", "popup", "teaser", "teasers", "outbrain", "taboola"}
    | {"mostread", "popular", "trending", "upnext"}
)
#: A column beside the article is about others where it leads to one.
_BESIDE = "sidebar"
#: A link of so many words, or so many letters of a script without spaces, is a headline: "Privacy" and "Terms of use" are none.
_HEADLINE_WORDS = 4
# In addresses of articles: a number, a day, or the words of a headline.
_ARTICLE = re.compile(r"\d{3}|\d/\d|[^/?#]+(?:[-_][^/?#_-]+){4}")
_AROUND = 60
_HEADLINE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{8}")


def may_be_noted(block: Block, scope: HtmlElement) -> bool:
    """Whether a block outside of all that is the article's reads as a note: by its class right beside it, by its words anywhere."""
    return is_note(block) if scope.getparent() in block.path else opens_as_note(block)


def is_about_article(block: Block, container: HtmlElement) -> bool:
    """Whether a note is the article's, whatever the elements say that it stands in.

    It is not where readers speak, in another article, in a column that leads to others, or in a card: under a link to another page with the words of a headline.
    """
    if block.linked > _LINKED:
        return False
    own = {container, *container.iterancestors()}
    for element in block.path:
        if element in own:
            break
        if (
            element.tag in {"nav", "dialog", "article"}
            or is_hidden(element)
            or _is_of_others(element)
            or element.find(".//h1") is not None
            or _is_card(element, block)
        ):
            return False
    return True


def _is_of_others(element: HtmlElement) -> bool:
    """Whether an element says of itself that readers or machines speak in it, or is a column that shows other articles."""
    words = said_words(element)
    if not _OTHERS.isdisjoint(words):
        return True
    return _BESIDE in words and any(map(_leads_to_article, element.iter("a")))


def _is_card(element: HtmlElement, block: Block) -> bool:
    """Whether a linked heading stands above the block in an element, or a single link with the words of a headline.

    At the foot of a site links of many words lead to its terms and services: there the address must be an article's too.
    """
    links = list(_links_above(element, block.element))
    if any(_stands_in_heading(link, element) for link in links):
        return True
    addresses = {one.get("href") or "" for one in links}
    if addresses and element.tag != "li" and _stands_at_foot(element):
        addresses = {address for address in addresses if _ARTICLE.search(address)}
    return len(addresses) == 1


def _stands_at_foot(element: HtmlElement) -> bool:
    """Whether an element is the site's foot or stands in it, as it says of itself."""
    return any(
        one.tag == "footer" or one.get("role") == "contentinfo"
        for one in islice((element, *element.iterancestors()), _AROUND)
    )


def _links_above(element: HtmlElement, below: HtmlElement) -> Iterator[HtmlElement]:
    for one in element.iter():
        if one is below:
            return
        if one.tag == "a" and _leads_to_article(one):
            yield one


def _leads_to_article(link: HtmlElement) -> bool:
    address = link.get("href") or ""
    if not address or address.startswith(("#", "mailto:", "javascript:")):
        return False
    text = "".join(link.itertext())
    return len(text.split()) >= _HEADLINE_WORDS or _HEADLINE.search(text) is not None


def _stands_in_heading(link: HtmlElement, element: HtmlElement) -> bool:
    for around in link.iterancestors():
        if around is element:
            break
        if around.tag in HEADINGS:
            return True
    return any(one.tag in HEADINGS for one in link)

"""Takes a view of a page, gives what tells that it shows no more of its article than the beginning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.extraction.json_ld import texts
from variorum.extraction.lines import ends_sentence
from variorum.extraction.view import number_of_words
from variorum.extraction.wording import Told, found, letters, sign, unquoted
from variorum.model import Sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.view import View

#: Under so many words a request is enough that says that the text goes on; up to so many more the text has to break off, too.
_STUB, _LONG_STUB = 150, 250
#: A subscription that is offered, with nothing said of what it withholds, needs a shorter text and something else that tells of more.
_OFFERED_STUB = 100
#: The request to subscribe stands among so many blocks after the text.
_AFTER = 6
#: Behind it no more words than these are read.
_BEHIND = 40
#: Behind a request the text goes on with so many paragraphs of whole sentences, each of so many words at least.
_GOES_ON, _FEWEST_TOLD = 2, 6
#: A paragraph of the text asks for something when this share of it does, or this share with what it asks readers to sign in
#: or to pay for; reports tell of such requests.
_OF_A_PARAGRAPH, _OF_ALL_IT_ASKS = 0.3, 0.5
#: A wall that says of itself only what it is called: fewer words are a mark beside a headline, more may be the text itself.
_FEWEST_OF_A_WALL, _MOST_OF_A_WALL = 3, 40
_LONGEST = 400
#: The text that metadata promise is so many times that which was read.
_PROMISED = 1.8
_MOST_DIGITS = 6
#: So many elements around a block are asked what they are called.
_WITHIN = 4
_NAMES = re.compile(r"[\w-]+")

_WALL_CLASS = re.compile(
    r"pay-?wall|reg-?wall|meter-?wall|subscri(?:be|ber|ption)[-_]?(?:wall|gate|prompt|offer|barrier)|piano|gate(?:way|d)?[-_]|"
    r"(?:^|[-_ ])(?:locked|premium|barrier|gate|poool|tinypass|abo)(?:$|[-_ ])|offer-?wall|content-?gate",
    re.IGNORECASE,
)
_OPEN_ENDED = re.compile(r"(?:…|\.\.\.|\[…\]|[\w,;–—-])\s*$")
_BROKEN_OFF = re.compile(r"(?:…|\.\.\.|\[…\])\s*$")
_ASKING = (Told.PAYWALL, Told.ACCOUNT, Told.OFFER)
_SENTENCES = re.compile(r"(?<=[.!?।؟])\s+|(?<=[。！？])")


def request(view: View) -> list[Sign]:
    """On a page without a text a request to subscribe is enough, if it is no box on some other page."""
    said = view.said(Told.PAYWALL)
    return said if said and (view.is_declared or view.is_free is False or view.words_shown < _LONGEST) else []


def stub(view: View) -> list[Sign]:
    """The end of a text that breaks off at a request to subscribe: what asks, and what else tells that there is more."""
    if not view.body or view.length >= _LONG_STUB or view.is_free:
        return []
    near = _near(view)
    asking = [block for block in near if _asks(block, view)]
    if not asking and view.length >= _OFFERED_STUB:
        return []
    offering = asking or [block for block in near if found(Told.OFFER, unquoted(block.text))]
    if not offering:
        return []
    signs = [sign(block.text, f"dom {block.element.tag}") for block in offering]
    if asking and view.length < _STUB:
        return [*signs, *_walled(asking), *_more(view, asking), *_stated(view.is_free)]
    if asking:
        more = _more(view, asking, _BROKEN_OFF)
    else:
        more = [*_walled(offering), *_more(view, offering, _BROKEN_OFF), *_stated(view.is_free)]
    return [*signs, *more] if more else []


def untold(view: View) -> Sign | None:
    """What stands like a wall behind a short text that is not free, whatever its words say; `None` nearly always."""
    if not view.body or view.length >= _STUB or view.is_free is not False:
        return None
    walls = _walled([block for block in _near(view) if _is_wall(block, view)])
    return next(iter([*walls, *_more(view, [], _BROKEN_OFF)]), None)


def _is_wall(block: Block, view: View) -> bool:
    """Whether a block stands in an element that calls itself a wall and holds hardly more; what is paid for is called so, too."""
    wall = next((element for element in block.path[:_WITHIN] if _WALL_CLASS.search(_names(element))), None)
    if wall is None or not view.is_shown(block) or found(Told.BESIDE, block.text):
        return False
    paid = " ".join(texts(view.page.stated.values("hasPart"), "cssSelector"))
    if any(name in _NAMES.findall(paid) for name in _names(wall).split()):
        return False
    return _FEWEST_OF_A_WALL <= number_of_words([wall.text_content()]) <= _MOST_OF_A_WALL


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _stated(free: bool | None) -> list[Sign]:  # noqa: FBT001 - what the page says of itself
    return [Sign("isAccessibleForFree false", "json-ld")] if free is False else []


def _walled(asking: Sequence[Block]) -> list[Sign]:
    """The first element that calls itself a wall."""
    return [
        sign(element.get("class") or element.get("id") or "", "dom class")
        for block in asking
        for element in block.path[:_WITHIN]
        if _WALL_CLASS.search(_names(element))
    ][:1]


def _near(view: View) -> list[Block]:
    """The blocks at the end of the text and right after it, before anything else of length is told."""
    places = [place for place, block in enumerate(view.blocks) if block in view.read]
    if not places:
        return []
    last, rest = places[-1], 0
    told = int(_is_told(view.blocks[last]))
    within = []
    # A line on the authors or a box may stand behind a wall and be read.
    for place in reversed(range(places[0], last)):
        if rest > _BEHIND or told >= _GOES_ON:
            break
        block = view.blocks[place]
        told += block in view.read and _is_told(block)
        if block not in view.read and len(block.text) <= _LONGEST:
            within.append(block)
        rest += number_of_words([block.text]) if block in view.read else 0
    beside = [*within, *view.blocks[last + 1 : last + 1 + _AFTER]]
    near = [*view.body[-3:], *_together(view, view.blocks[last], beside)]
    return [block for block in near if len(block.text) <= _LONGEST]


def _is_told(block: Block) -> bool:
    """Whether a paragraph tells in whole sentences."""
    return (
        block.element.tag == "p"
        and ends_sentence(block)
        and number_of_words([block.text]) >= _FEWEST_TOLD
        and not letters(_ASKING, unquoted(block.text))
        and not found(Told.BESIDE, block.text)
    )


def _asks(block: Block, view: View) -> bool:
    """Whether a block says that the text goes on for those who subscribe or sign in; not for comments or for letters."""
    text = unquoted(block.text)
    for sentence in _SENTENCES.split(text):
        # What follows a request for comments or letters goes on with it.
        if found(Told.BESIDE, sentence):
            return False
        match = found(Told.PAYWALL, sentence)
        if match is None:
            continue
        if block not in view.read or match.end() - match.start() >= _OF_A_PARAGRAPH * len(text):
            return True
        if letters(_ASKING, text) >= _OF_ALL_IT_ASKS * len(text):
            return True
    return False


def _together(view: View, text: Block, beside: Sequence[Block]) -> list[Block]:
    """Those blocks that readers see in one element with the text, in no card."""
    cards = frozenset(view.cards)
    # What stands in no element with the text but the page's own asks on behalf of the site.
    around = {element for element in text.path if element.tag not in {"body", "html"}}
    return [
        block
        for block in beside
        if cards.isdisjoint(block.path) and not around.isdisjoint(block.path) and view.is_shown(block)
    ]


def _more(view: View, asking: Sequence[Block], ends: re.Pattern[str] = _OPEN_ENDED) -> list[Sign]:
    """What tells that the text goes on where readers cannot see it."""
    text = [block for block in view.body if block not in asking]
    signs: list[Sign] = []
    if text and text[-1].element.tag == "p" and ends.search(text[-1].text):
        signs.append(sign(text[-1].text[-60:], "dom last paragraph"))
    promised = str(view.page.stated.article.get("wordCount") or "")
    is_count = promised.isascii() and promised.isdecimal() and len(promised) <= _MOST_DIGITS
    if is_count and int(promised) >= _PROMISED * max(1, view.words):
        signs.append(Sign(f"wordCount {promised}", "json-ld"))
    return signs

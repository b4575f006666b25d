"""Takes a view of a page and the article read from it, gives what speaks against its being what the page says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from variorum.extraction.listings import teasers
from variorum.extraction.plain import key, plain
from variorum.extraction.stubs import untold
from variorum.extraction.wording import sign
from variorum.model import Sign

if TYPE_CHECKING:
    from variorum.extraction.view import View

#: JSON-LD that states so many letters of text, of which less than this share was read, states another text.
_LONG, _MUCH = 800, 0.35
_PIECE = 24
#: A text most of which stands in teasers of several other pages.
_FEWEST_READ, _MOST = 3, 0.6
#: More than this share of the paragraphs say what another one says already.
_REPEATED, _FEWEST_PARAGRAPHS, _SHORTEST = 0.5, 6, 40
_MOST_STATED = 200_000


def doubts(view: View, title: str | None) -> tuple[Sign, ...]:
    """Why an article may not be what its page says; nothing for nearly all of them. Each is told with what was seen where."""
    return tuple(
        found
        for found in (
            _nameless(view, title),
            _other_text(view),
            _teasers(view),
            _repetition(view),
            untold(view),
        )
        if found
    )


def _nameless(view: View, title: str | None) -> Sign | None:
    if title is not None or not view.body:
        return None
    return sign(f"no headline anywhere above: {view.body[0].text}", "dom")


def _other_text(view: View) -> Sign | None:
    """JSON-LD states a long text of which little was read."""
    stated = "\n".join(view.page.stated.texts("articleBody"))[:_MOST_STATED]
    if len(stated) < _LONG:
        return None
    whole = key(plain(stated))
    read = "".join(block.key for block in view.body)
    pieces = [whole[at : at + _PIECE] for at in range(0, len(whole) - _PIECE + 1, _PIECE)]
    if len(whole) < _LONG or not pieces:
        return None
    share = sum(piece in read for piece in pieces) / len(pieces)
    return Sign(f"{share:.0%} of the stated text was read", "json-ld articleBody") if share < _MUCH else None


def _teasers(view: View) -> Sign | None:
    brief = {
        block
        for teaser in (teasers(view) if view.cards else ())
        if teaser.is_brief
        for block in teaser.blocks
    }
    read = [(block, card) for block, card in view.in_cards() if block in brief]
    several = len({card for _, card in read}) >= _FEWEST_READ
    share = view.share(block for block, _ in read) if several else 0.0
    return Sign(f"{share:.0%} of what was read stands in teasers", "dom") if share >= _MOST else None


def _repetition(view: View) -> Sign | None:
    told = Counter(block.key for block in view.body if len(block.key) >= _SHORTEST)
    again = sum(told.values()) - len(told)
    if len(view.body) < _FEWEST_PARAGRAPHS or again <= _REPEATED * len(view.body):
        return None
    return sign(f"{again} paragraphs repeat others: {view.body[0].text}", "dom")

"""Takes the opening of an article, gives its dateline: the place and agency that a report begins with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from variorum.extraction.blocks import Block

# A dash that ends a dateline is followed by the first word of a sentence.
_DASH = r"\s*(?:\.?[-–—―]+|\.-)\s+(?P<next>\S)"
# Such as GENEVA (Reuters) — and WASHINGTON, March 1 (Reuters) - and Madrid, 3 mar (EFE).- and جنيف (رويترز) -
_WITH_AGENCY = re.compile(
    rf"(?P<line>(?P<place>[^\W\d_][^(),\n:;!?]{{1,40}})(?:,[^()\n]{{1,30}})?\s?\([^()\n]{{2,30}}\)){_DASH}"
)
# Such as NEW YORK, 3 May – where no agency is named, only capitals tell a dateline from a sentence.
_WITHOUT = re.compile(
    rf"(?P<line>(?P<place>[^\W\d_][^(),\n:;!?–—]{{2,40}}?)(?:,[^()\n:;–—]{{1,30}}?)?){_DASH}"
)
# Such as 【ジュネーブ共同】 or 【ソウル＝小池和樹】
_BRACKETED = re.compile(r"【(?P<line>[^】]{1,16}(?:共同|時事|ロイター|AFP|AP|＝[^】]{1,10}))】")
# What a page calls the first words of a paragraph that are its dateline.
_MARK = re.compile(r"(?:^|[-_ ])(?:dateline|place|location|ortsmarke|spitzmarke)(?:$|[-_ ])", re.IGNORECASE)
_DASH_OR_NOTHING = re.compile(r"\s*(?:[-–—―]|$)")
_WITHIN = 120
_SHORTEST_CAPITALS = 4


def dateline(text: str) -> str | None:
    """The dateline that opens a paragraph, without its dash; `None` where there is none.

    >>> dateline("GENEVA (Reuters) — Talks resumed."), dateline("NEW YORK – Rain fell."), dateline("Rain – and hail – fell.")
    ('GENEVA (Reuters)', 'NEW YORK', None)
    """
    opening = text[:_WITHIN]
    if (found := _WITH_AGENCY.match(opening)) and not (
        found["next"].islower() or found["place"].split()[-1][0].islower()
    ):
        return found["line"]
    if (found := _WITHOUT.match(opening)) and not found["next"].islower():
        place = found["place"]
        if place.isupper() and sum(map(str.isalpha, place)) >= _SHORTEST_CAPITALS:
            return found["line"]
    found = _BRACKETED.match(opening)
    return found["line"] if found else None


def marked_dateline(block: Block) -> str | None:
    """The dateline that a page marks by the class of its element and ends with a dash; `None` where there is none.

    >>> from variorum.extraction.blocks import blocks
    >>> from lxml.html import document_fromstring
    >>> page = document_fromstring('<p><b class="dateline">Geneva</b> — Talks resumed.')
    >>> marked_dateline(blocks(page)[0])
    'Geneva'
    """
    first = next(iter(block.element), None)
    if first is None or (block.element.text or "").strip() or not _MARK.search(first.get("class") or ""):
        return None
    told = " ".join("".join(first.itertext()).split()).rstrip(" -–—―")
    if not 1 < len(told) <= _WITHIN or not block.text.startswith(told):
        return None
    return told if _DASH_OR_NOTHING.match(block.text, len(told)) else None

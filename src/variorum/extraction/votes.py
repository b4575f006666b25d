"""Takes a page with its blocks and what is known of its site, gives the body with who voted for it."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.anchor import anchor_texts
from variorum.extraction.blocks import Block
from variorum.extraction.body import NOTHING_KNOWN, Body, Known, body
from variorum.extraction.containers import container, scope
from variorum.extraction.memory import NO_SITE
from variorum.extraction.note_place import may_be_noted
from variorum.extraction.plain import plain
from variorum.extraction.sticky import found_by
from variorum.extraction.survey import told
from variorum.extraction.unchanged import unchanged
from variorum.model.reading import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.extraction.memory import KnownSite
    from variorum.extraction.page import Page
    from variorum.model import ReadingRule

#: A block with so many letters, little of it linked, is prose wherever it stands.
_PROSE = 60
_PROSE_LINKED = 0.3
_BY_RULE = "dom, as the version before"


class Voted(NamedTuple):
    """A body, the blocks that were voted for, and what led to them in words; whether a rule of the version before did.

    Where no line is new (`is_unchanged`), `stated` are those near the text that are none of it as long as a field says them.
    """

    body: Body
    votes: frozenset[Block]
    source: str
    by_rule: bool = False
    is_unchanged: bool = False
    stated: tuple[Block, ...] = ()


def voted_body(
    page: Page,
    blocks: Sequence[Block],
    top: int,
    site: KnownSite = NO_SITE,
    *,
    anew: bool = False,
) -> Voted:
    """The body by the rule of the version before, else by trafilatura, else of the blocks that are prose, else as JSON-LD states it.

    `top` is how many blocks stand above the headline, `site` what is known of the page before it is read. `anew` judges the
    lines though the version before had them all.
    """
    by_rule = judged_by_rule if anew else body_by_rule
    if site.rule is not None and (found := by_rule(site.rule, blocks, top, site)):
        return found
    known = Known(repeated=site.repeated, prevalent=site.prevalent) if site.repeated else NOTHING_KNOWN
    votes = told(blocks, anchor_texts(page.root))
    anchored = body(blocks, votes, top, known)
    if anchored.blocks:
        return Voted(anchored, votes, "dom, anchored by trafilatura")
    votes = frozenset(block for block in blocks if len(block.key) >= _PROSE and block.linked < _PROSE_LINKED)
    prose = body(blocks, votes, top, known)
    lines = [
        plain(line) for text in page.stated.texts("articleBody") for line in text.splitlines() if line.strip()
    ]
    if sum(map(len, lines)) > sum(len(block.text) for block in prose.blocks):
        stated = [Block(text, (page.root,)) for text in lines]
        return Voted(
            Body(stated, {}, dict.fromkeys(stated, Reason.STATED)), frozenset(), "json-ld articleBody"
        )
    return Voted(prose, votes, "dom, prose")


def body_by_rule(
    rule: ReadingRule, blocks: Sequence[Block], top: int, site: KnownSite = NO_SITE
) -> Voted | None:
    """The body as the rule of the version before reads it, `None` where it finds too little."""
    same = unchanged(rule, blocks)
    if same is None:
        return judged_by_rule(rule, blocks, top, site)
    votes = frozenset(same.body.blocks)
    return Voted(same.body, votes, _BY_RULE, by_rule=True, is_unchanged=True, stated=same.stated)


def judged_by_rule(rule: ReadingRule, blocks: Sequence[Block], top: int, site: KnownSite) -> Voted | None:
    """The body as the rule of the version before reads it, line by line; `None` where it finds too little."""
    votes = found_by(rule, blocks)
    if not votes:
        return None
    known = Known(
        frozenset(rule.kept), frozenset(rule.left), site.repeated, site.prevalent, frozenset(rule.slots)
    )
    # Nothing outside what is all the article's is asked but notes: that is most of the page.
    whole = scope(container([block for block in blocks if block in votes]))
    inside = [whole in block.path or may_be_noted(block, whole) for block in blocks]
    found = body(list(compress(blocks, inside)), votes, sum(inside[:top]), known)
    return Voted(found, votes, _BY_RULE, by_rule=True) if found.blocks else None

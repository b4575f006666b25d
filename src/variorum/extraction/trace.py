"""Takes what the steps of a reading decide, gives it to those who explain it, learn from it or read the next version by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.extraction.beside import NOTHING, Found
from variorum.extraction.said import Settling, said
from variorum.extraction.sticky import has_moved, is_built_otherwise, rule_of
from variorum.extraction.votes import Voted, body_by_rule
from variorum.model import Layout, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.extraction.blocks import Block
    from variorum.extraction.body import Body
    from variorum.extraction.memory import KnownSite
    from variorum.model import ReadingRule


class Trace:
    """What one reading decided: the blocks of the page, those voted for, the reason for each, those that became paragraphs, the zones beside them."""

    def __init__(self) -> None:
        self.blocks: Sequence[Block] = ()
        self.voted: Voted | None = None
        self.settling = Settling(None, frozenset(), ())
        self.top = 0
        self.reasons: dict[Block, Reason] = {}
        self.kept: Sequence[Block] = ()
        self.beside: Found = NOTHING
        self.rule: ReadingRule | None = None
        self.layout = Layout.NEW

    def settle(self, blocks: Sequence[Block], voted: Voted, settling: Settling, top: int) -> None:
        """Notes which blocks of the body become paragraphs: those that no field says already."""
        left = said(voted.body, settling)
        self.blocks, self.voted, self.settling, self.top = blocks, voted, settling, top
        self.reasons = {**voted.body.reasons, **left}
        self.kept = _kept(voted.body, settling)

    def repeats(self, rule: ReadingRule) -> bool:
        """Whether the fields say all that they said of the version before, and no more, so that the same lines are left."""
        same = tuple(block.mark for block in self.kept) == rule.kept
        stated = self.voted.stated if self.voted else ()
        return same and all(block.key in self.settling.texts for block in stated)

    def go_on(self, known: KnownSite, extractor: str, *, is_doubtful: bool = False) -> None:
        """Notes the rule for the next version and whether that of the version before held.

        A rule is only kept when it gives the same paragraphs on the same page, and never that of a doubtful article: the next
        version would be read by it without a doubt.
        """
        earlier = known.rule
        if earlier is not None:
            by_rule = self.voted is not None and self.voted.by_rule
            changed = (has_moved if by_rule else is_built_otherwise)(earlier, self.kept)
            self.layout = Layout.CHANGED if changed else Layout.KEPT
            same = tuple(block.mark for block in self.kept) == earlier.kept
            if by_rule and same and self.voted is not None and self.voted.is_unchanged:
                self.rule = earlier
                return
        if is_doubtful:
            return
        if self.voted is None:
            return
        told = frozenset(
            block
            for block in self.blocks
            if self.reasons.get(block) is Reason.SAID or block.key in self.settling.texts
        )
        rule = rule_of(self.blocks, self.kept, self.voted.body, told, extractor)
        again = body_by_rule(rule, self.blocks, self.top, known) if rule else None
        if again is not None and _kept(again.body, self.settling) == self.kept:
            self.rule = rule


def _kept(body: Body, settling: Settling) -> list[Block]:
    left = said(body, settling)
    return [block for block in body.blocks if block not in left]

"""Takes a revision, gives findings on the body as a whole: its lead, moves, splits and merges."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from variorum.comparison.rules.places import (
    counted_sentences,
    joined_texts,
    of_links,
    whole_sentence,
)
from variorum.model import Finding, FindingClass, Side
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.comparison.rules.compared import Compared

#: Under this share of common words (0 to 100) a lead counts as rewritten.
_REWRITTEN_UNDER = 70


def lead_findings(compared: Compared) -> Iterator[Finding]:
    """A finding when the first sentence of the report was replaced or told anew; one that only moved was not."""
    revision = compared.revision
    old_lead = next((i for i, zone in enumerate(compared.old_zones) if zone is None), None)
    new_lead = next((j for j, zone in enumerate(compared.new_zones) if zone is None), None)
    if old_lead is None or new_lead is None:
        return
    opening = next((link for link in revision.links if old_lead in link.link.old), None)
    if opening is not None and new_lead in opening.link.new:
        old, new = joined_texts(revision, opening)
        if not opening.changed or fuzz.ratio(words(old), words(new)) >= _REWRITTEN_UNDER:
            return
    leading = next((link for link in revision.links if new_lead in link.link.new), None)
    has_moved = opening is not None and opening.moved and not opening.changed
    if has_moved and leading is not None and not (leading.moved or leading.changed):
        return  # Nothing was told anew: the first sentence went to another place.
    yield Finding(
        kind=FindingClass.LEAD_REWRITTEN,
        weight=0.5,
        sentence="lead rewritten",
        before=revision.old_text(old_lead).strip(),
        after=revision.new_text(new_lead).strip(),
        evidence=(whole_sentence(revision, Side.OLD, old_lead), whole_sentence(revision, Side.NEW, new_lead)),
    )


def group_findings(compared: Compared) -> Iterator[Finding]:
    """Findings for sentences that were split or merged."""
    changed = [link for link in compared.revision.links if link.changed and compared.is_report(link)]
    split = [c for c in changed if len(c.link.new) > len(c.link.old)]
    merged = [c for c in changed if len(c.link.old) > len(c.link.new)]
    for kind, word, group in ((FindingClass.SPLIT, "split", split), (FindingClass.MERGED, "merged", merged)):
        if group:
            number = sum(len(c.link.old) for c in group)
            yield of_links(compared.revision, kind, 0.15, f"{counted_sentences(number)} {word}", group)


def move_findings(compared: Compared) -> Iterator[Finding]:
    """One finding for all that moved: neighbouring links that moved together count as one passage."""
    movers = [link for link in compared.revision.links if link.moved and compared.is_report(link)]
    if not movers:
        return
    passages = 1 + sum(
        later.link.old[0] != earlier.link.old[-1] + 1 or later.link.new[0] != earlier.link.new[-1] + 1
        for earlier, later in pairwise(movers)
    )
    told = "a passage moved" if passages == 1 else f"{passages} passages moved"
    yield of_links(compared.revision, FindingClass.MOVED, 0.2, told, movers)

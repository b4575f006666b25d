"""Takes a revision, gives findings on the body as a whole: its lead, moves, splits, merges and typography."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from variorum.comparison.rules.places import (
    counted_sentences,
    joined_texts,
    of_links,
    whole_sentence,
)
from variorum.model import EditKind, Finding, FindingClass, Side
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.model import Revision

#: Under this share of common words (0 to 100) a lead counts as rewritten.
_REWRITTEN_UNDER = 70


def lead_findings(revision: Revision) -> Iterator[Finding]:
    """A finding when the first sentence was replaced or told anew."""
    if not revision.old or not revision.new:
        return
    opening = next((link for link in revision.links if link.link.old[0] == 0), None)
    if opening is not None and 0 in opening.link.new:
        old, new = joined_texts(revision, opening)
        if not opening.changed or fuzz.ratio(words(old), words(new)) >= _REWRITTEN_UNDER:
            return
    yield Finding(
        kind=FindingClass.LEAD_REWRITTEN,
        weight=0.5,
        sentence="lead rewritten",
        before=revision.old_text(0).strip(),
        after=revision.new_text(0).strip(),
        evidence=(whole_sentence(revision, Side.OLD, 0), whole_sentence(revision, Side.NEW, 0)),
    )


def group_findings(revision: Revision) -> Iterator[Finding]:
    """Findings for sentences that were split or merged."""
    changed = [counterpart for counterpart in revision.links if counterpart.changed]
    split = [c for c in changed if len(c.link.new) > len(c.link.old)]
    merged = [c for c in changed if len(c.link.old) > len(c.link.new)]
    for kind, word, group in ((FindingClass.SPLIT, "split", split), (FindingClass.MERGED, "merged", merged)):
        if group:
            number = sum(len(c.link.old) for c in group)
            yield of_links(revision, kind, 0.15, f"{counted_sentences(number)} {word}", group)


def move_findings(revision: Revision) -> Iterator[Finding]:
    """One finding for all that moved: neighbouring links that moved together count as one passage."""
    movers = [counterpart for counterpart in revision.links if counterpart.moved]
    if not movers:
        return
    passages = 1 + sum(
        later.link.old[0] != earlier.link.old[-1] + 1 or later.link.new[0] != earlier.link.new[-1] + 1
        for earlier, later in pairwise(movers)
    )
    told = "a passage moved" if passages == 1 else f"{passages} passages moved"
    yield of_links(revision, FindingClass.MOVED, 0.2, told, movers)


def typography_findings(revision: Revision) -> Iterator[Finding]:
    """A finding when glyphs or spaces changed and words did not."""
    places = sum(change.kind is EditKind.TYPOGRAPHY for change in revision.fields)
    for counterpart in revision.links:
        old, new = joined_texts(revision, counterpart)
        places += any(
            kind is EditKind.TYPOGRAPHY and any(_shown(old, new, edit) for edit in run)
            for kind, run in groupby(counterpart.edits, key=lambda edit: edit.kind)
        )
    if places:
        told = "typography changed in " + ("one place" if places == 1 else f"{places} places")
        yield Finding(FindingClass.TYPOGRAPHY, 0.02, told)


def _shown(old: str, new: str, edit: tuple[EditKind, int, int, int, int]) -> bool:
    _, old_start, old_end, new_start, new_end = edit
    return old[old_start:old_end].strip() != new[new_start:new_end].strip()

"""Takes a revision, gives findings on the body as a whole: its lead, moves, splits, merges, what was added and deleted."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from variorum.comparison.rules.notices import notice_class
from variorum.comparison.rules.places import joined_texts, sentence_text, whole_sentence
from variorum.comparison.rules.quotations import QUOTATION, stands_in_quotation
from variorum.model import EditKind, Finding, FindingClass, Side
from variorum.text.numbers import figures
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from variorum.model import Counterpart, Revision

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
    """Findings for sentences that were split, merged or reworded."""
    changed = [counterpart for counterpart in revision.links if counterpart.changed]
    split = [c for c in changed if len(c.link.new) > len(c.link.old)]
    merged = [c for c in changed if len(c.link.old) > len(c.link.new)]
    reworded = [
        c
        for c in changed
        if len(c.link.old) == len(c.link.new) and not _told_otherwise(*joined_texts(revision, c))
    ]
    for kind, weight, word, group in (
        (FindingClass.SPLIT, 0.15, "split", split),
        (FindingClass.MERGED, 0.15, "merged", merged),
        (FindingClass.REWORDED, 0.25, "reworded", reworded),
    ):
        if group:
            number = sum(len(c.link.old) for c in group)
            yield _of_links(revision, kind, weight, f"{_counted(number)} {word}", group)


def _told_otherwise(old: str, new: str) -> bool:
    """Whether figures, quotations and notices, which have findings of their own, are all that changed."""
    return notice_class(new) is not None or words(_masked(old)) == words(_masked(new))


def _masked(text: str) -> str:
    """A text with its quotations and figures put out of sight."""
    text = QUOTATION.sub(" ” ", text)
    for figure in reversed(figures(text)):
        text = f"{text[: figure.start]} # {text[figure.end :]}"
    return text


def _of_links(
    revision: Revision, kind: FindingClass, weight: float, told: str, group: Sequence[Counterpart]
) -> Finding:
    evidence = [whole_sentence(revision, Side.OLD, i) for c in group for i in c.link.old]
    evidence += [whole_sentence(revision, Side.NEW, j) for c in group for j in c.link.new]
    return Finding(kind, weight, told, evidence=tuple(evidence))


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
    yield _of_links(revision, FindingClass.MOVED, 0.2, told, movers)


def growth_findings(revision: Revision) -> Iterator[Finding]:
    """Findings for sentences that were added or deleted, apart from notices and quotations, which have their own."""
    for kind, weight, word, side, indexes in (
        (FindingClass.TRIMMED, 0.4, "deleted", Side.OLD, revision.deleted),
        (FindingClass.GROWN, 0.3, "added", Side.NEW, revision.added),
    ):
        told = [i for i in indexes if _is_report(revision, side, i)]
        if told:
            evidence = tuple(whole_sentence(revision, side, i) for i in told)
            yield Finding(kind, weight, f"{_counted(len(told))} {word}", evidence=evidence)


def _is_report(revision: Revision, side: Side, index: int) -> bool:
    text = sentence_text(revision, side, index)
    return (
        bool(text.strip()) and notice_class(text) is None and not stands_in_quotation(revision, side, index)
    )


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


def _counted(number: int) -> str:
    return "a sentence" if number == 1 else f"{number} sentences"

"""Takes a revision, gives findings on figures: what was counted, and what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from variorum.comparison.rules.places import Passage, passages
from variorum.model import Finding, FindingClass, Side
from variorum.text.numbers import Figure, figures
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.model import Revision

_WEIGHT = 0.8
#: From this share of common words (0 to 100) on, two sentences count as the same but for a figure.
_SAME_SENTENCE_FROM = 70


def figure_findings(revision: Revision) -> Iterator[Finding]:
    """A finding for each figure that became another one, in a field or in a sentence and its counterpart."""
    for passage in passages(revision):
        for old, new in changed_figures(passage.before, passage.after):
            yield _finding(passage, old, new)


def changed_figures(before: str, after: str) -> list[tuple[Figure, Figure]]:
    """Pairs of figures of which one took the other's place: counting the same, of one value, or the only ones left.

    >>> [(str(old.value), str(new.value)) for old, new in changed_figures("14 dead, 3 missing", "Three missing, 41 dead")]
    [('14', '41')]
    """
    old, new = list(figures(before)), list(figures(after))
    for figure in tuple(old):
        same = next(
            (other for other in new if (other.value, other.unit) == (figure.value, figure.unit)), None
        )
        if same is not None:
            old.remove(figure)
            new.remove(same)
    pairs = []
    for figure in tuple(old):
        counted = next((other for other in new if other.unit == figure.unit and _common(figure, other)), None)
        if counted is not None:
            pairs.append((figure, counted))
            old.remove(figure)
            new.remove(counted)
    for figure in tuple(old):
        # $100 became €100, 5% became 5.
        same_value = next((other for other in new if other.value == figure.value), None)
        if same_value is not None:
            pairs.append((figure, same_value))
            old.remove(figure)
            new.remove(same_value)
    if len(old) == len(new) == 1:
        # What is counted may be told in other words; then the sentence must otherwise be the same.
        alike = fuzz.ratio(words(before), words(after)) >= _SAME_SENTENCE_FROM
        nothing_counted = not (old[0].subject and new[0].subject) and old[0].unit == new[0].unit
        if alike or nothing_counted:
            pairs.append((old[0], new[0]))
    return pairs


def _common(old: Figure, new: Figure) -> list[str]:
    """The words of what is counted that both figures share."""
    mine = {word.casefold() for word in new.subject.split()}
    return [word for word in old.subject.split() if word.casefold() in mine]


def _finding(passage: Passage, old: Figure, new: Figure) -> Finding:
    subject = " ".join((_common(old, new) or (new.subject or old.subject).split())[:2])
    was, became = passage.before[old.start : old.end], passage.after[new.start : new.end]
    if old.qualifier.lower() != new.qualifier.lower():
        was, became = f"{old.qualifier.lower()} {was}".strip(), f"{new.qualifier.lower()} {became}".strip()
    told = f"{subject} {was} → {became}".strip()
    evidence = (
        passage.evidence(Side.OLD, old.start, old.end),
        passage.evidence(Side.NEW, new.start, new.end),
    )
    return Finding(FindingClass.FIGURE, _WEIGHT, told, was, became, subject or None, evidence)

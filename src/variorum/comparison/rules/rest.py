"""Takes a revision and what was found in it, gives findings on the changes that no other finding tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.comparison.rules.notices import notice_class
from variorum.comparison.rules.places import (
    counted_sentences,
    joined_texts,
    of_links,
    sentence_text,
    spoken_in,
    whole_sentence,
)
from variorum.comparison.rules.quotations import QUOTATION, stands_in_quotation
from variorum.model import Finding, FindingClass, Side
from variorum.text.numbers import figures
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from variorum.model import Counterpart, Revision

#: Findings that tell the change of a sentence in full, where they stand on it.
_TELLING = frozenset(
    {
        FindingClass.FIGURE,
        FindingClass.QUOTE_ADDED,
        FindingClass.QUOTE_ALTERED,
        FindingClass.QUOTE_DROPPED,
        FindingClass.CORRECTION,
        FindingClass.CLARIFICATION,
        FindingClass.EDITORS_NOTE,
        FindingClass.UPDATE_NOTE,
    }
)


def rest_findings(revision: Revision, found: Sequence[Finding]) -> Iterator[Finding]:
    """Findings for sentences that were reworded, added or deleted in ways that nothing in `found` tells."""
    told = _told_sentences(revision, found)
    reworded = [
        counterpart
        for counterpart in revision.links
        if counterpart.changed
        and len(counterpart.link.old) == len(counterpart.link.new)
        and not _is_told(revision, counterpart, told)
    ]
    if reworded:
        number = sum(len(counterpart.link.old) for counterpart in reworded)
        yield of_links(
            revision, FindingClass.REWORDED, 0.25, f"{counted_sentences(number)} reworded", reworded
        )
    for kind, weight, word, side, indexes in (
        (FindingClass.TRIMMED, 0.4, "deleted", Side.OLD, revision.deleted),
        (FindingClass.GROWN, 0.3, "added", Side.NEW, revision.added),
    ):
        left = [i for i in indexes if _is_report(revision, side, i, told)]
        if left:
            evidence = tuple(whole_sentence(revision, side, i) for i in left)
            yield Finding(kind, weight, f"{counted_sentences(len(left))} {word}", evidence=evidence)


def _told_sentences(revision: Revision, found: Sequence[Finding]) -> set[tuple[Side, int]]:
    """The sentences that findings of telling classes rest on; a quotation may run over several."""
    told = set()
    for finding in found:
        for place in finding.evidence if finding.kind in _TELLING else ():
            if place.sentence is None:
                continue
            index, rest = place.sentence, place.end
            while rest > 0 and index < len(revision.old if place.side is Side.OLD else revision.new):
                told.add((place.side, index))
                rest -= len(sentence_text(revision, place.side, index))
                index += 1
    return told


def _is_told(revision: Revision, counterpart: Counterpart, told: set[tuple[Side, int]]) -> bool:
    """Whether figures, quotations and notices, which have findings here, are all that changed."""
    link = counterpart.link
    if not told.intersection([(Side.OLD, i) for i in link.old] + [(Side.NEW, j) for j in link.new]):
        return False
    old, new = joined_texts(revision, counterpart)
    language = spoken_in(revision)
    return notice_class(new) is not None or words(_masked(old, language)) == words(_masked(new, language))


def _masked(text: str, language: str) -> str:
    """A text with its quotations and figures put out of sight."""
    text = QUOTATION.sub(" ” ", text)
    kept, at = [], 0
    for figure in figures(text, language):
        kept += [text[at : figure.start], " # "]
        at = figure.end
    return "".join(kept) + text[at:]


def _is_report(revision: Revision, side: Side, index: int, told: set[tuple[Side, int]]) -> bool:
    """Whether a sentence says something that no notice or quotation with a finding of its own says."""
    text = sentence_text(revision, side, index)
    if (side, index) in told and (
        notice_class(text) is not None or stands_in_quotation(revision, side, index)
    ):
        return False
    return bool(text.strip())

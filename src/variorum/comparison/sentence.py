"""Takes a revision with its findings, gives the one plain sentence that tells it."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from variorum.comparison.rules.notices import runs
from variorum.model import FindingClass
from variorum.text.printable import one_line

if TYPE_CHECKING:
    from variorum.model import Finding, Revision

#: In this order the sentence tells what changed.
_ORDER = (
    FindingClass.HEADLINE,
    FindingClass.HEADLINE_SURFACE,
    FindingClass.STANDFIRST,
    FindingClass.BYLINE,
    FindingClass.DATELINE,
    FindingClass.FIGURE,
    FindingClass.NAME,
    FindingClass.PLACE,
    FindingClass.DATE,
    FindingClass.NEGATION,
    FindingClass.CERTAINTY,
    FindingClass.ATTRIBUTION,
    FindingClass.QUOTE_ALTERED,
    FindingClass.SPEAKER_CHANGED,
    FindingClass.QUOTE_DROPPED,
    FindingClass.QUOTE_ADDED,
    FindingClass.CORRECTION,
    FindingClass.CLARIFICATION,
    FindingClass.EDITORS_NOTE,
    FindingClass.UPDATE_NOTE,
    FindingClass.LEAD_REWRITTEN,
    FindingClass.REWORDED,
    FindingClass.SPLIT,
    FindingClass.MERGED,
    FindingClass.MOVED,
    FindingClass.TRIMMED,
    FindingClass.GROWN,
    FindingClass.TABLE,
    FindingClass.EMBED,
    FindingClass.CAPTION,
    FindingClass.IMAGE,
    FindingClass.LINK,
    FindingClass.LANGUAGE,
    FindingClass.URL_MOVED,
    FindingClass.AUTHOR_NOTE,
    FindingClass.TIMESTAMP_ONLY,
    FindingClass.BOILERPLATE,
    FindingClass.CLOCK,
    FindingClass.CASE,
    FindingClass.TYPOGRAPHY,
    FindingClass.UNANNOUNCED,
)
#: Told only when there is nothing else to tell.
_ASIDES = frozenset(
    {
        FindingClass.IMAGE,
        FindingClass.LINK,
        FindingClass.LANGUAGE,
        FindingClass.URL_MOVED,
        FindingClass.AUTHOR_NOTE,
        FindingClass.BOILERPLATE,
        FindingClass.CLOCK,
        FindingClass.CASE,
        FindingClass.TYPOGRAPHY,
        FindingClass.TIMESTAMP_ONLY,
    }
)
#: So many findings of one class are told one by one.
_ONE_BY_ONE = {FindingClass.FIGURE: 3, FindingClass.NAME: 2, FindingClass.PLACE: 2, FindingClass.DATE: 2}
_MANY = {
    FindingClass.FIGURE: "{} more figures changed",
    FindingClass.NAME: "{} more names changed",
    FindingClass.PLACE: "{} more places changed",
    FindingClass.DATE: "{} more dates changed",
    FindingClass.NEGATION: "{} more negations",
    FindingClass.CERTAINTY: "{} more hedges",
    FindingClass.ATTRIBUTION: "{} more sources changed",
    FindingClass.QUOTE_ALTERED: "{} more quotes altered",
    FindingClass.QUOTE_DROPPED: "{} more quotes dropped",
    FindingClass.QUOTE_ADDED: "{} more quotes added",
}

#: Classes whose findings tell one value in the place of another.
_REPLACED = frozenset({FindingClass.FIGURE, FindingClass.NAME, FindingClass.PLACE, FindingClass.DATE})
#: A value of more words is no echo of another one.
_ECHOED_WORDS = 8
_PLURAL = re.compile(r"s(?=\s|$)")


def sentence(revision: Revision) -> str:
    """One sentence from the findings, on one line, with a capital and a full stop.

    Says "Nothing changed." of equal sides, and "Only the layout of paragraphs changed." where no finding is left.
    """
    if revision.empty:
        return "Nothing changed."
    told = [finding for finding in revision.findings if finding.sentence and finding.kind in _ORDER]
    weighty = [finding for finding in told if finding.kind not in _ASIDES]
    told = sorted(weighty or told, key=lambda finding: _ORDER.index(finding.kind))
    parts = [
        part
        for kind, group in groupby(told, key=lambda finding: finding.kind)
        for part in _parts(kind, list(group))
    ]
    if not parts:
        return "Only the layout of paragraphs changed."
    text = one_line("; ".join(parts))
    return f"{text[:1].upper()}{text[1:]}."


def _without_echoes(group: list[Finding]) -> list[Finding]:
    """The findings without those that tell what another one tells: the dead 6 → 17 in the headline and in the text."""
    told: list[Finding] = []
    said: tuple[dict[str, set[int]], dict[str, set[int]]] = ({}, {})
    # Those that say what is counted come first.
    for finding in sorted(group, key=lambda finding: finding.subject is None):
        before, after = (value.casefold() if value else "" for value in (finding.before, finding.after))
        if (
            finding.kind in _REPLACED
            and before
            and after
            and not said[0].get(before, set()).isdisjoint(said[1].get(after, ()))
        ):
            continue
        for value, places in ((before, said[0]), (after, said[1])):
            for run in runs(value.split(), _ECHOED_WORDS):
                places.setdefault(run, set()).add(len(told))
        told.append(finding)
    return told


def _parts(kind: FindingClass, group: list[Finding]) -> list[str]:
    sentences = list(dict.fromkeys(finding.sentence for finding in _without_echoes(group)))
    shown = _ONE_BY_ONE.get(kind, 1) if kind in _MANY else len(sentences)
    rest = len(sentences) - shown
    if rest <= 0:
        return sentences
    more = _MANY[kind].format(rest)
    return [
        *sentences[:shown],
        more if rest > 1 else _PLURAL.sub("", more, count=1),
    ]

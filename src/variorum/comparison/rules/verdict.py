"""Takes the findings of a revision, gives the verdict: whether readers were told of what changed, and how late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from variorum.comparison.language import NOTICES
from variorum.comparison.rules.compared import FACTS
from variorum.comparison.rules.places import sentence_text
from variorum.model import Finding, FindingClass
from variorum.text.tokens import words
from variorum.text.word_lists import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from variorum.model import Revision, Times

#: Findings on facts, quotations and the headline: what readers should be told of.
_OWED = FACTS | {FindingClass.HEADLINE, FindingClass.QUOTE_ALTERED, FindingClass.QUOTE_DROPPED}
_CORRECTIONS = frozenset({FindingClass.CORRECTION, FindingClass.CLARIFICATION})
#: Within so long after publication a story develops, and its figures with it.
_DEVELOPING: Final = timedelta(hours=24)
_DEVELOPING_FACTOR: Final = 0.6
#: A change under a line that tells of a later update is not made in silence; words in a quotation are owed in any case.
_UPDATED_FACTOR: Final = 0.7
_QUOTES = frozenset({FindingClass.QUOTE_ALTERED, FindingClass.QUOTE_DROPPED, FindingClass.SPEAKER_CHANGED})
#: Words that begin alike tell one thing: "leader" and "leaders".
_STEM = 5


def developing(findings: Sequence[Finding], times: Times) -> list[Finding]:
    """The findings, those on figures of a story that still develops at a lower weight."""
    after = _after_publication(times)
    if after is None or after > _DEVELOPING:
        return list(findings)
    return [
        replace(finding, weight=round(finding.weight * _DEVELOPING_FACTOR, 3))
        if finding.kind is FindingClass.FIGURE
        else finding
        for finding in findings
    ]


def verdict(findings: Sequence[Finding], revision: Revision) -> Iterator[Finding]:
    """Unannounced when a fact, quote or headline changed and no notice tells; announced when a correction does.

    A notice that was there and is worded anew tells of a change only where its new words do; an update line of which only the time
    moved on tells of none in particular. The evidence is that of the findings which the verdict rests on; the detail `delay` is how
    long after publication the new version was seen, in ISO 8601, or `unknown`, also where the times contradict each other.
    """
    owed = [finding for finding in findings if finding.kind in _OWED]
    notices = [finding for finding in findings if finding.kind in NOTICES and finding.after is not None]
    told = [notice for notice in notices if notice.before is None or _tells_of(notice, owed, revision)]
    evidence = tuple(place for finding in (*owed, *told) for place in finding.evidence)
    if owed and not told:
        is_updated = any(notice.kind is FindingClass.UPDATE_NOTE for notice in notices)
        yield Finding(
            FindingClass.UNANNOUNCED,
            round(max(_weight(finding, is_updated=is_updated) for finding in owed), 3),
            "no correction notice",
            evidence=evidence,
            details=(("delay", _delay(revision.times)),),
        )
    elif owed and any(finding.kind in _CORRECTIONS for finding in told):
        yield Finding(FindingClass.ANNOUNCED_CORRECTION, 0.5, evidence=evidence)


def _weight(finding: Finding, *, is_updated: bool) -> float:
    """Under an update line that moved on a fact weighs less than a quotation, or than one that changed in silence."""
    return finding.weight * _UPDATED_FACTOR if is_updated and finding.kind not in _QUOTES else finding.weight


def _tells_of(notice: Finding, owed: Sequence[Finding], revision: Revision) -> bool:
    """Whether the words that are new in a notice speak of what changed: name a value, or a thing told in its sentence."""
    added = _stems(notice.after or "") - _stems(notice.before or "")
    if not added:
        return False
    for finding in owed:
        sentences = {
            sentence_text(revision, place.side, place.sentence)
            for place in finding.evidence
            if place.sentence is not None
        }
        texts = (finding.before or "", finding.after or "", *sentences)
        if any(added & _stems(text) for text in texts):
            return True
    return False


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in words(text) if word not in STOP_WORDS}


def _after_publication(times: Times) -> timedelta | None:
    """How long after publication the new version was seen; not known where it would have been seen before it was there."""
    if times.after is None or times.published is None or times.after < times.published:
        return None
    return times.after - times.published


def _delay(times: Times) -> str:
    """How long after publication the change was seen, as a duration of ISO 8601."""
    after = _after_publication(times)
    if after is None:
        return "unknown"
    minutes = int(after.total_seconds() // 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    clock = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M")) if number)
    told = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"P{told or 'T0M'}"

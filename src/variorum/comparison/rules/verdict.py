"""Takes the findings of a revision, gives the verdict: whether readers were told of what changed, and how late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from variorum.comparison.language import NOTICES
from variorum.comparison.rules.compared import FACTS
from variorum.model import Finding, FindingClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from variorum.model import Times

#: Findings on facts, quotations and the headline: what readers should be told of.
_OWED = FACTS | {FindingClass.HEADLINE, FindingClass.QUOTE_ALTERED, FindingClass.QUOTE_DROPPED}
_CORRECTIONS = frozenset({FindingClass.CORRECTION, FindingClass.CLARIFICATION})
#: Within so long after publication a story develops, and its figures with it.
_DEVELOPING: Final = timedelta(hours=24)
_DEVELOPING_FACTOR: Final = 0.6


def verdict(findings: Sequence[Finding], times: Times) -> Iterator[Finding]:
    """Unannounced when a fact, quote or headline changed and no notice tells; announced when a correction does.

    The evidence is that of the findings which the verdict rests on; the detail `delay` is how long after publication the new
    version was seen, in ISO 8601, or `unknown`.
    """
    owed = [finding for finding in findings if finding.kind in _OWED]
    told = [finding for finding in findings if finding.kind in NOTICES and finding.after is not None]
    evidence = tuple(place for finding in (*owed, *told) for place in finding.evidence)
    if owed and not told:
        yield Finding(
            FindingClass.UNANNOUNCED,
            round(max(_weight(finding, times) for finding in owed), 3),
            "no correction notice",
            evidence=evidence,
            details=(("delay", _delay(times)),),
        )
    elif owed and any(finding.kind in _CORRECTIONS for finding in told):
        yield Finding(FindingClass.ANNOUNCED_CORRECTION, 0.5, evidence=evidence)


def _weight(finding: Finding, times: Times) -> float:
    """A figure of a story that still develops weighs less than a quotation, or than any figure of an old article."""
    after = _after_publication(times)
    if finding.kind is FindingClass.FIGURE and after is not None and after <= _DEVELOPING:
        return finding.weight * _DEVELOPING_FACTOR
    return finding.weight


def _after_publication(times: Times) -> timedelta | None:
    return times.after - times.published if times.after and times.published else None


def _delay(times: Times) -> str:
    """How long after publication the change was seen, as a duration of ISO 8601."""
    after = _after_publication(times)
    if after is None:
        return "unknown"
    minutes = max(0, int(after.total_seconds() // 60))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    clock = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M")) if number)
    told = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"P{told or 'T0M'}"

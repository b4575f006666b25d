"""Takes the findings of a revision, gives the verdict: whether readers were told of what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.comparison.rules.notices import is_added
from variorum.model import Finding, FindingClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Findings on facts, quotations and the headline: what readers should be told of.
_OWED = frozenset(
    {FindingClass.FIGURE, FindingClass.QUOTE_ALTERED, FindingClass.QUOTE_DROPPED, FindingClass.HEADLINE}
)


def verdict(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Unannounced when a fact, quote or headline changed and no notice was added; announced when a correction was.

    The evidence is that of the findings which the verdict rests on.
    """
    owed = [finding for finding in findings if finding.kind in _OWED]
    told = [finding for finding in findings if is_added(finding)]
    evidence = tuple(place for finding in (*owed, *told) for place in finding.evidence)
    if owed and not told:
        weight = max(finding.weight for finding in owed)
        yield Finding(FindingClass.UNANNOUNCED, weight, "no correction notice", evidence=evidence)
    elif owed and any(finding.kind is FindingClass.CORRECTION for finding in told):
        yield Finding(FindingClass.ANNOUNCED_CORRECTION, 0.5, evidence=evidence)

"""Takes a revision, gives its findings: what each rule says that the change means, heaviest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.comparison.rules import (
    attribution,
    body,
    certainty,
    facts,
    fields,
    names,
    noise,
    notices,
    quotations,
)
from variorum.comparison.rules.compared import compared
from variorum.comparison.rules.notices import with_corrected
from variorum.comparison.rules.rest import rest_findings
from variorum.comparison.rules.verdict import verdict
from variorum.model import FindingClass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from variorum.comparison.rules.compared import Compared
    from variorum.comparison.zones import Zones
    from variorum.model import Finding, Revision

#: Each rule looks at the whole comparison and gives the findings that it can prove.
RULES: tuple[Callable[[Compared], Iterable[Finding]], ...] = (
    fields.field_findings,
    facts.figure_findings,
    names.name_findings,
    names.date_findings,
    attribution.attribution_findings,
    certainty.certainty_findings,
    certainty.negation_findings,
    quotations.quotation_findings,
    notices.notice_findings,
    body.lead_findings,
    body.group_findings,
    body.move_findings,
    noise.typography_findings,
    noise.case_findings,
    noise.furniture_findings,
)


def findings(revision: Revision, old_zones: Zones, new_zones: Zones) -> tuple[Finding, ...]:
    """All findings of a revision whose sentences are of these zones, heaviest first, then in the order of the rules."""
    looked_at = compared(revision, old_zones, new_zones)
    found = with_corrected(_without_repeats([finding for rule in RULES for finding in rule(looked_at)]))
    found += rest_findings(looked_at, found)
    found += verdict(found, revision.times)
    return tuple(sorted(found, key=lambda finding: -finding.weight))


def _without_repeats(found: Sequence[Finding]) -> list[Finding]:
    """The findings without names that only tell that a quotation was given to someone else."""
    speakers = {
        (place.side, place.sentence, place.start)
        for finding in found
        if finding.kind is FindingClass.SPEAKER_CHANGED
        for place in finding.evidence
    }
    return [
        finding
        for finding in found
        if not (
            finding.kind is FindingClass.NAME
            and {(place.side, place.sentence, place.start) for place in finding.evidence} <= speakers
        )
    ]

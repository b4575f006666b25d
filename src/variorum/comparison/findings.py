"""Takes a revision, gives its findings: what each rule says that the change means, heaviest first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from variorum.comparison.rules import (
    attribution,
    beside,
    body,
    certainty,
    facts,
    fields,
    names,
    noise,
    notices,
    opposites,
    quotations,
)
from variorum.comparison.rules.compared import FACTS, compared
from variorum.comparison.rules.notices import with_corrected
from variorum.comparison.rules.rest import rest_findings
from variorum.comparison.rules.verdict import developing, verdict
from variorum.model import FindingClass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from variorum.comparison.rules.compared import Compared
    from variorum.comparison.zones import Zones
    from variorum.model import Evidence, Finding, Revision

#: Each rule looks at the whole comparison and gives the findings that it can prove.
RULES: tuple[Callable[[Compared], Iterable[Finding]], ...] = (
    fields.field_findings,
    beside.beside_findings,
    facts.figure_findings,
    names.name_findings,
    names.date_findings,
    attribution.attribution_findings,
    certainty.certainty_findings,
    certainty.negation_findings,
    opposites.opposite_findings,
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
    found = developing(found, revision.times)
    found += verdict(found, revision)
    return tuple(sorted(found, key=lambda finding: -finding.weight))


#: A finding of the second class tells nothing where one of the first points at the same words.
_REPEATED = (
    # Only that a quotation was given to someone else.
    (FindingClass.SPEAKER_CHANGED, FindingClass.NAME),
    # The number in "Aurelia 3".
    (FindingClass.NAME, FindingClass.FIGURE),
    # "Some 1510 people" tells of no year.
    (FindingClass.FIGURE, FindingClass.DATE),
    # What became of those who are counted.
    (FindingClass.FIGURE, FindingClass.NEGATION),
)
#: Told with the quotation that they stand in.
_WITHIN_QUOTES = FACTS - {FindingClass.SPEAKER_CHANGED, FindingClass.ATTRIBUTION}


def _without_repeats(found: Sequence[Finding]) -> list[Finding]:
    """The findings without those that others tell; in the sentence, an altered quotation tells what changed in it, facts what changed in a table."""
    kept = list(found)
    for teller, told in _REPEATED:
        places = _Places(finding for finding in kept if finding.kind is teller)
        kept = [finding for finding in kept if finding.kind is not told or not places.cover(finding)]
    kept = _without_figures_twice(_without_negated_twice(kept))
    cells = _Places(finding for finding in kept if finding.kind in FACTS)
    quotes = _Places(finding for finding in kept if finding.kind is FindingClass.QUOTE_ALTERED)
    return [
        replace(finding, sentence="")
        if (finding.kind in _WITHIN_QUOTES and quotes.cover(finding))
        or (finding.kind is FindingClass.TABLE and cells.cover(finding))
        else finding
        for finding in kept
    ]


def _without_figures_twice(found: list[Finding]) -> list[Finding]:
    """The findings without those on figures that another one tells at the same places, or within longer ones: 10%, 10% more."""
    kept: list[Finding] = []
    told: set[tuple[Evidence, ...]] = set()
    turned = _Places(finding for finding in found if _is_turned(finding))
    for finding in found:
        if finding.kind is FindingClass.FIGURE:
            if finding.evidence in told or (not _is_turned(finding) and turned.cover(finding)):
                continue
            told.add(finding.evidence)
        kept.append(finding)
    return kept


def _is_turned(finding: Finding) -> bool:
    return finding.kind is FindingClass.FIGURE and finding.subject is None and not finding.details


def _without_negated_twice(found: list[Finding]) -> list[Finding]:
    """The findings without opposites that a negation which came or went tells already: without, with."""
    single = _Places(
        finding
        for finding in found
        if finding.kind is FindingClass.NEGATION and not (finding.before and finding.after)
    )
    return [
        finding
        for finding in found
        if not (
            finding.kind is FindingClass.NEGATION
            and finding.before
            and finding.after
            and single.touch(finding)
        )
    ]


class _Places:
    """Where findings point at, by side, field and sentence."""

    def __init__(self, found: Iterable[Finding]) -> None:
        """The places of these findings."""
        self._spans: dict[tuple[object, ...], list[tuple[int, int]]] = {}
        for finding in found:
            for place in finding.evidence:
                self._spans.setdefault((place.side, place.field, place.sentence), []).append(
                    (place.start, place.end)
                )

    def cover(self, finding: Finding) -> bool:
        """Whether every place of a finding lies within these."""
        return bool(finding.evidence) and all(map(self._covers, finding.evidence))

    def touch(self, finding: Finding) -> bool:
        """Whether some place of a finding lies within these."""
        return any(map(self._covers, finding.evidence))

    def _covers(self, place: Evidence) -> bool:
        spans = self._spans.get((place.side, place.field, place.sentence), ())
        return any(start <= place.start and place.end <= end for start, end in spans)

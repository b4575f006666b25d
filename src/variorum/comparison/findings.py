"""Takes a revision, gives its findings: what each rule says that the change means, heaviest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.comparison.rules import body, facts, fields, notices, quotations
from variorum.comparison.rules.rest import rest_findings
from variorum.comparison.rules.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from variorum.model import Finding, Revision

#: Each rule looks at the whole revision and gives the findings that it can prove.
RULES: tuple[Callable[[Revision], Iterable[Finding]], ...] = (
    fields.field_findings,
    facts.figure_findings,
    quotations.quotation_findings,
    notices.notice_findings,
    body.lead_findings,
    body.group_findings,
    body.move_findings,
    body.typography_findings,
)


def findings(revision: Revision) -> tuple[Finding, ...]:
    """All findings of a revision, heaviest first, then in the order of the rules."""
    found = [finding for rule in RULES for finding in rule(revision)]
    found += rest_findings(revision, found)
    found += verdict(found)
    return tuple(sorted(found, key=lambda finding: -finding.weight))

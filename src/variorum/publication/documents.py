"""Takes a comparison, gives the document that `compare --json` prints (docs/reference/json.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.model.documents import Document, time_from_text, time_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from variorum.model import Edit, FieldChange, Finding, Revision

_TIMES = frozenset({"published", "modified"})


def comparison_document(revision: Revision) -> Document:
    """A comparison as a JSON-able document. Positions and lengths count code points; times are ISO 8601 with a `Z`."""
    times = revision.times
    return {
        "sentence": revision.sentence,
        "classes": list(revision.classes),
        "weight": revision.weight,
        "times": {
            "published": _time(times.published),
            "before": _time(times.before),
            "after": _time(times.after),
        },
        "fields": [_field(change) for change in revision.fields],
        "findings": [_finding(finding) for finding in revision.findings],
        "links": [
            {
                "old": list(counterpart.link.old),
                "new": list(counterpart.link.new),
                "moved": counterpart.moved,
                "changed": counterpart.changed,
                "edits": _edits(counterpart.edits),
            }
            for counterpart in revision.links
        ],
        "paragraph_links": [
            {"old": list(link.old), "new": list(link.new)} for link in revision.paragraph_links
        ],
        "added": list(revision.added),
        "deleted": list(revision.deleted),
        "sentences": {
            "old": [revision.old_text(i) for i in range(len(revision.old))],
            "new": [revision.new_text(j) for j in range(len(revision.new))],
        },
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else time_text(moment)


def _field(change: FieldChange) -> Document:
    before, after = change.before, change.after
    if change.name in _TIMES:
        before, after = _with_z(before), _with_z(after)
    return {
        "name": change.name,
        "before": before,
        "after": after,
        "changed": change.changed,
        "kind": str(change.kind),
        "edits": _edits(change.edits),
    }


def _with_z(text: str | None) -> str | None:
    """A time as all others are written; one that is none as it stands."""
    try:
        return text and time_text(time_from_text(text))
    except ValueError:
        return text


def _edits(edits: Iterable[Edit]) -> list[Document]:
    return [
        {
            "kind": str(edit.kind),
            "old_start": edit.old_start,
            "old_end": edit.old_end,
            "new_start": edit.new_start,
            "new_end": edit.new_end,
        }
        for edit in edits
    ]


def _finding(finding: Finding) -> Document:
    return {
        "class": str(finding.kind),
        "weight": finding.weight,
        "sentence": finding.sentence,
        "before": finding.before,
        "after": finding.after,
        "subject": finding.subject,
        "details": dict(finding.details),
        "evidence": [
            {
                "side": str(found.side),
                "field": found.field,
                "sentence": found.sentence,
                "start": found.start,
                "end": found.end,
                "quote": found.quote,
            }
            for found in finding.evidence
        ],
    }

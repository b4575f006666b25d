"""Takes a revision, gives findings on the zones beside the paragraphs: tables, embeds and notes about authors."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from variorum.comparison.tables import table_changes
from variorum.model import Evidence, Finding, FindingClass, Side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from variorum.comparison.rules.compared import Compared
    from variorum.model import FieldChange, Revision

_TABLE, _EMBED, _AUTHOR_NOTE = 0.3, 0.2, 0.1


def beside_findings(compared: Compared) -> Iterator[Finding]:
    """One finding for each zone that changed; old and new value are the lines that went and came."""
    revision = compared.revision
    for change in revision.fields:
        if not change.changed:
            continue
        if change.name == "tables":
            yield _table_finding(compared)
        elif change.name == "embeds":
            yield _line_finding(change, FindingClass.EMBED, _EMBED, "embed")
        elif change.name == "author_notes":
            yield _line_finding(change, FindingClass.AUTHOR_NOTE, _AUTHOR_NOTE, "author note")


def _table_finding(compared: Compared) -> Finding:
    """The finding on the tables as a whole: its evidence are the words that changed within cells, and rows that came or went."""
    revision = compared.revision
    changes = table_changes(revision.before.tables, revision.after.tables)
    evidence = [
        passage.evidence(side, start, end)
        for passage in compared.passages
        if passage.field == "tables"
        for edit in passage.changes
        for side, start, end in (
            (Side.OLD, edit.old_start, edit.old_end),
            (Side.NEW, edit.new_start, edit.new_end),
        )
        if start < end
    ]
    # A cell that was empty has no passage: nothing stood in the place of anything.
    one_sided = [cell for cell in changes.cells if not cell.old.text or not cell.new.text]
    old = [*changes.gone, *(cell.old for cell in one_sided if cell.old.text)]
    new = [*changes.come, *(cell.new for cell in one_sided if cell.new.text)]
    evidence += [Evidence(Side.OLD, "tables", *place) for place in old]
    evidence += [Evidence(Side.NEW, "tables", *place) for place in new]
    before, after = _lines(revision)
    return Finding(
        FindingClass.TABLE,
        _TABLE,
        f"table {_verb(len(revision.before.tables), len(revision.after.tables))}",
        before,
        after,
        evidence=tuple(evidence),
    )


def _lines(revision: Revision) -> tuple[str | None, str | None]:
    """The lines of tables that went, and those that came."""
    old, new = (
        [line for table in article.tables for line in table.lines]
        for article in (revision.before, revision.after)
    )
    return _joined(_without(old, new)), _joined(_without(new, old))


def _line_finding(change: FieldChange, kind: FindingClass, weight: float, name: str) -> Finding:
    old, new = ((text or "").split("\n") if text else [] for text in (change.before, change.after))
    gone, come = _without(old, new), _without(new, old)
    evidence = (*_places(Side.OLD, change.name, old, gone), *_places(Side.NEW, change.name, new, come))
    verb = "changed" if gone and come else "added" if come else "removed" if gone else "moved"
    return Finding(kind, weight, f"{name} {verb}", _joined(gone), _joined(come), evidence=evidence)


def _verb(before: int, after: int) -> str:
    if before == after:
        return "changed"
    return "added" if before < after else "removed"


def _without(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    """The lines that the other side does not have, as often as it does not."""
    left = Counter(others)
    kept = []
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
        else:
            kept.append(line)
    return kept


def _joined(lines: Sequence[str]) -> str | None:
    return "\n".join(lines) if lines else None


def _places(side: Side, field: str, lines: Sequence[str], wanted: Sequence[str]) -> Iterator[Evidence]:
    """Where lines stand in a field of one line for each."""
    open_ones, at = Counter(wanted), 0
    for line in lines:
        if open_ones[line] > 0 and line:
            open_ones[line] -= 1
            yield Evidence(side, field, at, at + len(line), line)
        at += len(line) + 1

"""Takes a comparison, gives findings on what is no news: glyphs, letter case, furniture of the page, running clocks."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from variorum.comparison.language import FURNITURE
from variorum.comparison.rules.facts import is_only_regrouped
from variorum.comparison.rules.places import joined_texts, whole_sentence
from variorum.model import EditKind, Evidence, Finding, FindingClass, Side
from variorum.text.normalise import normalise
from variorum.text.quotations import QUOTATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.comparison.rules.compared import Compared, Passage
    from variorum.model import FieldChange

_WEIGHT = 0.02
_NAMES = {FindingClass.BOILERPLATE: "furniture of the page", FindingClass.CLOCK: "a running clock"}


def typography_findings(compared: Compared) -> Iterator[Finding]:
    """A finding when glyphs or spaces changed and words did not."""
    revision = compared.revision
    places = sum(
        change.kind is EditKind.TYPOGRAPHY and change.name != "lead_image" for change in revision.fields
    )
    for counterpart in revision.links:
        old, new = joined_texts(revision, counterpart)
        places += any(
            kind is EditKind.TYPOGRAPHY and any(_shown(old, new, edit) for edit in run)
            for kind, run in groupby(counterpart.edits, key=lambda edit: edit.kind)
        )
    places += sum(is_only_set_otherwise(passage, compared.language) for passage in compared.passages)
    if places:
        told = "typography changed in " + ("one place" if places == 1 else f"{places} places")
        yield Finding(FindingClass.TYPOGRAPHY, _WEIGHT, told)


def _shown(old: str, new: str, edit: tuple[EditKind, int, int, int, int]) -> bool:
    _, old_start, old_end, new_start, new_end = edit
    if old[old_start:old_end].strip() != new[new_start:new_end].strip():
        return True
    # The blanks behind a sentence are there or not for where it stands in its paragraph.
    return old_end < len(old.rstrip()) and new_end < len(new.rstrip())


def is_only_set_otherwise(passage: Passage, language: str) -> bool:
    """Whether words and numbers stay, and only quotation marks or the signs between thousands changed."""
    return bool(passage.changes) and (
        _without_marks(passage.before) == _without_marks(passage.after)
        or is_only_regrouped(passage, language)
    )


def _without_marks(text: str) -> str:
    bare = QUOTATION.sub(lambda match: match[match.lastindex or 0], text)
    return " ".join(normalise(bare).replace('"', "").split())


def is_case_only(change: FieldChange) -> bool:
    """Whether nothing but the case of letters changed in a field."""
    before, after = change.before or "", change.after or ""
    return change.changed and before.casefold() == after.casefold()


def case_findings(compared: Compared) -> Iterator[Finding]:
    """A finding when in some sentence or field nothing but the case of letters changed."""
    evidence: list[Evidence] = []
    for passage in compared.passages:
        if passage.only_case_changed and passage.field == "body":
            for edit in passage.changes:
                evidence.append(passage.evidence(Side.OLD, edit.old_start, edit.old_end))
                evidence.append(passage.evidence(Side.NEW, edit.new_start, edit.new_end))
    for change in compared.revision.fields:
        if is_case_only(change) and change.before and change.after:
            evidence.append(Evidence(Side.OLD, change.name, 0, len(change.before), change.before))
            evidence.append(Evidence(Side.NEW, change.name, 0, len(change.after), change.after))
    if evidence:
        yield Finding(FindingClass.CASE, _WEIGHT, "letters changed their case", evidence=tuple(evidence))


def furniture_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for furniture, and one for clocks, that were added, deleted or changed."""
    revision = compared.revision
    for kind in FURNITURE:
        places = [(Side.OLD, i) for i in revision.deleted if compared.old_zones[i] is kind]
        places += [(Side.NEW, j) for j in revision.added if compared.new_zones[j] is kind]
        for counterpart in revision.links:
            if counterpart.changed and kind is compared.new_zones[counterpart.link.new[0]]:
                places += [(Side.OLD, i) for i in counterpart.link.old]
                places += [(Side.NEW, j) for j in counterpart.link.new]
        if places:
            evidence = tuple(whole_sentence(revision, side, index) for side, index in places)
            yield Finding(kind, _WEIGHT, f"{_NAMES[kind]} changed", evidence=evidence)

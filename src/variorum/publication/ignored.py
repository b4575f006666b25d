"""Takes a revision, gives what was ignored in it: time stamps, typography, the layout of paragraphs. Listed, never hidden."""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from variorum.model import EditKind
from variorum.model.documents import time_from_text
from variorum.publication.layout import IGNORED_FIELDS, field_label
from variorum.publication.marks import RunKind, new_runs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from variorum.model import FieldChange, Revision
    from variorum.publication.marks import Run

_TIMES = frozenset({"published", "modified"})


class Ignored(NamedTuple):
    """Something that changed and was ignored; both texts are empty where only white space or the layout changed."""

    label: str
    before: str = ""
    after: str = ""
    places: int = 1


def ignored(revision: Revision) -> tuple[Ignored, ...]:
    """All that was ignored: fields first, then the body."""
    return (*_fields(revision), *_typography(revision), *_layout(revision))


def moment_text(moment: datetime) -> str:
    """A moment for people.

    >>> from datetime import datetime
    >>> moment_text(datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    '2026-03-01 09:30:00 UTC'
    """
    moment = moment.astimezone(UTC)
    return f"{moment.date()} {moment:%H:%M:%S} UTC"


def _fields(revision: Revision) -> Iterator[Ignored]:
    for change in revision.fields:
        unread = change.changed and change.name in IGNORED_FIELDS
        if change.kind is EditKind.TYPOGRAPHY or unread:
            before, after = _value(change, change.before), _value(change, change.after)
            yield Ignored(field_label(change.name), before or "none", after or "none")


def _value(change: FieldChange, text: str | None) -> str:
    if text and change.name in _TIMES:
        try:
            return moment_text(time_from_text(text))
        except ValueError:
            return text
    return text or ""


def _typography(revision: Revision) -> Iterator[Ignored]:
    """Each pair of glyphs once, with the number of places."""
    pairs = Counter(
        (run.before.strip(), run.text.strip())
        for counterpart in revision.links
        if any(edit.kind is EditKind.TYPOGRAPHY for edit in counterpart.edits)
        for runs in new_runs(revision, counterpart).values()
        for run in _without_last_blank(runs)
        if run.kind is RunKind.TYPOGRAPHY
    )
    for (before, after), places in pairs.items():
        yield Ignored("Typography" if before or after else "White space", before, after, places)


def _without_last_blank(runs: list[Run]) -> list[Run]:
    """The runs without a blank at the end that is there on one side only: the other side ends its paragraph."""
    last = runs[-1] if runs else None
    one_sided = last is not None and not (last.text + last.before).strip() and not (last.text and last.before)
    return runs[:-1] if one_sided else runs


def _layout(revision: Revision) -> Iterator[Ignored]:
    """Paragraphs that were divided or joined, and those whose kind changed."""
    stayed = sorted((link.link for link in revision.links if not link.moved), key=lambda link: link.new)
    divided = joined = 0
    for (old, new), (next_old, next_new) in pairwise(stayed):
        if next_old[0] == old[-1] + 1 and next_new[0] == new[-1] + 1:
            was_one = revision.old[old[-1]].paragraph == revision.old[next_old[0]].paragraph
            is_one = revision.new[new[-1]].paragraph == revision.new[next_new[0]].paragraph
            divided += was_one and not is_one
            joined += is_one and not was_one
    if divided:
        yield Ignored("Paragraphs divided", places=divided)
    if joined:
        yield Ignored("Paragraphs joined", places=joined)
    paragraphs = {
        (revision.old[link.link.old[0]].paragraph, revision.new[link.link.new[0]].paragraph)
        for link in revision.links
    }
    kinds = Counter(
        (str(revision.before.paragraphs[old].kind), str(revision.after.paragraphs[new].kind))
        for old, new in sorted(paragraphs)
    )
    for (before, after), places in kinds.items():
        if before != after:
            yield Ignored("Kind of paragraph", before, after, places)

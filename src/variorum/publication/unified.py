"""Takes a revision, gives a conventional unified diff with a line for each sentence, as `diff -u` writes it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from variorum.model.documents import time_text
from variorum.publication.layout import layout
from variorum.text.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from variorum.model import Revision
    from variorum.publication.layout import ShownField

_CONTEXT = 3


class _Line(NamedTuple):
    """A line of the diff: ` ` on both sides, `-` of the old one only, `+` of the new one only."""

    sign: str
    text: str


def comparison_unified(revision: Revision) -> str:
    """The unified diff of a revision, empty where no line differs.

    Each sentence is a line, and so is each field, caption and link, with its name before it; blank ones are left out.
    The pairs of lines are those of the revision, so a sentence that moved is deleted at one place and added at another.
    """
    laid_out = layout(revision)
    diff = [
        *(line for field in laid_out.head for line in _field(field)),
        *_body(revision),
        *(line for field in laid_out.tail for line in _field(field)),
    ]
    hunks = "".join(_hunks(diff))
    if not hunks:
        return ""
    times = revision.times
    return f"--- before{_time(times.before)}\n+++ after{_time(times.after)}\n{hunks}"


def _time(moment: datetime | None) -> str:
    return f"\t{time_text(moment)}" if moment else ""


def _field(field: ShownField) -> Iterator[_Line]:
    """The lines of a field: those that both sides begin and end with, and between them all others."""
    before, after = (
        [f"{field.label}: {one_line(text)}" for text in (value or "").split("\n") if one_line(text)]
        for value in (field.change.before, field.change.after)
    )
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = next((at for at in range(shorter - head) if before[-1 - at] != after[-1 - at]), shorter - head)
    yield from (_Line(" ", text) for text in before[:head])
    yield from (_Line("-", text) for text in before[head : len(before) - tail])
    yield from (_Line("+", text) for text in after[head : len(after) - tail])
    yield from (_Line(" ", text) for text in before[len(before) - tail :])


def _body(revision: Revision) -> Iterator[_Line]:
    old = [one_line(revision.old_text(i)) for i in range(len(revision.old))]
    new = [one_line(revision.new_text(j)) for j in range(len(revision.new))]
    stayed = sorted(
        (counterpart.link.old[0], counterpart.link.new[0])
        for counterpart in revision.links
        if not counterpart.moved and len(counterpart.link.old) == len(counterpart.link.new) == 1
    )
    i = j = 0
    for same_old, same_new in [*stayed, (len(old), len(new))]:
        if same_new < j or (same_old < len(old) and old[same_old] != new[same_new]):
            continue
        yield from (_Line("-", text) for text in old[i:same_old] if text)
        yield from (_Line("+", text) for text in new[j:same_new] if text)
        yield from (_Line(" ", text) for text in old[same_old : same_old + 1] if text)
        i, j = same_old + 1, same_new + 1


def _hunks(diff: Sequence[_Line]) -> Iterator[str]:
    changed = [at for at, line in enumerate(diff) if line.sign != " "]
    if not changed:
        return
    starts = [changed[0], *(b for a, b in pairwise(changed) if b - a > 2 * _CONTEXT)]
    ends = [*(a for a, b in pairwise(changed) if b - a > 2 * _CONTEXT), changed[-1]]
    written = old = new = 0
    for start, end in zip(starts, ends, strict=True):
        first, last = max(start - _CONTEXT, 0), min(end + _CONTEXT + 1, len(diff))
        old += sum(line.sign != "+" for line in diff[written:first])
        new += sum(line.sign != "-" for line in diff[written:first])
        hunk = diff[first:last]
        old_length = sum(line.sign != "+" for line in hunk)
        new_length = sum(line.sign != "-" for line in hunk)
        lines = "".join(f"{line.sign}{line.text}\n" for line in hunk)
        yield f"@@ -{_range(old, old_length)} +{_range(new, new_length)} @@\n{lines}"
        written, old, new = last, old + old_length, new + new_length


def _range(before: int, length: int) -> str:
    """Where lines stand, after so many others: the first line and the number of lines, which is left out when it is 1."""
    if length == 1:
        return str(before + 1)
    return f"{before + 1 if length else before},{length}"

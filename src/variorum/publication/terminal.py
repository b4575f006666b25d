"""Takes a revision, gives the comparison as text for terminals and plain mail: a sign before each line, words marked."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from variorum.publication.ignored import Ignored, ignored
from variorum.publication.layout import layout
from variorum.publication.marks import Run, RunKind
from variorum.publication.passages import PassageKind
from variorum.publication.phrases import REORDERED, opening
from variorum.publication.wrapping import Segment, wrapped
from variorum.text.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from variorum.model import Revision
    from variorum.publication.layout import Layout, Part, ShownField

# Orange and blue as far as sixteen colours go, with strike and underline for eyes that tell no colours apart.
_DELETED, _ADDED, _LABEL, _FAINT = "33;9", "36;4", "1", "2"
_GUTTER = 2
#: A column narrower than this holds no word.
_NARROWEST = 10


class _Row(NamedTuple):
    """A sign for the gutter and what stands beside it; an empty row keeps sections apart."""

    sign: str
    segments: tuple[Segment, ...]


def comparison_text(
    revision: Revision, *, colour: bool = False, width: int | None = None, full: bool = False
) -> str:
    """A comparison as text: its sentence, then every change; signs are `-` deleted, `+` added, `~` reworded, `>` moved.

    With `colour` words are marked by ANSI codes, otherwise as `[-old-]{+new+}`. Lines are wrapped to `width` columns where that is
    given. Unchanged sentences are only counted, unless `full`. No line end at the end.
    """
    laid_out = layout(revision)
    rows = [_Row("", (Segment(revision.sentence, _LABEL),))]
    rows += (row for field in laid_out.head if field.number for row in _field(field))
    body = list(_body(revision, laid_out, colour=colour, full=full))
    if full or laid_out.changes:
        rows += _section("Body", body)
    rows += (row for field in laid_out.tail if field.number for row in _field(field))
    rows += _section("Ignored", [_ignored(item) for item in ignored(revision)])
    return "\n".join(line for row in rows for line in _lines(row, colour=colour, width=width))


def _section(label: str, rows: Sequence[_Row]) -> Iterator[_Row]:
    if rows:
        yield _Row("", ())
        yield _Row("", (Segment(label, _LABEL),))
        yield from rows


def _field(field: ShownField) -> Iterator[_Row]:
    """The lines of a field that are gone, and those that are new."""
    before, after = (Counter((text or "").split("\n")) for text in (field.change.before, field.change.after))
    rows = [
        _Row(mark, (Segment(line, style),))
        for mark, style, found in (("-", _DELETED, before - after), ("+", _ADDED, after - before))
        for line in found.elements()
        if line
    ]
    yield from _section(field.label, rows or [_Row("~", (Segment(REORDERED),))])


def _ignored(item: Ignored) -> _Row:
    told = item.label
    if item.before or item.after:
        told += f": {item.before} → {item.after}"
    if item.places > 1:
        told += f" ({item.places} places)"
    return _Row(" ", (Segment(told, _FAINT),))


def _body(revision: Revision, laid_out: Layout, *, colour: bool, full: bool) -> Iterator[_Row]:
    for kept, run in groupby(laid_out.parts, key=lambda part: part.passage.kind is PassageKind.KEPT):
        parts = list(run)
        if kept and not full:
            number = sum(len(part.sentences) for part in parts)
            yield _Row(" ", (Segment(f"({counted(number, 'unchanged sentence')})", _FAINT),))
        else:
            for part in parts:
                yield _part(revision, part, colour=colour)


def _part(revision: Revision, part: Part, *, colour: bool) -> _Row:
    passage = part.passage
    way = "down" if passage.down else "up"
    if part.left:
        start = opening("".join(revision.old_text(i) for i in passage.old))
        return _Row(">", (Segment(f"(moved {way} from here) {start}", _FAINT),))
    if passage.kind is PassageKind.ADDED:
        return _Row("+", tuple(Segment(run.text, _ADDED) for run in part.runs))
    if passage.kind is PassageKind.DELETED:
        return _Row("-", tuple(Segment(run.text, _DELETED) for run in part.runs))
    marked = tuple(_coloured(part.runs) if colour else _bracketed(part.runs))
    if passage.kind is PassageKind.MOVED:
        return _Row(">", (Segment(f"(moved {way} to here) ", _FAINT), *marked))
    return _Row("~" if passage.kind is PassageKind.REWORDED else " ", marked)


def _coloured(runs: Iterable[Run]) -> Iterator[Segment]:
    styles = {RunKind.DELETED: _DELETED, RunKind.ADDED: _ADDED}
    return (Segment(run.text, styles.get(run.kind, "")) for run in runs)


def _bracketed(runs: Iterable[Run]) -> Iterator[Segment]:
    """Words marked as wdiff does it, the blanks around them outside."""
    brackets = {RunKind.DELETED: ("[-", "-]"), RunKind.ADDED: ("{+", "+}")}
    for run in runs:
        words = run.text.strip()
        if run.kind in brackets and words:
            before, after = run.text.split(words, 1)
            left, right = brackets[run.kind]
            yield Segment(f"{before}{left}{words}{right}{after}")
        else:
            yield Segment(run.text)


def _lines(row: _Row, *, colour: bool, width: int | None) -> Iterator[str]:
    """A row as lines, the sign before the first, all others indented alike."""
    gutter = _GUTTER if row.sign else 0
    room = None if width is None else max(width - gutter, _NARROWEST)
    sign = row.sign
    for line in wrapped(row.segments, room):
        text = "".join(_styled(segment, colour=colour) for segment in line)
        yield f"{sign:<{gutter}}{text}".rstrip()
        sign = " " if row.sign else ""


def _styled(segment: Segment, *, colour: bool) -> str:
    return f"\x1b[{segment.style}m{segment.text}\x1b[0m" if colour and segment.style else segment.text

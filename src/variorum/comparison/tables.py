"""Takes the tables of two articles, gives the pairs of cells that changed, what each counts, and the rows that came or went."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from variorum.model.beside import BETWEEN_CELLS
from variorum.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from variorum.model import Table

_LETTER = re.compile(r"[^\W\d_]")
#: Rows without a counterpart by their names are one when at least this share of their cells stayed.
_SAME_CELLS = 0.5
#: More cells than these that changed are another table: none of them is looked at by itself.
_MOST_CELLS = 300
_LONGEST_NAME = 60


class Place(NamedTuple):
    """A stretch of the field `tables` as one text."""

    start: int
    end: int
    text: str


class ChangedCell(NamedTuple):
    """A cell on both sides, and what it tells of: the names of its row and column."""

    old: Place
    new: Place
    subject: str


@dataclass(frozen=True, slots=True)
class TableChanges:
    """What became of the tables of an article: cells that changed, and lines that came or went as a whole."""

    cells: tuple[ChangedCell, ...]
    gone: tuple[Place, ...]
    come: tuple[Place, ...]


class _Row(NamedTuple):
    """A row with its name, where its cells begin in the field, and the places of its cells."""

    name: str
    cells: tuple[str, ...]
    places: tuple[Place, ...]
    whole: Place


class _Laid(NamedTuple):
    """A table with its caption and its rows laid out in the field; `heads` name its columns, none where no row does."""

    caption: Place | None
    rows: list[_Row]
    heads: tuple[str, ...]


def table_changes(before: Sequence[Table], after: Sequence[Table]) -> TableChanges:
    """The changes between the tables of two articles; swapping the arguments swaps the sides.

    Tables are paired by the names of their rows and columns, rows by their names, cells by the heads of their columns
    or in their order.

    >>> from variorum.model import Table
    >>> old, new = Table((("Town", "Dead"), ("Lowmere", "14"))), Table((("Town", "Dead"), ("Lowmere", "41")))
    >>> [(cell.old.text, cell.new.text, cell.subject) for cell in table_changes([old], [new]).cells]
    [('14', '41', 'Lowmere, Dead')]
    """
    old, new = list(_laid_out(before)), list(_laid_out(after))
    cells: list[ChangedCell] = []
    gone: list[Place] = []
    come: list[Place] = []
    pairs = _paired_tables(old, new)
    for i, j in pairs:
        _compare(old[i], new[j], cells, gone, come)
    gone += _whole(old, {i for i, _ in pairs})
    come += _whole(new, {j for _, j in pairs})
    if len(cells) > _MOST_CELLS:
        gone += [cell.old for cell in cells if cell.old.text]
        come += [cell.new for cell in cells if cell.new.text]
        cells = []
    return TableChanges(tuple(cells), tuple(sorted(gone)), tuple(sorted(come)))


def _whole(tables: Sequence[_Laid], paired: set[int]) -> Iterator[Place]:
    """The lines of the tables that have no counterpart."""
    for at, table in enumerate(tables):
        if at not in paired:
            yield from [table.caption] if table.caption else []
            yield from (row.whole for row in table.rows)


def _laid_out(tables: Iterable[Table]) -> Iterator[_Laid]:
    at = 0
    for table in tables:
        caption = None
        if table.caption is not None:
            caption = Place(at, at + len(table.caption), table.caption)
            at = caption.end + 1
        rows = []
        for cells in table.rows:
            start, places = at, []
            for cell in cells:
                places.append(Place(at, at + len(cell), cell))
                at += len(cell) + len(BETWEEN_CELLS)
            at = places[-1].end if places else start
            whole = Place(start, at, BETWEEN_CELLS.join(cells))
            rows.append(_Row(_name(cells), cells, tuple(places), whole))
            at += 1
        yield _Laid(caption, rows, _heads(table))


def _name(cells: Sequence[str]) -> str:
    """The name of a row: its first cell with a letter in it."""
    return next((normalise(cell) for cell in cells if _LETTER.search(cell)), "")


def _heads(table: Table) -> tuple[str, ...]:
    """The names of the columns: the first row, where none of its cells is a number and others have some."""
    first, *others = table.rows or ((),)
    are_names = all(_LETTER.search(cell) or not cell for cell in first)
    numbers = any(cell and not _LETTER.search(cell) for row in others for cell in row)
    return first if others and are_names and numbers else ()


def _paired_tables(old: Sequence[_Laid], new: Sequence[_Laid]) -> list[tuple[int, int]]:
    """Tables and their counterparts: those that share most names first, one table with one; where as many are left on both sides, these in their order."""
    names = [[Counter(_names(table)) for table in tables] for tables in (old, new)]
    scores = sorted(
        (-(theirs & mine).total() / max(1, (theirs | mine).total()), i + j, i, j)
        for i, theirs in enumerate(names[0])
        for j, mine in enumerate(names[1])
    )
    pairs: list[tuple[int, int]] = []
    for score, _, i, j in scores:
        if score < 0 and all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    left = [i for i in range(len(old)) if all(i != a for a, _ in pairs)]
    open_ones = [j for j in range(len(new)) if all(j != b for _, b in pairs)]
    if len(left) == len(open_ones):
        pairs += zip(left, open_ones, strict=True)
    return sorted(pairs)


def _names(table: _Laid) -> Iterator[str]:
    yield from (row.name for row in table.rows if row.name)
    yield from map(normalise, table.heads[1:])
    if table.caption:
        yield normalise(table.caption.text)


def _compare(old: _Laid, new: _Laid, cells: list[ChangedCell], gone: list[Place], come: list[Place]) -> None:
    """Notes what became of a table."""
    if old.caption and new.caption:
        cells += _changed(old.caption, new.caption, "")
    else:
        gone += [old.caption] if old.caption else []
        come += [new.caption] if new.caption else []
    pairs = _paired_rows(old.rows, new.rows)
    for i, j in pairs:
        was, became = old.rows[i], new.rows[j]
        columns = list(_columns(old, new, was, became))
        for a, b in columns:
            is_head = (i == 0 and bool(old.heads)) or (j == 0 and bool(new.heads))
            cells += _changed(was.places[a], became.places[b], "" if is_head else _subject(new, became, b))
        gone += _others(was, {a for a, _ in columns})
        come += _others(became, {b for _, b in columns})
    paired = {i for i, _ in pairs}, {j for _, j in pairs}
    gone += [row.whole for i, row in enumerate(old.rows) if i not in paired[0] and row.whole.text]
    come += [row.whole for j, row in enumerate(new.rows) if j not in paired[1] and row.whole.text]


def _changed(old: Place, new: Place, subject: str) -> Iterator[ChangedCell]:
    if normalise(old.text) != normalise(new.text):
        yield ChangedCell(old, new, subject)


def _others(row: _Row, taken: set[int]) -> list[Place]:
    return [place for at, place in enumerate(row.places) if at not in taken and place.text]


def _paired_rows(old: Sequence[_Row], new: Sequence[_Row]) -> list[tuple[int, int]]:
    """Rows and their counterparts: of one name, in order; then those that kept half of their cells, or have no name, in order."""
    pairs: list[tuple[int, int]] = []
    places: dict[str, list[int]] = {}
    for j, row in enumerate(new):
        places.setdefault(row.name, []).append(j)
    for i, row in enumerate(old):
        if row.name and places.get(row.name):
            pairs.append((i, places[row.name].pop(0)))
    found = {i for i, _ in pairs}, {j for _, j in pairs}
    mine = [i for i in range(len(old)) if i not in found[0]]
    theirs = [j for j in range(len(new)) if j not in found[1]]
    if len(mine) == len(theirs):
        pairs += [(i, j) for i, j in zip(mine, theirs, strict=True) if _are_one(old[i], new[j])]
    return sorted(pairs)


def _are_one(old: _Row, new: _Row) -> bool:
    if len(old.cells) != len(new.cells):
        return False
    same = sum(normalise(a) == normalise(b) for a, b in zip(old.cells, new.cells, strict=True))
    return not (old.name or new.name) or same >= _SAME_CELLS * len(old.cells)


def _columns(old: _Laid, new: _Laid, was: _Row, became: _Row) -> Iterator[tuple[int, int]]:
    """The cells of two rows that stand in one column: by the columns' heads where there are other columns, else in order."""
    heads, others = ([normalise(head) for head in table.heads] for table in (old, new))
    if heads and others and sorted(heads) != sorted(others) and len(heads) != len(others):
        known = {head: at for at, head in reversed(list(enumerate(others)))}
        for at, head in enumerate(heads):
            there = known.pop(head, None)
            if there is not None and at < len(was.places) and there < len(became.places):
                yield at, there
    else:
        yield from ((at, at) for at in range(min(len(was.places), len(became.places))))


def _subject(table: _Laid, row: _Row, at: int) -> str:
    """What a cell tells of: its row and its column, as far as they have names."""
    name = next((cell for cell in row.cells if _LETTER.search(cell)), "")
    head = table.heads[at] if at < len(table.heads) else ""
    parts = [part for part in (name, head) if part and part != row.cells[at]]
    return ", ".join(part if len(part) <= _LONGEST_NAME else f"{part[:_LONGEST_NAME]}…" for part in parts)

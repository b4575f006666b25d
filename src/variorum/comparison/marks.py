"""Takes two wordings of one thing, gives the edits that turn one into the other, word by word and easy to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq

from variorum.model import Edit, EditKind
from variorum.text.tokens import tokens
from variorum.text.word_lists import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Beyond so many pairs of tokens only what both wordings begin and end with is kept.
_MARKED_UP_TO = 25_000_000
#: A kept run of at most this many tokens without a content word is an island between two changes.
_FILLER_UP_TO = 3
#: A lone kept word between two changes of at least this many tokens tells a reader nothing.
_DROWNED_FROM = 4


class _Piece(NamedTuple):
    """A token with the blanks behind it: text from `start` to `end`, blanks to `next`."""

    start: int
    end: int
    next: int
    form: str


class _Span(NamedTuple):
    """Characters of both sides that stand opposite each other."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """The edits from `old` to `new`, in order; they cover both texts without a gap.

    Kept runs are equal to the letter; runs that differ in glyphs or blanks only are marked as typography. Kept words
    that would stand lost between changes are taken into them. Swapping the arguments swaps the sides of each edit.

    >>> old, new = "At least 14 people died.", "At least 41 people died."
    >>> [(str(e.kind), old[e.old_start:e.old_end], new[e.new_start:e.new_end]) for e in edits(old, new)]
    [('kept', 'At least ', 'At least '), ('changed', '14', '41'), ('kept', ' people died.', ' people died.')]
    """
    if old == new:
        return (Edit(EditKind.KEPT, 0, len(old), 0, len(new)),) if old else ()
    if (len(old), old) > (len(new), new):
        mirrored = edits(new, old)
        return tuple(Edit(e.kind, e.new_start, e.new_end, e.old_start, e.old_end) for e in mirrored)
    left, right = _pieces(old), _pieces(new)
    matches = _without_islands(_matches(left, right), left, right)
    return _joined(_edits(old, new, left, right, matches), old, new)


def _pieces(text: str) -> list[_Piece]:
    found: list[_Piece] = []
    for token in tokens(text):
        if token.is_blank and found:
            found[-1] = found[-1]._replace(next=token.end)
        elif not token.is_blank:
            found.append(_Piece(token.start, token.end, token.end, token.form))
    return found


def _matches(left: list[_Piece], right: list[_Piece]) -> list[tuple[int, int]]:
    """Pairs of equal tokens: what both begin and end with, and a longest common subsequence between."""
    number: dict[str, int] = {}
    a = [number.setdefault(piece.form, len(number)) for piece in left]
    b = [number.setdefault(piece.form, len(number)) for piece in right]
    shorter = min(len(a), len(b))
    head = next((k for k in range(shorter) if a[k] != b[k]), shorter)
    tail = next((k for k in range(shorter - head) if a[-1 - k] != b[-1 - k]), shorter - head)
    a, b = a[head : len(a) - tail], b[head : len(b) - tail]
    blocks = LCSseq.editops(a, b).as_matching_blocks() if len(a) * len(b) <= _MARKED_UP_TO else ()
    return [
        *((k, k) for k in range(head)),
        *((head + block.a + k, head + block.b + k) for block in blocks for k in range(block.size)),
        *((len(left) - k, len(right) - k) for k in range(tail, 0, -1)),
    ]


def _without_islands(
    matches: list[tuple[int, int]], left: list[_Piece], right: list[_Piece]
) -> list[tuple[int, int]]:
    """The matches without runs that only break up a change."""
    runs: list[list[tuple[int, int]]] = []
    for i, j in matches:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    kept: list[tuple[int, int]] = []
    for at, run in enumerate(runs):
        before = runs[at - 1][-1] if at else (-1, -1)
        after = runs[at + 1][0] if at + 1 < len(runs) else (len(left), len(right))
        gap_before = max(run[0][0] - before[0], run[0][1] - before[1]) - 1
        gap_after = max(after[0] - run[-1][0], after[1] - run[-1][1]) - 1
        content = sum(_tells(left[i].form) for i, _ in run)
        filler = content == 0 and len(run) <= _FILLER_UP_TO
        drowned = content == 1 and min(gap_before, gap_after) >= _DROWNED_FROM and not _has_digit(left, run)
        if not (gap_before and gap_after and (filler or drowned)):
            kept += run
    return kept


def _tells(form: str) -> bool:
    return any(char.isalnum() for char in form) and form.casefold() not in STOP_WORDS


def _has_digit(left: list[_Piece], run: Sequence[tuple[int, int]]) -> bool:
    return any(char.isdigit() for i, _ in run for char in left[i].form)


def _edits(
    old: str, new: str, left: list[_Piece], right: list[_Piece], matches: list[tuple[int, int]]
) -> Iterable[Edit]:
    """Edits in order, as they come: text and the blanks behind it apart."""
    old_at, new_at = 0, 0
    for i, j in [*matches, (len(left), len(right))]:
        old_to = left[i].start if i < len(left) else len(old)
        new_to = right[j].start if j < len(right) else len(new)
        if (old_at, new_at) != (old_to, new_to):
            yield from _gap(old, new, _Span(old_at, old_to, new_at, new_to))
        if i < len(left) and j < len(right):
            old_word, new_word = left[i], right[j]
            yield _same(old, new, _Span(old_word.start, old_word.end, new_word.start, new_word.end))
            yield _same(old, new, _Span(old_word.end, old_word.next, new_word.end, new_word.next))
            old_at, new_at = old_word.next, new_word.next


def _same(old: str, new: str, span: _Span) -> Edit:
    equal = old[span.old_start : span.old_end] == new[span.new_start : span.new_end]
    return Edit(EditKind.KEPT if equal else EditKind.TYPOGRAPHY, *span)


def _gap(old: str, new: str, span: _Span) -> Iterable[Edit]:
    """A change; blanks that both sides end with are kept outside it."""
    before, after = old[span.old_start : span.old_end], new[span.new_start : span.new_end]
    if not before.strip() and not after.strip():
        yield _same(old, new, span)
        return
    old_stop, new_stop = span.old_start + len(before.rstrip()), span.new_start + len(after.rstrip())
    shared = old_stop < span.old_end and new_stop < span.new_end and before.strip() and after.strip()
    if shared:
        yield Edit(EditKind.CHANGED, span.old_start, old_stop, span.new_start, new_stop)
        yield _same(old, new, _Span(old_stop, span.old_end, new_stop, span.new_end))
    else:
        yield Edit(EditKind.CHANGED, *span)


def _joined(found: Iterable[Edit], old: str, new: str) -> tuple[Edit, ...]:
    """Neighbours of one kind as one edit; empty ones dropped; blanks beside or between changes taken into them."""
    result: list[Edit] = []
    for edit in found:
        if edit.old_start == edit.old_end and edit.new_start == edit.new_end:
            continue
        if edit.kind is EditKind.CHANGED:
            edit = _with_blanks_before(result, edit, old, new)  # noqa: PLW2901 - the edit grows backwards
        after_change = bool(result) and result[-1].kind is EditKind.CHANGED
        if result and (
            result[-1].kind is edit.kind
            or (after_change and edit.kind is EditKind.TYPOGRAPHY and _is_blank(edit, old, new))
        ):
            result[-1] = result[-1]._replace(old_end=edit.old_end, new_end=edit.new_end)
        else:
            result.append(edit)
    return tuple(result)


def _with_blanks_before(result: list[Edit], edit: Edit, old: str, new: str) -> Edit:
    """A change with the blanks before it that are of one side only, or stand between it and another change."""
    while (
        result
        and result[-1].kind is not EditKind.CHANGED
        and _is_blank(result[-1], old, new)
        and (
            result[-1].kind is EditKind.TYPOGRAPHY
            or (len(result) > 1 and result[-2].kind is EditKind.CHANGED)
        )
    ):
        blank = result.pop()
        edit = edit._replace(old_start=blank.old_start, new_start=blank.new_start)
    return edit


def _is_blank(edit: Edit, old: str, new: str) -> bool:
    return not old[edit.old_start : edit.old_end].strip() and not new[edit.new_start : edit.new_end].strip()

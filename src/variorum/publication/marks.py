"""Takes the edits of a field or of linked sentences, gives runs of text: kept, deleted, added, or only set otherwise."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, NamedTuple

from variorum.model import EditKind, Side
from variorum.publication.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from variorum.model import Counterpart, FieldChange, Revision, Sentence
    from variorum.publication.passages import Passage


class RunKind(StrEnum):
    """What became of a run of text."""

    KEPT = "kept"
    TYPOGRAPHY = "typography"
    DELETED = "deleted"
    ADDED = "added"


class Run(NamedTuple):
    """A run of text and what became of it; `before` is how a run of kind `TYPOGRAPHY` was set until then."""

    kind: RunKind
    text: str
    before: str = ""


def field_runs(change: FieldChange) -> tuple[Run, ...]:
    """The runs of a field; one without edits was kept, set otherwise or replaced as a whole.

    >>> from variorum.model import FieldChange
    >>> [str(run.kind) for run in field_runs(FieldChange("headline", "Fire", "Blaze", EditKind.CHANGED))]
    ['deleted', 'added']
    """
    before, after = change.before or "", change.after or ""
    if not change.edits:
        return tuple(_runs(change.kind, before, after))
    return tuple(
        run
        for edit in change.edits
        for run in _runs(
            edit.kind, before[edit.old_start : edit.old_end], after[edit.new_start : edit.new_end]
        )
    )


def passage_runs(revision: Revision, passage: Passage) -> dict[int, list[Run]]:
    """The runs of each sentence that shows a passage in running text: new ones, or old ones where it was deleted."""
    if passage.kind is PassageKind.DELETED:
        return {i: [Run(RunKind.DELETED, revision.old_text(i))] for i in passage.old}
    runs = {j: [Run(RunKind.ADDED, revision.new_text(j))] for j in passage.new}
    for counterpart in passage.links:
        runs |= new_runs(revision, counterpart)
    return runs


def running(sentences: Iterable[tuple[Sentence, Sequence[Run]]]) -> tuple[Run, ...]:
    """The runs of several sentences as they follow each other, with a blank between two paragraphs."""
    found: list[Run] = []
    paragraph = None
    for sentence, runs in sentences:
        if paragraph not in {None, sentence.paragraph}:
            found.append(Run(RunKind.KEPT, " "))
        found += runs
        paragraph = sentence.paragraph
    return tuple(_joined(found))


def trimmed(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs without the blanks at their end."""
    return (*runs[:-1], runs[-1]._replace(text=runs[-1].text.rstrip())) if runs else ()


def new_runs(revision: Revision, counterpart: Counterpart) -> dict[int, list[Run]]:
    """The runs of each new sentence of a link, what was deleted included where it stood."""
    old, new = _SideOfLink(revision, counterpart, Side.OLD), _SideOfLink(revision, counterpart, Side.NEW)
    runs: dict[int, list[Run]] = {index: [] for index in counterpart.link.new}
    for edit in counterpart.edits:
        was = old.read(edit.old_start, edit.old_end)
        pieces = new.pieces(edit.new_start, edit.new_end) or [(new.sentence_at(edit.new_start), "")]
        for index, text in pieces:
            runs[index] += _runs(edit.kind, was, text)
            was = ""
    return runs


def old_runs(revision: Revision, counterpart: Counterpart) -> dict[int, list[Run]]:
    """The runs of each old sentence of a link: what was kept and what was deleted."""
    side = _SideOfLink(revision, counterpart, Side.OLD)
    runs: dict[int, list[Run]] = {index: [] for index in counterpart.link.old}
    for edit in counterpart.edits:
        kind = RunKind.DELETED if edit.kind is EditKind.CHANGED else RunKind.KEPT
        for index, text in side.pieces(edit.old_start, edit.old_end):
            runs[index].append(Run(kind, text))
    return runs


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs with neighbours of one kind as one."""
    for kind, group in groupby(runs, key=lambda run: run.kind):
        alike = tuple(group)
        yield Run(kind, "".join(run.text for run in alike), "".join(run.before for run in alike))


def lines(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    r"""Runs as lines, broken wherever a text has a line end, so that no mark goes over it.

    >>> [[run.text for run in line] for line in lines([Run(RunKind.KEPT, "a"), Run(RunKind.ADDED, "b\nc")])]
    [['a', 'b'], ['c']]
    """
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line += [run._replace(text=first)] if first or not others else []
        for text in others:
            yield tuple(line)
            line = [run._replace(text=text, before="")] if text else []
    yield tuple(line)


def _runs(kind: EditKind, before: str, after: str) -> Iterator[Run]:
    if kind is EditKind.KEPT:
        yield Run(RunKind.KEPT, after)
    elif kind is EditKind.TYPOGRAPHY:
        yield Run(RunKind.TYPOGRAPHY, after, before)
    else:
        if before:
            yield Run(RunKind.DELETED, before)
        if after:
            yield Run(RunKind.ADDED, after)


class _SideOfLink:
    """One side of a link: the text of its sentences, joined, in which the positions of edits count."""

    def __init__(self, revision: Revision, counterpart: Counterpart, side: Side) -> None:
        old = side is Side.OLD
        self._sentences = revision.old if old else revision.new
        self._indexes = counterpart.link.old if old else counterpart.link.new
        texts = [(revision.old_text if old else revision.new_text)(index) for index in self._indexes]
        self._text = "".join(texts)
        self._ends = list(accumulate(len(text) for text in texts))

    def pieces(self, start: int, end: int) -> list[tuple[int, str]]:
        """The stretches of sentences between two positions, each with its sentence's index."""
        found = []
        at = bisect_right(self._ends, start)
        while start < end and at < len(self._ends):
            stop = min(self._ends[at], end)
            found.append((self._indexes[at], self._text[start:stop]))
            start, at = stop, at + 1
        return found

    def sentence_at(self, position: int) -> int:
        """The sentence in which a position lies; the last one at the end."""
        return self._indexes[min(bisect_right(self._ends, position), len(self._indexes) - 1)]

    def read(self, start: int, end: int) -> str:
        """The text between two positions, with a blank where it passes from one paragraph to another."""
        text, paragraph = "", None
        for index, piece in self.pieces(start, end):
            passes = paragraph not in {None, self._sentences[index].paragraph}
            text += (" " if passes and not text[-1:].isspace() else "") + piece
            paragraph = self._sentences[index].paragraph
        return text

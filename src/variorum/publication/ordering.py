"""Takes the passages of a revision, gives the paragraphs that show them: the new ones, with what is gone at its old place."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from variorum.publication.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from variorum.model import ParagraphKind, Revision
    from variorum.publication.passages import Passage


class Draft(NamedTuple):
    """Where a passage, by its place in a list, is to be shown: its new sentences, or its old ones where it is gone or `left`."""

    passage: int
    sentences: list[int]
    left: bool = False


def drafts_of(revision: Revision, passages: Sequence[Passage]) -> Iterator[tuple[ParagraphKind, list[Draft]]]:
    """Each new paragraph with what is gone from between its sentences, and behind it the old paragraphs that are gone."""
    owner = {j: at for at, passage in enumerate(passages) for j in passage.new}
    gone = _Gone(revision, passages)
    yield from gone.paragraphs_behind(-1)
    for paragraph, sentences in groupby(range(len(revision.new)), key=lambda j: revision.new[j].paragraph):
        parts: list[Draft] = []
        for j in sentences:
            parts += gone.before[j]
            if j in owner:
                last = parts[-1] if parts else None
                if last and last.passage == owner[j] and not last.left and last.sentences[-1] == j - 1:
                    last.sentences.append(j)
                else:
                    parts.append(Draft(owner[j], [j]))
            parts += gone.after[j]
        if parts:
            yield revision.after.paragraphs[paragraph].kind, parts
        yield from gone.paragraphs_behind(paragraph)


class _Gone:
    """Where the passages are shown that left their place: beside what stayed of their paragraph, else behind what stayed before it."""

    def __init__(self, revision: Revision, passages: Sequence[Passage]) -> None:
        self._revision = revision
        self.before: defaultdict[int, list[Draft]] = defaultdict(list)
        self.after: defaultdict[int, list[Draft]] = defaultdict(list)
        self._behind: defaultdict[int, list[Draft]] = defaultdict(list)
        stays = {
            i: counterpart.link
            for counterpart in revision.links
            if not counterpart.moved
            for i in counterpart.link.old
        }
        earlier, later = _nearest(stays, len(revision.old))
        for draft in sorted(_left_or_deleted(passages), key=lambda draft: draft.sentences):
            first = draft.sentences[0]
            paragraph = revision.old[first].paragraph
            before, after = earlier[first], later[first]
            if before is not None and revision.old[before].paragraph == paragraph:
                self.after[_end_of_first_run(stays[before].new)].append(draft)
            elif after is not None and revision.old[after].paragraph == paragraph:
                self.before[stays[after].new[0]].append(draft)
            else:
                anchor = (
                    -1 if before is None else revision.new[_end_of_first_run(stays[before].new)].paragraph
                )
                self._behind[anchor].append(draft)

    def paragraphs_behind(self, paragraph: int) -> Iterator[tuple[ParagraphKind, list[Draft]]]:
        """The old paragraphs that are gone from behind a new one; -1 for those that stood at the top."""
        old = self._revision.old
        for gone, drafts in groupby(
            self._behind[paragraph], key=lambda draft: old[draft.sentences[0]].paragraph
        ):
            yield self._revision.before.paragraphs[gone].kind, list(drafts)


def _left_or_deleted(passages: Sequence[Passage]) -> Iterator[Draft]:
    for at, passage in enumerate(passages):
        if passage.kind is PassageKind.DELETED:
            yield Draft(at, list(passage.old))
        elif passage.kind is PassageKind.MOVED:
            yield Draft(at, list(passage.old), left=True)


def _nearest(marked: Container[int], length: int) -> tuple[list[int | None], list[int | None]]:
    """For each index the nearest marked one before it, and the nearest after it."""
    earlier: list[int | None] = []
    last = None
    for index in range(length):
        earlier.append(last)
        last = index if index in marked else last
    later: list[int | None] = []
    last = None
    for index in reversed(range(length)):
        later.append(last)
        last = index if index in marked else last
    return earlier, later[::-1]


def _end_of_first_run(indexes: Sequence[int]) -> int:
    """The last of the indexes that follow the first without a gap."""
    return next(
        (here for here, following in pairwise(indexes) if following != here + 1),
        indexes[-1],
    )

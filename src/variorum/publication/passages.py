"""Takes a revision, gives its passages: neighbouring sentences of one paragraph that share a fate, one change each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, groupby
from typing import TYPE_CHECKING

from variorum.text.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from variorum.model import Counterpart, Revision, Sentence


class PassageKind(StrEnum):
    """What became of a passage. One that moved may be reworded as well."""

    KEPT = "kept"
    REWORDED = "reworded"
    MOVED = "moved"
    ADDED = "added"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of both sides, by index, that share a fate, with the links that tell it.

    `number` counts the changes from 1 in the order in which they are shown; 0 for text that was kept. `down` tells of a passage
    that moved whether its new place is below the old one.
    """

    kind: PassageKind
    old: tuple[int, ...]
    new: tuple[int, ...]
    links: tuple[Counterpart, ...] = ()
    number: int = 0
    down: bool = False

    @property
    def reworded(self) -> bool:
        """Whether words changed within it."""
        return any(link.changed for link in self.links)


def passages_of(revision: Revision) -> Iterator[Passage]:
    """All passages of a revision but those that show nothing, being blank; links first, in the order of the new side."""
    for passage in _all_passages(revision):
        old = (revision.old_text(i) for i in passage.old)
        new = (revision.new_text(j) for j in passage.new)
        if any(one_line(text) for text in chain(old, new)):
            yield passage


def _all_passages(revision: Revision) -> Iterator[Passage]:
    for group in _groups_of_links(revision):
        old = sorted(i for counterpart in group for i in counterpart.link.old)
        new = sorted(j for counterpart in group for j in counterpart.link.new)
        yield Passage(_kind(group[0]), tuple(old), tuple(new), tuple(group))
    for indexes in _neighbours(revision.added, revision.new):
        yield Passage(PassageKind.ADDED, (), indexes)
    for indexes in _neighbours(revision.deleted, revision.old):
        yield Passage(PassageKind.DELETED, indexes, ())


def _kind(counterpart: Counterpart) -> PassageKind:
    if counterpart.moved:
        return PassageKind.MOVED
    return PassageKind.REWORDED if counterpart.changed else PassageKind.KEPT


def _groups_of_links(revision: Revision) -> Iterator[list[Counterpart]]:
    """Links in the order of the new side; neighbours on both sides that were kept, or moved together, in one group."""
    group: list[Counterpart] = []
    for counterpart in sorted(revision.links, key=lambda counterpart: counterpart.link.new):
        if group and not _go_together(revision, group[-1], counterpart):
            yield group
            group = []
        group.append(counterpart)
    if group:
        yield group


def _go_together(revision: Revision, one: Counterpart, other: Counterpart) -> bool:
    old, new = (*one.link.old, *other.link.old), (*one.link.new, *other.link.new)
    return (
        _kind(one) is _kind(other)
        and _kind(one) is not PassageKind.REWORDED
        and other.link.old[0] == one.link.old[-1] + 1
        and other.link.new[0] == one.link.new[-1] + 1
        and len({revision.old[i].paragraph for i in old}) == 1
        and len({revision.new[j].paragraph for j in new}) == 1
    )


def _neighbours(indexes: Iterable[int], sentences: Sequence[Sentence]) -> Iterator[tuple[int, ...]]:
    """Runs of sentences that follow each other within a paragraph."""
    ranked = enumerate(sorted(indexes))
    for _, run in groupby(ranked, key=lambda pair: (pair[1] - pair[0], sentences[pair[1]].paragraph)):
        yield tuple(index for _, index in run)

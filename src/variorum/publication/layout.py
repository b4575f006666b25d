"""Takes a revision, gives its parts in the order in which they are shown: the new text, with what is gone at its old place.

The changes are numbered in that order, and a change has the same number in every view.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from variorum.publication.marks import passage_runs, running
from variorum.publication.ordering import drafts_of
from variorum.publication.passages import PassageKind, passages_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from variorum.model import FieldChange, ParagraphKind, Revision
    from variorum.publication.marks import Run
    from variorum.publication.passages import Passage

_LABELS = {
    "lead_image": "Picture",
    "canonical_url": "Address",
    "headline_json_ld": "Headline in JSON-LD",
    "headline_og_title": "Headline in og:title",
    "headline_h1": "Headline in h1",
    "corrections": "Correction in the metadata",
}
_BEFORE_THE_BODY = ("headline", "standfirst", "byline", "dateline")
_BEHIND_THE_BODY = ("captions", "tables", "embeds", "links", "lead_image", "canonical_url")
#: Fields that are shown though they did not change.
_ALWAYS = frozenset({*_BEFORE_THE_BODY, "captions"})
#: Fields whose change is no change of the article; they are listed with what was ignored.
IGNORED_FIELDS = frozenset({"published", "modified", "language"})


class Part(NamedTuple):
    """Where a passage is shown: its new sentences, or its old ones where it was deleted or `left` for another place.

    Sentences that were linked and now stand apart make a passage of several parts, of which one is `first`. `runs`
    are the text of the sentences with its marks; there are none where it `left`.
    """

    passage: Passage
    sentences: tuple[int, ...]
    left: bool
    first: bool
    runs: tuple[Run, ...]


class Block(NamedTuple):
    """A paragraph as it is shown, of the new side, or of the old side where nothing of it stayed."""

    kind: ParagraphKind
    parts: tuple[Part, ...]


class ShownField(NamedTuple):
    """A field with its name for people and its number among the changes, 0 where it did not change."""

    change: FieldChange
    label: str
    number: int

    @property
    def is_shown(self) -> bool:
        """Whether it stands in a view that shows the article as a whole."""
        return self.number > 0 or (self.change.name in _ALWAYS and bool(self.change.after))


@dataclass(frozen=True, slots=True)
class Layout:
    """All that is shown of a revision, in order: fields before the body, the body, fields behind it."""

    head: tuple[ShownField, ...]
    blocks: tuple[Block, ...]
    tail: tuple[ShownField, ...]

    @property
    def parts(self) -> Iterator[Part]:
        """All parts of the body."""
        return (part for block in self.blocks for part in block.parts)

    @property
    def passages(self) -> Iterator[Passage]:
        """All passages of the body, each once, in the order of their numbers."""
        return (part.passage for part in self.parts if part.first and not part.left)

    @property
    def changes(self) -> int:
        """How many changes there are."""
        numbers = [field.number for field in (*self.head, *self.tail)]
        return max([*numbers, *(passage.number for passage in self.passages)], default=0)


def layout(revision: Revision) -> Layout:
    """The parts of a revision in the order of display, its changes numbered."""
    shown = {change.name: change for change in revision.fields if change.name not in IGNORED_FIELDS}
    before = [shown.pop(name) for name in _BEFORE_THE_BODY if name in shown]
    behind = [shown.pop(name) for name in _BEHIND_THE_BODY if name in shown]
    head = _numbered(before, 0)
    blocks = _blocks(revision, max((field.number for field in head), default=0))
    tail = _numbered([*behind, *shown.values()], Layout(head, blocks, ()).changes)
    return Layout(head, blocks, tail)


def field_label(name: str) -> str:
    """The name of a field for people.

    >>> field_label("headline"), field_label("lead_image")
    ('Headline', 'Picture')
    """
    return _LABELS.get(name) or name.replace("_", " ").capitalize()


def _numbered(changes: Iterable[FieldChange], number: int) -> tuple[ShownField, ...]:
    found = []
    for change in changes:
        number += change.changed
        found.append(ShownField(change, field_label(change.name), number if change.changed else 0))
    return tuple(found)


def _blocks(revision: Revision, number: int) -> tuple[Block, ...]:
    """The blocks of the body, their changes numbered from behind `number` on."""
    passages = list(passages_of(revision))
    drafts = list(drafts_of(revision, passages))
    order: dict[tuple[int, bool], int] = {}
    for at, part in enumerate(part for _, parts in drafts for part in parts):
        order.setdefault((part.passage, part.left), at)
    for (at, left), place in order.items():
        if not left and passages[at].kind is not PassageKind.KEPT:
            number += 1
            down = order.get((at, True), place) < place
            passages[at] = replace(passages[at], number=number, down=down)
    marked = [passage_runs(revision, passage) for passage in passages]
    places = count()
    blocks = []
    for kind, parts in drafts:
        shown = []
        for at, sentences, left in parts:
            spans = revision.old if passages[at].kind is PassageKind.DELETED else revision.new
            runs = () if left else running((spans[index], marked[at][index]) for index in sentences)
            first = order[at, left] == next(places)
            shown.append(Part(passages[at], tuple(sentences), left, first, runs))
        blocks.append(Block(kind, tuple(shown)))
    return tuple(blocks)

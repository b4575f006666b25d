"""What changed between two versions: every sentence linked to its counterpart, added or deleted, and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.model.article import Article
    from variorum.model.finding import Finding


class Link(NamedTuple):
    """Sentences of the old side and their counterparts on the new side, by index: 1-1, 1-n, n-1 or n-m."""

    old: tuple[int, ...]
    new: tuple[int, ...]


class Sentence(NamedTuple):
    """A sentence of the body: characters `start` to `end` of a paragraph, by index.

    The sentences of a paragraph follow each other without a gap, so white space after a full stop belongs to the
    sentence before it.
    """

    paragraph: int
    start: int
    end: int


class EditKind(StrEnum):
    """What an edit did: nothing, a change of glyphs or spaces only, or a change of words."""

    KEPT = "kept"
    TYPOGRAPHY = "typography"
    CHANGED = "changed"


class Edit(NamedTuple):
    """A run of characters: `old_start` to `old_end` became `new_start` to `new_end`; an empty side inserts or deletes."""

    kind: EditKind
    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A link with what happened on the way: whether it moved and which words changed.

    `edits` cover both sides without a gap; positions count within the sentences of the link, joined.
    """

    link: Link
    moved: bool
    edits: tuple[Edit, ...]

    @property
    def changed(self) -> bool:
        """Whether words changed (a change of typography alone does not count)."""
        return any(edit.kind is EditKind.CHANGED for edit in self.edits)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field on both sides, as it is displayed; `edits` are empty unless both sides are texts."""

    name: str
    before: str | None
    after: str | None
    kind: EditKind
    edits: tuple[Edit, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether its words changed."""
        return self.kind is EditKind.CHANGED


@dataclass(frozen=True, slots=True)
class Times:
    """When a comparison's two sides were seen and the article published, as far as known. Aware UTC."""

    published: datetime | None = None
    before: datetime | None = None
    after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """The comparison of two articles. Every sentence is in exactly one link, or added, or deleted.

    `sentence` is the one plain sentence that tells the change wherever it is shown.
    """

    before: Article
    after: Article
    fields: tuple[FieldChange, ...]
    old: tuple[Sentence, ...]
    new: tuple[Sentence, ...]
    links: tuple[Counterpart, ...]
    added: tuple[int, ...]
    deleted: tuple[int, ...]
    findings: tuple[Finding, ...]
    sentence: str
    times: Times

    @property
    def empty(self) -> bool:
        """Whether the two sides are equal, typography included."""
        return self.before == self.after

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of its findings, heaviest first, each once."""
        return tuple(dict.fromkeys(str(finding.kind) for finding in self.findings))

    @property
    def weight(self) -> float:
        """How much a reader should care, in [0, 1]: the heaviest finding's weight."""
        return max((finding.weight for finding in self.findings), default=0.0)

    @property
    def paragraph_links(self) -> tuple[Link, ...]:
        """Paragraphs of both sides between which linked sentences run, by index; one in no link is new or gone."""
        groups: dict[tuple[bool, int], set[tuple[bool, int]]] = {}
        for counterpart in self.links:
            ends = {(False, self.old[i].paragraph) for i in counterpart.link.old}
            ends |= {(True, self.new[j].paragraph) for j in counterpart.link.new}
            whole = ends.union(*(groups.get(end, ()) for end in ends))
            groups |= dict.fromkeys(whole, whole)
        distinct = {id(group): sorted(group) for group in groups.values()}.values()
        return tuple(
            sorted(
                Link(
                    tuple(number for is_new, number in group if not is_new),
                    tuple(number for is_new, number in group if is_new),
                )
                for group in distinct
            )
        )

    def old_text(self, index: int) -> str:
        """The text of a sentence of the old side."""
        paragraph, start, end = self.old[index]
        return self.before.paragraphs[paragraph].text[start:end]

    def new_text(self, index: int) -> str:
        """The text of a sentence of the new side."""
        paragraph, start, end = self.new[index]
        return self.after.paragraphs[paragraph].text[start:end]


@dataclass(frozen=True, slots=True)
class Uncompared:
    """What stands for the revision of two versions whose comparison failed: a change is listed, whatever became of it.

    >>> Uncompared().sentence
    'Changed; what changed could not be compared.'
    """

    sentence: str = "Changed; what changed could not be compared."
    classes: tuple[str, ...] = ()
    #: That of an ordinary change of the text: what is not known is neither hidden nor put first.
    weight: float = 0.3

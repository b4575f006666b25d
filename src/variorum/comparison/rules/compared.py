"""Takes a revision, gives what every rule looks at: its zones, its language, and each text with what became of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from variorum.comparison.marks import edits
from variorum.comparison.rules.places import joined_texts, within_sentences
from variorum.comparison.tables import table_changes
from variorum.model import EditKind, Evidence, FindingClass, Side
from variorum.text.languages import spoken_language
from variorum.text.quotations import QUOTATION
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.comparison.zones import Zones
    from variorum.model import Counterpart, Edit, Revision

#: Findings on what a sentence states, and on who is said to state it.
FACTS = frozenset(
    {
        FindingClass.FIGURE,
        FindingClass.NAME,
        FindingClass.PLACE,
        FindingClass.DATE,
        FindingClass.CERTAINTY,
        FindingClass.NEGATION,
        FindingClass.ATTRIBUTION,
        FindingClass.SPEAKER_CHANGED,
    }
)
_TEXT_FIELDS = ("headline", "standfirst", "captions")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and what became of it: a field, a cell of a table, or the sentences of a link, joined. Positions count in these texts.

    `changes` are the edits that changed words. `begins` is where the two texts begin in their field, `subject` what a cell tells of.
    """

    revision: Revision
    before: str
    after: str
    changes: tuple[Edit, ...]
    field: str = "body"
    counterpart: Counterpart | None = None
    begins: tuple[int, int] = (0, 0)
    subject: str = ""

    def evidence(self, side: Side, start: int, end: int) -> Evidence:
        """The evidence of characters `start` to `end` of one side."""
        if self.counterpart is None:
            text, at = (self.before, self.begins[0]) if side is Side.OLD else (self.after, self.begins[1])
            return Evidence(side, self.field, at + start, at + end, text[start:end])
        link = self.counterpart.link
        return within_sentences(self.revision, side, link.old if side is Side.OLD else link.new, start, end)

    def is_changed(self, side: Side, start: int, end: int) -> bool:
        """Whether a change touches characters `start` to `end` of one side."""
        # Changes come in order: the first one that ends behind `start` is the only one that can.
        if side is Side.OLD:
            at = bisect_right(self.changes, start, key=lambda edit: edit.old_end)
            return at < len(self.changes) and self.changes[at].old_start < end
        at = bisect_right(self.changes, start, key=lambda edit: edit.new_end)
        return at < len(self.changes) and self.changes[at].new_start < end

    @property
    def likeness(self) -> float:
        """The share of words that both texts have in common, in order, 0 to 100."""
        return fuzz.ratio(words(self.before), words(self.after))

    @property
    def only_case_changed(self) -> bool:
        """Whether nothing but the case of letters changed."""
        return bool(self.changes) and all(
            self.before[edit.old_start : edit.old_end].casefold()
            == self.after[edit.new_start : edit.new_end].casefold()
            for edit in self.changes
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """A revision with what is known of its texts.

    `old_zones` and `new_zones` tell for each sentence the class of notice or furniture that it is, `None` for the
    report; `passages` are the fields, the cells of tables and the sentences of the report that stand on both sides and changed.
    """

    revision: Revision
    old_zones: Zones
    new_zones: Zones
    language: str
    passages: tuple[Passage, ...]

    def zone(self, side: Side, index: int) -> FindingClass | None:
        """The zone of a sentence."""
        return self.old_zones[index] if side is Side.OLD else self.new_zones[index]

    def is_report(self, counterpart: Counterpart) -> bool:
        """Whether a link is one of the report's."""
        return self.new_zones[counterpart.link.new[0]] is None


def compared(revision: Revision, old_zones: Zones, new_zones: Zones) -> Compared:
    """What the rules look at."""
    return Compared(
        revision, old_zones, new_zones, _spoken_in(revision), tuple(_passages(revision, new_zones))
    )


def _passages(revision: Revision, new_zones: Zones) -> Iterator[Passage]:
    for change in revision.fields:
        if change.changed and change.name in _TEXT_FIELDS and change.before and change.after:
            yield Passage(revision, change.before, change.after, _changes(change.edits), change.name)
        elif change.changed and change.name == "tables":
            yield from _cells(revision)
    for counterpart in revision.links:
        if counterpart.changed and new_zones[counterpart.link.new[0]] is None:
            before, after = joined_texts(revision, counterpart)
            yield Passage(revision, before, after, _changes(counterpart.edits), counterpart=counterpart)


def _cells(revision: Revision) -> Iterator[Passage]:
    for old, new, subject in table_changes(revision.before.tables, revision.after.tables).cells:
        if old.text and new.text:
            changes = _changes(edits(old.text, new.text))
            begins = (old.start, new.start)
            yield Passage(revision, old.text, new.text, changes, "tables", begins=begins, subject=subject)


def _changes(found: tuple[Edit, ...]) -> tuple[Edit, ...]:
    return tuple(edit for edit in found if edit.kind is EditKind.CHANGED)


def _spoken_in(revision: Revision) -> str:
    """The language of the new side, among those whose words are known."""
    article = revision.after
    opening = (
        article.headline or "",
        article.standfirst or "",
        *(p.text[:400] for p in article.paragraphs[:9]),
    )
    return spoken_language(" ".join(opening), article.language)


def without_quotations(text: str) -> str:
    """A text with its quotations blanked, every other character where it was.

    >>> without_quotations("He said “never again” twice.")
    'He said               twice.'
    """
    return QUOTATION.sub(lambda match: " " * len(match[0]), text)

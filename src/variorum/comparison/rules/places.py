"""Takes places within a revision, gives the evidence that points at them, and findings that rest on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.model import Evidence, Finding, Side
from variorum.text.languages import spoken_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from variorum.model import Counterpart, Edit, FindingClass, Revision


_TEXT_FIELDS = ("headline", "standfirst", "captions")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and what became of it: a field, or the sentences of a link, joined. Positions count in these texts."""

    revision: Revision
    before: str
    after: str
    edits: tuple[Edit, ...]
    language: str
    field: str = "body"
    counterpart: Counterpart | None = None

    def evidence(self, side: Side, start: int, end: int) -> Evidence:
        """The evidence of characters `start` to `end` of one side."""
        if self.counterpart is None:
            text = self.before if side is Side.OLD else self.after
            return Evidence(side, self.field, start, end, text[start:end])
        link = self.counterpart.link
        return within_sentences(self.revision, side, link.old if side is Side.OLD else link.new, start, end)


def passages(revision: Revision) -> Iterator[Passage]:
    """What changed its words and stands on both sides: headline, standfirst, captions, sentences and counterparts."""
    language = spoken_in(revision)
    for change in revision.fields:
        if change.changed and change.name in _TEXT_FIELDS and change.before and change.after:
            yield Passage(revision, change.before, change.after, change.edits, language, change.name)
    for counterpart in revision.links:
        if counterpart.changed:
            before, after = joined_texts(revision, counterpart)
            yield Passage(revision, before, after, counterpart.edits, language, counterpart=counterpart)


def spoken_in(revision: Revision) -> str:
    """The language of the new side, among those whose words are known."""
    article = revision.after
    text = " ".join(
        [article.headline or "", article.standfirst or "", *(p.text[:400] for p in article.paragraphs[:9])]
    )
    return spoken_language(text, article.language)


def sentence_text(revision: Revision, side: Side, index: int) -> str:
    """The text of a sentence of one side."""
    return revision.old_text(index) if side is Side.OLD else revision.new_text(index)


def whole_sentence(revision: Revision, side: Side, index: int) -> Evidence:
    """The evidence of a sentence in whole, without the blanks behind it."""
    text = sentence_text(revision, side, index).rstrip()
    return Evidence(side, "body", 0, len(text), text, index)


def within_sentences(
    revision: Revision, side: Side, indexes: Sequence[int], start: int, end: int
) -> Evidence:
    """The evidence of characters `start` to `end` of several sentences joined, placed in the one where they begin."""
    at = 0
    text = ""
    index = indexes[0]
    for index in indexes:
        text = sentence_text(revision, side, index)
        if start < at + len(text):
            break
        at += len(text)
    stop = min(end - at, len(text))
    return Evidence(side, "body", start - at, stop, text[start - at : stop], index)


def joined_texts(revision: Revision, counterpart: Counterpart) -> tuple[str, str]:
    """The texts of both sides of a link, its sentences joined: what the positions of its edits count in."""
    link = counterpart.link
    return (
        "".join(revision.old_text(i) for i in link.old),
        "".join(revision.new_text(j) for j in link.new),
    )


def of_links(
    revision: Revision, kind: FindingClass, weight: float, told: str, group: Sequence[Counterpart]
) -> Finding:
    """A finding that rests on the sentences of links."""
    evidence = [whole_sentence(revision, Side.OLD, i) for c in group for i in c.link.old]
    evidence += [whole_sentence(revision, Side.NEW, j) for c in group for j in c.link.new]
    return Finding(kind, weight, told, evidence=tuple(evidence))


def counted_sentences(number: int) -> str:
    """How many sentences, in words."""
    return "a sentence" if number == 1 else f"{number} sentences"

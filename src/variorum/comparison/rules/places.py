"""Takes places within a revision, gives the evidence that points at them, and findings that rest on it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from variorum.model import Evidence, Finding, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Counterpart, FindingClass, Revision


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


def within_paragraph(revision: Revision, side: Side, paragraph: int, start: int, end: int) -> Evidence:
    """The evidence of characters `start` to `end` of a paragraph, placed in the sentence where they begin."""
    article, spans = (revision.before, revision.old) if side is Side.OLD else (revision.after, revision.new)
    # Sentences come in order, so the one is found by halving.
    index = bisect_right(spans, (paragraph, start), key=lambda span: (span.paragraph, span.start)) - 1
    begin = spans[index].start
    return Evidence(
        side, "body", start - begin, end - begin, article.paragraphs[paragraph].text[start:end], index
    )


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

"""Takes places within a revision, gives the evidence that points at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.model import Evidence, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Counterpart, Revision


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

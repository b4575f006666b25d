"""Takes a comparison, gives findings on hedges and negations that came or went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.comparison.language import language
from variorum.comparison.rules.compared import without_quotations
from variorum.model import Finding, FindingClass, Side
from variorum.text.tokens import words

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from variorum.comparison.rules.compared import Compared, Passage
    from variorum.model import Edit

#: Under these shares of common words (0 to 100) a sentence was told anew, and its hedges and negations with it.
_HEDGED_FROM = 45
_NEGATED_FROM = 55
#: A change of more words tells more than a negation.
_NEGATED_WITHIN = 4
#: So many words that hedge or negate are told.
_TOLD_UP_TO = 3
#: What stands before a word is looked for so far back.
_BEFORE = 24
#: Between these a word is only named.
_MARKS = frozenset("\"“”„«»‘’'")


def certainty_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each passage in which a hedge was added or dropped."""
    known = language(compared.language)
    for passage in compared.passages:
        told_otherwise = any(
            known.modals.search(passage.before, edit.old_start, edit.old_end)
            or known.modals.search(passage.after, edit.new_start, edit.new_end)
            for edit in passage.changes
        )
        if passage.likeness >= _HEDGED_FROM and not told_otherwise:
            yield from _finding(passage, known.hedges, FindingClass.CERTAINTY, "hedge")


def negation_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each passage that was negated, or whose negation was dropped."""
    negations = language(compared.language).negations
    for passage in compared.passages:
        if passage.likeness >= _NEGATED_FROM and all(_is_small(passage, edit) for edit in passage.changes):
            yield from _finding(passage, negations, FindingClass.NEGATION, "negation")


def _is_small(passage: Passage, edit: Edit) -> bool:
    """Whether a change is of a few words; in a longer one a negation is part of what was told anew."""
    old, new = passage.before[edit.old_start : edit.old_end], passage.after[edit.new_start : edit.new_end]
    return max(len(words(old)), len(words(new))) <= _NEGATED_WITHIN


_WEIGHTS = {FindingClass.CERTAINTY: 0.6, FindingClass.NEGATION: 0.75}


def _finding(passage: Passage, pattern: re.Pattern[str], kind: FindingClass, name: str) -> Iterator[Finding]:
    before, after = passage.before, passage.after
    if kind is FindingClass.CERTAINTY:
        before, after = without_quotations(before), without_quotations(after)
    old = _changed(before, passage, Side.OLD, pattern)
    new = _changed(after, passage, Side.NEW, pattern)
    if bool(old) == bool(new):
        return  # "neither … nor" and "not … or" negate alike, "may" and "might" hedge alike
    added = len(new) > len(old)
    side, places = (Side.NEW, new) if added else (Side.OLD, old)
    text = passage.after if added else passage.before
    said = " ".join(list(dict.fromkeys(text[start:end] for start, end in places))[:_TOLD_UP_TO])
    yield Finding(
        kind,
        _WEIGHTS[kind],
        f"{name} {'added' if added else 'dropped'}: “{said}”",
        None if added else said,
        said if added else None,
        evidence=tuple(passage.evidence(side, start, end) for start, end in places),
    )


def _changed(text: str, passage: Passage, side: Side, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the pattern stands in changed words. A match without its group is no find, nor is a name within a sentence."""
    found = []
    for match in pattern.finditer(text):
        word = match[match.lastindex or 0]
        before = text[max(0, match.start() - _BEFORE) : match.start()].rstrip(" \"'“„«(")
        is_opening = not before or before[-1] in ".!?:…”»"
        if not match.lastindex or (word[0].isupper() and not is_opening):
            continue
        if (
            text[match.start() - 1 : match.start()] in _MARKS
            and text[match.end() : match.end() + 1] in _MARKS
        ):
            continue  # the “no” camp
        if passage.is_changed(side, match.start(), match.end()):
            start = match.start()
            while start and text[start - 1].isalpha():
                start -= 1  # the whole of "won't"
            found.append((start, match.end()))
    return found

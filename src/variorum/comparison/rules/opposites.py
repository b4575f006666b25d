"""Takes a comparison, gives findings on words in whose place their opposites stand: convicted and acquitted, rose and fell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.comparison.language import language
from variorum.comparison.rules.compared import without_quotations
from variorum.model import Finding, FindingClass, Side
from variorum.text.numbers import Figure, figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.comparison.rules.compared import Compared, Passage

#: Under this share of common words (0 to 100) a sentence was told anew.
_ALIKE_FROM = 55
#: A change of more words tells more than an opposite.
_WITHIN = 4
#: A figure that stands so near behind up or down is told with it: "rose by 3%".
_NEAR = 12
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_WEIGHTS = {FindingClass.FIGURE: 0.8, FindingClass.NEGATION: 0.75}


def opposite_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each word in whose place its opposite stands: a figure's where one goes up or down, else a negation's."""
    known = language(compared.language).opposites
    for passage in compared.passages:
        if passage.likeness < _ALIKE_FROM:
            continue
        for old, new in _replaced(passage, known.directions):
            found = [
                next(
                    (
                        figure
                        for figure in figures(text, compared.language)
                        if 0 <= figure.start - word.end() <= _NEAR
                    ),
                    None,
                )
                for text, word in ((passage.before, old), (passage.after, new))
            ]
            if found[0] is not None and found[1] is not None and found[0].value == found[1].value:
                yield _with_figure(passage, (old, found[0]), (new, found[1]))
            elif found == [None, None]:
                yield _finding(passage, FindingClass.NEGATION, old.span(), new.span())
        for old, new in _replaced(passage, known.words):
            yield _finding(passage, FindingClass.NEGATION, old.span(), new.span())


def _replaced(
    passage: Passage, opposites: dict[str, frozenset[str]]
) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The words in a short change and their opposites, where neither side says both."""
    before, after = without_quotations(passage.before), without_quotations(passage.after)
    for edit in passage.changes:
        old = list(_WORD.finditer(before, edit.old_start, edit.old_end))
        new = list(_WORD.finditer(after, edit.new_start, edit.new_end))
        if max(len(old), len(new)) > _WITHIN:
            continue
        said = {word[0].casefold() for word in new}
        for word in old:
            turned = opposites.get(word[0].casefold(), frozenset()) & said
            if turned and word[0].casefold() not in said:
                yield word, next(other for other in new if other[0].casefold() in turned)
                break


def _with_figure(
    passage: Passage, old: tuple[re.Match[str], Figure], new: tuple[re.Match[str], Figure]
) -> Finding:
    spans = [(word.start(), figure.end) for word, figure in (old, new)]
    return _finding(passage, FindingClass.FIGURE, *spans)


def _finding(passage: Passage, kind: FindingClass, old: tuple[int, int], new: tuple[int, int]) -> Finding:
    was, became = passage.before[slice(*old)], passage.after[slice(*new)]
    return Finding(
        kind,
        _WEIGHTS[kind],
        f"{was} → {became}" if kind is FindingClass.FIGURE else f"“{was}” became “{became}”",
        was,
        became,
        evidence=(passage.evidence(Side.OLD, *old), passage.evidence(Side.NEW, *new)),
    )

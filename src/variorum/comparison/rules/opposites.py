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
#: "From 5 to 7" has so many figures.
_FROM_AND_TO = 2
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_WEIGHTS = {FindingClass.FIGURE: 0.8, FindingClass.NEGATION: 0.75}


def opposite_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each word in whose place its opposite stands: a figure's where one goes up or down, else a negation's."""
    known = language(compared.language).opposites
    for passage in compared.passages:
        if passage.likeness < _ALIKE_FROM:
            continue
        for old, new in _replaced(passage, known.directions):
            yield from _turned(passage, old, new, compared.language)
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


def _turned(passage: Passage, old: re.Match[str], new: re.Match[str], spoken: str) -> Iterator[Finding]:
    """A finding for up that became down: with the figures beside it, if these are the same ones or stand before it."""
    sides = ((old, figures(passage.before, spoken)), (new, figures(passage.after, spoken)))
    # Before it: "10% more".
    ahead = [
        next((figure.start for figure in found if 0 <= word.start() - figure.end <= 1 and figure.unit), None)
        for word, found in sides
    ]
    # Behind it: "rose 3%", "rose from $5m to $7m".
    was, became = (
        [figure for figure in found if figure.start - word.end() >= 0][:_FROM_AND_TO] for word, found in sides
    )
    is_near = [
        bool(behind) and behind[0].start - word.end() <= _NEAR
        for (word, _), behind in zip(sides, (was, became), strict=True)
    ]
    if ahead[0] is not None and ahead[1] is not None:
        yield _finding(passage, FindingClass.FIGURE, (ahead[0], old.end()), (ahead[1], new.end()))
    elif all(is_near) and was[0].value == became[0].value:
        spans = (old.start(), was[0].end), (new.start(), became[0].end)
        yield _finding(passage, FindingClass.FIGURE, *spans)
    elif all(is_near) and _have_changed_places(was, became):
        spans = (old.start(), was[1].end), (new.start(), became[1].end)
        yield _finding(passage, FindingClass.FIGURE, *spans)
    elif not any(is_near):
        yield _finding(passage, FindingClass.NEGATION, old.span(), new.span())


def _have_changed_places(old: list[Figure], new: list[Figure]) -> bool:
    """Whether two figures that stand side by side are the same ones in the other order."""
    return (
        len(old) == len(new) == _FROM_AND_TO
        and all(second.start - first.end <= _NEAR for first, second in (old, new))
        and [(figure.value, figure.unit) for figure in old]
        == [(figure.value, figure.unit) for figure in reversed(new)]
    )


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

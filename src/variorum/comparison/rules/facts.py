"""Takes a revision, gives findings on figures: what was counted, and what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from variorum.model import Finding, FindingClass, Side
from variorum.text.numbers import Figure, figures
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from variorum.comparison.rules.compared import Compared, Passage

_WEIGHT = 0.8
#: From this share of common words (0 to 100) on, two sentences count as the same but for a figure.
_SAME_SENTENCE_FROM = 60
#: A sentence of more figures is a table: what took whose place in it cannot be told.
_FIGURES_UP_TO = 200


def figure_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each figure that became another one, in a field or in a sentence and its counterpart."""
    for passage in compared.passages:
        for old, new in changed_figures(passage.before, passage.after, compared.language):
            if passage.is_changed(Side.OLD, old.start, old.end) or passage.is_changed(
                Side.NEW, new.start, new.end
            ):
                yield _finding(passage, old, new)


def changed_figures(before: str, after: str, language: str = "en") -> list[tuple[Figure, Figure]]:
    """Pairs of figures of which one took the other's place: counting the same, or the only ones left.

    >>> [(str(old.value), str(new.value)) for old, new in changed_figures("14 dead, 3 missing", "Three missing, 41 dead")]
    [('14', '41')]
    """
    old, new = list(figures(before, language)), list(figures(after, language))
    if max(len(old), len(new)) > _FIGURES_UP_TO:
        return []
    if len(old) == len(new) and _without(before, old) == _without(after, new):
        # Only figures changed: each stands for the one in its place, those that changed places too.
        return [(was, became) for was, became in zip(old, new, strict=True) if not _is_same(was, became)]
    _paired(old, new, lambda was, became: _is_same(was, became) and bool(_common(was, became)))
    pairs = _paired(
        old,
        new,
        lambda was, became: (
            was.unit == became.unit and was.value != became.value and bool(_common(was, became))
        ),
    )
    _paired(old, new, _is_same)
    # $100 became €100, 5% became 5.
    pairs += _paired(old, new, lambda was, became: was.value == became.value)
    if len(old) == len(new):
        # What is counted may be told in other words; then the sentence must otherwise be the same.
        alike = fuzz.ratio(words(before), words(after)) >= _SAME_SENTENCE_FROM
        only_ones = len(old) == 1 and old[0].unit == new[0].unit and not (old[0].subject and new[0].subject)
        if alike or only_ones:
            pairs += zip(old, new, strict=True)
    return pairs


def _without(text: str, found: list[Figure]) -> tuple[str, ...]:
    """The words of a text with its figures blanked."""
    kept, at = [], 0
    for figure in found:
        kept.append(text[at : figure.start])
        at = figure.end
    return words(" # ".join([*kept, text[at:]]))


def _paired(
    old: list[Figure], new: list[Figure], is_pair: Callable[[Figure, Figure], bool]
) -> list[tuple[Figure, Figure]]:
    """Pairs in order, each figure in one at most; what was paired leaves the lists."""
    pairs = []
    for was in tuple(old):
        became = next((figure for figure in new if is_pair(was, figure)), None)
        if became is not None:
            pairs.append((was, became))
            old.remove(was)
            new.remove(became)
    return pairs


def _is_same(was: Figure, became: Figure) -> bool:
    return (was.value, was.unit) == (became.value, became.unit)


def _common(old: Figure, new: Figure) -> list[str]:
    """The words of what is counted that both figures share."""
    mine = {word.casefold() for word in new.subject.split()}
    return [word for word in old.subject.split() if word.casefold() in mine]


def _finding(passage: Passage, old: Figure, new: Figure) -> Finding:
    subject = _subject(old, new)
    was, became = _shown(old, new, passage.before), _shown(new, old, passage.after)
    if old.qualifier.lower() != new.qualifier.lower():
        was, became = f"{old.qualifier.lower()} {was}".strip(), f"{new.qualifier.lower()} {became}".strip()
    # "At least 9,061" and "more than 9,000" may be one figure, told with more care.
    comparable = old.qualifier.lower() == new.qualifier.lower() and old.unit == new.unit
    rises = (new.value > old.value) - (new.value < old.value)
    direction = {1: "up", -1: "down"}.get(rises, "") if comparable else ""
    details = tuple(
        (name, value) for name, value in (("unit", new.unit or old.unit), ("direction", direction)) if value
    )
    return Finding(
        FindingClass.FIGURE,
        _WEIGHT,
        f"{subject or 'figure'} {was} → {became}",
        was,
        became,
        subject or None,
        (passage.evidence(Side.OLD, old.start, old.end), passage.evidence(Side.NEW, new.start, new.end)),
        details,
    )


def _subject(old: Figure, new: Figure) -> str:
    """What both count, in one or two words: the noun, and what became of those who are counted."""
    common = {word.casefold() for word in _common(old, new)}
    fate = new.counted.partition(" ")[2] or old.counted.partition(" ")[2]
    for figure in (new, old):
        first = figure.counted.partition(" ")[0]
        if first and (not common or first.casefold() in common):
            return f"{first} {fate}".strip()
    return min(common, default="")


def _shown(figure: Figure, other: Figure, text: str) -> str:
    """A figure as it stands; in digits when the other one is, since eighteen → 23 is hard to read."""
    if figure.in_words and not other.in_words and not figure.unit and figure.value == int(figure.value):
        return f"{int(figure.value):,}" if figure.value >= 10_000 else str(int(figure.value))  # noqa: PLR2004 - where most outlets set separators
    shown = text[figure.start : figure.end]
    return shown.lower() if figure.in_words else shown

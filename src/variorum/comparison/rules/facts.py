"""Takes a revision, gives findings on figures: what was counted, and what it became."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from variorum.comparison.language import language
from variorum.model import Finding, FindingClass, Side
from variorum.text.counted import FATES
from variorum.text.numbers import Figure, articles, figures
from variorum.text.numerals import NUMERALS
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from variorum.comparison.rules.compared import Compared, Passage

_WEIGHT = 0.8
#: From this share of common words (0 to 100) on, two sentences count as the same but for a figure.
_SAME_SENTENCE_FROM = 60
#: A sentence of more figures is a table: what took whose place in it cannot be told.
_FIGURES_UP_TO = 200
#: Of a passage of more changes it is not asked which of them holds a figure.
_CHANGES_UP_TO = 500
#: From this likeness of letters on (0 to 100) two nouns may be one in singular and plural.
_SAME_NOUN_FROM = 50
_COMPOUND = re.compile(r"(?:-[^\W\d_]+)+|s(?!\w)")
_NO_DIGIT = re.compile(r"\D")
_BOUNDS = {"at_least", "at_most"}


def figure_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each figure that became another one, in a field or in a sentence and its counterpart."""
    for passage in compared.passages:
        pairs = changed_figures(passage.before, passage.after, compared.language)
        for old, new in pairs:
            if _is_changed(passage, old, new):
                yield _finding(passage, old, new, compared.language)
        for old, new in _from_or_to_one(passage, compared.language, pairs):
            yield _finding(passage, old, new, compared.language)


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
    # The same people with another fate stay together, also where another number now has theirs.
    pairs = _paired(old, new, lambda was, became: was.value == became.value and bool(_common(was, became)))
    pairs += _paired(
        old,
        new,
        lambda was, became: (
            was.unit == became.unit and was.value != became.value and bool(_common(was, became))
        ),
    )
    _paired(old, new, _is_same)
    # $100 became €100, 5% became 5, 5 km became 5 miles.
    pairs += _paired(old, new, lambda was, became: was.value == became.value)
    if len(old) == len(new):
        # What is counted may be told in other words; then the sentence must otherwise be the same.
        alike = fuzz.ratio(words(before), words(after)) >= _SAME_SENTENCE_FROM or (
            len(old) > 1
            and [figure.unit for figure in old] == [figure.unit for figure in new]
            and fuzz.ratio(_without(before, old), _without(after, new)) >= _SAME_SENTENCE_FROM
        )
        only_ones = len(old) == 1 and old[0].unit == new[0].unit and not (old[0].subject and new[0].subject)
        if alike or only_ones:
            pairs += zip(old, new, strict=True)
    return pairs


def is_only_regrouped(passage: Passage, language: str) -> bool:
    """Whether nothing changed but the signs between the thousands of numbers: 1,500 and 1500."""
    if not any(
        "0" <= sign <= "9"
        for edit in passage.changes
        for sign in passage.after[edit.new_start : edit.new_end]
    ):
        return False
    old, new = list(figures(passage.before, language)), list(figures(passage.after, language))
    return (
        len(old) == len(new)
        and _without(passage.before, old) == _without(passage.after, new)
        and all(
            (was.value, was.unit) == (became.value, became.unit)
            and _NO_DIGIT.sub("", passage.before[was.start : was.end])
            == _NO_DIGIT.sub("", passage.after[became.start : became.end])
            for was, became in zip(old, new, strict=True)
        )
        and not any(was.in_words and passage.is_changed(Side.OLD, was.start, was.end) for was in old)
    )


def _is_changed(passage: Passage, old: Figure, new: Figure) -> bool:
    """Whether a change touches what makes two figures differ: their numbers, or the words beside them."""
    if not (_common(old, new) or _in_one_change(passage, old, new)):
        return False  # what is counted differs, and they stand in different places
    if (old.value, old.unit) != (new.value, new.unit):
        spans = (old.start, old.end), (new.start, new.end)
    else:
        spans = (old.whole_start, _end(old, new)), (new.whole_start, _end(new, old))
    return passage.is_changed(Side.OLD, *spans[0]) or passage.is_changed(Side.NEW, *spans[1])


def _in_one_change(passage: Passage, old: Figure, new: Figure) -> bool:
    """Whether two figures, with the words beside them, stand in one change."""
    return len(passage.changes) > _CHANGES_UP_TO or any(
        _meet((edit.old_start, edit.old_end), old) and _meet((edit.new_start, edit.new_end), new)
        for edit in passage.changes
    )


def _meet(edit: tuple[int, int], figure: Figure) -> bool:
    """Whether one side of an edit touches a figure with the words beside it; where it is empty, as behind a sign that is gone, stands at it."""
    start, end = figure.whole_start, max(figure.whole_end, figure.fate_end)
    return start <= edit[0] <= end if edit[0] == edit[1] else edit[0] < end and start < edit[1]


def _from_or_to_one(
    passage: Passage, language: str, pairs: list[tuple[Figure, Figure]]
) -> Iterator[tuple[Figure, Figure]]:
    """Figures that took the place of "one" or of an article before the same thing counted: one person, two people."""
    for edit in passage.changes:
        old = passage.before[edit.old_start : edit.old_end], passage.before, edit.old_start
        new = passage.after[edit.new_start : edit.new_end], passage.after, edit.new_start
        for (part, text, at), (other, whole, start), is_old in ((old, new, True), (new, old, False)):
            if not figures(other, language):
                continue
            ones = [one for one in articles(text, language) if at <= one.start < at + len(part)]
            many = [
                figure
                for figure in figures(whole, language)
                if start <= figure.start < start + len(other)
                and not figure.unit
                and not any(figure in pair for pair in pairs)
            ]
            for one, figure in zip(ones, many, strict=False):
                if _counts_alike(one, figure):
                    yield (one, figure) if is_old else (figure, one)


def _counts_alike(one: Figure, figure: Figure) -> bool:
    """Whether the nouns behind a one and a figure may be one in singular and plural, person and people, or both tell a fate."""
    mine, theirs = (counting.subject.partition(" ")[0].casefold() for counting in (one, figure))
    if mine in FATES and theirs in FATES:
        return True  # "un muerto" and "tres heridos"
    return bool(theirs) and mine[:1] == theirs[:1] and fuzz.ratio(mine, theirs) >= _SAME_NOUN_FROM


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
    """Whether two figures tell the same: a value of one unit, and no words beside them that contradict each other."""
    return (was.value, was.unit) == (became.value, became.unit) and not (
        _measures_other(was, became) or _befell_other(was, became) or {was.bound, became.bound} == _BOUNDS
    )


def _measures_other(was: Figure, became: Figure) -> bool:
    return bool(was.measure and became.measure) and was.measure != became.measure


def _befell_other(was: Figure, became: Figure) -> bool:
    old, new = FATES.get(was.fate.casefold()), FATES.get(became.fate.casefold())
    return old is not None and new is not None and old != new


def _end(figure: Figure, other: Figure) -> int:
    """Where a figure ends with the words that make it differ from another one of its value."""
    return figure.fate_end if _befell_other(figure, other) else figure.whole_end


def _common(old: Figure, new: Figure) -> list[str]:
    """The words of what is counted that both figures share."""
    mine = {word.casefold() for word in new.subject.split()}
    return [word for word in old.subject.split() if word.casefold() in mine]


def _finding(passage: Passage, old: Figure, new: Figure, spoken: str) -> Finding:
    is_other_number = (old.value, old.unit) != (new.value, new.unit)
    befell_other = not is_other_number and _befell_other(old, new)
    subject = _subject(old, new) if is_other_number else old.subject.partition(" ")[0]
    was, became = _shown(old, new, passage.before, spoken), _shown(new, old, passage.after, spoken)
    if is_other_number and _befell_other(old, new) and not _common(old, new):
        subject, was, became = "", f"{was} {old.fate}", f"{became} {new.fate}"
    elif befell_other:
        subject = "" if subject == old.fate else subject
        was, became = f"{was} {old.fate}", f"{became} {new.fate}"
    elif not is_other_number and _measures_other(old, new):
        subject = ""
        was, became = passage.before[old.start : old.whole_end], passage.after[new.start : new.whole_end]
    if old.qualifier.lower() != new.qualifier.lower():
        was, became = f"{old.qualifier.lower()} {was}".strip(), f"{new.qualifier.lower()} {became}".strip()
    subject = ", ".join(part for part in (passage.subject, subject) if part)
    # "At least 9,061" and "more than 9,000" may be one figure, told with more care.
    comparable = old.qualifier.lower() == new.qualifier.lower() and old.unit == new.unit
    rises = (new.value > old.value) - (new.value < old.value)
    direction = {1: "up", -1: "down"}.get(rises, "") if comparable else ""
    details = tuple(
        (name, value) for name, value in (("unit", new.unit or old.unit), ("direction", direction)) if value
    )
    if is_other_number:
        places = (
            (old.start, _noun_end(old, new, passage.before)),
            (new.start, _noun_end(new, old, passage.after)),
        )
    else:
        places = (old.whole_start, _end(old, new)), (new.whole_start, _end(new, old))
    return Finding(
        FindingClass.FIGURE,
        _WEIGHT,
        _sentence(passage, (old, was), (new, became), subject),
        was,
        became,
        subject or None,
        (passage.evidence(Side.OLD, *places[0]), passage.evidence(Side.NEW, *places[1])),
        details,
    )


def _sentence(passage: Passage, old: tuple[Figure, str], new: tuple[Figure, str], subject: str) -> str:
    """A change of figures in a few words: "soldiers killed 18 → 23", "$3m → $4m", "34-year-old → 43-year-old"."""
    (was, was_told), (became, became_told) = old, new
    compounds = [
        _COMPOUND.match(text, end) for text, end in ((passage.before, was.end), (passage.after, became.end))
    ]
    if not subject and compounds[0] and compounds[1]:
        return f"{was_told}{compounds[0][0]} → {became_told}{compounds[1][0]}"
    is_plain = was_told.replace(",", "").isalnum() and became_told.replace(",", "").isalnum()
    return f"{subject or ('figure' if is_plain else '')} {was_told} → {became_told}".strip()


def _noun_end(figure: Figure, other: Figure, text: str) -> int:
    """Where a figure ends; with the noun behind it where that is told in singular and plural."""
    noun = figure.subject.partition(" ")[0]
    is_one = 1 in {figure.value, other.value} and noun != other.subject.partition(" ")[0]
    at = text.find(noun, figure.end) if noun and is_one and _counts_alike(figure, other) else -1
    return at + len(noun) if at >= 0 else figure.end


def _subject(old: Figure, new: Figure) -> str:
    """What both count, in one or two words: the noun, and what became of those who are counted."""
    common = {word.casefold() for word in _common(old, new)}
    fate = new.counted.partition(" ")[2] or old.counted.partition(" ")[2]
    for figure in (new, old):
        first = figure.counted.partition(" ")[0]
        if first and (not common or first.casefold() in common):
            return f"{first} {fate}".strip()
    return min(common, default="")


def _shown(figure: Figure, other: Figure, text: str, spoken: str) -> str:
    """A figure as it stands; in digits when the other one is, since eighteen → 23 is hard to read."""
    if figure.in_words and not other.in_words and not figure.unit and figure.value == int(figure.value):
        return f"{int(figure.value):,}" if figure.value >= 10_000 else str(int(figure.value))  # noqa: PLR2004 - where most outlets set separators
    shown = text[figure.start : figure.end]
    if (
        figure.in_words
        and figure.value == 1
        and not any(shown.casefold() in known.values for known in NUMERALS.values())
    ):
        return "one"  # an article, where a number took its place
    if figure.in_words and language(spoken).names.nouns_are_large:
        return shown[0].lower() + shown[1:]  # "die Hälfte"
    return shown.lower() if figure.in_words else shown

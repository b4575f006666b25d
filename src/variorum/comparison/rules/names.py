"""Takes a comparison, gives findings on names, places and dates: one that took another's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from variorum.comparison.language import Names, language
from variorum.model import Finding, FindingClass, Side
from variorum.text.dates import NamedTime, is_other_time, named_times
from variorum.text.names import Name, names
from variorum.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.comparison.rules.compared import Compared, Passage
    from variorum.model import Edit

#: From this likeness of letters on (0 to 100) a name counts as respelled, whatever stands around it.
_RESPELLED_FROM = 75
#: So many words may change around a name that another one replaces; beyond, the passage was told anew.
_WORDS_AROUND = 8
#: Under this share of common words (0 to 100) a text tells of something else, and no name took another's place.
_REPLACED_FROM = 20
#: A text of fewer words may well be made of names.
_TITLE_FROM = 3
#: A sentence of more names is a list: what took whose place in it cannot be told.
_NAMES_UP_TO = 200
_WEIGHTS = {FindingClass.NAME: 0.7, FindingClass.PLACE: 0.6, FindingClass.DATE: 0.6}


def date_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each date, weekday, year or time of day that another one replaced."""
    for passage in compared.passages:
        old, new = list(named_times(passage.before)), list(named_times(passage.after))
        for time in tuple(old):
            same = next((o for o in new if o.kind == time.kind and not is_other_time(time, o)), None)
            if same is not None:
                old.remove(time)
                new.remove(same)
        for time in old:
            other = next((o for o in new if o.kind == time.kind), None)
            if other is not None and _are_changed(passage, time, other):
                new.remove(other)
                yield _finding(passage, FindingClass.DATE, time, other)


def _are_changed(passage: Passage, old: Name | NamedTime, new: Name | NamedTime) -> bool:
    return passage.is_changed(Side.OLD, old.start, old.end) and passage.is_changed(
        Side.NEW, new.start, new.end
    )


def name_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each name or place that was respelled or replaced by another."""
    known = language(compared.language).names
    for passage in compared.passages:
        if _is_title_case(passage.before) or _is_title_case(passage.after):
            continue  # In "One Hymn Saved the Crew" every word looks like a name.
        for old, new in _replaced(passage, known, compared.language):
            is_place = _are_places((passage.before, old), (passage.after, new), known)
            kind = FindingClass.PLACE if is_place else FindingClass.NAME
            yield _finding(passage, kind, old, new)


def _is_title_case(text: str) -> bool:
    """Whether most words of a text are written large, as in many headlines."""
    found = [token.form for token in tokens(text) if token.is_word and not token.form[0].isdigit()]
    return len(found) > _TITLE_FROM and sum(word[0].isupper() for word in found) * 3 > 2 * len(found)


def _finding(passage: Passage, kind: FindingClass, old: Name | NamedTime, new: Name | NamedTime) -> Finding:
    was, became = passage.before[old.start : old.end], passage.after[new.start : new.end]
    return Finding(
        kind,
        _WEIGHTS[kind],
        f"{was} → {became}",
        was,
        became,
        evidence=(
            passage.evidence(Side.OLD, old.start, old.end),
            passage.evidence(Side.NEW, new.start, new.end),
        ),
    )


def _replaced(passage: Passage, known: Names, spoken: str) -> Iterator[tuple[Name, Name]]:
    every_old, every_new = names(passage.before, known.titles), names(passage.after, known.titles)
    if max(len(every_old), len(every_new)) > _NAMES_UP_TO:
        return
    gone = [name for name in every_old if not any(_is_same(name, other) for other in every_new)]
    come = [name for name in every_new if not any(_is_same(name, other) for other in every_old)]
    for edit in passage.changes:
        old = [name for name in gone if name.start < edit.old_end and edit.old_start < name.end]
        new = [name for name in come if name.start < edit.new_end and edit.new_start < name.end]
        for was, became in zip(old, new, strict=False):
            if (_is_respelled(was, became) and not _is_inflected(was, became, spoken)) or (
                _is_short(passage, edit)
                and passage.likeness >= _REPLACED_FROM
                and _is_name(passage, was, became, spoken)
            ):
                gone.remove(was)
                come.remove(became)
                yield was, became
    for was in tuple(gone):
        # Respelled and elsewhere in the sentence.
        became_elsewhere = next((name for name in come if _is_respelled(was, name)), None)
        if became_elsewhere is not None and len(was.words) > 1:
            come.remove(became_elsewhere)
            yield was, became_elsewhere


def _is_inflected(was: Name, became: Name, spoken: str) -> bool:
    """Whether two single German words differ in their ending only: most are nouns, not names."""
    shorter, longer = sorted((was.words, became.words), key=lambda words: len(words[0]))
    return spoken == "de" and len(shorter) == len(longer) == 1 and longer[0].startswith(shorter[0][:-1])


def _is_respelled(was: Name, became: Name) -> bool:
    return fuzz.ratio(" ".join(was.words), " ".join(became.words)) >= _RESPELLED_FROM


def _is_short(passage: Passage, edit: Edit) -> bool:
    old = tokens(passage.before[edit.old_start : edit.old_end])
    new = tokens(passage.after[edit.new_start : edit.new_end])
    return max(sum(token.is_word for token in side) for side in (old, new)) <= _WORDS_AROUND


def _is_name(passage: Passage, was: Name, became: Name, spoken: str) -> bool:
    """Whether both are names and not words that are written large for where they stand, or because they are German nouns."""
    for name, text in ((was, passage.before), (became, passage.after)):
        opens = not text[: name.start].strip(" \"'“„«(").strip()
        if len(name.words) == 1 and (opens or spoken == "de"):
            return False
    return True


def _is_same(name: Name, other: Name) -> bool:
    """Whether two names may be those of one: one has all words of the other, or is made of its initials."""
    shorter, longer = sorted((name.words, other.words), key=len)
    if set(shorter) <= set(longer):
        return True
    if len(shorter) == 1 and len(longer) > 1:
        letters = "".join(word[0] for word in longer)
        return shorter[0].replace(".", "") in {letters, "".join(word[0] for word in longer if len(word) > 3)}  # noqa: PLR2004 - "of the"
    old_head, new_head = (_head(name.words) for name in (name, other))
    if len(old_head) > 1 and old_head == new_head:
        return True  # "Bruno Tapp of the FCU" and "Bruno Tapp of the Fenwick Cyclists"
    if shorter[-1] == longer[-1]:
        # "J. Blau" and "John Blau"
        return all(a[0] == b[0] and 1 in {len(a), len(b)} for a, b in zip(shorter[:-1], longer, strict=False))
    return False


def _head(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[: words.index("of")] if "of" in words else words


def _are_places(old: tuple[str, Name], new: tuple[str, Name], known: Names) -> bool:
    """Whether two names are those of places, by the words in them and before them."""
    if any(set(name.words) & known.organisation_words for _, name in (old, new)):
        return False
    before = [text[max(0, name.start - 24) : name.start] for text, name in (old, new)]
    sure = [
        name.words[-1] in known.place_words or known.places_after.search(told) is not None
        for told, (_, name) in zip(before, (old, new), strict=True)
    ]
    # "from Luis Barca", but "from Lowmere"
    perhaps = any(len(name.words) == 1 for _, name in (old, new)) and all(
        known.places_perhaps_after.search(told) for told in before
    )
    return all(sure) or perhaps

"""Takes a comparison, gives findings on who is the source of a statement, and on the verb that says so."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from variorum.comparison.language import language
from variorum.comparison.rules.compared import without_quotations
from variorum.comparison.rules.mentions import opens
from variorum.model import Finding, FindingClass, Side
from variorum.text.names import names
from variorum.text.tokens import words
from variorum.text.word_lists import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.comparison.language import Attribution
    from variorum.comparison.rules.compared import Compared, Passage

_WEIGHT = 0.6
#: Under this share of common words (0 to 100) a passage was told anew, and its sources with it.
_ALIKE_FROM = 45
#: So many sources of a sentence are told.
_TOLD_UP_TO = 3
#: A speaker with a title and a role has so many words, what is stated at least so many.
_SPEAKER_UP_TO, _STATEMENT_FROM = 6, 3
#: So many letters around a verb are its sentence.
_SENTENCE_UP_TO = 400
#: The word before a verb stands so near.
_BESIDE = 24
_LAST_WORD = re.compile(r"([^\W\d_]+)\s+$")
_FIRST_STOP = re.compile(r"[.!?](?=\s|$)")
#: A quotation that was blanked.
_QUOTED = " " * 8
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class _Sources(NamedTuple):
    """What a side says of its sources, in whole and where it changed: spans of verbs, of sources with and without a name."""

    told: int
    neutral: list[tuple[int, int]]
    loaded: list[tuple[int, int]]
    markers: list[tuple[int, int]]
    anonymous: list[tuple[int, int]]
    named: list[tuple[int, int]]


def attribution_findings(compared: Compared) -> Iterator[Finding]:
    """A finding where a source was named, made anonymous, added or dropped, or the verb of saying changed its force."""
    for passage in compared.passages:
        if passage.likeness < _ALIKE_FROM:
            continue
        old = _sources(passage, Side.OLD, compared.language)
        new = _sources(passage, Side.NEW, compared.language)
        told, old_places, new_places = _judged(old, new)
        if told:
            was, became = _told(passage.before, old_places), _told(passage.after, new_places)
            yield Finding(
                FindingClass.ATTRIBUTION,
                _WEIGHT,
                told.format(was, became),
                was or None,
                became or None,
                evidence=tuple(
                    passage.evidence(side, start, end)
                    for side, places in ((Side.OLD, old_places), (Side.NEW, new_places))
                    for start, end in places
                ),
            )


_Spans = list[tuple[int, int]]


def _told(text: str, places: _Spans) -> str:
    """The words at the first few places, each wording once, without the commas around them."""
    wordings = dict.fromkeys(text[start:end].strip(" ,;") for start, end in places)
    return "; ".join(list(wordings)[:_TOLD_UP_TO])


def _judged(old: _Sources, new: _Sources) -> tuple[str, _Spans, _Spans]:
    """What is to be told, and the places on both sides; nothing where the sources stay."""
    if old.neutral and new.loaded and not old.loaded and not new.neutral:
        return "“{}” became “{}”", old.neutral, new.loaded
    if old.loaded and new.neutral and not new.loaded and not old.neutral:
        return "“{}” became “{}”", old.loaded, new.neutral
    if old.told and new.told:
        if old.named and new.anonymous and not old.anonymous and not new.named:
            return "source no longer named: {} → {}", old.named, new.anonymous
        if old.anonymous and new.named and not new.anonymous and not old.named:
            return "source named: {} → {}", old.anonymous, new.named
    if not old.told and new.told and new.markers:
        return "attribution added: “{1}”", [], new.markers
    if old.told and not new.told and old.markers:
        return "attribution dropped: “{0}”", old.markers, []
    return "", [], []


def _sources(passage: Passage, side: Side, spoken: str) -> _Sources:
    known, titles = language(spoken).attribution, language(spoken).names.titles
    text = without_quotations(passage.before if side is Side.OLD else passage.after)
    found = _Sources(0, [], [], [], [], [])
    told = 0
    for match in known.according.finditer(text):
        told += 1
        if passage.is_changed(side, *match.span()):
            found.markers.append(match.span())
    relates = False
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        relates = relates or (passage.field != "body" and word in known.relating)
        verb = word in known.neutral or word in known.loaded
        is_source = word in known.neutral and _says(text, match, known)
        told += is_source
        if not passage.is_changed(side, *match.span()):
            continue
        if verb:
            places = found.neutral if word in known.neutral else found.loaded
            places.append((match.start(), _with_separable(text, match.end(), known.separable)))
            # "Claimed" and "admitted" have other senses, and so has a verb that opens a headline: "Notes from the stalls".
            if is_source and (passage.field == "body" or match.start() > 0) and not relates:
                found.markers.append(match.span())
        elif word in known.anonymous and (match[0] == word or spoken == "de"):
            found.anonymous.append(match.span())
    found.named.extend(
        (name.start, name.end)
        for name in names(text, titles)
        if passage.is_changed(side, name.start, name.end) and (len(name.words) > 1 or name.start > 0)
    )
    spans = [
        (edit.old_start, edit.old_end) if side is Side.OLD else (edit.new_start, edit.new_end)
        for edit in passage.changes
    ]
    # Who is meant stands around the word: the whole change is told, the comma and what the sentence goes on with left out.
    markers, anonymous, named = (
        [(start, _stop(text, start, end)) for start, end in _touched(spans, places)]
        for places in (found.markers, found.anonymous, found.named)
    )
    return found._replace(told=told, markers=markers, anonymous=anonymous, named=named)


def _says(text: str, verb: re.Match[str], known: Attribution) -> bool:
    """Whether a verb tells what somebody says: something is stated behind it, or it ends what was stated.

    In "United States", "was told to leave", "annual reports are kept" and "wrote a book" nobody says anything.
    """
    if verb[0][0].isupper() and not opens(text, verb.start()):
        return False
    before = _LAST_WORD.search(text, max(0, verb.start() - _BESIDE), verb.start())
    if before is not None and before[1].casefold() in known.passive:
        return False
    if verb[0].casefold() in known.surely:
        return True
    behind = _FIRST_STOP.split(text[verb.end() : verb.end() + _SENTENCE_UP_TO], maxsplit=1)[0]
    if not behind.strip(" ,;:") or behind[:1] in ",:" or _QUOTED in behind:
        return True
    following = [word.casefold() for word in _WORD.findall(behind)]
    if following and following[0] in known.clauses:
        return False  # "reports are kept"
    if _ends_statement(text, verb.start()):
        return True
    return not (known.clauses | known.conjunctions).isdisjoint(following)


def _ends_statement(text: str, start: int) -> bool:
    """Whether the verb that begins there comes with its subject behind a statement and its comma or quotation: "…, the owner told us"."""
    before = _FIRST_STOP.split(text[max(0, start - _SENTENCE_UP_TO) : start])[-1]
    head, comma, speaker = before.rpartition(",")
    is_behind_quotation = _QUOTED in before
    return is_behind_quotation or bool(
        comma
        and len(_WORD.findall(head)) >= _STATEMENT_FROM
        and 0 < len(_WORD.findall(speaker)) <= _SPEAKER_UP_TO
    )


def _with_separable(text: str, end: int, separable: frozenset[str]) -> int:
    """Where a verb ends with the word of it that stands right behind: "räumte ein"."""
    behind = _WORD.match(text, end + 1)
    return behind.end() if behind and behind[0].casefold() in separable else end


def _stop(text: str, start: int, end: int) -> int:
    """Where a source ends that the sentence goes on behind with small words: "According to the police, the"."""
    head, comma, tail = text[start:end].rpartition(",")
    return start + len(head) if comma and head.strip() and set(words(tail)) <= STOP_WORDS else end


def _touched(edits: _Spans, places: _Spans) -> _Spans:
    """The edits that touch some place; both come in order."""
    starts = sorted(places)
    return [edit for edit in edits if _touches_one(edit, starts)]


def _touches_one(edit: tuple[int, int], places: _Spans) -> bool:
    at = bisect_left(places, edit[1], key=lambda place: place[0])
    # Places do not overlap by much: one that begins before the edit ends is among the last of these.
    return any(edit[0] < end for _, end in places[max(0, at - 2) : at])

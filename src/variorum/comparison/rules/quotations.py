"""Takes a revision, gives findings on quotations: added, dropped, or altered between their marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from variorum.comparison.language import language
from variorum.comparison.rules.places import sentence_text, within_paragraph
from variorum.model import Evidence, Finding, FindingClass, Side
from variorum.text.names import names
from variorum.text.quotations import QUOTATION
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.comparison.language import Language
    from variorum.comparison.rules.compared import Compared
    from variorum.model import Revision

#: Fewer words between marks are a title, a nickname or scare quotes.
_WORDS_FROM = 3
#: From this similarity on (0 to 100) two quotations are wordings of one.
_ALTERED_FROM = 60
#: Beyond so many pairs of quotations none is looked at: they count as dropped and added.
_PAIRED_UP_TO = 250_000
#: So much of a quotation is shown in a sentence; the letters are for scripts that set no blanks between words.
_SHOWN_WORDS = 8
#: From this likeness of letters on (0 to 100) two names are spellings of one.
_RESPELLED_FROM = 80
_SHOWN_LETTERS = 80
#: The speaker is looked for so many letters around a quotation.
_BESIDE = 120
_FIRST_STOP = re.compile(r"[“„«\"]|[.!?](?=\s|$)")
_LAST_STOP = re.compile(r".*[.!?](?=\s)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")


class Quotation(NamedTuple):
    """A quotation: its words, the text between the marks and where it stands (it may run over sentences).

    `start` and `end` are the places of its marks in the paragraph.
    """

    words: tuple[str, ...]
    evidence: Evidence
    paragraph: int = 0
    start: int = 0
    end: int = 0


def quotation_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each quotation that was altered, dropped, added, or given to another speaker."""
    revision = compared.revision
    old, new = _quotations(revision, Side.OLD), _quotations(revision, Side.NEW)
    same = _same(old, new)
    rest_old = [quotation for quotation in old if quotation.words not in same]
    rest_new = [quotation for quotation in new if quotation.words not in same]
    altered = _altered(rest_old, rest_new)
    for was, became in altered:
        rest_old.remove(was)
        rest_new.remove(became)
        yield _finding(FindingClass.QUOTE_ALTERED, 0.9, was, became)
    yield from _speakers(compared, [*((same[q.words], q) for q in new if q.words in same), *altered])
    for was in rest_old:
        if not _is_part(was, new):
            yield _finding(FindingClass.QUOTE_DROPPED, 0.7, was, None)
    for became in rest_new:
        if not _is_part(became, old):
            yield _finding(FindingClass.QUOTE_ADDED, 0.3, None, became)


def _same(old: list[Quotation], new: list[Quotation]) -> dict[tuple[str, ...], Quotation]:
    """The quotations of the old side whose words stand on the new side too."""
    on_new = {quotation.words for quotation in new}
    return {quotation.words: quotation for quotation in old if quotation.words in on_new}


def _is_part(quotation: Quotation, others: list[Quotation]) -> bool:
    """Whether the words stand within a longer quotation of the other side: it was cut in two, or joined, not changed."""
    told = f" {' '.join(quotation.words)} "
    return any(told in f" {' '.join(other.words)} " for other in others)


def _speakers(compared: Compared, pairs: list[tuple[Quotation, Quotation]]) -> Iterator[Finding]:
    """A finding for each quotation that both sides have and give to different speakers."""
    known = language(compared.language)
    for was, became in pairs:
        old = _speaker(compared.revision, Side.OLD, was, known)
        new = _speaker(compared.revision, Side.NEW, became, known)
        if old and new and not _is_one_person(old, new):
            yield Finding(
                FindingClass.SPEAKER_CHANGED,
                0.9,
                f"quote “{_shortened(became.evidence.quote)}” now given to {new.name}, not {old.name}",
                old.name,
                new.name,
                evidence=(was.evidence, old.evidence, became.evidence, new.evidence),
            )


def _is_one_person(old: Speaker, new: Speaker) -> bool:
    """Whether two names have a word in common, or are spellings of one."""
    if old.words[-1] in new.words or new.words[-1] in old.words:
        return True
    return fuzz.ratio(" ".join(old.words), " ".join(new.words)) >= _RESPELLED_FROM


class Speaker(NamedTuple):
    """Who is named as the speaker of a quotation, and where."""

    name: str
    words: tuple[str, ...]
    evidence: Evidence


def _speaker(revision: Revision, side: Side, quotation: Quotation, known: Language) -> Speaker | None:
    """The name beside the verb of saying next to a quotation, behind it or before it; `None` where none is named."""
    article = revision.before if side is Side.OLD else revision.after
    text = article.paragraphs[quotation.paragraph].text
    verbs = known.attribution.neutral | known.attribution.loaded
    behind = text[quotation.end : quotation.end + _BESIDE]
    end = _FIRST_STOP.search(behind)
    behind = behind[: end.start()] if end else behind
    start = max(0, quotation.start - _BESIDE)
    before = text[start : quotation.start]
    stop = _LAST_STOP.match(before)
    start += stop.end() if stop else 0
    for begin, part in ((quotation.end, behind), (start, text[start : quotation.start])):
        spoken = [match for match in _WORD.finditer(part) if match[0].casefold() in verbs]
        found = names(part, known.names.titles)
        if spoken and found:
            nearest = min(
                found,
                key=lambda name: min(
                    abs(name.start - verb.end()) + abs(verb.start() - name.end) for verb in spoken
                ),
            )
            place = within_paragraph(
                revision, side, quotation.paragraph, begin + nearest.start, begin + nearest.end
            )
            return Speaker(place.quote, nearest.words, place)
    return None


def _quotations(revision: Revision, side: Side) -> list[Quotation]:
    article = revision.before if side is Side.OLD else revision.after
    found = []
    for number, paragraph in enumerate(article.paragraphs):
        for match in QUOTATION.finditer(paragraph.text):
            group = match.lastindex or 1
            said = tuple(words(match[group]))
            if len(said) >= _WORDS_FROM:
                evidence = within_paragraph(revision, side, number, *match.span(group))
                found.append(Quotation(said, evidence, number, *match.span()))
    return found


def _altered(old: list[Quotation], new: list[Quotation]) -> list[tuple[Quotation, Quotation]]:
    """Pairs of wordings of one quotation, most alike first, each in one pair."""
    if len(old) * len(new) > _PAIRED_UP_TO:
        return []
    scored = sorted(
        ((_alike(was, became), i, j) for i, was in enumerate(old) for j, became in enumerate(new)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    pairs, taken_old, taken_new = [], set(), set()
    for score, i, j in scored:
        if score < _ALTERED_FROM:
            break
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((old[i], new[j]))
    return pairs


def _alike(was: Quotation, became: Quotation) -> float:
    """How alike two quotations are, 0 to 100: word by word, or all when the shorter stands in the longer."""
    whole = fuzz.ratio(was.words, became.words, score_cutoff=_ALTERED_FROM)
    if whole:
        return whole
    shorter, longer = sorted((was.words, became.words), key=len)
    inside = set(shorter) <= set(longer) and " ".join(shorter) in " ".join(longer)
    return 100.0 if inside else 0.0


def _finding(kind: FindingClass, weight: float, was: Quotation | None, became: Quotation | None) -> Finding:
    shown = _shortened((became or was or _NOTHING).evidence.quote)
    told = {
        FindingClass.QUOTE_ALTERED: f"quote altered: “{shown}”",
        FindingClass.QUOTE_DROPPED: f"quote dropped: “{shown}”",
        FindingClass.QUOTE_ADDED: f"quote added: “{shown}”",
    }[kind]
    return Finding(
        kind=kind,
        weight=weight,
        sentence=told,
        before=was.evidence.quote if was else None,
        after=became.evidence.quote if became else None,
        evidence=tuple(quotation.evidence for quotation in (was, became) if quotation),
    )


_NOTHING = Quotation((), Evidence(Side.OLD, "body", 0, 0, ""))


def _shortened(text: str) -> str:
    kept = text.rstrip(" ,;").split()
    shown = " ".join(kept[:_SHOWN_WORDS])
    if len(shown) > _SHOWN_LETTERS:
        return shown[:_SHOWN_LETTERS].rstrip() + "…"
    return shown if len(kept) <= _SHOWN_WORDS else f"{shown} …"


def stands_in_quotation(revision: Revision, side: Side, index: int) -> bool:
    """Whether most of a sentence lies between quotation marks."""
    text = sentence_text(revision, side, index)
    quoted = sum(len(match[0]) for match in QUOTATION.finditer(text))
    return quoted * 2 > len(text.strip())

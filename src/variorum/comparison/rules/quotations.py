"""Takes a revision, gives findings on quotations: added, dropped, or altered between their marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from variorum.comparison.rules.places import sentence_text
from variorum.model import Evidence, Finding, FindingClass, Side
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.model import Revision

#: Fewer words between marks are a title, a nickname or scare quotes.
_WORDS_FROM = 3
#: From this similarity on (0 to 100) two quotations are wordings of one.
_ALTERED_FROM = 60
#: Beyond so many pairs of quotations none is looked at: they count as dropped and added.
_PAIRED_UP_TO = 250_000
#: So much of a quotation is shown in a sentence; the letters are for scripts that set no blanks between words.
_SHOWN_WORDS = 8
_SHOWN_LETTERS = 80
#: Text between quotation marks. Marks come in pairs; one that is not closed in its paragraph runs to the paragraph's end, as in quotes of many paragraphs.
QUOTATION = re.compile(r"“([^“”]+)(?:”|$)|„([^„“”]+)(?:[“”]|$)|«([^«»]+)(?:»|$)|(?<!\w)\"([^\"]+)(?:\"|$)")


class Quotation(NamedTuple):
    """A quotation: its words, the text between the marks and where it stands (it may run over sentences)."""

    words: tuple[str, ...]
    evidence: Evidence


def quotation_findings(revision: Revision) -> Iterator[Finding]:
    """A finding for each quotation that was altered, dropped or added."""
    old, new = _quotations(revision, Side.OLD), _quotations(revision, Side.NEW)
    kept = {quotation.words for quotation in old} & {quotation.words for quotation in new}
    old = [quotation for quotation in old if quotation.words not in kept]
    new = [quotation for quotation in new if quotation.words not in kept]
    for was, became in _altered(old, new):
        old.remove(was)
        new.remove(became)
        yield _finding(FindingClass.QUOTE_ALTERED, 0.9, was, became)
    for was in old:
        yield _finding(FindingClass.QUOTE_DROPPED, 0.7, was, None)
    for became in new:
        yield _finding(FindingClass.QUOTE_ADDED, 0.3, None, became)


def _quotations(revision: Revision, side: Side) -> list[Quotation]:
    article, spans = (revision.before, revision.old) if side is Side.OLD else (revision.after, revision.new)
    # Sentences come in order, so the one in which a quotation begins is found by halving.
    starts = [(span.paragraph, span.start) for span in spans]
    found = []
    for number, paragraph in enumerate(article.paragraphs):
        for match in QUOTATION.finditer(paragraph.text):
            group = match.lastindex or 1
            said = tuple(words(match[group]))
            if len(said) >= _WORDS_FROM:
                start, end = match.span(group)
                index = bisect_right(starts, (number, start)) - 1
                begin = spans[index].start
                evidence = Evidence(side, "body", start - begin, end - begin, match[group], index)
                found.append(Quotation(said, evidence))
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

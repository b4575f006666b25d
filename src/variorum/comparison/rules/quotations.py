"""Takes a revision, gives findings on quotations: added, dropped, or altered between their marks."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from variorum.comparison.language import language
from variorum.comparison.rules.places import sentence_text, within_paragraph
from variorum.model import Evidence, Finding, FindingClass, Side
from variorum.text.dates import named_times
from variorum.text.names import Name, names
from variorum.text.quotations import QUOTATION, is_open
from variorum.text.tokens import tokens, words
from variorum.text.word_lists import STOP_WORDS, either, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.comparison.language import Language
    from variorum.comparison.rules.compared import Compared
    from variorum.model import Revision

#: Fewer words between marks are a title, a nickname or scare quotes.
_WORDS_FROM = 3
#: From this similarity on (0 to 100) two quotations are wordings of one.
_ALTERED_FROM = 60
#: In a sentence and its counterpart less is enough.
_ALTERED_IN_COUNTERPARTS_FROM = 45
#: Beyond so many pairs of quotations only those in a sentence and its counterpart are looked at.
_PAIRED_UP_TO = 100_000
#: So many places are tried for one quotation among many that begin alike, or stand in one sentence.
_CANDIDATES = 8
#: A name of more words behind an article has a role before it, where nouns are written large.
_NAME_AND_ROLE = 2
#: So much of a quotation is shown in a sentence; the letters are for scripts that set no blanks between words.
_SHOWN_WORDS = 8
#: So many words are shown around those that changed.
_AROUND = 3
#: From one part in so many on a sentence is told by its quotation.
_MOSTLY = 3
#: From this likeness of letters on (0 to 100) two names are spellings of one.
_RESPELLED_FROM = 80
_SHOWN_LETTERS = 80
#: The speaker is looked for so many letters around a quotation.
_BESIDE = 120
#: A lone name stands not further from the verb than a title is long.
_FAR = 12
_FIRST_STOP = re.compile(r"[“„«\"]|[.!?](?=\s|$)")
_LAST_STOP = re.compile(r".*[.!?](?=\s)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+")
_OF = re.compile(rf"\s+(?:{either(listed('of'))})\s")
_ARTICLE = re.compile(rf"\b(?:{either(listed('articles'))})\s+$", re.IGNORECASE)


class Quotation(NamedTuple):
    """A quotation: its words, the text between the marks and where it stands (it may run over sentences).

    `start` and `end` are the places of its marks in the paragraph.
    """

    words: tuple[str, ...]
    evidence: Evidence
    paragraph: int = 0
    start: int = 0
    end: int = 0
    is_open: bool = False


def quotation_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each quotation that was altered, dropped, added, or given to another speaker."""
    old, new = _quotations(compared, Side.OLD), _quotations(compared, Side.NEW)
    old, new = _closed(old, new), _closed(new, old)
    same = _same(old, new)
    rest_old = [quotation for quotation in old if quotation.words not in same]
    rest_new = [quotation for quotation in new if quotation.words not in same]
    rest_old, rest_new = without_joined(rest_old, rest_new)
    rest_new, rest_old = without_joined(rest_new, rest_old)
    pairs = altered_pairs(compared.revision, rest_old, rest_new)
    altered = [(rest_old[i], rest_new[j]) for i, j in pairs]
    for was, became in altered:
        yield _finding(FindingClass.QUOTE_ALTERED, 0.9, was, became)
    yield from _speakers(compared, [*((same[q.words], q) for q in new if q.words in same), *altered])
    paired_old, paired_new = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, was in enumerate(rest_old):
        if i not in paired_old:
            yield _finding(FindingClass.QUOTE_DROPPED, 0.7, was, None)
    for j, became in enumerate(rest_new):
        if j not in paired_new:
            yield _finding(FindingClass.QUOTE_ADDED, 0.3, None, became)


def _closed(quotations: list[Quotation], others: list[Quotation]) -> list[Quotation]:
    """The quotations, each that lacks its closing mark cut where its counterpart on the other side ends."""
    if not any(quotation.is_open for quotation in quotations):
        return quotations
    whole = {other.words for other in others}
    closed: dict[tuple[str, ...], Quotation] = {}
    for other in others:
        if not other.is_open:
            closed.setdefault(other.words[:_WORDS_FROM], other)
    cut = []
    for quotation in quotations:
        like = closed.get(quotation.words[:_WORDS_FROM]) if quotation.is_open else None
        length = len(like.words) if like is not None and quotation.words not in whole else 0
        is_like = (
            like is not None
            and 0 < length < len(quotation.words)
            and fuzz.ratio(like.words, quotation.words[:length]) >= _ALTERED_FROM
        )
        cut.append(_cut(quotation, length) if is_like else quotation)
    return cut


def _cut(quotation: Quotation, length: int) -> Quotation:
    """The first words of a quotation."""
    text = quotation.evidence.quote
    end = [token.end for token in tokens(text) if token.is_word][:length][-1]
    place = quotation.evidence
    return quotation._replace(
        words=quotation.words[:length],
        evidence=replace(place, end=place.start + end, quote=text[:end]),
        end=quotation.start + 1 + end,
    )


def _same(old: list[Quotation], new: list[Quotation]) -> dict[tuple[str, ...], Quotation]:
    """The quotations of the old side whose words stand on the new side too."""
    on_new = {quotation.words for quotation in new}
    return {quotation.words: quotation for quotation in old if quotation.words in on_new}


def without_joined(whole: list[Quotation], parts: list[Quotation]) -> tuple[list[Quotation], list[Quotation]]:
    """Both lists without each quotation that the other side cuts in several, for its speaker to stand between, and without these."""
    begins: dict[tuple[str, ...], deque[int]] = {}
    for number, part in enumerate(parts):
        begins.setdefault(part.words[:_WORDS_FROM], deque()).append(number)
    taken: set[int] = set()
    left = []
    for quotation in whole:
        firsts = begins.get(quotation.words[:_WORDS_FROM], deque())
        while firsts and firsts[0] in taken:
            firsts.popleft()
        run = next(
            (run for first in islice(firsts, _CANDIDATES) if (run := _joined(quotation, parts, first))), None
        )
        if run is None or taken & set(run):
            left.append(quotation)
        else:
            taken.update(run)
    return left, [part for number, part in enumerate(parts) if number not in taken]


def _joined(quotation: Quotation, parts: list[Quotation], first: int) -> range | None:
    """The parts from `first` on that make a quotation, `None` where they do not."""
    at = 0
    for last in range(first, len(parts)):
        words = parts[last].words
        if quotation.words[at : at + len(words)] != words:
            return None
        at += len(words)
        if at == len(quotation.words):
            return range(first, last + 1)
    return None


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
    """Whether two speakers may be one: names that share the last word, or are spellings of one; a name and a role."""
    if old.is_named != new.is_named:
        return True
    if not old.is_named:
        return bool(set(old.words) & set(new.words))
    if old.words[-1] in new.words or new.words[-1] in old.words:
        return True
    return fuzz.ratio(" ".join(old.words), " ".join(new.words)) >= _RESPELLED_FROM


class Speaker(NamedTuple):
    """Who is told to be the speaker of a quotation, and where; by name, or by what else is said of them."""

    name: str
    words: tuple[str, ...]
    evidence: Evidence
    is_named: bool


def _speaker(revision: Revision, side: Side, quotation: Quotation, known: Language) -> Speaker | None:
    """Who stands beside the verb of saying next to a quotation, behind it or before it; `None` where nobody does."""
    article = revision.before if side is Side.OLD else revision.after
    text = article.paragraphs[quotation.paragraph].text
    verbs = known.attribution.neutral | known.attribution.loaded
    for begin, end in _beside(text, quotation):
        part = text[begin:end]
        spoken = [match for match in _WORD.finditer(part) if match[0].casefold() in verbs]
        if not spoken:
            continue
        named = _nearest_name(part, spoken, known)
        if named is not None:
            place = within_paragraph(
                revision, side, quotation.paragraph, begin + named.start, begin + named.end
            )
            return Speaker(place.quote, named.words, place, is_named=True)
        of = _OF.search(part)
        from_here = of.end() if of else 0
        told = _content(part[from_here:], verbs)
        if told:
            start, stop = _told_around(part, from_here, told, verbs)
            place = within_paragraph(revision, side, quotation.paragraph, begin + start, begin + stop)
            return Speaker(place.quote, told, place, is_named=False)
    return None


def _told_around(part: str, start: int, told: tuple[str, ...], verbs: frozenset[str]) -> tuple[int, int]:
    """Where in a text stands who is said to speak, with the article before and up to the next verb of saying."""
    found = list(_WORD.finditer(part, start))
    first = next((n for n, word in enumerate(found) if word[0].casefold() == told[0]), 0)
    while (
        first
        and found[first - 1][0].casefold() not in verbs
        and not part[found[first - 1].end() : found[first].start()].strip()
    ):
        first -= 1
    last = first
    for n in range(first, len(found)):
        if found[n][0].casefold() in verbs:
            break
        if found[n][0].casefold() in told:
            last = n
    return found[first].start(), found[last].end()


def _content(text: str, verbs: frozenset[str]) -> tuple[str, ...]:
    """The words that tell who somebody is: no verbs of saying, no stop words, no times."""
    for time in reversed(named_times(text)):
        text = text[: time.start] + text[time.end :]
    return tuple(word for word in words(text) if word not in verbs | STOP_WORDS)


def _beside(text: str, quotation: Quotation) -> list[tuple[int, int]]:
    """The stretches of text behind and before a quotation, each up to the next stop or quotation."""
    end = quotation.end + _BESIDE
    stop = _FIRST_STOP.search(text, quotation.end, end)
    start = max(0, quotation.start - _BESIDE)
    last = _LAST_STOP.match(text, start, quotation.start)
    return [
        (quotation.end, stop.start() if stop else min(end, len(text))),
        (last.end() if last else start, quotation.start),
    ]


def _is_far(name: Name, spoken: list[re.Match[str]]) -> bool:
    """Whether a name of one word stands too far from every verb to be its subject: "sagte sie vor Gericht"."""
    return min(max(name.start - verb.end(), verb.start() - name.end) for verb in spoken) > _FAR


def _nearest_name(part: str, spoken: list[re.Match[str]], known: Language) -> Name | None:
    """The name that stands nearest to a verb, as far as "of": "Bruno Tapp of the FCU" is Bruno Tapp."""
    found = [
        name
        for name in names(part, known.names.titles)
        if not _OF.search(part, 0, name.start)
        and (len(name.words) > 1 or not (_ARTICLE.search(part, 0, name.start) or _is_far(name, spoken)))
    ]
    if not found:
        return None
    nearest = min(
        found,
        key=lambda name: min(abs(name.start - verb.end()) + abs(verb.start() - name.end) for verb in spoken),
    )
    if (
        known.names.nouns_are_large
        and len(nearest.words) > _NAME_AND_ROLE
        and _ARTICLE.search(part, 0, nearest.start)
    ):
        role, name = part[nearest.start :].split(maxsplit=2)[:2]  # "die Biologin Friederike Amsel"
        nearest = Name(
            part.index(name, nearest.start + len(role)),
            nearest.end,
            nearest.words[1:],
        )
    of = _OF.search(part, nearest.start, nearest.end)
    if of is None:
        return nearest
    return Name(nearest.start, of.start(), tuple(words(part[nearest.start : of.start()])))


def _quotations(compared: Compared, side: Side) -> list[Quotation]:
    """The quotations of the report, notices and furniture aside."""
    revision = compared.revision
    article = revision.before if side is Side.OLD else revision.after
    found = []
    for number, paragraph in enumerate(article.paragraphs):
        for match in QUOTATION.finditer(paragraph.text):
            group = match.lastindex or 1
            said = tuple(words(match[group]))
            if len(said) >= _WORDS_FROM:
                evidence = within_paragraph(revision, side, number, *match.span(group))
                if compared.zone(side, evidence.sentence or 0) is None:
                    found.append(Quotation(said, evidence, number, *match.span(), is_open(match)))
    return found


def altered_pairs(revision: Revision, old: list[Quotation], new: list[Quotation]) -> list[tuple[int, int]]:
    """Pairs of wordings of one quotation, by their places in the lists, most alike first, each in one pair."""
    linked = {(i, j) for link in revision.links for i in link.link.old for j in link.link.new}
    scored = sorted(
        ((_alike(old[i], new[j], linked), i, j) for i, j in _candidates(revision, old, new)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    pairs, taken_old, taken_new = [], set(), set()
    for score, i, j in scored:
        if not score:
            break
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            pairs.append((i, j))
    return pairs


def _candidates(revision: Revision, old: list[Quotation], new: list[Quotation]) -> Iterator[tuple[int, int]]:
    """Which quotations are worth comparing: all of them, or, where they are too many, those in counterparts and near each other."""
    if len(old) * len(new) <= _PAIRED_UP_TO:
        yield from product(range(len(old)), range(len(new)))
        return
    groups: list[tuple[list[int], list[int]]] = [([], []) for _ in revision.links]
    of_old = {i: number for number, link in enumerate(revision.links) for i in link.link.old}
    of_new = {j: number for number, link in enumerate(revision.links) for j in link.link.new}
    for side, quotations, numbers in ((0, old, of_old), (1, new, of_new)):
        for at, quotation in enumerate(quotations):
            number = numbers.get(
                quotation.evidence.sentence if quotation.evidence.sentence is not None else -1
            )
            if number is not None:
                groups[number][side].append(at)
    for olds, news in groups:
        for rank, i in enumerate(olds):
            yield from ((i, j) for j in news[max(0, rank - _CANDIDATES) : rank + _CANDIDATES])


def _alike(was: Quotation, became: Quotation, linked: set[tuple[int, int]]) -> float:
    """How alike two quotations are, 0 to 100: word by word, or all when the shorter stands in the longer."""
    are_counterparts = (was.evidence.sentence, became.evidence.sentence) in linked
    enough = _ALTERED_IN_COUNTERPARTS_FROM if are_counterparts else _ALTERED_FROM
    whole = fuzz.ratio(was.words, became.words, score_cutoff=enough)
    if whole:
        return whole
    shorter, longer = sorted((was.words, became.words), key=len)
    inside = set(shorter) <= set(longer) and " ".join(shorter) in " ".join(longer)
    return 100.0 if inside else 0.0


def _finding(kind: FindingClass, weight: float, was: Quotation | None, became: Quotation | None) -> Finding:
    if was and became:
        told = f"quote altered: {_change_within(was.evidence.quote, became.evidence.quote)}"
    elif became:
        told = f"quote added: “{_shortened(became.evidence.quote)}”"
    else:
        told = f"quote dropped: “{_shortened(was.evidence.quote if was else '')}”"
    return Finding(
        kind=kind,
        weight=weight,
        sentence=told,
        before=was.evidence.quote if was else None,
        after=became.evidence.quote if became else None,
        evidence=tuple(quotation.evidence for quotation in (was, became) if quotation),
    )


def _change_within(before: str, after: str) -> str:
    """What became of a quotation: the changed words with some around them; its beginning where too much changed."""
    old, new = before.split(), after.split()
    shorter = min(len(old), len(new))
    head = next((k for k in range(shorter) if old[k] != new[k]), shorter)
    tail = next((k for k in range(shorter - head) if old[-1 - k] != new[-1 - k]), shorter - head)
    begin, rest = max(0, head - _AROUND), max(0, tail - _AROUND)
    shown = [" ".join(side[begin : len(side) - rest]) for side in (old, new)]
    if max(len(part) for part in shown) > _SHOWN_LETTERS:
        return f"“{_shortened(after)}”"
    opening, closing = "… " * bool(begin), " …" * bool(rest)
    return " → ".join(f"“{opening}{part.rstrip(' ,;')}{closing}”" for part in shown)


def _shortened(text: str) -> str:
    kept = text.rstrip(" ,;").split()
    shown = " ".join(kept[:_SHOWN_WORDS])
    if len(shown) > _SHOWN_LETTERS:
        return shown[:_SHOWN_LETTERS].rstrip() + "…"
    return shown if len(kept) <= _SHOWN_WORDS else f"{shown} …"


def stands_in_quotation(revision: Revision, side: Side, index: int) -> bool:
    """Whether a good part of a sentence lies between quotation marks; the rest tells who said it."""
    text = sentence_text(revision, side, index)
    quoted = sum(len(match[0]) for match in QUOTATION.finditer(text))
    return quoted * _MOSTLY > len(text.strip())

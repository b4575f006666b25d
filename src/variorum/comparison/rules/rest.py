"""Takes a revision and what was found in it, gives findings on the changes that no other finding tells."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeAlias

from variorum.comparison.rules.compared import FACTS
from variorum.comparison.rules.noise import is_only_set_otherwise
from variorum.comparison.rules.places import counted_sentences, of_links, sentence_text, whole_sentence
from variorum.comparison.rules.quotations import stands_in_quotation
from variorum.model import Finding, FindingClass, Side
from variorum.text.tokens import words
from variorum.text.word_lists import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from variorum.comparison.rules.compared import Compared, Passage
    from variorum.model import Revision

#: Words are the same when they begin alike: "close" and "closes" tell one thing.
_STEM = 5
#: Findings that tell the change of a sentence in full, if nothing else changed in it.
_QUOTES = frozenset({FindingClass.QUOTE_ADDED, FindingClass.QUOTE_ALTERED, FindingClass.QUOTE_DROPPED})


def rest_findings(compared: Compared, found: Sequence[Finding]) -> Iterator[Finding]:
    """Findings for sentences that were reworded, added or deleted in ways that nothing in `found` tells."""
    revision = compared.revision
    has_new_lead = any(finding.kind is FindingClass.LEAD_REWRITTEN for finding in found)
    lead = next((j for j, zone in enumerate(compared.new_zones) if zone is None), -1)
    old_lead = next((i for i, zone in enumerate(compared.old_zones) if zone is None), -1)
    cited = _cited(revision, [finding for finding in found if finding.kind in FACTS | _QUOTES])
    speakers = any(finding.kind is FindingClass.SPEAKER_CHANGED for finding in found)
    reworded = [
        passage.counterpart
        for passage in compared.passages
        if passage.counterpart is not None
        and len(passage.counterpart.link.old) == len(passage.counterpart.link.new)
        and not passage.only_case_changed
        and not is_only_set_otherwise(passage, compared.language)
        and not (has_new_lead and passage.counterpart.link.new[0] == lead)
        and not _is_told(compared, passage, cited, speakers=speakers)
    ]
    if reworded:
        number = sum(len(counterpart.link.old) for counterpart in reworded)
        yield of_links(
            revision, FindingClass.REWORDED, 0.25, f"{counted_sentences(number)} reworded", reworded
        )
    quoted = _cited(revision, [finding for finding in found if finding.kind in _QUOTES]).keys()
    # A lead that another one replaced is told as a new lead.
    was_replaced = has_new_lead and old_lead in revision.deleted and lead in revision.added
    for kind, weight, word, side, indexes, replaced in (
        (
            FindingClass.TRIMMED,
            0.4,
            "deleted",
            Side.OLD,
            revision.deleted,
            {old_lead} if was_replaced else (),
        ),
        (FindingClass.GROWN, 0.3, "added", Side.NEW, revision.added, {lead} if was_replaced else ()),
    ):
        left = [i for i in indexes if i not in replaced and _is_report(compared, side, i, quoted)]
        if left:
            evidence = tuple(whole_sentence(revision, side, i) for i in left)
            yield Finding(kind, weight, f"{counted_sentences(len(left))} {word}", evidence=evidence)


#: For each sentence, by side and index, the spans in it that findings point at.
_Cited: TypeAlias = "dict[tuple[Side, int], list[tuple[int, int]]]"


def _cited(revision: Revision, found: Sequence[Finding]) -> _Cited:
    """Where findings point at; a quotation may run over several sentences."""
    told: _Cited = {}
    for finding in found:
        for place in finding.evidence:
            index, start, end = place.sentence, place.start, place.end
            sentences = revision.old if place.side is Side.OLD else revision.new
            while index is not None and end > 0 and index < len(sentences):
                told.setdefault((place.side, index), []).append((max(0, start), end))
                length = sentences[index].end - sentences[index].start
                index, start, end = index + 1, start - length, end - length
    return told


def _is_told(compared: Compared, passage: Passage, cited: _Cited, *, speakers: bool) -> bool:
    """Whether what findings point at is all that changed: with it out of sight, both sides tell the same."""
    if passage.counterpart is None:
        return True
    link = passage.counterpart.link
    old = _spans(compared.revision, Side.OLD, link.old, cited)
    new = _spans(compared.revision, Side.NEW, link.new, cited)
    if speakers:
        # What stands around a speaker's name tells who that is.
        old_told, new_told = _merged(old), _merged(new)
        old += [
            (e.old_start, e.old_end) for e in passage.changes if _touches(old_told, e.old_start, e.old_end)
        ]
        new += [
            (e.new_start, e.new_end) for e in passage.changes if _touches(new_told, e.new_start, e.new_end)
        ]
    return bool(old or new) and _gist(passage.before, old) == _gist(passage.after, new)


def _spans(revision: Revision, side: Side, indexes: tuple[int, ...], cited: _Cited) -> list[tuple[int, int]]:
    """What is cited within the sentences of a link, joined."""
    spans, at = [], 0
    for index in indexes:
        length = len(sentence_text(revision, side, index))
        spans += [(at + start, at + min(end, length)) for start, end in cited.get((side, index), ())]
        at += length
    return spans


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _touches(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of several spans, which come in order and do not overlap, shares characters with another one."""
    at = bisect_left(spans, end, key=lambda span: span[0])
    return at > 0 and start < spans[at - 1][1]


def _gist(text: str, cited: list[tuple[int, int]]) -> list[str]:
    """The beginnings of the words that tell something, what is cited left out."""
    signs = list(text)
    for start, end in cited:
        signs[start:end] = " " * (min(end, len(signs)) - start)
    return [word[:_STEM] for word in words("".join(signs)) if word not in STOP_WORDS]


def _is_report(compared: Compared, side: Side, index: int, quoted: Collection[tuple[Side, int]]) -> bool:
    """Whether a sentence of the report says something that no quotation with a finding of its own says."""
    if compared.zone(side, index) is not None:
        return False
    if (side, index) in quoted and stands_in_quotation(compared.revision, side, index):
        return False
    return bool(sentence_text(compared.revision, side, index).strip())

"""Takes a revision, gives findings on notices: corrections, clarifications, editor's and update notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from variorum.comparison.language import NOTICES
from variorum.comparison.rules.places import sentence_text, whole_sentence
from variorum.comparison.zones import opens_notice
from variorum.model import Finding, FindingClass, ParagraphKind, Side
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from variorum.comparison.rules.compared import Compared
    from variorum.model import Article

_WEIGHTS = {
    FindingClass.CORRECTION: 0.8,
    FindingClass.CLARIFICATION: 0.6,
    FindingClass.EDITORS_NOTE: 0.6,
    FindingClass.UPDATE_NOTE: 0.2,
}
_NAMES = {
    FindingClass.CORRECTION: "correction notice",
    FindingClass.CLARIFICATION: "clarification",
    FindingClass.EDITORS_NOTE: "editor’s note",
    FindingClass.UPDATE_NOTE: "update note",
}


#: A value of more words is not looked for in notices.
_VALUE_WORDS = 12


class _Notice(NamedTuple):
    """A notice of one side: its class, its sentences, by index, and its text."""

    kind: FindingClass
    sentences: tuple[int, ...]
    text: str


def notice_findings(compared: Compared) -> Iterator[Finding]:
    """A finding for each notice that was added, removed or edited."""
    old, new = _notices(compared, Side.OLD), _notices(compared, Side.NEW)
    counterpart = {i: link for link in compared.revision.links for i in link.link.old}
    holder = {j: number for number, notice in enumerate(new) for j in notice.sentences}
    # A notice that was told anew takes the place of the one of its class.
    of_kind = (
        {notice.kind: number for number, notice in reversed(list(enumerate(new)))}
        if len(old) == len(new)
        else {}
    )
    taken: set[int] = set()
    for was in old:
        targets = sorted(
            holder[j]
            for i in was.sentences
            if i in counterpart
            for j in counterpart[i].link.new
            if j in holder and holder[j] not in taken
        )
        number = targets[0] if targets else of_kind.get(was.kind)
        if number is None or number in taken:
            yield _finding(compared, was, None)
            continue
        taken.add(number)
        if words(was.text) != words(new[number].text):
            yield _finding(compared, was, new[number])
    for number, notice in enumerate(new):
        if number not in taken:
            yield _finding(compared, None, notice)


def _notices(compared: Compared, side: Side) -> list[_Notice]:
    """The notices of a side: neighbouring sentences that belong to one, of a paragraph or of a label and what stands behind it."""
    revision = compared.revision
    spans = revision.old if side is Side.OLD else revision.new
    article = revision.before if side is Side.OLD else revision.after
    found: list[_Notice] = []
    for index, span in enumerate(spans):
        kind = compared.zone(side, index)
        if kind not in NOTICES:
            continue
        text = sentence_text(revision, side, index)
        last = found[-1] if found else None
        if last and last.sentences[-1] == index - 1 and last.kind is kind:
            above = spans[index - 1].paragraph
            if above == span.paragraph:
                found[-1] = _Notice(kind, (*last.sentences, index), last.text + text)
                continue
            if _goes_on(article, above, span.paragraph):
                found[-1] = _Notice(kind, (*last.sentences, index), f"{last.text.rstrip()} {text}")
                continue
        found.append(_Notice(kind, (index,), text))
    return found


def _goes_on(article: Article, above: int, below: int) -> bool:
    """Whether a paragraph goes on with the note above it: both were read as notes, and the second does not say what it is."""
    first, second = article.paragraphs[above], article.paragraphs[below]
    return first.kind is second.kind is ParagraphKind.NOTE and not opens_notice(second.text)


def _finding(compared: Compared, was: _Notice | None, became: _Notice | None) -> Finding:
    notice = became or was
    assert notice is not None  # noqa: S101 - one side is always given
    kind, verb = notice.kind, "removed" if became is None else "added" if was is None else "edited"
    return Finding(
        kind=kind,
        weight=_WEIGHTS[kind] / (2 if verb == "edited" else 1),
        sentence=f"{_NAMES[kind]} {verb}",
        before=was.text.strip() if was else None,
        after=became.text.strip() if became else None,
        evidence=tuple(
            whole_sentence(compared.revision, side, index)
            for side, found in ((Side.OLD, was), (Side.NEW, became))
            for index in (found.sentences if found else ())
        ),
        details=(("did", verb),),
    )


def with_corrected(found: Sequence[Finding]) -> list[Finding]:
    """The findings, each notice with the places of the changes that it names: it tells what was wrong, or what is right."""
    if not any(finding.kind in _WEIGHTS for finding in found):
        return list(found)
    by_value: dict[str, list[int]] = {}
    for number, finding in enumerate(found):
        if finding.kind not in _WEIGHTS:
            for value in (finding.before, finding.after):
                told = words(value or "")
                if told and len(told) <= _VALUE_WORDS:
                    by_value.setdefault(" ".join(told), []).append(number)
    return [
        _with_corrected(finding, found, by_value) if finding.kind in _WEIGHTS else finding
        for finding in found
    ]


def _with_corrected(notice: Finding, found: Sequence[Finding], by_value: dict[str, list[int]]) -> Finding:
    if notice.after is None:
        return notice
    named = sorted({number for value in runs(words(notice.after)) for number in by_value.get(value, ())})
    corrected = tuple(
        place
        for number in named
        for place in found[number].evidence
        if place.side is Side.NEW and place.sentence is not None
    )
    if not corrected:
        return notice
    sentences = ",".join(str(place.sentence) for place in corrected)
    return replace(
        notice,
        evidence=notice.evidence + corrected,
        details=(*notice.details, ("corrects", sentences)),
    )


def runs(told: Sequence[str], longest: int = _VALUE_WORDS) -> Iterator[str]:
    """The runs of neighbouring words of a text, up to a length.

    >>> list(runs(["one", "mill", "burnt"], 2))
    ['one', 'one mill', 'mill', 'mill burnt', 'burnt']
    """
    for start in range(len(told)):
        for end in range(start + 1, min(start + longest, len(told)) + 1):
            yield " ".join(told[start:end])

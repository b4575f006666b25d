"""Takes a revision, gives findings on notices: corrections, clarifications, editor's and update notes."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

from variorum.comparison.rules.places import joined_texts, sentence_text, whole_sentence
from variorum.model import Finding, FindingClass, Side
from variorum.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.model import Revision

_WEIGHTS = {
    FindingClass.CORRECTION: 0.8,
    FindingClass.CLARIFICATION: 0.6,
    FindingClass.EDITORS_NOTE: 0.6,
    FindingClass.UPDATE_NOTE: 0.2,
}
_NAMES = {
    FindingClass.CORRECTION: "correction notice",
    FindingClass.CLARIFICATION: "clarification",
    FindingClass.EDITORS_NOTE: "editor's note",
    FindingClass.UPDATE_NOTE: "update note",
}


def _phrases() -> tuple[tuple[FindingClass, re.Pattern[str]], ...]:
    """The phrases of all languages, one pattern a class, in the order of the classes."""
    listed: dict[FindingClass, list[str]] = {kind: [] for kind in _WEIGHTS}
    for entry in sorted(
        files("variorum.comparison").joinpath("notices").iterdir(), key=lambda entry: entry.name
    ):
        if entry.name.endswith(".toml"):
            for kind, phrases in tomllib.loads(entry.read_text("utf-8")).items():
                listed[FindingClass(kind)] += phrases
    return tuple((kind, re.compile("|".join(phrases), re.IGNORECASE)) for kind, phrases in listed.items())


_PHRASES = _phrases()
#: A notice says what it is at its beginning.
_WITHIN = 160


def notice_class(sentence: str) -> FindingClass | None:
    """The class of notice that a sentence opens, or `None` where it is no notice.

    >>> str(notice_class("This article was amended on 3 March to correct the number of dead."))
    'correction'
    """
    head = normalise(sentence)[:_WITHIN]
    return next((kind for kind, pattern in _PHRASES if pattern.search(head)), None)


def notice_findings(revision: Revision) -> Iterator[Finding]:
    """A finding for each notice that was added, removed or edited."""
    for side, indexes, verb in ((Side.NEW, revision.added, "added"), (Side.OLD, revision.deleted, "removed")):
        for index in indexes:
            text = sentence_text(revision, side, index).strip()
            kind = notice_class(text)
            if kind is not None:
                yield Finding(
                    kind=kind,
                    weight=_WEIGHTS[kind],
                    sentence=f"{_NAMES[kind]} {verb}",
                    before=text if side is Side.OLD else None,
                    after=text if side is Side.NEW else None,
                    evidence=(whole_sentence(revision, side, index),),
                )
    for counterpart in revision.links:
        if counterpart.changed:
            old, new = joined_texts(revision, counterpart)
            kind = notice_class(new)
            if kind is not None:
                was_notice = notice_class(old) is not None
                yield Finding(
                    kind=kind,
                    weight=_WEIGHTS[kind] / (2 if was_notice else 1),
                    sentence=f"{_NAMES[kind]} {'edited' if was_notice else 'added'}",
                    before=old.strip(),
                    after=new.strip(),
                    evidence=tuple(
                        [whole_sentence(revision, Side.OLD, i) for i in counterpart.link.old]
                        + [whole_sentence(revision, Side.NEW, j) for j in counterpart.link.new]
                    ),
                )


def is_added(finding: Finding) -> bool:
    """Whether a finding on a notice says that readers were told something new."""
    return finding.kind in _WEIGHTS and finding.after is not None

"""Takes a laid-out revision, gives the split view: a table in which every passage stands beside its counterpart."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from variorum.publication.inline import arrival_mark, left_mark
from variorum.publication.marks import (
    Run,
    RunKind,
    field_runs,
    lines,
    old_runs,
    passage_runs,
    running,
    trimmed,
)
from variorum.publication.markup import Content, Element, block, element
from variorum.publication.passages import Passage, PassageKind
from variorum.publication.phrases import (
    REORDERED,
    anchor,
    changed_link,
    changed_links,
    field_kind,
    language,
    marked,
    ours,
    passage_class,
    sign,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from variorum.model import Revision, Sentence
    from variorum.publication.layout import Layout, Part, ShownField


def split_view(revision: Revision, laid_out: Layout) -> Iterator[Element]:
    """The table: fields and passages as rows, `before` and `after` as columns."""
    rows = [_row(revision, part) for part in laid_out.parts if part.first]
    yield block(
        "table",
        element("caption", "Both versions side by side", class_="visually-hidden"),
        element("thead", block("tr", *(element("th", name, scope="col") for name in ("Before", "After")))),
        *(_field(revision, field) for field in laid_out.head if field.is_shown),
        block("tbody", *rows, class_="body") if rows else None,
        *(_field(revision, field) for field in laid_out.tail if field.is_shown),
    )


def _field(revision: Revision, field: ShownField) -> Element:
    kind = field_kind(field.change)
    heading = element("th", sign(kind) if field.number else None, field.label, scope="rowgroup", colspan="2")
    before, after = _field_columns(revision, field)
    return block(
        "tbody",
        block("tr", heading),
        block("tr", _cell(revision, "before", before), _cell(revision, "after", after)),
        class_=f"field {field.change.name.replace('_', '-')} {kind}",
        id=anchor(field.number),
    )


def _field_columns(
    revision: Revision, field: ShownField
) -> tuple[list[Sequence[Content]], list[Sequence[Content]]]:
    """The lines of both sides of a field."""
    if field.change.name == "links" and field.number:
        removed, added = changed_links(revision)
        told: list[Sequence[Content]] = [(changed_link("ins", link),) for link in added]
        return (
            [(changed_link("del", link),) for link in removed],
            told if removed or added else [(ours("span", REORDERED),)],
        )
    runs = field_runs(field.change)
    return (
        [tuple(marked(line)) for line in lines(_old_side(runs))],
        [tuple(marked(line)) for line in lines(_new_side(runs))],
    )


def _old_side(runs: Iterable[Run]) -> Iterator[Run]:
    for run in runs:
        if run.kind is RunKind.TYPOGRAPHY:
            yield Run(RunKind.TYPOGRAPHY, run.before)
        elif run.kind is not RunKind.ADDED:
            yield run


def _new_side(runs: Iterable[Run]) -> Iterator[Run]:
    return (run for run in runs if run.kind is not RunKind.DELETED)


def _row(revision: Revision, part: Part) -> Element:
    passage = part.passage
    if part.left:
        left = _cell(revision, "before", [(left_mark(revision, part),)])
        return block("tr", left, _cell(revision, "after", []), class_="moved-from")
    moved, kept = passage.kind is PassageKind.MOVED, passage.kind is PassageKind.KEPT
    before = _paragraphs(revision.old, _old_sentences(revision, passage))
    after = _paragraphs(revision.new, _new_sentences(revision, passage))
    if before and not kept:
        before[0] = (sign(PassageKind.MOVED if moved else PassageKind.DELETED), *before[0])
    if after and not kept:
        arrival = (arrival_mark(passage), " ") if moved else ()
        after[0] = (sign(PassageKind.MOVED if moved else PassageKind.ADDED), *arrival, *after[0])
    return block(
        "tr",
        _cell(revision, "before", before),
        _cell(revision, "after", after),
        class_=passage_class(passage),
        id=anchor(passage.number),
    )


def _old_sentences(revision: Revision, passage: Passage) -> dict[int, list[Run]]:
    runs = {i: [Run(RunKind.DELETED, revision.old_text(i))] for i in passage.old}
    for counterpart in passage.links:
        runs |= old_runs(revision, counterpart)
    return runs


def _new_sentences(revision: Revision, passage: Passage) -> dict[int, list[Run]]:
    if passage.kind is PassageKind.DELETED:
        return {}
    return {j: list(_new_side(runs)) for j, runs in passage_runs(revision, passage).items()}


def _paragraphs(spans: Sequence[Sentence], runs: Mapping[int, Sequence[Run]]) -> list[Sequence[Content]]:
    """The marked text of sentences, one sequence a paragraph."""
    return [
        tuple(marked(trimmed(running((spans[index], runs[index]) for index in indexes))))
        for _, indexes in groupby(runs, key=lambda index: spans[index].paragraph)
    ]


def _cell(revision: Revision, side: str, paragraphs: Iterable[Sequence[Content]]) -> Element:
    tag = language(revision)
    return element(
        "td",
        *(element("p", *content, lang=tag, dir="auto") for content in paragraphs if content),
        class_=side,
    )

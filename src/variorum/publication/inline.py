"""Takes a laid-out revision, gives the inline view, the text as it reads now with every change marked in it, and that of changes only."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from variorum.model import ParagraphKind
from variorum.publication.layout import Block
from variorum.publication.marks import field_runs, lines, trimmed
from variorum.publication.markup import Content, Element, block, element
from variorum.publication.passages import PassageKind
from variorum.publication.phrases import (
    REORDERED,
    anchor,
    changed_link,
    changed_links,
    field_kind,
    language,
    marked,
    opening,
    ours,
    passage_class,
    sign,
)
from variorum.text.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from variorum.model import Revision
    from variorum.publication.layout import Layout, Part, ShownField
    from variorum.publication.passages import Passage


def inline_view(revision: Revision, laid_out: Layout) -> Iterator[Element]:
    """Fields, body and further fields, unchanged text included."""
    yield from _fields(revision, [field for field in laid_out.head if field.is_shown])
    if laid_out.blocks:
        yield block("div", *(_paragraph(revision, shown) for shown in laid_out.blocks), class_="body")
    yield from _fields(revision, [field for field in laid_out.tail if field.is_shown])


def changes_view(revision: Revision, laid_out: Layout) -> Iterator[Element]:
    """The same with unchanged fields and sentences folded."""
    yield from _folded_fields(revision, laid_out.head)
    body = list(_folded_body(revision, laid_out))
    if body:
        yield block("div", *body, class_="body")
    yield from _folded_fields(revision, laid_out.tail)


def field_lines(revision: Revision, field: ShownField) -> Iterator[tuple[Content, ...]]:
    """What a field shows, one line each: a caption, a link, or the whole."""
    if field.change.name == "links" and field.number:
        removed, added = changed_links(revision)
        yield from ((changed_link("del", link),) for link in removed)
        yield from ((changed_link("ins", link),) for link in added)
        if not removed and not added:
            yield (ours("span", REORDERED),)
    else:
        for line in lines(field_runs(field.change)):
            yield tuple(marked(line))


def left_mark(revision: Revision, part: Part) -> Element:
    """What stands at the old place of a passage that moved: where it went, and its first words."""
    passage = part.passage
    return ours(
        "span",
        sign(PassageKind.MOVED),
        element("a", f"moved from here {'↓' if passage.down else '↑'}", href=f"#{anchor(passage.number)}"),
        " ",
        element("bdi", opening("".join(revision.old_text(i) for i in passage.old)), lang=language(revision)),
        class_="moved-from",
        id=f"{anchor(passage.number)}-from",
    )


def arrival_mark(passage: Passage) -> Element:
    """What stands before a passage at its new place: a link to where it was."""
    return ours(
        "a",
        f"moved here {'↑' if passage.down else '↓'}",
        class_="moved-here",
        href=f"#{anchor(passage.number)}-from",
    )


def _folded(summary: str, content: Iterable[Content]) -> Element:
    return block("details", element("summary", summary), *content, class_="unchanged")


def _folded_fields(revision: Revision, fields: Sequence[ShownField]) -> Iterator[Element]:
    yield from _fields(revision, [field for field in fields if field.number])
    same = [field for field in fields if field.is_shown and not field.number]
    if same:
        yield _folded(counted(len(same), "unchanged field"), _fields(revision, same))


def _folded_body(revision: Revision, laid_out: Layout) -> Iterator[Element]:
    """The body sentence by sentence: changes, and between them what was kept, folded."""
    parts = [(at, part) for at, shown in enumerate(laid_out.blocks) for part in shown.parts]
    for kept, run in groupby(parts, key=lambda pair: pair[1].passage.kind is PassageKind.KEPT):
        stretch = list(run)
        paragraphs = [
            _paragraph(revision, Block(laid_out.blocks[at].kind, tuple(part for _, part in of_block)))
            for at, of_block in groupby(stretch, key=lambda pair: pair[0])
        ]
        if kept:
            number = sum(len(part.sentences) for _, part in stretch)
            yield _folded(counted(number, "unchanged sentence"), paragraphs)
        else:
            yield from paragraphs


def _fields(revision: Revision, fields: Sequence[ShownField]) -> Iterator[Element]:
    if not fields:
        return
    tag = language(revision)
    shown = []
    for field in fields:
        kind = field_kind(field.change)
        values = [block("dd", *line, lang=tag, dir="auto") for line in field_lines(revision, field) if line]
        label = block("dt", sign(kind) if field.number else None, field.label)
        name = f"field {field.change.name.replace('_', '-')} {kind}"
        shown.append(block("div", label, *values, class_=name, id=anchor(field.number)))
    yield block("dl", *shown, class_="fields")


def _paragraph(revision: Revision, shown: Block) -> Element:
    content: list[Content] = []
    gone_before = False
    for part in shown.parts:
        gone = part.left or part.passage.kind is PassageKind.DELETED
        if content and (gone or gone_before):
            content.append(" ")
        content += _part(revision, part)
        gone_before = gone
    name = "paragraph" if shown.kind is ParagraphKind.PARAGRAPH else f"paragraph {shown.kind}"
    return block("p", *content, class_=name, lang=language(revision), dir="auto")


def _part(revision: Revision, part: Part) -> tuple[Content, ...]:
    passage = part.passage
    if part.left:
        return (left_mark(revision, part),)
    gone = passage.kind is PassageKind.DELETED
    words = tuple(marked(trimmed(part.runs) if gone else part.runs))
    if passage.kind is PassageKind.KEPT:
        return words
    arrival = (arrival_mark(passage), " ") if passage.kind is PassageKind.MOVED and part.first else ()
    return (
        element(
            "span",
            sign(passage.kind),
            *arrival,
            *words,
            class_=passage_class(passage),
            id=anchor(passage.number) if part.first else None,
        ),
    )

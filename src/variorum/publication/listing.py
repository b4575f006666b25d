"""Takes a laid-out revision, gives its changes as a plain list that makes sense in mail, feeds and aloud, without any style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.publication.marks import RunKind, field_runs, lines, passage_runs, running
from variorum.publication.markup import Content, Element, block, element, joined
from variorum.publication.passages import PassageKind
from variorum.publication.phrases import (
    REORDERED,
    anchor,
    bracketed,
    changed_links,
    field_kind,
    hyperlink,
    language,
    passage_class,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from variorum.model import Revision
    from variorum.publication.layout import Layout, ShownField
    from variorum.publication.marks import Run
    from variorum.publication.passages import Passage

_FATES = {
    PassageKind.ADDED: "Added",
    PassageKind.DELETED: "Deleted",
    PassageKind.REWORDED: "Reworded",
}


#: Fields of several lines, of which only those that changed are told.
_OF_LINES = frozenset({"captions", "tables", "embeds", "author_notes"})


def list_view(revision: Revision, laid_out: Layout, *, anchors: bool = True) -> Iterator[Element]:
    """One list of all changes in the order of the article, or a sentence that says that there is none.

    Without `anchors` no item has an id, so that several lists can stand on one page.
    """
    items = [
        *(_field(revision, field) for field in laid_out.head if field.number),
        *(_passage(revision, passage) for passage in laid_out.passages if passage.number),
        *(_field(revision, field) for field in laid_out.tail if field.number),
    ]
    if not items:
        yield block("p", "No words changed.", class_="nothing")
        return
    if not anchors:
        items = [item.without("id") for item in items]
    yield block("ul", *items, class_="changes")


def _item(label: str, *content: Content, number: int, class_: str) -> Element:
    words = element("strong", f"{label}:")
    return block("li", words, " ", *content, id=anchor(number), class_=class_)


def _field(revision: Revision, field: ShownField) -> Element:
    change, kind = field.change, field_kind(field.change)
    label = field.label
    if change.name == "links":
        content = _links(revision)
    elif kind is not PassageKind.REWORDED:
        label += " added" if kind is PassageKind.ADDED else " removed"
        tag = "ins" if kind is PassageKind.ADDED else "del"
        content = (_quoted(revision, element(tag, change.after or change.before)),)
    elif change.name in _OF_LINES:
        changed = [line for line in lines(field_runs(change)) if _is_changed(line)]
        content = joined((_quoted(revision, *bracketed(line)) for line in changed), "; ")
    else:
        content = (
            _quoted(revision, element("del", change.before)),
            " → ",
            _quoted(revision, element("ins", change.after)),
        )
    name = f"field {change.name.replace('_', '-')} {kind}"
    return _item(label, *content, number=field.number, class_=name)


def _links(revision: Revision) -> tuple[Content, ...]:
    removed, added = changed_links(revision)
    told: list[Content] = []
    for tag, verb, links in (("del", "removed ", removed), ("ins", "added ", added)):
        told += [element("span", verb, _quoted(revision, element(tag, *hyperlink(link)))) for link in links]
    return joined(told, "; ") or (REORDERED,)


def _is_changed(runs: Iterable[Run]) -> bool:
    return any(run.kind in {RunKind.ADDED, RunKind.DELETED} for run in runs)


def _passage(revision: Revision, passage: Passage) -> Element:
    spans = revision.old if passage.kind is PassageKind.DELETED else revision.new
    runs = running(
        (spans[index], of_sentence) for index, of_sentence in passage_runs(revision, passage).items()
    )
    whole = "".join(run.text for run in runs).strip()
    content: Iterable[Content]
    if passage.kind is PassageKind.ADDED:
        content = (element("ins", whole),)
    elif passage.kind is PassageKind.DELETED:
        content = (element("del", whole),)
    else:
        content = bracketed(runs)
    moved = f"Moved {'down' if passage.down else 'up'}" + (" and reworded" if passage.reworded else "")
    label = _FATES.get(passage.kind, moved)
    return _item(label, _quoted(revision, *content), number=passage.number, class_=passage_class(passage))


def _quoted(revision: Revision, *content: Content) -> Element:
    """Words of an article amid ours."""
    return element("bdi", *content, lang=language(revision))

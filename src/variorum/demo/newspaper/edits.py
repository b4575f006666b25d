r"""Takes a draft and an operation as it is written in a story, gives the next draft.

An operation is a small table. Blocks of text are named by the words that they begin with:

    {replace = "six", with = "nine"}                    once in the text; `in = "headline"` for another field
    {respell = "Pellory", as = "Pellorie"}              wherever it stands, in every field
    {rewrite = "The cause", as = "New text"}            a whole block, by one or more
    {insert = "New text", after = "The cause"}          `after = ""` at the top
    {delete = "The cause"}
    {move = ["The cause", "Passengers"], after = "It is"}
    {set = "standfirst", to = "New words"}              headline, standfirst, dateline, caption, credit
    {sign = ["Hesper Quillon"]}                         the byline
    {note = "Correction", text = "..."}                 adds a note
    {unnote = "Correction"}                             takes the last note of that label away
    {quotes = "curly"}                                  typewriter quotation marks become typographic
    {answer = 410}                                      the status that the address answers with
    {address = "/new"}                                  the article moves; the old address leads there
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from variorum.demo.newspaper.values import Block, Draft, Note

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.demo.newspaper.tables import Table

_FIELDS = ("headline", "standfirst", "dateline", "caption", "credit")
_LABELS = (
    *("Correction", "Clarification", "Editor’s note", "Update"),
    *("Korrektur", "Klarstellung", "Anmerkung der Redaktion", "Aktualisierung"),
)
_ANSWERS = (200, 404, 410)
_PATH = re.compile(r"(?:/[\w.-]+)+/?", re.ASCII)
_MARKS = {"## ": "subhead", "> ": "quote"}


def edited(draft: Draft, operation: Table) -> Draft:
    """Carries one operation out. Raises CopyError if it is not one of the above or finds nothing to work on.

    >>> from variorum.demo.newspaper.tables import Table
    >>> draft = Draft("/a", "Mill burns", "", (), "", "", "", blocks("At least 14 died."))
    >>> edited(draft, Table({"replace": "14", "with": "41"}, "mill.toml")).blocks[0].text
    'At least 41 died.'
    """
    names = [name for name in _OPERATIONS if name in operation]
    if len(names) != 1:
        raise operation.fault(f"an operation is one of {', '.join(_OPERATIONS)}")
    result = _OPERATIONS[names[0]](draft, operation)
    operation.end()
    return result


def blocks(text: str) -> tuple[Block, ...]:
    r"""Blocks from written text: parted by empty lines; `## ` opens a subhead, `> ` a quotation.

    >>> [(block.kind, block.text) for block in blocks("It shut\nat noon.\n\n## Repairs")]
    [('paragraph', 'It shut at noon.'), ('subhead', 'Repairs')]
    """
    found = []
    for piece in re.split(r"\n\s*\n", text.strip()):
        words = " ".join(piece.split())
        mark = next((mark for mark in _MARKS if words.startswith(mark)), "")
        found.append(Block(_MARKS.get(mark, "paragraph"), words[len(mark) :]))
    return tuple(block for block in found if block.text)


def checked_path(table: Table, name: str) -> str:
    """An article's address on its outlet's host. Raises CopyError if it is none."""
    path = table.text(name)
    if not _PATH.fullmatch(path):
        raise table.fault(f"“{path}” is no path")
    return path


def _place(draft: Draft, opening: str, operation: Table) -> int:
    """The place of the one block that begins with `opening`."""
    places = [place for place, block in enumerate(draft.blocks) if block.text.startswith(opening)]
    if len(places) != 1 or not opening:
        count = "no block begins" if not places else f"{len(places)} blocks begin"
        raise operation.fault(f"{count} with “{opening}”")
    return places[0]


def _place_after(draft: Draft, operation: Table) -> int:
    """The place behind the block that `after` names, or 0."""
    opening = operation.text("after")
    return _place(draft, opening, operation) + 1 if opening else 0


def _new_blocks(operation: Table, name: str) -> tuple[Block, ...]:
    found = blocks(operation.verbatim(name))
    if not found:
        raise operation.fault(f"“{name}” is empty")
    return found


def _replace(draft: Draft, operation: Table) -> Draft:
    old, new, name = operation.text("replace"), operation.text("with"), operation.text("in", "text")
    if name in _FIELDS:
        before = getattr(draft, name)
        if before.count(old) != 1:
            raise operation.fault(f"“{old}” stands {before.count(old)} times in the {name}, not once")
        return _with_fields(draft, {name: before.replace(old, new)})
    if name != "text":
        raise operation.fault(f"“{name}” is no field; fields are text, {', '.join(_FIELDS)}")
    count = sum(block.text.count(old) for block in draft.blocks)
    if count != 1:
        raise operation.fault(f"“{old}” stands {count} times in the text, not once")
    return _with_texts(draft, lambda text: text.replace(old, new))


def _with_fields(draft: Draft, values: dict[str, Any]) -> Draft:
    return replace(draft, **values)


def _with_texts(draft: Draft, change: Callable[[str], str]) -> Draft:
    # A text that loses its first or last sentence must not keep the blank beside it.
    changed = (replace(block, text=" ".join(change(block.text).split())) for block in draft.blocks)
    return replace(draft, blocks=tuple(changed))


def _everywhere(draft: Draft, change: Callable[[str], str]) -> Draft:
    draft = _with_fields(draft, {name: change(getattr(draft, name)) for name in _FIELDS})
    return _with_texts(replace(draft, byline=tuple(change(name) for name in draft.byline)), change)


def _respell(draft: Draft, operation: Table) -> Draft:
    old, new = operation.text("respell"), operation.text("as")
    result = _everywhere(draft, lambda text: text.replace(old, new))
    if result == draft:
        raise operation.fault(f"“{old}” stands nowhere")
    return result


def _rewrite(draft: Draft, operation: Table) -> Draft:
    place = _place(draft, operation.text("rewrite"), operation)
    new = _new_blocks(operation, "as")
    return replace(draft, blocks=(*draft.blocks[:place], *new, *draft.blocks[place + 1 :]))


def _insert(draft: Draft, operation: Table) -> Draft:
    new, place = _new_blocks(operation, "insert"), _place_after(draft, operation)
    return replace(draft, blocks=(*draft.blocks[:place], *new, *draft.blocks[place:]))


def _delete(draft: Draft, operation: Table) -> Draft:
    place = _place(draft, operation.text("delete"), operation)
    return replace(draft, blocks=draft.blocks[:place] + draft.blocks[place + 1 :])


def _move(draft: Draft, operation: Table) -> Draft:
    places = [_place(draft, opening, operation) for opening in operation.texts("move")]
    rest = replace(draft, blocks=tuple(b for place, b in enumerate(draft.blocks) if place not in places))
    to = _place_after(rest, operation)
    moved = tuple(draft.blocks[place] for place in places)
    return replace(draft, blocks=(*rest.blocks[:to], *moved, *rest.blocks[to:]))


def _set(draft: Draft, operation: Table) -> Draft:
    name = operation.text("set")
    if name not in _FIELDS:
        raise operation.fault(f"“{name}” is no field; fields are {', '.join(_FIELDS)}")
    return _with_fields(draft, {name: operation.text("to")})


def _sign(draft: Draft, operation: Table) -> Draft:
    return replace(draft, byline=operation.texts("sign"))


def _note(draft: Draft, operation: Table) -> Draft:
    label = operation.text("note")
    if label not in _LABELS:
        raise operation.fault(f"a note is one of {', '.join(_LABELS)}")
    return replace(draft, notes=(*draft.notes, Note(label, operation.text("text"))))


def _unnote(draft: Draft, operation: Table) -> Draft:
    label = operation.text("unnote")
    last = max((place for place, note in enumerate(draft.notes) if note.label == label), default=None)
    if last is None:
        raise operation.fault(f"there is no note “{label}”")
    return replace(draft, notes=draft.notes[:last] + draft.notes[last + 1 :])


def _quotes(draft: Draft, operation: Table) -> Draft:
    if operation.text("quotes") != "curly":
        raise operation.fault("quotation marks can become “curly”")
    return _everywhere(draft, _curly)


def _curly(text: str) -> str:
    text = re.sub(r'(?<![\w.,!?…])"(?=\w)', "“", text).replace('"', "”")
    return re.sub(r"(?<![\w.,!?…”])'(?=\w)", "‘", text).replace("'", "’")


def _answer(draft: Draft, operation: Table) -> Draft:
    status = operation.number("answer")
    if status not in _ANSWERS:
        raise operation.fault(f"an answer is one of {', '.join(map(str, _ANSWERS))}")
    return replace(draft, status=status)


def _address(draft: Draft, operation: Table) -> Draft:
    return replace(draft, path=checked_path(operation, "address"))


_OPERATIONS: dict[str, Callable[[Draft, Table], Draft]] = {
    "replace": _replace,
    "respell": _respell,
    "rewrite": _rewrite,
    "insert": _insert,
    "delete": _delete,
    "move": _move,
    "set": _set,
    "sign": _sign,
    "note": _note,
    "unnote": _unnote,
    "quotes": _quotes,
    "answer": _answer,
    "address": _address,
}

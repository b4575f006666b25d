"""Takes the stories as they are written in TOML, gives every article in all its states.

A story holds `[[article]]` tables; an article holds `[[article.edit]]` tables, each with a `minute` from the start of the
demonstration, the `kinds` of alteration that it truly is, and in `do` the operations (see `edits`) that make the next
state of the one before. `modified = false` marks an edit that the outlet's own "modified" does not own up to. An
article without `text` is a copy: `copies = "article@minute"` names whose, as it stood when, and `do` what was spun.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from variorum.demo.newspaper.edits import blocks, checked_path, edited
from variorum.demo.newspaper.mastheads import outlets
from variorum.demo.newspaper.tables import CopyError, Table
from variorum.demo.newspaper.values import KINDS, Article, Block, Draft, State
from variorum.demo.newspaper.wording import untold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.demo.newspaper.values import Outlet

#: The pictures that the templates can draw.
PICTURES = frozenset({"", "ferry", "bridge", "chimney", "stadium", "astrolabe", "river", "scales", "net"})
_COPY = re.compile(r"([\w-]+)@(-?\d+)", re.ASCII)


@cache
def articles() -> tuple[Article, ...]:
    """All articles of the demonstration, of every outlet. Raises CopyError if one is not written as it must be."""
    folder = files("variorum.demo.newspaper").joinpath("stories")
    sources = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
    )
    found = tuple(
        chain.from_iterable(read_story(entry.read_text("utf-8"), entry.name, outlets()) for entry in sources)
    )
    _check_unique([article.id for article in found], "article")
    _check_unique([address for article in found for address in _addresses(article)], "address")
    return found


def _addresses(article: Article) -> set[str]:
    return {article.outlet + state.draft.path for state in article.states}


def _check_unique(names: Sequence[str], what: str) -> None:
    for name in set(names):
        if names.count(name) > 1:
            raise CopyError(f"{what} {name} is used {names.count(name)} times")


def read_story(text: str, name: str, papers: Sequence[Outlet]) -> tuple[Article, ...]:
    """The articles of one story; `name` is its file's. Raises CopyError with the place and the reason."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CopyError(f"{name}: {error}") from error
    table = Table(values, name)
    found: dict[str, Article] = {}
    for entry in table.tables("article", "article"):
        article = _article(entry, name.removesuffix(".toml"), papers, found)
        found[article.id] = article
    table.end()
    return tuple(found.values())


def _article(table: Table, story: str, papers: Sequence[Outlet], earlier: dict[str, Article]) -> Article:
    name, slug = table.text("id"), table.text("outlet")
    table.where = f"{table.where} ({name})"
    outlet = next((paper for paper in papers if paper.slug == slug), None)
    if outlet is None:
        raise table.fault(f"there is no outlet “{slug}”")
    section, picture = table.text("section"), table.text("picture", "")
    if section not in outlet.sections:
        raise table.fault(f"{outlet.name} has no section “{section}”")
    if picture not in PICTURES:
        raise table.fault(f"there is no picture “{picture}”")
    minute = table.number("minute")
    states = [State(minute, minute, (), _draft(table, earlier))]
    for edit in table.tables("edit", "edit", []):
        states.append(_next_state(states[-1], edit))
    table.end()
    return Article(name, story, slug, section, picture, tuple(states))


def _draft(table: Table, earlier: dict[str, Article]) -> Draft:
    draft = Draft(
        path=checked_path(table, "path"),
        headline=table.text("headline"),
        standfirst=table.text("standfirst", ""),
        byline=table.texts("byline", []),
        dateline=table.text("dateline", ""),
        caption=table.text("caption", ""),
        credit=table.text("credit", ""),
        blocks=_copied(table, earlier) if "copies" in table else blocks(table.verbatim("text")),
    )
    for operation in table.tables("do", "operation", []):
        draft = edited(draft, operation)
    return _checked(draft, table)


def _copied(table: Table, earlier: dict[str, Article]) -> tuple[Block, ...]:
    """The text of an article above in the same file, as it stood at a minute."""
    written = table.text("copies")
    found = _COPY.fullmatch(written)
    original = earlier.get(found[1]) if found else None
    if found is None or original is None:
        raise table.fault(f"“{written}” names no article above as article@minute")
    drafts = [state.draft for state in original.states if state.minute <= int(found[2])]
    if not drafts:
        raise table.fault(f"{original.id} is not yet published at minute {found[2]}")
    return drafts[-1].blocks


def _next_state(last: State, edit: Table) -> State:
    minute, kinds = edit.number("minute"), edit.texts("kinds")
    edit.where = f"{edit.where} (minute {minute})"
    if minute <= last.minute:
        raise edit.fault(f"it does not come after minute {last.minute}")
    unknown = sorted(set(kinds) - KINDS)
    if unknown or not kinds:
        raise edit.fault(f"“{', '.join(unknown)}” is no kind; kinds are {', '.join(sorted(KINDS))}")
    draft = last.draft
    for operation in edit.tables("do", "operation", []):
        draft = edited(draft, operation)
    modified = minute if edit.flag("modified", default=True) else last.modified
    edit.end()
    state = State(minute, modified, kinds, _checked(draft, edit))
    if replace(state, minute=last.minute, kinds=last.kinds) == last:
        raise edit.fault("it alters nothing")
    return state


def _checked(draft: Draft, table: Table) -> Draft:
    """The draft, if it can be printed: with a headline, a text, and every moment well written."""
    if not draft.headline or not draft.blocks:
        raise table.fault("an article needs a headline and a text")
    texts = [draft.headline, draft.standfirst, draft.caption]
    texts += [block.text for block in draft.blocks] + [note.text for note in draft.notes]
    loose = next((found for text in texts if (found := untold(text))), None)
    if loose:
        raise table.fault(f"“{loose}” is no moment")
    return draft

"""Takes what a site generator served at each check, gives what an archive should have made of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: A withdrawal or a wall counts once it was seen twice, so many seconds apart.
CONFIRM = 3600.0
GONE = frozenset({404, 410})

#: An article of the world: its outlet and its number.
Key = tuple[str, int]
#: What an article says: its headline and its paragraphs, the standfirst among them.
Text = tuple[str, ...]


class Served(NamedTuple):
    """One answer for an article: when (seconds of the world), what life event was under way, which text went out.

    `base` is the text without what a `variant` adds to it.
    """

    at: float
    path: str
    status: int
    event: str | None
    text: Text | None
    variant: bool = False
    base: Text | None = None


@dataclass(slots=True)
class Expected:
    """What is to be reported of one article, by what was served; `since` is when each event is due."""

    texts: set[Text] = field(default_factory=set)
    edits: Counter[tuple[Text, Text]] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)


def expected(answers: Sequence[Served]) -> Expected:
    """What an archive is to make of the answers to its checks of one article, in their order.

    A variant makes a version like any other text, but no edit: those are between what the texts are without it.
    """
    found = Expected()
    _texts(answers, found)
    _gone(answers, found)
    _walls(answers, found)
    found.events["moved"] = int(any(one.status in {301, 308} for one in answers))
    redesigned = [one.event == "redesigned" for one in answers if one.text is not None and one.status == 200]
    found.events["layout-changed"] = int(True in redesigned and False in redesigned)
    turns = [text for text, _ in groupby(one.text for one in answers if one.text is not None)]
    back = [one == other for one, other in zip(turns, turns[2:], strict=False)]
    found.events["reverted"] = int(True in back)
    found.events["alternates"] = int((True, True) in pairwise(back))
    return found


def _texts(answers: Iterable[Served], found: Expected) -> None:
    last: Text | None = None
    for one in answers:
        if one.text is None:
            continue
        found.texts.add(one.text)
        base = one.base or one.text
        if last is not None and base != last:
            found.edits[last, base] += 1
        last = base


def _gone(answers: Iterable[Served], found: Expected) -> None:
    since: float | None = None
    withdrawn = read = False
    for one in answers:
        if one.status in GONE:
            since = one.at if since is None else since
            if read and not withdrawn and one.at - since >= CONFIRM:
                withdrawn = True
                found.events["withdrawn"] += 1
        elif one.text is not None or one.status == 304:
            found.events["returned"] += withdrawn
            since, withdrawn, read = None, False, True
        elif one.status == 200:
            since = None if not withdrawn else since


def _walls(answers: Iterable[Served], found: Expected) -> None:
    since: float | None = None
    told = read = False
    for one in answers:
        if one.status == 200 and one.event == "walled":
            since = one.at if since is None else since
            if read and not told and one.at - since >= CONFIRM:
                told = True
                found.events["walled"] += 1
        elif one.text is not None:
            since, told, read = None, False, True

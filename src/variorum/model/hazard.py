"""How likely an article is to change: what checks saw between them, their tallies, and the table that is learnt from those."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

#: Borders of the classes of age, and of the time since the last change that was seen, in hours.
AGES = (0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 36, 48, 72, 96, 168, 336, 720)
QUIET = (0.1, 0.25, 0.5, 1, 2, 4, 8, 24, 72, 168)
#: Borders of the classes of how many changes were seen; behind the last of these classes stands that of live blogs.
CHANGES = (1, 2, 3, 6)
LIVE = len(CHANGES) + 1


class Stage(NamedTuple):
    """Where an article stands in its life: the numbers of its classes. Before its first change `quiet` is 0.

    `changes` is `LIVE` for a live blog, however often it changed.
    """

    age: int
    quiet: int
    changes: int


class Gap(NamedTuple):
    """What two checks of an article, one after the other, tell: whether its text changed between them.

    `start` and `end` are the article's ages then, `last_change` its age when the last change before was seen (`None`
    before the first), in hours. `changes` counts the changes seen before. `live` marks live blogs.
    """

    outlet: str
    start: float
    end: float
    last_change: float | None
    changes: int
    changed: bool
    live: bool = False


class Tally(NamedTuple):
    """How long the articles of an outlet were watched at a stage, in hours, and how many changes fell into that time."""

    outlet: str
    stage: Stage
    hours: float
    changes: float


@dataclass(frozen=True, slots=True)
class Hazard:
    """Changes to be expected in an hour: `rates` by stage, times the factor of the outlet (1 for one that is not known).

    `learnt_from` is the number of changes behind it.
    """

    rates: Mapping[Stage, float]
    outlets: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    learnt_from: float = 0.0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a decision goes by beside the article: the hazard that was learnt, and how many changes each site's gaps may hold.

    `hazard` is `None` until enough was seen. A site that is not in `paces` has the policy's own.
    """

    hazard: Hazard | None = None
    paces: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    learnt_at: datetime | None = None

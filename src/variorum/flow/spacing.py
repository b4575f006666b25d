"""Takes an article and what was learnt of articles like it, gives how long to wait before its next check, and why so long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from variorum.flow.hazard import change_class, hours_until
from variorum.text.amounts import span
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from variorum.flow.policy import Policy
    from variorum.model import Known, Outlook

_HOUR = timedelta(hours=1)
_LATENESS = 1.05
#: Hours beyond which nothing is planned.
_LONGEST = 24 * 36_500.0


class Life(NamedTuple):
    """An article at a check: its age and its age at the last change that was seen, in hours, and the changes so far."""

    outlet: str
    age: float
    last_change: float | None
    changes: int
    live: bool


class Step(NamedTuple):
    """How long to wait, the words that tell on what ground, and how many changes a day are expected meanwhile."""

    length: timedelta
    ground: str
    expected: float


def life(known: Known, at: datetime, *, live: bool) -> Life:
    """An article as it stands at a moment, before what is seen then.

    Its age counts from when it was published, as far as the outlet says so, else from when it was first seen.
    """
    born = known.first_seen or known.schedule.since
    if known.published is not None:
        born = min(born, known.published)
    last_change = None
    if known.changes and known.latest is not None:
        last_change = max(0.0, (known.latest.captured_at - born) / _HOUR)
    age = max(0.0, (at - born) / _HOUR)
    return Life(registered_domain(known.url), age, last_change, known.changes, live)


def step(state: Life, quiet: timedelta, outlook: Outlook, policy: Policy, spread: float = 1.0) -> Step | None:
    """The wait of an article that has been unchanged for `quiet`; `None` where nothing was learnt yet.

    It ends when as many changes are expected as its site's pace wants, times `spread`; the floors and the class of live
    blogs shorten it, the shortest wait of the policy makes it longer.
    """
    if outlook.hazard is None:
        return None
    pace = max(policy.expected, outlook.paces.get(state.outlet, 0.0))
    changes = change_class(state.changes, live=state.live)
    hours = hours_until(outlook.hazard, state.outlet, state.age, state.last_change, changes, expected=pace)
    expected = 24 * pace / hours
    length = min(hours * spread, _LONGEST) * _HOUR
    held_back = pace > policy.expected
    ground = f", when about 1 in {max(1, round(1 / pace))} like it has changed"
    if held_back:
        ground += "; more would ask too much of its site"
    if length < policy.shortest:
        length, ground = policy.shortest, ", the shortest time"
    floor = _floor(quiet, policy)
    if floor is not None and length > floor - quiet:
        length, ground = floor - quiet, f", at the latest {span(floor)} after its last change"
    if state.live and length > policy.live and quiet < policy.live_rest and not held_back:
        length, ground = policy.live, ", as a live blog"
    return Step(length, ground, expected)


def _floor(quiet: timedelta, policy: Policy) -> timedelta | None:
    """The end of the stretch after the one that this check falls into: within each stretch there is one check at least.

    A check comes a little later than it falls due, and still counts for the stretch that ended then.

    >>> from variorum.flow.policy import Policy
    >>> [str(_floor(timedelta(hours=hours), Policy())) for hours in (0, 20, 24.1, 30, 24 * 20)]
    ['1 day, 0:00:00', '3 days, 0:00:00', '3 days, 0:00:00', '7 days, 0:00:00', 'None']
    """
    if quiet <= timedelta(0):
        return policy.floors[0] if policy.floors else None
    passed = sum(quiet > floor * _LATENESS for floor in policy.floors)
    return policy.floors[passed + 1] if passed + 1 < len(policy.floors) else None


def paces(demand: Mapping[str, float], daily: Mapping[str, float], policy: Policy) -> dict[str, float]:
    """The changes that the gaps of each site's articles may hold, where that is more than the policy wants.

    `demand` is how many changes a day are to be expected of all articles of a site, `daily` how many requests a day
    politeness allows there. A wait that holds N changes means one request for N expected changes.

    >>> from variorum.flow.policy import Policy
    >>> paces({"a.example": 100.0, "b.example": 1_000.0}, {"a.example": 17_280.0, "b.example": 17_280.0}, Policy())
    {'b.example': 0.11574074074074074}
    """
    wanted = {
        site: changes / (policy.share * daily[site]) for site, changes in demand.items() if daily.get(site)
    }
    return {site: pace for site, pace in wanted.items() if pace > policy.expected}

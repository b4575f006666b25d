"""Takes what checks saw of articles between them, gives the hazard of a change: learnt in passes, each adding to tallies.

A change that was seen lies somewhere between two checks: it is spread evenly over the stages that the article went
through meanwhile. The rate of a stage is shrunk towards a product of three factors (age, quiet time, number of changes),
as far as little was seen of it; an outlet's factor is shrunk towards 1.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from variorum.model import AGES, CHANGES, LIVE, QUIET, Gap, Hazard, Stage, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: So many changes weigh what a stage's neighbours say of it, and what all outlets say of one.
_STAGE_WEIGHT, _OUTLET_WEIGHT = 3.0, 10.0
#: Changes that every factor is thought to have seen at the common rate, so that none is nothing.
_BEFOREHAND = 0.5
_ROUNDS = 20
_RESTS = (*AGES, math.inf)
_QUIETS = (*QUIET, math.inf)


def change_class(changes: int, *, live: bool = False) -> int:
    """The class of an article by the changes seen so far, or that of live blogs.

    >>> [change_class(changes) for changes in (0, 1, 2, 5, 50)], change_class(0, live=True)
    ([0, 1, 2, 3, 4], 5)
    """
    return LIVE if live else bisect_right(CHANGES, changes)


def stages(
    start: float, end: float, last_change: float | None, changes: int
) -> Iterator[tuple[Stage, float]]:
    """The stages that an article goes through between two ages with no change seen, each with the hours spent in it.

    `changes` is a class; `end` may be infinite.

    >>> list(stages(0.5, 1.25, None, 0))
    [(Stage(age=2, quiet=0, changes=0), 0.5), (Stage(age=3, quiet=0, changes=0), 0.25)]
    """
    age = bisect_right(AGES, start)
    quiet = 0 if last_change is None else bisect_right(QUIET, start - last_change)
    while start < end:
        end_of_age = _RESTS[age]
        end_of_quiet = math.inf if last_change is None else last_change + _QUIETS[quiet]
        until = min(end_of_age, end_of_quiet, end)
        if until > start:
            yield Stage(age, quiet, changes), until - start
        start = max(start, until)
        age += until >= end_of_age and age < len(AGES)
        quiet += until >= end_of_quiet and quiet < len(QUIET)


def tallied(gaps: Iterable[Gap]) -> tuple[Tally, ...]:
    """The tallies of gaps, by outlet and stage."""
    hours: defaultdict[tuple[str, Stage], float] = defaultdict(float)
    changes: defaultdict[tuple[str, Stage], float] = defaultdict(float)
    for gap in gaps:
        length = gap.end - gap.start
        if not 0 < length < math.inf:
            continue
        kind = change_class(gap.changes, live=gap.live)
        for stage, spent in stages(gap.start, gap.end, gap.last_change, kind):
            hours[gap.outlet, stage] += spent
            if gap.changed:
                changes[gap.outlet, stage] += spent / length
    return tuple(Tally(*key, spent, changes[key]) for key, spent in hours.items())


def learnt(tallies: Iterable[Tally]) -> Hazard | None:
    """The hazard that tallies tell, whatever their order; `None` where no change was ever seen."""
    tallies = tuple(tallies)
    hours: defaultdict[Stage, float] = defaultdict(float)
    changes: defaultdict[Stage, float] = defaultdict(float)
    for tally in sorted(tallies):
        hours[tally.stage] += tally.hours
        changes[tally.stage] += tally.changes
    seen = math.fsum(changes.values())
    if not seen:
        return None
    by_age, by_rest = _factors(hours, changes)
    rates = {}
    for stage in _every_stage():
        guess = by_age[stage.age] * by_rest.get(stage[1:], 1.0)
        rates[stage] = (changes.get(stage, 0.0) + _STAGE_WEIGHT) / (
            hours.get(stage, 0.0) + _STAGE_WEIGHT / guess
        )
    return Hazard(MappingProxyType(rates), MappingProxyType(_outlets(tallies, rates)), seen)


def _every_stage() -> Iterator[Stage]:
    for changes in range(LIVE + 1):
        for quiet in range(len(_QUIETS)):
            for age in range(len(_RESTS)):
                yield Stage(age, quiet, changes)


def _factors(
    hours: Mapping[Stage, float], changes: Mapping[Stage, float]
) -> tuple[list[float], dict[tuple[int, int], float]]:
    """A rate for each age, and a factor for each pair of quiet time and changes, whose products fit what was seen."""
    common = math.fsum(changes.values()) / math.fsum(hours.values())
    by_age = [common] * len(_RESTS)
    by_rest: dict[tuple[int, int], float] = {}
    for _ in range(_ROUNDS):
        wanted, given = [_BEFOREHAND] * len(_RESTS), [_BEFOREHAND / common] * len(_RESTS)
        for stage, spent in hours.items():
            wanted[stage.age] += changes[stage]
            given[stage.age] += spent * by_rest.get(stage[1:], 1.0)
        by_age = [seen / expected for seen, expected in zip(wanted, given, strict=True)]
        rest_wanted: defaultdict[tuple[int, int], float] = defaultdict(lambda: _BEFOREHAND)
        rest_given: defaultdict[tuple[int, int], float] = defaultdict(lambda: _BEFOREHAND)
        for stage, spent in hours.items():
            rest_wanted[stage[1:]] += changes[stage]
            rest_given[stage[1:]] += spent * by_age[stage.age]
        by_rest = {rest: seen / rest_given[rest] for rest, seen in rest_wanted.items()}
    return by_age, by_rest


def _outlets(tallies: Iterable[Tally], rates: Mapping[Stage, float]) -> dict[str, float]:
    expected: defaultdict[str, float] = defaultdict(float)
    seen: defaultdict[str, float] = defaultdict(float)
    for tally in tallies:
        expected[tally.outlet] += tally.hours * rates[tally.stage]
        seen[tally.outlet] += tally.changes
    return {
        outlet: (seen[outlet] + _OUTLET_WEIGHT) / (expected[outlet] + _OUTLET_WEIGHT) for outlet in expected
    }


def hours_until(
    hazard: Hazard, outlet: str, age: float, last_change: float | None, changes: int, *, expected: float
) -> float:
    """The hours after which an article of this age is to be expected to have changed `expected` times; may be infinite.

    `changes` is a class, as `change_class` gives it.
    """
    left = expected / hazard.outlets.get(outlet, 1.0)
    passed = 0.0
    for stage, spent in stages(age, math.inf, last_change, changes):
        rate = hazard.rates[stage]
        if rate * spent >= left:
            return passed + left / rate
        left -= rate * spent
        passed += spent
    return math.inf

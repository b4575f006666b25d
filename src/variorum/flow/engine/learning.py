"""Takes a desk, learns from what its checks saw: once a day how likely articles are to change, once an hour what sites bear."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from variorum.flow.hazard import learnt, tallied
from variorum.flow.spacing import paces
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from variorum.archive import ArchivePort
    from variorum.flow.engine.desk import Desk
    from variorum.model import Hazard

_LEARN_EVERY = timedelta(days=1)
_WEIGH_EVERY = timedelta(hours=1)
#: A hazard that fewer changes speak for is not gone by.
_ENOUGH = 30.0
#: So many gaps are added to the tallies in one transaction: others wait for its end.
_AT_ONCE = 5_000
_DAY = timedelta(days=1)


async def learn(desk: Desk) -> None:
    """Brings what decisions go by up to date, if it is time; a clock that was set back makes it time too."""
    now, forecast = desk.clock.now(), desk.forecast
    learnt_at = forecast.outlook.learnt_at
    if learnt_at is None or not timedelta(0) <= now - learnt_at < _LEARN_EVERY:
        hazard = await desk.looked_up(hazard_of, desk.archive)
        forecast.outlook = replace(forecast.outlook, hazard=hazard, learnt_at=now)
    if forecast.weighed_at is None or not timedelta(0) <= now - forecast.weighed_at < _WEIGH_EVERY:
        found = await desk.looked_up(desk.archive.demand)
        demand: defaultdict[str, float] = defaultdict(float)
        daily = {}
        for url, expected in found:
            site = registered_domain(url)
            demand[site] += expected
            daily[site] = _DAY / desk.fetcher.gap(url)
        forecast.outlook = replace(forecast.outlook, paces=paces(demand, daily, desk.policy))
        forecast.weighed_at = now


def hazard_of(archive: ArchivePort) -> Hazard | None:
    """The hazard that all checks so far speak for, those since the last time included; `None` while they are too few."""
    more = True
    while more:
        with archive.writing() as writer:
            gaps = writer.take_gaps(_AT_ONCE)
            writer.add_tallies(tallied(gaps))
        more = len(gaps) == _AT_ONCE
    hazard = learnt(archive.tallies())
    return hazard if hazard is not None and hazard.learnt_from >= _ENOUGH else None

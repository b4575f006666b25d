"""How many edits does the scheduler catch, how late, for how many requests?

    PYTHONPATH=src:bench python schedsim.py --world flemish -n 3000 --policy schedule:learnt --policy schedule:hinted

`learnt` and `hinted` are policies for a simulator of a news world that turns one number, `scale`: how many changes a gap may
hold. Each check goes through `variorum.flow.decide.decide` with what a watcher knows then; the hazard is learnt by
`variorum.flow.hazard` from what a crawl saw of other articles, as the archive learns it from its own checks.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from variorum.flow.decide import decide
from variorum.flow.hazard import learnt as hazard_of
from variorum.flow.hazard import tallied
from variorum.flow.policy import Policy
from variorum.model import (
    Article,
    Capture,
    Gap,
    Hazard,
    KeepVersion,
    Known,
    Outlook,
    Reschedule,
    Schedule,
    Seen,
    Version,
)

_START = datetime(2026, 1, 1, tzinfo=UTC)
_ARTICLE = Article("Headline")
_LOG = list[tuple[int, float, float, float, int, int]]


class _Learnt(NamedTuple):
    log: _LOG
    hazard: Hazard | None


_last: list[_Learnt] = []


def _hazard(log: _LOG) -> Hazard | None:
    """What is learnt from a log; the simulator asks for the same one again and again."""
    if not _last or _last[0].log is not log:
        gaps = (
            Gap(_outlet(number), start, end, last_change if changes else None, changes, bool(changed))
            for number, start, end, last_change, changes, changed in log
        )
        _last[:] = [_Learnt(log, hazard_of(tallied(gaps)))]
    return _last[0].hazard


def _outlet(number: int) -> str:
    return f"outlet{number}.example"


class Watched:
    """The scheduler as a policy of the simulator: `next` is one check."""

    def __init__(self, scale: float, log: _LOG, *, uses_hints: bool) -> None:
        self.name = "variorum with hints" if uses_hints else "variorum"
        self.uses_hints = uses_hints
        self._policy = Policy(expected=scale)
        self._outlook = Outlook(_hazard(log))
        self._chance = random.Random(7)

    def next(self, state: dict[str, Any], now: float, age: float, changed: bool) -> float | None:  # noqa: FBT001, ARG002
        """Hours until the next check of an article, `None` when it is given up."""
        at = _START + timedelta(hours=age)
        known: Known = state.get("known") or _found(_outlet(state["o"]), at)
        # What answers 304 has validators.
        capture = Capture(known.url, b"", at, 200 if changed else 304, (("etag", str(age)),))
        seen = Seen(at, capture, _ARTICLE if changed else None, str(age) if changed else None)
        intents = decide(known, seen, at, self._policy, outlook=self._outlook, chance=self._chance.random())
        schedule = next(intent.schedule for intent in intents if isinstance(intent, Reschedule))
        if any(isinstance(intent, KeepVersion) for intent in intents):
            version = Version("", "", at, at, str(age), _ARTICLE, "", known.url)
            known = replace(known, latest=version, changes=known.changes + (known.latest is not None))
        state["known"] = replace(known, schedule=schedule)
        return None if schedule.next_check is None else (schedule.next_check - at) / timedelta(hours=1)


def _found(outlet: str, at: datetime) -> Known:
    first = Schedule(at, "found", at)
    return Known("", f"https://{outlet}/1", first, first_seen=at, published=_START)


def learnt(scale: float, log: _LOG) -> Watched:
    """The scheduler without hints."""
    return Watched(scale, log, uses_hints=False)


def hinted(scale: float, log: _LOG) -> Watched:
    """The scheduler where a source's hint pulls the next check forward."""
    return Watched(scale, log, uses_hints=True)

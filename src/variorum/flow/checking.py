"""Takes a schedule, the state of its sources and the time, gives whether a thing is checked again, when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.model import SourceState

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.model import Schedule

_GIVEN_UP = "no longer checked: "


class Checking(NamedTuple):
    """What is told of the next check: `at` is when it falls due, `overdue` that it already has."""

    label: str
    reason: str
    at: datetime | None = None
    overdue: bool = False


def checking(schedule: Schedule, state: SourceState, now: datetime) -> Checking:
    """The next check as it really is: nothing is checked while its source is not watched, whatever its schedule says.

    >>> from datetime import UTC, datetime
    >>> from variorum.model import Schedule
    >>> noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    >>> checking(Schedule(None, "no longer checked: unchanged for 40 days", noon), SourceState.WATCHED, noon)
    Checking(label='No longer checked', reason='unchanged for 40 days', at=None, overdue=False)
    """
    if schedule.next_check is None:
        given_up = schedule.reason.startswith(_GIVEN_UP)
        label = "No longer checked" if given_up else "Not checked"
        return Checking(label, schedule.reason.removeprefix(_GIVEN_UP))
    if state is SourceState.PAUSED:
        return Checking("Not checked at present", "its source is paused")
    if state is SourceState.REMOVED:
        return Checking("No longer checked", "its source was removed")
    return Checking("Next check", schedule.reason, schedule.next_check, schedule.next_check <= now)

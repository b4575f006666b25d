"""Takes how a source lists its articles now and how it did before, gives the checks that are pulled forward for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from variorum.flow.words import moment
from variorum.text.amounts import span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from variorum.flow.policy import Policy
    from variorum.model import Schedule, Sighting

#: A source that dates so many articles anew in one answer, and more than half of those it listed before, dates them by when
#: the answer was made: that says nothing of any of them.
_SUSPICIOUS = 10
_MOST_DOUBLINGS = 8


class Relisted(NamedTuple):
    """An article that a source listed before and lists again, with the article's schedule."""

    article_id: str
    before: Sighting
    after: Sighting
    schedule: Schedule


def pulled_forward(
    relisted: Sequence[Relisted], now: datetime, policy: Policy
) -> tuple[tuple[str, Schedule], ...]:
    """The new schedules of the articles, by id, of which the source says that they changed."""
    dated = [one for one in relisted if _date_hint(one)]
    believed = len(dated) < _SUSPICIOUS or 2 * len(dated) <= len(relisted)
    found = []
    for one in relisted:
        told = _title_hint(one) or (_date_hint(one) if believed else None)
        schedule = _pulled(one.schedule, told, now, policy) if told else None
        if schedule is not None:
            found.append((one.article_id, schedule))
    return tuple(found)


def _title_hint(one: Relisted) -> str | None:
    before, after = one.before.title, one.after.title
    return "its source lists it under another title" if before and after and before != after else None


def _date_hint(one: Relisted) -> str | None:
    before, after = one.before, one.after
    if after.updated and (before.updated is None or after.updated > before.updated):
        known = one.schedule.last_checked
        if before.updated is not None or known is None or after.updated > known:
            return f"its source says that it was updated at {moment(after.updated)}"
    if after.published and before.published and after.published > before.published:
        return f"its source now dates it {moment(after.published)}"
    return None


def _pulled(schedule: Schedule, told: str, now: datetime, policy: Policy) -> Schedule | None:
    """The check pulled forward, or taken up again where the article was given up; `None` where nothing is gained.

    Each check in a row that was pulled forward for nothing doubles the time that lies at least between two.
    """
    if schedule.failures or schedule.missing_since is not None:
        return None
    if schedule.next_check is None:
        return replace(
            schedule, next_check=now, since=now, hinted=True, reason=f"{told}, so it is checked again at once"
        )
    apart = policy.least * 2 ** min(schedule.vain_hints, _MOST_DOUBLINGS)
    at = now if schedule.last_checked is None else max(now, schedule.last_checked + apart)
    if at >= schedule.next_check:
        return None
    when = "at once" if at <= now else f"{span(apart)} after the last check"
    return replace(schedule, next_check=at, hinted=True, reason=f"{told}, so it is checked again {when}")

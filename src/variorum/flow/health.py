"""Takes an archive and the time, gives alarms: what a person should look at, since no check will mend it by itself."""

from __future__ import annotations

import shutil
from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from variorum.flow.words import moment
from variorum.model import Alarm, AlarmKind, SourceKind, SourceState
from variorum.text.amounts import counted, span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from variorum.archive import ArchiveReader
    from variorum.model import ArticleYield, Schedule, Source

#: The articles that came last are compared with so many before them.
_LATEST, _BEFORE = 10, 100
#: Fewer articles of either kind tell nothing.
_FEWEST_LATEST, _FEWEST_BEFORE = 5, 10
#: A yield or a length that fell to less than this share of what is usual is an alarm.
_FALLEN = 0.5
#: An article that was found so short a time ago may not have been checked properly yet.
_SETTLED = timedelta(hours=2)
#: What was silent for so many times its longest silence, and for so long at least, is silent for longer than usual.
_LONGER, _SHORTEST_SILENCE = 2, timedelta(hours=6)
_ARRIVALS, _FEWEST_GAPS = 100, 8
#: So many failed checks in a row, or so much weight of errors, are no passing trouble.
_FAILURES, _ERRORS = 3, 3.0
_OVERDUE = timedelta(days=1)
_LEAST_SPACE = 1_000_000_000
_LISTED = frozenset({SourceKind.FEED, SourceKind.SITEMAP, SourceKind.PAGE})


def diagnosis(
    archive: ArchiveReader, directory: Path, now: datetime, contact: str | None
) -> tuple[Alarm, ...]:
    """All that is to be said of an archive: its sources, the hosts that it asks, and the machine that it lies on."""
    watched = [source for source in archive.sources() if source.state is SourceState.WATCHED]
    found = [alarm for source in watched for alarm in source_alarms(archive, source, now)]
    found += _hosts(archive, now)
    found += _overdue(archive.next_due(), now)
    free = shutil.disk_usage(directory).free
    if free < _LEAST_SPACE:
        told = f"only {free / 1e6:,.0f} MB are free where the archive lies"
        found.append(Alarm(AlarmKind.DISK, str(directory), told))
    if contact is None:
        told = "no contact is set: a publisher who wants to reach you finds only the project's name"
        found.append(Alarm(AlarmKind.CONTACT, "contact", told, advice=True))
    return tuple(found)


def source_alarms(archive: ArchiveReader, source: Source, now: datetime) -> tuple[Alarm, ...]:
    """What is to be said of one source."""
    schedule = archive.source_schedule(source.id)
    if source.state is not SourceState.WATCHED or schedule is None:
        return ()
    return tuple(_of_source(archive, source, schedule, now))


def _of_source(archive: ArchiveReader, source: Source, schedule: Schedule, now: datetime) -> Iterator[Alarm]:
    if schedule.failures >= _FAILURES:
        latest = archive.failures(source.id, limit=1)
        why = f": {latest[0].failure.detail}" if latest else ""
        told = f"its checks failed {schedule.failures} times in a row{why}"
        yield Alarm(AlarmKind.SOURCE_FAILING, source.title, told, source.id)
    elif source.kind in _LISTED and schedule.last_checked is not None:
        silence = silent(archive.arrivals(source.id, limit=_ARRIVALS), schedule.last_checked)
        if silence is not None:
            yield Alarm(AlarmKind.SILENCE, source.title, silence, source.id)
    yields = archive.yields(source.id, until=now - _SETTLED, limit=_LATEST + _BEFORE)
    fallen = yields_less(yields)
    if fallen is not None:
        yield Alarm(AlarmKind.YIELD, source.title, fallen, source.id)


def yields_less(yields: Sequence[ArticleYield]) -> str | None:
    """Why the latest articles of a source, newest first, yield less than those before them; `None` where they do not.

    >>> from datetime import UTC, datetime
    >>> from variorum.model import ArticleYield
    >>> noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    >>> yields_less([ArticleYield(noon, size) for size in [None] * 9 + [4_000] * 50])
    'of the latest 10 articles only 1 could be read, of those before 100 %'
    """
    latest, before = yields[:_LATEST], yields[_LATEST:]
    if len(latest) < _FEWEST_LATEST or len(before) < _FEWEST_BEFORE:
        return None
    now_read = [one.size for one in latest if one.size is not None]
    were_read = [one.size for one in before if one.size is not None]
    usual = len(were_read) / len(before)
    if len(now_read) < _FALLEN * usual * len(latest):
        return f"of the latest {len(latest)} articles only {len(now_read)} could be read, of those before {usual:.0%}".replace(
            "%", " %"
        )
    if len(now_read) >= _FEWEST_LATEST and len(were_read) >= _FEWEST_BEFORE:
        length, usual_length = median(now_read), median(were_read)
        if length < _FALLEN * usual_length:
            return f"the texts of its latest articles have {length / usual_length * 100:.0f} % of the usual length"
    return None


def silent(arrivals: Sequence[datetime], until: datetime) -> str | None:
    """Why a source, whose articles were found at some moments, was silent for longer than usual; `None` where it was not.

    What is usual is the longest time in which nothing came before: nights and holidays count, once there was one.
    """
    moments = sorted(set(arrivals))
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    if len(gaps) < _FEWEST_GAPS:
        return None
    silence, longest = until - moments[-1], max(gaps)
    if silence <= max(_LONGER * longest, _SHORTEST_SILENCE):
        return None
    return (
        f"nothing new came for {span(silence)}, and it was never silent for more than {span(longest)} before"
    )


def _hosts(archive: ArchiveReader, now: datetime) -> Iterator[Alarm]:
    for conduct in archive.conducts():
        if conduct.errors >= _ERRORS and conduct.held_until is not None and conduct.held_until > now:
            why = conduct.held_because or "it keeps failing"
            told = f"{why}; it rests until {moment(conduct.held_until)}"
            yield Alarm(AlarmKind.HOST_FAILING, conduct.origin, told)


def _overdue(next_due: datetime | None, now: datetime) -> Iterator[Alarm]:
    if next_due is not None and now - next_due > _OVERDUE:
        told = f"checks are overdue since {moment(next_due)}: is `variorum watch` or `variorum run` still running?"
        yield Alarm(AlarmKind.OVERDUE, "schedule", told)


def headline(alarms: Sequence[Alarm]) -> str:
    """One line on what was found."""
    serious = sum(not alarm.advice for alarm in alarms)
    return "nothing is wrong" if serious == 0 else f"{counted(serious, 'thing')} to look at"

"""Takes an archive and the time, gives the figures of its watch for a monitoring system."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version
from typing import TYPE_CHECKING

from variorum.model import Metric, MetricKind, Sample, SourceState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from variorum.archive import ArchiveReader

_COUNTER, _GAUGE = MetricKind.COUNTER, MetricKind.GAUGE


def measures(archive: ArchiveReader, now: datetime) -> Iterator[Metric]:
    """The figures that all processes share, since the archive keeps them. Times are those of the archive's clock."""
    yield _one("variorum_build_info", _GAUGE, "The version that answers.", 1, version=version("variorum"))
    states = Counter(source.state for source in archive.sources())
    yield _each(
        "variorum_sources", _GAUGE, "Sources.", "state", {str(state): states[state] for state in SourceState}
    )
    counts = archive.counts()
    yield _one("variorum_articles", _GAUGE, "Articles in the archive.", counts["articles"])
    for name in ("captures", "versions", "changes", "failures"):
        yield _one(f"variorum_{name}_total", _COUNTER, f"{name.capitalize()} in the archive.", counts[name])
    outcomes = {str(one.outcome): one.times for one in archive.outcomes()}
    yield _each("variorum_checks_total", _COUNTER, "Checks by what they came to.", "outcome", outcomes)
    yield from _conduct(archive, now)
    yield _one("variorum_due", _GAUGE, "Sources and articles whose check is due.", archive.number_due(now))
    next_due = archive.next_due()
    if next_due is not None:
        seconds = max(0.0, (now - next_due).total_seconds())
        yield _one("variorum_overdue_seconds", _GAUGE, "How long the oldest check is overdue.", seconds)


def _conduct(archive: ArchiveReader, now: datetime) -> Iterator[Metric]:
    conducts = archive.conducts()
    for name, meaning in (
        ("requests", "Requests, robots.txt and redirects included."),
        ("unmodified", "Requests that were answered with 304."),
        ("failed", "Requests that failed."),
        ("disallowed", "Requests that were not made, since robots.txt forbids them."),
    ):
        full = "variorum_requests_total" if name == "requests" else f"variorum_requests_{name}_total"
        yield _one(full, _COUNTER, meaning, sum(getattr(one, name) for one in conducts))
    yield _one("variorum_origins", _GAUGE, "Origins that were ever asked.", len(conducts))
    held = sum(one.held_until is not None and one.held_until > now for one in conducts)
    yield _one("variorum_origins_held", _GAUGE, "Origins that are left alone at present.", held)


def _one(name: str, kind: MetricKind, meaning: str, value: float, **labels: str) -> Metric:
    return Metric(name, kind, meaning, (Sample(value, tuple(labels.items())),))


def _each(name: str, kind: MetricKind, meaning: str, label: str, values: Mapping[str, float]) -> Metric:
    return Metric(name, kind, meaning, tuple(Sample(value, ((label, key),)) for key, value in values.items()))

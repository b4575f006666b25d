"""Takes an engine at work, gives the figures of its process for a monitoring system."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.model import Metric, MetricKind, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.flow.engine.local import Engine

_STARTED = time.time()
_STATM, _FILES = Path("/proc/self/statm"), Path("/proc/self/fd")


class Process:
    """The process that answers, with the engine that it runs, if it runs one."""

    def __init__(self) -> None:
        self._engine: Engine | None = None

    def follow(self, engine: Engine) -> None:
        """Tells of this engine too."""
        self._engine = engine

    def measures(self) -> Iterator[Metric]:
        """Processor time, memory and open files under the names that Prometheus' own libraries give them; what is queued."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        yield _metric(
            "process_cpu_seconds_total", "Processor time.", used.ru_utime + used.ru_stime, MetricKind.COUNTER
        )
        yield _metric("process_start_time_seconds", "When the process began, since 1970.", _STARTED)
        if _STATM.exists():
            pages = int(_STATM.read_text("ascii").split()[1])
            yield _metric("process_resident_memory_bytes", "Memory held.", pages * os.sysconf("SC_PAGE_SIZE"))
            yield _metric("process_open_fds", "Open files.", len(list(_FILES.iterdir())))
        if self._engine is not None:
            yield _metric("variorum_queued", "Checks that wait or are under way.", self._engine.waiting)
            yield _metric(
                "variorum_sites_in_flight", "Sites at which a check is under way.", self._engine.at_work
            )


def _metric(name: str, meaning: str, value: float, kind: MetricKind = MetricKind.GAUGE) -> Metric:
    return Metric(name, kind, meaning, (Sample(value),))

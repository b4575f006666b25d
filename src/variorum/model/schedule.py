"""When an article or a source is checked next, and why, in words that are shown as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """The state of re-checking one thing.

    `next_check` is `None` when it is no longer checked; `reason` tells why the next check is when it is, or why there
    is none. `interval` is the present spacing; `since` is when it last changed, or was first seen. `checks` counts
    answered checks, `failures` those that failed in a row. `etag` and `last_modified` are the validators of the last
    full answer that could be read (RFC 9110, section 8.8). `expected` is how many changes a day were to be expected when
    the next check was set. `hinted` says that a source pulled the next check forward; `vain_hints` counts the checks in a
    row that were pulled forward for nothing.
    """

    next_check: datetime | None
    reason: str
    since: datetime
    interval: timedelta = timedelta(minutes=10)
    last_checked: datetime | None = None
    checks: int = 0
    failures: int = 0
    etag: str | None = None
    last_modified: str | None = None
    missing_since: datetime | None = None
    expected: float = 0.0
    hinted: bool = False
    vain_hints: int = 0

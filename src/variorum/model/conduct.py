"""How an origin was asked and how it fared under that: what politeness remembers, and what a publisher can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Conduct:
    """The requests to one origin (scheme, host and port), robots.txt and redirects included; times are the schedule's.

    `since` is the first one, `last_asked` when the last one ended. `requests` counts all, `unmodified` those answered
    with 304, `failed` those without an answer or with an error (429, 401, 403, 451, 500 and above), `disallowed` those
    that were not made since robots.txt forbids them. `smallest_gap` is the shortest time between the end of a request to
    the registered domain and the start of the next one to this origin. `latency` is how long answers take, smoothed.

    `errors` weighs the errors since the last good answer. The host is left alone until `held_until`, for the reason
    `held_because`, a clause such as "a.example answered 429". Until `distrusted_until` no validators are sent, since a
    304 of this origin was found to be untrue.

    As it is learnt its counts are those since it was last told, and an archive adds them up.
    """

    origin: str
    since: datetime
    requests: int = 0
    unmodified: int = 0
    failed: int = 0
    disallowed: int = 0
    smallest_gap: timedelta | None = None
    latency: timedelta | None = None
    last_asked: datetime | None = None
    errors: float = 0.0
    held_until: datetime | None = None
    held_because: str | None = None
    held_status: int | None = None
    distrusted_until: datetime | None = None

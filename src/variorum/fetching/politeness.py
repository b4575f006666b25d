"""What is asked of a host: the figures that a user may set, with what holds when nothing is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Politeness:
    """How hosts are treated. Times are those of the schedule's clock.

    At least `gap` lies between the end of one request to a registered domain and the start of the next; a longer crawl
    delay in robots.txt goes before it, and so does `slowness` times as long as the host takes to answer, each up to
    `crawl_delay_limit`. `contact` is the address or URL that the User-Agent names.
    robots.txt is asked for again after `robots_kept`, or after `robots_retry` where it could not be read. A host that
    names a time to come back (Retry-After) is left alone until then, at most `hold_limit`, and for `hold` where it says
    "too many requests" and names none; and longer by a random share of that time, up to `jitter`.
    """

    gap: timedelta = timedelta(seconds=5)
    contact: str | None = None
    crawl_delay_limit: timedelta = timedelta(seconds=60)
    robots_kept: timedelta = timedelta(hours=24)
    robots_retry: timedelta = timedelta(minutes=10)
    hold: timedelta = timedelta(minutes=1)
    hold_limit: timedelta = timedelta(days=1)
    slowness: float = 4.0
    jitter: float = 0.1

    def between(self, delay: timedelta, latency: timedelta = timedelta(0)) -> timedelta:
        """The gap before a request to a site whose robots.txt names a crawl delay and that takes so long to answer.

        >>> [Politeness().between(timedelta(seconds=delay)).seconds for delay in (0, 10, 900)]
        [5, 10, 60]
        >>> Politeness().between(timedelta(0), latency=timedelta(seconds=3)).seconds
        12
        """
        return max(self.gap, min(max(delay, self.slowness * latency), self.crawl_delay_limit))

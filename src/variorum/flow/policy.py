"""The numbers of re-checking: when a thing is looked at again, and when it is given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_USUAL = 0.04


@dataclass(frozen=True, slots=True)
class Policy:
    """How often articles and sources are checked. Spans count in the schedule's time.

    While nothing is learnt an article is checked `first` after it was found or changed, then after spans that grow by
    `factor`. Once a hazard is learnt it is checked when `expected` changes are to be expected since its last check, not
    before `least` has passed, and at least once in each of the times that end `floors` after it last changed. A live blog
    is checked at least every `live` until it was unchanged for `live_rest`. In either case it is given up when `horizon`
    has passed without a change. What is missing is confirmed after `confirm`. A source is checked `first` after it listed
    something new, then less and less often, but at least every `source_rest`. Spans vary by up to `jitter` of their length
    to either side. A site's articles take at most the share `share` of the requests that politeness allows there.

    One answer in `audit_every` is asked for as a whole page, whatever its validators say, and while an article is younger
    than `audit_young` one every `audit_rest`; the validators of a host whose 304s are untrue are not used for `distrust`.
    """

    first: timedelta = timedelta(minutes=10)
    factor: int = 2
    expected: float = _USUAL
    least: timedelta = timedelta(minutes=10)
    floors: tuple[timedelta, ...] = tuple(timedelta(days=days) for days in (1, 3, 7, 14, 30))
    horizon: timedelta = timedelta(days=40)
    live: timedelta = timedelta(minutes=10)
    live_rest: timedelta = timedelta(days=1)
    confirm: timedelta = timedelta(hours=1)
    source_rest: timedelta = timedelta(hours=1)
    failing_rest: timedelta = timedelta(days=1)
    denied_rest: timedelta = timedelta(days=1)
    audit_every: int = 10
    audit_young: timedelta = timedelta(days=3)
    audit_rest: timedelta = timedelta(days=1)
    distrust: timedelta = timedelta(days=30)
    jitter: float = 0.05
    share: float = 0.5

    @property
    def shortest(self) -> timedelta:
        """The shortest wait: `least`, or half of it where checks are wanted more than twice as often as usual."""
        return self.least if self.expected > _USUAL / 2 else self.least / 2

"""The numbers of re-checking: when a thing is looked at again, and when it is given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """How often articles and sources are checked. Spans count in the schedule's time.

    An article is checked `first` after it was found or changed, then after spans that grow by `factor` while it is
    unchanged, until `horizon` has passed without a change. What is missing is confirmed after `confirm`. A source is
    checked `first` after it listed something new, then less and less often, but at least every `source_rest`.

    One answer in `audit_every` is asked for as a whole page, whatever its validators say, and while an article is younger
    than `audit_young` one every `audit_rest`; the validators of a host whose 304s are untrue are not used for `distrust`.
    """

    first: timedelta = timedelta(minutes=10)
    factor: int = 2
    horizon: timedelta = timedelta(days=40)
    confirm: timedelta = timedelta(hours=1)
    source_rest: timedelta = timedelta(hours=1)
    failing_rest: timedelta = timedelta(days=1)
    denied_rest: timedelta = timedelta(days=1)
    audit_every: int = 10
    audit_young: timedelta = timedelta(days=3)
    audit_rest: timedelta = timedelta(days=1)
    distrust: timedelta = timedelta(days=30)

"""Takes what is known of an article, gives whether its 304s are to be put to the test, and whether they failed it; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.fetching import Request
from variorum.flow.sameness import tells_the_same
from variorum.model import Article

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.flow.policy import Policy
    from variorum.model import Capture, Known, Schedule, Seen

_WHOLE = range(200, 300)


def article_request(known: Known, now: datetime, policy: Policy) -> Request:
    """The request of a check: with the validators of the last whole answer, or without, where the whole page is wanted.

    Every tenth answer is asked for as a whole, and in the first days of an article one a day, so that an edit which a
    server hides behind a 304 is found all the same.
    """
    schedule = known.schedule
    if is_audit(known, now, policy):
        return Request(known.url)
    return Request(known.url, schedule.etag, schedule.last_modified)


def is_audit(known: Known, now: datetime, policy: Policy) -> bool:
    """Whether the next answer is to be a whole page, whatever its validators say."""
    if known.whole_at is None or known.unmodified >= policy.audit_every - 1:
        return True
    is_young = known.first_seen is not None and now - known.first_seen < policy.audit_young
    return is_young and now - known.whole_at >= policy.audit_rest


def source_request(url: str, schedule: Schedule, policy: Policy) -> Request:
    """The request of a check of a source: every tenth one without validators."""
    if (schedule.checks + 1) % policy.audit_every == 0:
        return Request(url)
    return Request(url, schedule.etag, schedule.last_modified)


def validators_lie(known: Known, seen: Seen) -> bool:
    """Whether other words came under the validators of the words before: a 304 for these validators says nothing.

    The ETag decides where there is one, as it does for a server (RFC 9110, section 13.2.2). Only words that readers see
    count, so that a page which is made anew for each request, and is the same article, lies to nobody.
    """
    if known.latest is None or seen.capture is None or seen.capture.status not in _WHOLE:
        return False
    if not isinstance(seen.reading, Article) or seen.text_hash is None or seen.reading.doubts:
        return False
    if tells_the_same(known, seen):
        return False
    return same_validators(known.schedule, seen.capture)


def same_validators(schedule: Schedule, capture: Capture) -> bool:
    """Whether an answer carries the validators of the whole answer before it."""
    if schedule.etag is not None:
        return capture.header("etag") == schedule.etag
    if schedule.last_modified is not None:
        return capture.header("etag") is None and capture.header("last-modified") == schedule.last_modified
    return False

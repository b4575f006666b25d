"""Takes what was known, what a check saw and what was decided, gives the one word for it; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.flow.sameness import tells_the_same
from variorum.model import (
    Article,
    EventKind,
    FailureKind,
    KeepVariant,
    KeepVersion,
    Outcome,
    RecordEvent,
    Unreadable,
    UnreadableReason,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Failure, Intent, Known, Seen

_NOT_MODIFIED = 304

_OF_EVENT = {
    EventKind.WITHDRAWN: Outcome.WITHDRAWN,
    EventKind.RETURNED: Outcome.RETURNED,
    EventKind.MOVED: Outcome.MOVED,
}
_OF_FAILURE = {
    FailureKind.ROBOTS_DENIED: Outcome.ROBOTS_DENIED,
    FailureKind.ROBOTS_UNAVAILABLE: Outcome.ROBOTS_DENIED,
    FailureKind.ADDRESS_REFUSED: Outcome.REFUSED,
    FailureKind.TLS: Outcome.UNTRUSTED,
    FailureKind.TRUNCATED: Outcome.TRUNCATED,
}
#: What the reasons for which a page is no article mean here; every other one is plainly unreadable.
_OF_PAGE = {
    UnreadableReason.NOT_FOUND: Outcome.SOFT_404,
    UnreadableReason.PAYWALL: Outcome.WALL,
    UnreadableReason.CONSENT_WALL: Outcome.WALL,
    UnreadableReason.SIGN_IN: Outcome.WALL,
    UnreadableReason.REGION_WALL: Outcome.WALL,
    UnreadableReason.BOT_CHALLENGE: Outcome.CHALLENGE,
}


def outcome_of(known: Known, seen: Seen, intents: Sequence[Intent]) -> Outcome:
    """What one check of an article came to.

    An event goes before a new version, and that before what the answer was like.
    """
    for intent in intents:
        if isinstance(intent, RecordEvent) and intent.kind in _OF_EVENT:
            return _OF_EVENT[intent.kind]
    for intent in intents:
        if isinstance(intent, KeepVersion):
            return Outcome.OK
        if isinstance(intent, KeepVariant):
            return Outcome.VARIANT
    if seen.capture is None or seen.failure is not None:
        return failed_outcome(seen.failure)
    if isinstance(seen.reading, Unreadable) or (seen.reading is not None and seen.reading.doubts):
        return _of_page(seen.reading)
    if seen.capture.status == _NOT_MODIFIED:
        return Outcome.NOT_MODIFIED
    if seen.capture.is_gone or _is_elsewhere(known, seen):
        return Outcome.MISSING if known.withdrawn_since is None else Outcome.WITHDRAWN
    return Outcome.UNCHANGED


def _of_page(reading: Unreadable | Article) -> Outcome:
    """What a page came to in which no article was read, or only a doubtful one."""
    if isinstance(reading, Unreadable):
        return _OF_PAGE.get(reading.reason, Outcome.UNREADABLE)
    return Outcome.UNREADABLE


def failed_outcome(failure: Failure | None) -> Outcome:
    """What a check came to that ended in a failure."""
    if failure is None:
        return Outcome.FAILING
    if failure.until is not None:
        return Outcome.LEFT_ALONE
    return _OF_FAILURE.get(failure.kind, Outcome.FAILING)


def _is_elsewhere(known: Known, seen: Seen) -> bool:
    """Whether what was served has another text than the article, though no version was made of it: a front page."""
    if known.latest is None or not isinstance(seen.reading, Article) or seen.text_hash is None:
        return False
    return not tells_the_same(known, seen)

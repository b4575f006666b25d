"""Takes what was known, what a check saw and what was decided, gives the one word for it; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.model import (
    EventKind,
    FailureKind,
    KeepVariant,
    KeepVersion,
    Outcome,
    RecordEvent,
    Unreadable,
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
#: What the reasons for which a page is no article mean here, by their names; every other one is plainly unreadable.
_OF_PAGE = {
    "soft-404": Outcome.SOFT_404,
    "not-found": Outcome.SOFT_404,
    "wall": Outcome.WALL,
    "paywall": Outcome.WALL,
    "consent": Outcome.WALL,
    "consent-wall": Outcome.WALL,
    "challenge": Outcome.CHALLENGE,
    "bot-challenge": Outcome.CHALLENGE,
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
    if isinstance(seen.reading, Unreadable):
        return _OF_PAGE.get(str(seen.reading.reason), Outcome.UNREADABLE)
    if seen.capture.status == _NOT_MODIFIED:
        return Outcome.NOT_MODIFIED
    if seen.capture.is_gone or _is_elsewhere(known, seen):
        return Outcome.MISSING if known.withdrawn_since is None else Outcome.WITHDRAWN
    return Outcome.UNCHANGED


def failed_outcome(failure: Failure | None) -> Outcome:
    """What a check came to that ended in a failure."""
    if failure is None:
        return Outcome.FAILING
    if failure.until is not None:
        return Outcome.LEFT_ALONE
    return _OF_FAILURE.get(failure.kind, Outcome.FAILING)


def _is_elsewhere(known: Known, seen: Seen) -> bool:
    """Whether what was served has another text than the article, though no version was made of it: a front page."""
    return known.latest is not None and seen.text_hash not in {None, known.latest.text_hash}

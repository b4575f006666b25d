"""Takes the outcome of a request, gives how much of an error of its host it is, and how long a failing host rests."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from variorum.model import Failure, FailureKind

if TYPE_CHECKING:
    from variorum.fetching.transport import Response

#: There is no such host, nothing listens there, or nobody can be sure who does.
HARD = 1.0
#: The host answers with an error of its own, or not in HTTP.
_SOFT = 0.5
#: The host is busy or slow: it says so, or the answer broke off.
_TEMPORARY = 0.25

_WITHOUT_ANSWER = {
    FailureKind.UNREACHABLE: HARD,
    FailureKind.TLS: HARD,
    FailureKind.BAD_RESPONSE: _SOFT,
    FailureKind.TIMEOUT: _TEMPORARY,
    FailureKind.TRUNCATED: _TEMPORARY,
}
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_SHUT_OUT = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS}
)

#: From this weight on the whole host rests between two requests.
_RESTS_FROM = 3.0
#: From this weight on it counts as dead: about three days of hard errors and nothing else, or twelve of temporary ones.
_DEAD_FROM = 12.0
_FIRST_REST = timedelta(minutes=10)
_LONGEST_REST = timedelta(days=1)
#: What is dead is asked once a week whether it still is.
_PROBE = timedelta(days=7)


def error_weight(outcome: Response | Failure) -> float | None:
    """1 for a hard error of the host, 0.5 for a soft and 0.25 for a temporary one, 0 for a good answer.

    `None` says nothing of the host: it was never asked, or what it served is only too much of a good thing.

    >>> error_weight(Failure(FailureKind.UNREACHABLE, "http://a.example/", "the connection was refused"))
    1.0
    """
    if isinstance(outcome, Failure):
        return _WITHOUT_ANSWER.get(outcome.kind)
    if outcome.status in _BUSY:
        return _TEMPORARY
    if outcome.status >= HTTPStatus.INTERNAL_SERVER_ERROR or outcome.status in _SHUT_OUT:
        return _SOFT
    return 0.0


def rest_after(errors: float) -> timedelta | None:
    """How long a host is left alone whose errors since its last good answer weigh so much; `None`: it need not be.

    >>> [str(rest_after(weight)) for weight in (2.5, 3, 5, 9, 11, 12)]
    ['None', '0:10:00', '0:40:00', '10:40:00', '1 day, 0:00:00', '7 days, 0:00:00']
    """
    if errors < _RESTS_FROM:
        return None
    if errors >= _DEAD_FROM:
        return _PROBE
    doubled: int = 2 ** int(errors - _RESTS_FROM)
    return min(_FIRST_REST * doubled, _LONGEST_REST)


def is_dead(errors: float) -> bool:
    """Whether a host has failed for so long that it is only probed once a week."""
    return errors >= _DEAD_FROM

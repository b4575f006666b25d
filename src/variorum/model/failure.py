"""What went wrong, as a value: failures cross stage borders like results do, and are counted and shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class FailureKind(StrEnum):
    """The kinds of failure that a check can end in."""

    UNREACHABLE = "unreachable"
    ADDRESS_REFUSED = "address-refused"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    HTTP_STATUS = "http-status"
    ROBOTS_DENIED = "robots-denied"
    ROBOTS_UNAVAILABLE = "robots-unavailable"
    REDIRECT = "redirect"
    TLS = "tls"
    BAD_RESPONSE = "bad-response"
    TRUNCATED = "truncated"
    NOT_A_FEED = "not-a-feed"
    MALFORMED = "malformed"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    DOUBTFUL = "doubtful"
    BAD_ADDRESS = "bad-address"
    TOOK_TOO_LONG = "took-too-long"
    CRASHED = "crashed"
    NO_FILE = "no-file"
    FORGOTTEN = "forgotten"
    ARCHIVE_BUSY = "archive-busy"


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure: its kind, what it befell (an address or a file) and a plain explanation.

    `status` is the HTTP status where one was served. `way_out` is what the user could do about it, for those who named the
    thing themselves: nobody else is to be talked into it. `until` is set where the host is to be left alone until then.

    >>> print(Failure(FailureKind.TIMEOUT, "http://a.example/", "no answer within 45 s").sentence)
    http://a.example/: no answer within 45 s
    """

    kind: FailureKind
    subject: str
    detail: str
    status: int | None = None
    way_out: str | None = None
    until: datetime | None = None

    @property
    def sentence(self) -> str:
        """One line that names the thing and what befell it."""
        return f"{self.subject}: {self.detail}"

    @property
    def with_way_out(self) -> Failure:
        """The same, told to the user who named the thing."""
        if self.way_out is None:
            return self
        return replace(self, detail=f"{self.detail} ({self.way_out})", way_out=None)


@dataclass(frozen=True, slots=True)
class RecordedFailure:
    """A failure with its moment and the id of the article or source that it befell."""

    at: datetime
    of: str
    failure: Failure

"""Takes an address and headers, gives the answer of one server to one request: what every transport promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from variorum.model import GONE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from variorum.model import Failure, FailureKind


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost. Times are the wall's, whatever the clock of the schedule says; sizes are bytes.

    `deadline` holds from the look-up of the name to the last byte, `connect` for look-up, connection and TLS within it.
    `received` bounds the body as it is sent, `unpacked` the body without its content coding; beyond `ratio_from` it may
    be at most `ratio` times what was received. `headers` bounds names and values of all headers together.
    """

    deadline: timedelta = timedelta(seconds=45)
    connect: timedelta = timedelta(seconds=10)
    received: int = 8 * 2**20
    unpacked: int = 24 * 2**20
    ratio: int = 200
    ratio_from: int = 2**20
    headers: int = 64 * 2**10


@dataclass(frozen=True, slots=True)
class Response:
    """One complete answer. Header names are lower case, values safe text; `arrived` is when the headers did, aware UTC.

    `body` is free of content coding; it is empty where `keeps_body` says that it was left unread. `peer` is the address and
    port that answered, `tls_subject` the subject of its certificate, `request_headers` what was sent, names in lower case.
    `begun` is when the connection was asked for by the clock that `arrived` goes by, `took` how long all of it took by the
    wall, from the look-up of the name on; neither counts the time for which other requests to the same address went first.
    `drawn_by` is the browser whose drawing of the page `body` is, where one was asked.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    arrived: datetime
    peer: str = ""
    tls_subject: str = ""
    request_headers: tuple[tuple[str, str], ...] = ()
    begun: datetime | None = field(default=None, compare=False)
    took: timedelta = field(default=timedelta(0), compare=False)
    drawn_by: str = ""

    def header(self, name: str) -> str | None:
        """The first value of a header, by its name in lower case, or `None`."""
        return next((value for key, value in self.headers if key == name), None)


def answered(status: int) -> str:
    """A status as a person reads it.

    >>> answered(403), answered(529)
    ('the server answered 403 (Forbidden)', 'the server answered 529')
    """
    try:
        return f"the server answered {status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return f"the server answered {status}"


def keeps_body(status: int) -> bool:
    """Whether the body of an answer is read: that of a success, and of a page that is missing or withdrawn.

    The page that says so is evidence as an article is.

    >>> [status for status in (200, 302, 304, 404, 410, 500) if keeps_body(status)]
    [200, 404, 410]
    """
    return 200 <= status < 300 or status in GONE  # noqa: PLR2004 - RFC 9110 section 15.3, the successes


def size_text(count: int) -> str:
    """A number of bytes as a person says it.

    >>> size_text(8 * 2**20), size_text(64 * 2**10), size_text(100)
    ('8 MiB', '64 KiB', '100 bytes')
    """
    for unit, name in ((2**20, "MiB"), (2**10, "KiB")):
        if count >= unit:
            return f"{count / unit:g} {name}"
    return f"{count} bytes"


class Transport(Protocol):
    """Asks one server once: no redirects followed, nothing repeated, nothing remembered."""

    async def get(
        self, url: str, headers: Mapping[str, str], limits: Limits, form: bytes | None = None
    ) -> Response | Failure:
        """The answer to a GET, or to a POST of a form, or why there is none. Raises nothing but `asyncio.CancelledError`."""
        ...


class NoAnswerError(Exception):
    """An answer that breaks a limit or a rule, on its way to becoming a `Failure`; stays inside this package."""

    def __init__(self, kind: FailureKind, detail: str) -> None:
        """`detail` is one plain clause."""
        super().__init__(detail)
        self.kind = kind
        self.detail = detail

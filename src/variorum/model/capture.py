"""What was served for an address at a moment: bytes, headers and where they came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


#: Statuses that say that there is nothing at an address (RFC 9110, sections 15.5.5 and 15.5.11).
GONE = frozenset({404, 410})


class Origin(StrEnum):
    """How a capture came into the archive."""

    FETCHED = "fetched"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under which circumstances a capture was made, as far as they are known: evidence of where its bytes came from.

    `request_headers` are those that were sent, names in lower case; `peer` is the address and port that answered; `tls_subject` the
    subject of its certificate; `clock_offset` the seconds by which the machine's clock was known to be fast; `tool` what
    captured, with its version; `custody` the names of the files by which it came from archive to archive, the first one first.
    """

    request_headers: tuple[tuple[str, str], ...] = ()
    peer: str = ""
    tls_subject: str = ""
    clock_offset: float | None = None
    tool: str = ""
    custody: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer to one request, or one imported file.

    `url` is the address asked for, `final_url` the one that answered after `redirects` (`permanent` when
    each of them said so, RFC 9110 section 15.4); `headers` keep order and
    repetition, names in lower case; `body` is the content after transfer and content coding, letters undecoded.
    `captured_at` is when the bytes were served (aware UTC). `claimed` marks an address that only the page itself
    vouches for, as in a file imported without one. `circumstances` are what else is known of how it was made.

    >>> from datetime import UTC, datetime
    >>> Capture("http://a.example/1", b"<p>", datetime(2026, 1, 1, tzinfo=UTC)).body_hash[:8]
    '33f27994'
    """

    url: str
    body: bytes
    captured_at: datetime
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    final_url: str = ""
    redirects: tuple[str, ...] = ()
    permanent: bool = False
    origin: Origin = Origin.FETCHED
    claimed: bool = False
    circumstances: Circumstances = Circumstances()

    @property
    def address(self) -> str:
        """The address that answered."""
        return self.final_url or self.url

    @property
    def is_gone(self) -> bool:
        """Whether the answer was that nothing is there."""
        return self.status in GONE

    @property
    def body_hash(self) -> str:
        """SHA-256 of the body in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def has_validators(self) -> bool:
        """Whether it can be asked for conditionally (RFC 9110, section 8.8)."""
        return self.header("etag") is not None or self.header("last-modified") is not None

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever its case, or `None`."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)

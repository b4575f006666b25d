"""Takes headers as bytes off the wire or as words for it, gives safe text either way."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from variorum.text.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

#: A validator longer than this is not sent back: no server makes one by honest means.
_LONGEST_VALIDATOR = 1_000
_VISIBLE = re.compile(r"[\x20-\x7e]+")


def header_pairs(raw: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    r"""Headers as text, in order: names in lower case, values without control characters and on one line.

    Values are read as UTF-8 and, where they are not, as Latin-1, in which every byte means something.

    >>> header_pairs([(b"ETag", b'"a"'), (b"X-Name", b"caf\xe9\x1b[31m")])
    (('etag', '"a"'), ('x-name', 'café[31m'))
    """
    return tuple((one_line(_text(name)).lower(), one_line(_text(value))) for name, value in raw)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def validator(value: str | None) -> str | None:
    r"""A stored ETag or Last-Modified as it may be sent back, or `None` where it may not.

    >>> validator('W/"7"'), validator('"7"\r\nHost: elsewhere')
    ('W/"7"', None)
    """
    fits = value is not None and len(value) <= _LONGEST_VALIDATOR and _VISIBLE.fullmatch(value)
    return value if fits else None


def http_date(value: str | None) -> datetime | None:
    """The moment of an HTTP date, aware UTC, in all three forms of RFC 9110 section 5.6.7; `None` when it is none.

    >>> http_date("Sun, 06 Nov 1994 08:49:37 GMT").isoformat()
    '1994-11-06T08:49:37+00:00'
    """
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

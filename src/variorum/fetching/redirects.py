"""Takes an answer that redirects, gives where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.text.urls import joined

if TYPE_CHECKING:
    from variorum.fetching.transport import Response

#: Statuses that lead elsewhere by their Location (RFC 9110 section 15.4).
REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Those that say that the page has moved for good.
PERMANENT = frozenset({301, 308})


def redirect_target(answer: Response, url: str) -> str | None:
    """The absolute http or https address that an answer from `url` leads to, without fragment, or `None`.

    >>> from datetime import UTC, datetime
    >>> from variorum.fetching.transport import Response
    >>> answer = Response(301, (("location", "../b#top"),), b"", datetime(2026, 1, 1, tzinfo=UTC))
    >>> redirect_target(answer, "https://a.example/news/a")
    'https://a.example/b'
    """
    location = answer.header("location")
    return joined(url, location) if location else None

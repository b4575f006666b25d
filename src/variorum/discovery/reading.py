"""Takes the bytes of a feed as served, gives its text, or the failure that tells why it is not read at all."""

from __future__ import annotations

from variorum.discovery.limits import LARGEST_FEED, MOST_TAGS
from variorum.model import Failure, FailureKind
from variorum.text.encodings import decoded

_BEFORE_TEXT = "\ufeff\x00 \t\r\n"


def feed_text(body: bytes, where: str, content_type: str = "") -> str | Failure:
    """The decoded text of a feed that is neither empty nor larger than the limits allow, without white space before it."""
    if not body.strip(b"\x00 \t\r\n"):
        return Failure(FailureKind.EMPTY, where, "nothing was served here: the feed is empty")
    if len(body) > LARGEST_FEED:
        return Failure(
            FailureKind.TOO_LARGE, where, f"the feed is larger than {LARGEST_FEED // 1_000_000} MB"
        )
    if sum(body.count(mark) for mark in (b"<", b"{", b"[")) > MOST_TAGS:
        return Failure(
            FailureKind.TOO_LARGE, where, f"the feed holds more than {MOST_TAGS:,} tags or brackets"
        )
    return decoded(body, _encoding_shown(body) or content_type).text.lstrip(_BEFORE_TEXT)


def _encoding_shown(body: bytes) -> str:
    """What the first two bytes show of XML in UTF-16 without a mark (XML 1.0, appendix F.1)."""
    return {b"<\x00": "charset=utf-16-le", b"\x00<": "charset=utf-16-be"}.get(body[:2], "")

"""Takes a body and its type, gives the answer to a request: with an ETag, or 304 where the reader has it already."""

from __future__ import annotations

import hashlib
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import RedirectResponse, Response

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from starlette.requests import Request

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8; header=present"
TEXT = "text/plain; charset=utf-8"

#: The twins of pages: what each suffix is called and the type it is served as.
TYPES = {
    ".atom": ("Atom", "application/atom+xml"),
    ".rss": ("RSS", "application/rss+xml"),
    ".jsonfeed": ("JSON Feed", "application/feed+json"),
    ".json": ("JSON", "application/json"),
    ".csv": ("CSV", "text/csv"),
    ".diff": ("unified diff", "text/plain"),
    ".txt": ("plain text", "text/plain"),
}
FEEDS = (".atom", ".rss", ".jsonfeed")


class Twin(NamedTuple):
    """Another form of a page: its name, its address and its type."""

    name: str
    address: str
    type: str
    feed: bool


def twin(suffix: str, address: str) -> Twin:
    """The twin of a page under a suffix."""
    name, media_type = TYPES[suffix]
    return Twin(name, address, media_type, suffix in FEEDS)


def answer(
    request: Request,
    body: str | bytes,
    media_type: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A complete answer; its ETag is the hash of its body."""
    content = body.encode() if isinstance(body, str) else body
    if status != 200:  # noqa: PLR2004 - only what was found can be found unchanged
        return Response(content, status, {**(headers or {}), "Content-Type": media_type})
    tag = entity_tag(content)
    if is_fresh(request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(content, status, {**(headers or {}), "Content-Type": media_type, "ETag": tag})


def redirect(address: str) -> Response:
    """The way to the permanent address of what was asked for by a name that may come to mean something else (302)."""
    return RedirectResponse(address, status_code=302)


def entity_tag(content: bytes) -> str:
    """A strong entity tag (RFC 9110, section 8.8.3) of what determines an answer."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def is_fresh(request: Request, tag: str, modified: datetime | None = None) -> bool:
    """Whether the reader's copy is the present one (RFC 9110, section 13.1): the tag decides, the time only without one."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in tags.split(",")}
    since = request.headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError, OverflowError):
        return False


def http_date_text(moment: datetime) -> str:
    """A moment as HTTP writes it (RFC 9110, section 5.6.7)."""
    return format_datetime(moment, usegmt=True)

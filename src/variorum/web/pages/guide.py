"""How the pages are read: the keys, the marks, and what robots are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.web.answers import TEXT, answer
from variorum.web.rendering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.web.site import Site

# Captures are kept out of search engines by a header of their own, which only works where they may be fetched.
_ROBOTS = "User-agent: *\nDisallow:\n"


def help_page(site: Site, request: Request, _suffix: str) -> Response:
    """Keys and marks."""
    return page(site, request, "help.html")


def robots(_site: Site, request: Request, _suffix: str) -> Response:
    """The rules of robots.txt (RFC 9309): everything may be read."""
    return answer(request, _ROBOTS, TEXT)

"""Takes an ASGI application, gives one whose every answer forbids scripts, frames and guesses about its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: What an archived page is served under: no script, style, form or frame of it ever works, nor shares an origin with ours.
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"

SAFE_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Outlets do not learn who reads what here.
    "Referrer-Policy": "no-referrer",
    # Every answer may change with the next check; an ETag makes asking again cheap.
    "Cache-Control": "no-cache",
}


class SafeHeaders:
    """Adds `SAFE_HEADERS` to every answer that does not set them itself."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as ASGI has it."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._inner(scope, receive, send_safely)

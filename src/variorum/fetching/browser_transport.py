"""Takes requests, answers those for listed hosts with the page as a browser draws it: what its scripts make of it is kept."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from variorum.fetching.browser_proxy import BrowserProxy
from variorum.fetching.transport import Response, size_text
from variorum.model import Failure, FailureKind
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from playwright.async_api import Browser, BrowserContext, Route

    from variorum.fetching.policy import NetworkPolicy
    from variorum.fetching.transport import Limits, Transport

#: Seconds that drawing a page may take at most, and for which its network may stay busy after the document was read.
_DRAWN, _QUIET = 25.0, 5.0
#: A page may ask for so many scripts and data; pictures, styles, fonts, frames and everything that sends is not asked for.
_MOST_REQUESTS = 100
_ASKED_FOR = frozenset({"script", "xhr", "fetch"})
_PAGES = re.compile(r"(?:text/html|application/xhtml\+xml)\b", re.IGNORECASE)
#: Headers that speak of how the document was sent, not of what it is; cookies are nobody's.
_OF_SENDING = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie", "keep-alive"}
)
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No way out but the proxy: not by names of its own, not by WebRTC.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


class BrowserTransport:
    """A `Transport` around another; open between `async with` and its end. `hosts` stand for their subdomains too.

    The document is asked for by the transport that is wrapped, with its limits, judgements and redirects; the browser
    draws just that, and whatever its scripts ask for goes through a proxy that judges every address as `policy` does.
    Each page has a fresh browser context: no cookies, no storage, no downloads, no other page. The browser is started when it is
    first needed.
    """

    def __init__(self, transport: Transport, policy: NetworkPolicy, hosts: Iterable[str]) -> None:
        """Nothing is started yet."""
        self._transport = transport
        self._policy = policy
        self._hosts = tuple(host.lower().rstrip(".") for host in hosts)
        self._stack = AsyncExitStack()
        self._browser: Browser | None = None
        self._one = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Makes ready; starts nothing."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Ends the browser."""
        await self._stack.aclose()

    def draws(self, url: str) -> bool:
        """Whether the pages of an address's host are drawn."""
        address = web_url(url)
        host = (address.host or "").lower().rstrip(".") if address else ""
        return any(host == known or host.endswith(f".{known}") for known in self._hosts)

    async def get(
        self, url: str, headers: Mapping[str, str], limits: Limits, form: bytes | None = None
    ) -> Response | Failure:
        """The answer of the wrapped transport; of a page of a listed host the page as it is drawn."""
        answer = await self._transport.get(url, headers, limits, form)
        if isinstance(answer, Failure) or form is not None or not self.draws(url):
            return answer
        is_page = _PAGES.match(answer.header("content-type") or "") is not None
        if answer.status != 200 or not is_page or not answer.body:  # noqa: PLR2004 - what is no page is not drawn
            return answer
        return await self._drawn(url, headers, limits, answer)

    async def _drawn(
        self, url: str, headers: Mapping[str, str], limits: Limits, answer: Response
    ) -> Response | Failure:
        try:
            async with self._one, asyncio.timeout(_DRAWN):
                browser = await self._started()
                context = await browser.new_context(
                    user_agent=headers.get("User-Agent"), accept_downloads=False, service_workers="block"
                )
                try:
                    content = await _Page(url, answer).drawn(context)
                finally:
                    await context.close()
        except TimeoutError:
            return Failure(FailureKind.TIMEOUT, url, f"the page was not drawn within {_DRAWN:g} s")
        except Exception as error:  # noqa: BLE001 - whatever a page provokes in a browser is that page's failure
            return Failure(
                FailureKind.CRASHED, url, f"the browser could not draw it ({type(error).__name__})"
            )
        body = content.encode("utf-8", "replace")
        if len(body) > limits.unpacked:
            told = f"the page as drawn is larger than {size_text(limits.unpacked)}"
            return Failure(FailureKind.TOO_LARGE, url, told)
        kept = tuple(pair for pair in answer.headers if pair[0] not in _OF_SENDING | {"content-type"})
        described = (*kept, ("content-type", "text/html; charset=utf-8"))
        return replace(answer, body=body, headers=described, drawn_by=f"Chromium {browser.version}")

    async def _started(self) -> Browser:
        """The browser, started anew where it ended."""
        if self._browser is not None and self._browser.is_connected():
            return self._browser
        from playwright.async_api import async_playwright  # noqa: PLC0415 - of the extra `browser`

        await self._stack.aclose()
        self._stack = AsyncExitStack()
        proxy = await self._stack.enter_async_context(BrowserProxy(self._policy))
        playwright = await self._stack.enter_async_context(async_playwright())
        self._browser = await playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, _NAMES)), None),
            args=[*_FLAGS],
            chromium_sandbox=os.geteuid() != 0,  # which root cannot have
            # Without the last word a browser goes straight to what is on its own machine.
            proxy={"server": proxy.address, "bypass": "<-loopback>"},
        )
        self._stack.push_async_callback(_ended, self._browser)
        return self._browser


async def _ended(browser: Browser) -> None:
    with suppress(Exception):
        await browser.close()


class _Page:
    """One page at its drawing: it is given its document once, may ask for scripts and data, and go nowhere else."""

    def __init__(self, url: str, answer: Response) -> None:
        self._url = url
        self._answer = answer
        self._given = False
        self._asked = 0

    async def drawn(self, context: BrowserContext) -> str:
        """The document as it stands once its scripts have come to rest, as markup."""
        await context.route("**/*", self._judged)
        await context.route_web_socket(re.compile(""), _shut)
        page = await context.new_page()
        context.on("page", _closed)
        await page.goto(self._url, wait_until="domcontentloaded", timeout=_DRAWN * 1000)
        with suppress(Exception):  # a page that never rests is taken as it is
            await page.wait_for_load_state("networkidle", timeout=_QUIET * 1000)
        return await page.content()

    async def _judged(self, route: Route) -> None:
        request = route.request
        if request.is_navigation_request():
            if self._given or request.frame.parent_frame is not None:
                # "No content" leaves the page where it is; a refusal would put an error in its place.
                await route.fulfill(status=204)
                return
            self._given = True
            headers = {name: value for name, value in self._answer.headers if name not in _OF_SENDING}
            await route.fulfill(status=self._answer.status, headers=headers, body=self._answer.body)
            return
        self._asked += 1
        allowed = (
            request.resource_type in _ASKED_FOR
            and request.method == "GET"
            and request.url.startswith(("http://", "https://"))
            and self._asked <= _MOST_REQUESTS
        )
        await (route.continue_() if allowed else route.abort())


def _shut(socket: Any) -> None:
    """Connects a web socket to nothing."""
    socket.on_message(lambda _: None)


async def _closed(page: Any) -> None:
    """Closes what a page opened beside itself."""
    with suppress(Exception):
        await page.close()

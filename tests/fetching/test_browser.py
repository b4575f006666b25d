"""Pages that only scripts draw: drawn by Chromium through a proxy that judges every address; nothing else gets in or out."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.newsweb import Answer, Site, served

from variorum.fetching import (
    AiohttpTransport,
    BrowserTransport,
    Fetcher,
    NetworkPolicy,
    Politeness,
    Request,
    parse_network,
    parse_resolve,
)
from variorum.fetching.browser_proxy import BrowserProxy
from variorum.fetching.transport import Limits, Response
from variorum.flow.clock import TempoClock
from variorum.model import Capture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from http.server import BaseHTTPRequestHandler

    from variorum.model import Failure

needs_chromium = pytest.mark.skipif(
    shutil.which("chromium") is None, reason="needs Chromium: apt-get install -y chromium"
)
PAGE = """<!doctype html><title>Lorn</title><div id="root"></div><script src="/app.js"></script>
<img src="/picture.png"><iframe src="/frame"></iframe><link rel="stylesheet" href="/style.css">"""
SCRIPT = """
const tell = text => { const p = document.createElement("p"); p.textContent = text; document.getElementById("root").append(p) }
fetch("/data.json").then(answer => answer.json()).then(data => tell(data.text))
fetch("http://127.0.0.2:%(port)d/inside").then(() => tell("INSIDE")).catch(() => tell("kept out"))
fetch("http://hidden.example:%(port)d/inside").then(() => tell("INSIDE")).catch(() => tell("unknown to it"))
fetch("/sent", {method: "POST", body: "x"}).then(() => tell("SENT")).catch(() => tell("nothing is sent"))
document.cookie = "a=1"; tell("cookies " + document.cookie); window.open("/window"); setTimeout(() => location = "/away", 50)
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as running:
        script = SCRIPT % {"port": running.port}
        running.answers |= {
            "/robots.txt": (404, {}, b""),
            "/page": (200, {"Content-Type": "text/html", "ETag": '"1"', "Set-Cookie": "b=2"}, PAGE.encode()),
            "/app.js": (200, {"Content-Type": "text/javascript"}, script.encode()),
            "/data.json": (
                200,
                {"Content-Type": "application/json"},
                b'{"text": "A ferry ran aground off Lorn."}',
            ),
            "/feed.xml": (200, {"Content-Type": "application/rss+xml"}, b"<rss/>"),
        }
        yield running


@dataclass
class Asked:
    """A transport that keeps what it was asked for."""

    inner: AiohttpTransport
    urls: list[str] = field(default_factory=list)

    async def get(
        self, url: str, headers: Mapping[str, str], limits: Limits, form: bytes | None = None
    ) -> Response | Failure:
        self.urls.append(url)
        return await self.inner.get(url, headers, limits, form)


@needs_chromium
async def test_a_page_of_a_listed_host_is_drawn_and_can_do_nothing_else(site: Site) -> None:
    clock = TempoClock.on_the_wall()
    # The page's own host is let in by its address; 127.0.0.2 is not, and no name server is asked for anything.
    policy = NetworkPolicy(
        (parse_network("127.0.0.1"),), (parse_resolve(f"paper.example=127.0.0.1:{site.port}"),)
    )
    async with AiohttpTransport(policy, clock) as inner:
        asked = Asked(inner)
        async with BrowserTransport(asked, policy, ["paper.example"]) as transport:
            fetcher = Fetcher(transport, clock, Politeness(gap=timedelta(0)))
            root = f"http://www.paper.example:{site.port}".replace("www.", "")
            capture = await fetcher.get(Request(f"{root}/page"))
            feed = await fetcher.get(Request(f"{root}/feed.xml"))
    assert isinstance(capture, Capture), capture
    text = capture.body.decode()
    for told in ("A ferry ran aground off Lorn.", "kept out", "unknown to it", "nothing is sent"):
        assert f"<p>{told}</p>" in text, text
    assert "INSIDE" not in text
    assert "SENT" not in text
    assert capture.header("etag") == '"1"'
    assert capture.header("set-cookie") is None
    assert ", drawn by Chromium " in capture.circumstances.tool
    # The document was asked for once, by the transport below; the browser asked for nothing but script and data.
    assert [url.removeprefix(root) for url in asked.urls] == ["/robots.txt", "/page", "/feed.xml"]
    assert sorted(site.log) == ["/app.js", "/data.json", "/feed.xml", "/page", "/robots.txt"]
    assert isinstance(feed, Capture)
    assert feed.body == b"<rss/>"


async def test_pages_of_other_hosts_start_no_browser(site: Site) -> None:
    clock = TempoClock.on_the_wall()
    policy = NetworkPolicy((parse_network("127.0.0.0/8"),))
    async with (
        AiohttpTransport(policy, clock) as inner,
        BrowserTransport(inner, policy, ["paper.example"]) as transport,
    ):
        assert transport.draws("https://www.paper.example/1")
        assert not transport.draws("https://newspaper.example/1")
        answer = await transport.get(site.url("/page"), {}, Limits())
        assert isinstance(answer, Response)
        assert (answer.body, answer.drawn_by) == (PAGE.encode(), "")


async def test_the_proxy_of_the_browser_lets_through_what_the_policy_lets_in_and_nothing_else(
    site: Site,
) -> None:
    def echoed(handler: BaseHTTPRequestHandler) -> Answer:
        return 200, {}, f"{handler.headers['Connection']} {handler.headers['X-Own']}".encode()

    site.answers["/echo?a"] = echoed
    policy = NetworkPolicy((parse_network("127.0.0.1"),))
    async with BrowserProxy(policy) as proxy:
        port = int(proxy.address.rpartition(":")[2])

        async def said(request: str) -> bytes:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request.encode())
            answer = await reader.read()
            writer.close()
            return answer

        head = "Host: x\r\nConnection: keep-alive\r\nProxy-Connection: keep-alive\r\nX-Own: mine\r\n\r\n"
        through = await said(f"GET {site.url('/echo?a')} HTTP/1.1\r\n{head}")
        assert through.endswith(b"\r\n\r\nclose mine")
        tunnel = f"CONNECT 127.0.0.1:{site.port} HTTP/1.1\r\n{head}GET /echo?a HTTP/1.0\r\nX-Own: t\r\n\r\n"
        assert (await said(tunnel)).endswith(b" t")
        for place in ("127.0.0.2", "0177.0.0.2", "0x7f000002", "[::1]", "[::ffff:127.0.0.2]", "10.0.0.1"):
            assert (await said(f"GET http://{place}:{site.port}/ HTTP/1.1\r\n{head}")).startswith(
                b"HTTP/1.1 502 "
            )
            assert (await said(f"CONNECT {place}:{site.port} HTTP/1.1\r\n{head}")).startswith(
                b"HTTP/1.1 502 "
            )
        for broken in ("GET file:///etc/passwd HTTP/1.1", "nonsense", "CONNECT nowhere HTTP/1.1"):
            assert (await said(f"{broken}\r\n{head}")).startswith(b"HTTP/1.1 403 ")
        assert proxy.refused == 12
    assert site.log == ["/echo?a", "/echo?a"]

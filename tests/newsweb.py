"""A small news site on loopback for tests: articles that a test may change, a feed that lists them, a log of requests."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BODY = (
    "A ferry with 212 people on board ran aground off the Lorn islands late on Sunday, the coast guard said.",
    "At least 14 people were killed and 60 injured, according to the harbour police.",
    "“We saw the lights go out one after the other,” said Ilse Brand, who runs a café on the quay.",
    "The line had passed its last inspection in March, a spokeswoman for the ministry of transport said.",
    "Ferries between the islands and the mainland will not run before Wednesday.",
)


@dataclass
class Story:
    """An article of the site."""

    headline: str
    paragraphs: list[str] = field(default_factory=lambda: list(BODY))
    standfirst: str = "Rescue work goes on through the night"
    author: str = "Mara Lind"

    def page(self, url: str) -> bytes:
        paragraphs = "".join(f"<p>{escape(text)}</p>" for text in self.paragraphs)
        head, stand = escape(self.headline), escape(self.standfirst)
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{head} - The Lorn Post</title>'
            f'<link rel="canonical" href="{url}"><meta property="og:type" content="article">'
            f'<meta property="og:title" content="{head}"><meta property="og:description" content="{stand}">'
            f'<meta name="author" content="{escape(self.author)}">'
            '<meta property="article:published_time" content="2026-05-04T08:00:00Z"></head>'
            f'<body><nav><ul><li><a href="/">Home</a></li></ul></nav><article><h1>{head}</h1>'
            f'<p class="standfirst">{stand}</p>{paragraphs}</article><footer><p>The Lorn Post</p></footer></body></html>'
        ).encode()


Answer = tuple[int, dict[str, str], bytes]


class Site:
    """The site: `stories` by path, other `answers` by path, `log` of the paths that were asked for."""

    def __init__(self) -> None:
        self.stories: dict[str, Story] = {}
        self.answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], Answer]] = {}
        self.log: list[str] = []
        self.port = 0

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"{self.root}{path}"

    def feed(self) -> bytes:
        items = "".join(
            f"<item><title>{escape(story.headline)}</title><link>{self.url(path)}</link>"
            f"<guid>{self.url(path)}</guid><pubDate>Mon, 04 May 2026 08:00:00 GMT</pubDate></item>"
            for path, story in self.stories.items()
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Lorn Post</title>'
            f"<link>{self.root}/</link><description>News</description>{items}</channel></rss>"
        ).encode()

    def answer(self, handler: BaseHTTPRequestHandler) -> Answer:
        path = handler.path
        self.log.append(path)
        special = self.answers.get(path)
        if special is not None:
            return special(handler) if callable(special) else special
        if path == "/feed.xml":
            return 200, {"Content-Type": "application/rss+xml"}, self.feed()
        story = self.stories.get(path)
        if story is not None:
            return 200, {"Content-Type": "text/html; charset=utf-8"}, story.page(self.url(path))
        return 404, {"Content-Type": "text/html"}, b"<h1>Not found</h1>"


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """Serves a site on a free port of 127.0.0.1 while the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = site.answer(self)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the standard library's name
            """Writes nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Takes an archive and a clock, gives the ASGI application: which address is answered by which page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from variorum.archive import ArchiveError
from variorum.web import feeds
from variorum.web.answers import FEEDS
from variorum.web.errors import explained
from variorum.web.headers import SafeHeaders
from variorum.web.metrics import Meter
from variorum.web.pages import (
    article,
    changes,
    comparison,
    guide,
    lookup,
    politeness,
    search,
    sources,
    version,
)
from variorum.web.rendering import FOLDER
from variorum.web.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.archive import ArchiveReader
    from variorum.model import Metric

    Endpoint: TypeAlias = Callable[[Site, Request, str], Response]

#: Each address with the suffixes of the twins that its endpoint answers too; "" is the page itself.
_ADDRESSES: tuple[tuple[str, tuple[str, ...], Endpoint], ...] = (
    ("/", ("",), changes.front_page),
    ("/changes", (".json", ".csv", ""), changes.listing),
    ("/changes", FEEDS, feeds.everything),
    ("/a/{article}/compare", ("",), comparison.chosen),
    ("/a/{article}/v/{version}/capture", ("",), version.capture_text),
    ("/a/{article}/v/{version}", (".json", ".txt", ""), version.version_page),
    ("/a/{article}/{before}..{after}", (".json", ".diff", ""), comparison.comparison_page),
    ("/a/{article}", FEEDS, feeds.of_article),
    ("/a/{article}", (".json", ".csv", ""), article.article_page),
    ("/source/{source}/politeness", (".json", ""), politeness.politeness_page),
    ("/source/{source}", FEEDS, feeds.of_source),
    ("/source/{source}", (".json", ""), sources.source_page),
    ("/sources", (".json", ""), sources.sources_page),
    ("/lookup", (".json", ""), lookup.lookup),
    ("/search", FEEDS, search.search_feed),
    ("/search", (".json", ""), search.search_page),
    ("/help", ("",), guide.help_page),
    ("/robots.txt", ("",), guide.robots),
)


def application(
    archive: ArchiveReader,
    *,
    now: Callable[[], datetime],
    base_url: str | None = None,
    of_process: Callable[[], Iterable[Metric]] = tuple,
    more: Iterable[Route] = (),
) -> Starlette:
    """The pages of an archive. It is only read, never written; `now` is the schedule's clock, aware UTC.

    `base_url` is where the site is found (`https://host/path`); without it absolute addresses in feeds and citations are
    taken from the request. `of_process` gives the figures of the process for `/metrics`, `more` are addresses beside the pages. Each request reads the archive in a thread of its own.
    """
    site = Site(archive, now, base_url)
    app = Starlette(
        routes=[
            *_routes(site),
            *more,
            Route("/metrics", partial(_answered, Meter(of_process), site, ""), methods=["GET"]),
            Mount("/static", StaticFiles(directory=FOLDER / "static"), name="static"),
        ],
        middleware=[Middleware(SafeHeaders)],
        exception_handlers=dict.fromkeys((HTTPException, ArchiveError, Exception), partial(explained, site)),
    )
    # The redirect would be made of the Host header; an address has one spelling here.
    app.router.redirect_slashes = False
    return app


def _routes(site: Site) -> Iterator[Route]:
    for path, suffixes, endpoint in _ADDRESSES:
        for suffix in suffixes:
            yield Route(path + suffix, partial(_answered, endpoint, site, suffix), methods=["GET"])


def _answered(endpoint: Endpoint, site: Site, suffix: str, request: Request) -> Response:
    return endpoint(site, request, suffix)

"""Takes a clock, gives the ASGI application that serves the fictional news web, one outlet per host."""

from __future__ import annotations

import hashlib
import itertools
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from variorum.demo.newspaper.editions import Edition, edition
from variorum.demo.newspaper.listings import FEED_TYPES, feed, robots, sitemap
from variorum.demo.newspaper.mastheads import outlets
from variorum.demo.newspaper.pages import Press, directory, section_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from variorum.demo.newspaper.values import Outlet, Report

_HTML = "text/html; charset=utf-8"
_HOST = re.compile(r"(?P<name>[a-z0-9.-]{1,253}?)\.?(?P<port>:\d{1,5})?", re.ASCII)
_NOT_MODIFIED, _NOT_FOUND, _GONE, _OK = 304, 404, 410, 200


def application(now: Callable[[], datetime], start: datetime) -> Starlette:
    """The news web as an ASGI application. `start` and what `now()` gives are aware UTC.

    What is served depends on nothing but the time, the address and, for the boxes beside an article, how many
    requests came before.
    """
    requests = itertools.count()

    async def answer(request: Request) -> Response:
        return _answer(request, edition(start, now()), next(requests))

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "HEAD"])])


def _answer(request: Request, current: Edition, number: int) -> Response:
    host = _HOST.fullmatch(request.headers.get("host", "").lower())
    name, port = (host["name"], host["port"] or "") if host else ("", "")
    outlet = next((paper for paper in outlets() if name == f"{paper.slug}.localhost"), None)
    if outlet is None:
        return Response(directory(outlets(), port), _NOT_FOUND, media_type=_HTML)
    press = Press(outlet, current, f"http://{name}{port}", number)
    path: str = request.scope["path"]
    report = current.under(outlet.slug, path)
    if report is not None:
        return _article(request.headers, press, report, path)
    return _listing(request.headers, press, path) or _page(press, path)


def _article(asked: Mapping[str, str], press: Press, report: Report, path: str) -> Response:
    if report.draft.status != _OK:
        return _missing(press, report.draft.status)
    if path != report.draft.path:
        return RedirectResponse(press.root + report.draft.path, 301)
    validators = _validators(press.outlet, report.changed, f"{report.id} {report.number}".encode())
    if _has_it_already(asked, validators):
        return Response(None, _NOT_MODIFIED, validators)
    return Response(press.article(report), _OK, validators, _HTML)


def _listing(asked: Mapping[str, str], press: Press, path: str) -> Response | None:
    """What machines read, or `None` if the path leads to no such thing."""
    outlet, reports = press.outlet, press.edition.standing(press.outlet.slug)
    if path == "/robots.txt":
        return Response(robots(outlet, press.root), media_type="text/plain; charset=utf-8")
    if path == "/sitemap.xml" and "Sitemap:" in outlet.robots:
        return Response(sitemap(reports, press.root), media_type="application/xml")
    if path != outlet.feed_path:
        return None
    changed = press.edition.changed(outlet.slug) or datetime.min.replace(tzinfo=UTC)
    body = feed(outlet, reports, press.root, changed)
    validators = _validators(outlet, changed, body)
    if _has_it_already(asked, validators):
        return Response(None, _NOT_MODIFIED, validators)
    return Response(body, _OK, validators, FEED_TYPES[outlet.feed_format])


def _validators(outlet: Outlet, changed: datetime, state: bytes) -> dict[str, str]:
    """The headers by which the outlet lets a client ask whether a thing has changed (RFC 9110, section 8.8)."""
    # Weak: the boxes beside an article differ from request to request.
    tag = f'W/"{hashlib.sha256(state).hexdigest()[:16]}"'
    known = {"etag": tag, "last-modified": format_datetime(changed.astimezone(UTC), usegmt=True)}
    return {name: known[name] for name in outlet.validators}


def _has_it_already(asked: Mapping[str, str], validators: Mapping[str, str]) -> bool:
    """Whether the client that asks has the present state (RFC 9110, section 13.2.2: a tag outweighs a time)."""
    if "if-none-match" in asked:
        tags = {tag.strip() for tag in asked["if-none-match"].split(",")}
        return validators.get("etag") in tags
    # The time is compared by its letters: whoever was not served exactly this one gets the whole.
    return "last-modified" in validators and asked.get("if-modified-since") == validators["last-modified"]


def _page(press: Press, path: str) -> Response:
    outlet = press.outlet
    if path == "/":
        return Response(press.front(), media_type=_HTML)
    if path == "/about":
        return Response(press.notice(outlet.name, outlet.imprint), media_type=_HTML)
    section = next((section for section in outlet.sections if section_path(section) == path), None)
    return (
        _missing(press, _NOT_FOUND) if section is None else Response(press.front(section), media_type=_HTML)
    )


def _missing(press: Press, status: int) -> Response:
    title, text = _MISSING[press.outlet.language, status]
    return Response(press.notice(title, text), status, media_type=_HTML)


_MISSING = {
    ("en", _NOT_FOUND): ("Page not found", "We looked on every shelf. There is no page at this address."),
    ("en", _GONE): ("This page has been removed", "It will not come back, and we would rather not say why."),
    ("de", _NOT_FOUND): ("Seite nicht gefunden", "Unter dieser Adresse gibt es keine Seite."),
    ("de", _GONE): ("Seite entfernt", "Dieser Beitrag wurde aus dem Angebot genommen."),
}

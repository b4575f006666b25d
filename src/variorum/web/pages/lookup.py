"""An address from the web leads to the article that answers there, or to a page that says how to archive it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from variorum.publication import json_text
from variorum.text.printable import one_line
from variorum.text.urls import web_url
from variorum.web.answers import JSON, answer, redirect
from variorum.web.archived import forgotten_words
from variorum.web.rendering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.web.site import Site


def lookup(site: Site, request: Request, suffix: str) -> Response:
    """The way to an article by its address, with or without `https://`; 404 where there is none."""
    asked = one_line(request.query_params.get("url", ""))
    if not asked:
        status, sentence = (400, "Give an address: /lookup?url=…") if suffix else (200, "")
        return _told(site, request, suffix, status, sentence)
    for url in (asked, f"https://{asked}"):
        found = site.archive.article_id(url)
        if found is not None:
            return redirect(site.within(request).article(found, suffix))
        tombstone = site.archive.tombstone_at(url)
        if tombstone is not None:
            return _told(site, request, suffix, 410, forgotten_words(tombstone), asked=asked)
    url = asked if "://" in asked else f"https://{asked}"
    if web_url(url) is None:
        told = "This is no http or https address, so nothing can be archived under it."
        return _told(site, request, suffix, 400, told, asked=asked)
    told = "Nothing is archived under this address."
    return _told(site, request, suffix, 404, told, asked=url, command=f"variorum add {shlex.quote(url)}")


def _told(
    site: Site,
    request: Request,
    suffix: str,
    status: int,
    sentence: str,
    *,
    asked: str = "",
    command: str = "",
) -> Response:
    if suffix:
        return answer(request, json_text({"error": sentence, "url": asked}), JSON, status=status)
    return page(site, request, "lookup.html", status=status, asked=asked, sentence=sentence, command=command)

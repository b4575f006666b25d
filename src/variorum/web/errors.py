"""Takes what went wrong with a request, gives a page (or JSON) that says it in one sentence and shows the way out."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from variorum.archive import ArchiveBusy, ArchiveError
from variorum.publication import json_text
from variorum.web.answers import JSON, answer
from variorum.web.headers import SAFE_HEADERS
from variorum.web.rendering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.web.site import Site

_LOG = logging.getLogger(__name__)

_HEADINGS = {
    HTTPStatus.BAD_REQUEST: "This cannot be asked for",
    HTTPStatus.NOT_FOUND: "Not in the archive",
    HTTPStatus.GONE: "Forgotten",
    HTTPStatus.METHOD_NOT_ALLOWED: "Pages here are only read",
    HTTPStatus.SERVICE_UNAVAILABLE: "The archive cannot be read just now",
    HTTPStatus.INTERNAL_SERVER_ERROR: "This page could not be made",
}
#: What is said where Starlette itself refuses a request, with no sentence of ours.
_SENTENCES = {
    HTTPStatus.NOT_FOUND: "There is no page at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Reading never writes: this address answers GET and HEAD.",
}


def bad_request(sentence: str) -> HTTPException:
    """The answer to a query value that means nothing."""
    return HTTPException(HTTPStatus.BAD_REQUEST, sentence)


def not_found(sentence: str) -> HTTPException:
    """The answer to a request for what is not archived."""
    return HTTPException(HTTPStatus.NOT_FOUND, sentence)


def gone(sentence: str) -> HTTPException:
    """The answer to a request for what was taken out of the archive for good."""
    return HTTPException(HTTPStatus.GONE, sentence)


def explained(site: Site, request: Request, error: Exception) -> Response:
    """The page of an error. It tells nothing of the inside: neither tracebacks nor where the archive lies."""
    headers: dict[str, str] = {}
    match error:
        case HTTPException():
            status = HTTPStatus(error.status_code)
            ours = error.detail != status.phrase
            sentence = error.detail if ours else _SENTENCES.get(status, f"{status.phrase}.")
            headers |= error.headers or {}
        case ArchiveBusy():
            status = HTTPStatus.SERVICE_UNAVAILABLE
            sentence = "Another process is writing to the archive: try again in a moment."
        case ArchiveError():
            _LOG.error("the archive could not be read: %s", error)
            status = HTTPStatus.SERVICE_UNAVAILABLE
            sentence = "The archive is damaged or out of reach; the log of this server tells its keeper why."
        case _:
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            sentence = "Something went wrong in the making of this page. Nothing in the archive was changed."
            # Answered outside the middleware that adds these to every other answer.
            headers |= SAFE_HEADERS
    told = _told(site, request, status, sentence)
    told.headers.update(headers)
    return told


def _told(site: Site, request: Request, status: HTTPStatus, sentence: str) -> Response:
    if request.scope["path"].endswith(".json"):
        return answer(request, json_text({"error": sentence}), JSON, status=status)
    heading = _HEADINGS.get(status, status.phrase)
    return page(site, request, "error.html", status=status, title=heading, sentence=sentence)

"""One version: the article as it was read, and the capture that it was read in, as text that never runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.publication import json_text, version_document
from variorum.text.encodings import decoded
from variorum.text.printable import one_line, printable
from variorum.web.answers import JSON, TEXT, answer, redirect, twin
from variorum.web.archived import found_history, found_version, neighbours
from variorum.web.errors import gone
from variorum.web.headers import SANDBOX
from variorum.web.rendering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.model import Article
    from variorum.web.site import Site


def version_page(site: Site, request: Request, suffix: str) -> Response:
    """A version of an article as read; as JSON or plain text. A number or `latest` leads to the permanent address."""
    history = found_history(site, request)
    name = request.path_params["version"]
    version = found_version(site, history, name)
    to = site.within(request)
    if name != version.id:
        return redirect(to.version(history.article.id, version.id, suffix))
    number = history.number(version.id)
    if suffix == ".json":
        return answer(request, json_text(version_document(version, number)), JSON)
    if suffix == ".txt":
        return answer(request, version_text(version.article), TEXT)
    before, after = neighbours(history, version)
    return page(
        site,
        request,
        "version.html",
        article=history.article,
        version=version,
        read=version.article,
        number=number,
        total=len(history.versions),
        before=before,
        after=after,
        capture=site.archive.capture(version.capture_id),
        twins=[twin(kind, to.version(history.article.id, version.id, kind)) for kind in (".json", ".txt")],
    )


def capture_text(site: Site, request: Request, _suffix: str) -> Response:
    """What was served when a version was captured, decoded, as text in a sandbox: archived HTML never runs."""
    history = found_history(site, request)
    name = request.path_params["version"]
    version = found_version(site, history, name)
    if name != version.id:
        return redirect(site.within(request).capture(history.article.id, version.id))
    capture = site.archive.capture(version.capture_id)
    if capture is None:
        raise gone(
            "The bytes of this capture were let go, as this archive is set to; what was read in them is kept."
        )
    text = decoded(capture.body, capture.header("content-type") or "").text
    headers = {"Content-Security-Policy": SANDBOX, "X-Robots-Tag": "noindex"}
    return answer(request, printable(text), TEXT, headers=headers)


def version_text(article: Article) -> str:
    r"""An article as plain text: headline, standfirst, byline, then its paragraphs and what stands beside them, a blank line between each two.

    >>> from variorum.model import Article, Paragraph
    >>> version_text(Article("Mill burns", authors=("A. Blau",), paragraphs=(Paragraph("Police came."),)))
    'Mill burns\n\nBy A. Blau\n\nPolice came.\n'
    """
    byline = f"By {article.byline}" if article.authors else None
    head = (article.headline, article.standfirst, byline, article.dateline)
    blocks = [one_line(text) for text in (*head, *(p.text for p in article.paragraphs)) if text]
    blocks += ["\n".join(map(one_line, table.lines)) for table in article.tables]
    blocks += [one_line(text) for text in (*(e.line for e in article.embeds), *article.author_notes)]
    return "\n\n".join(block for block in blocks if block) + "\n"

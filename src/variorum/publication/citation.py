"""Takes two versions of an article, gives how to cite them: CSL-JSON, and a page that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from variorum.model.documents import time_text
from variorum.publication.markup import block, element, html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Capture, Version
    from variorum.publication.markup import Element

Document = dict[str, Any]

_STYLE = (
    "body{font:1rem/1.5 serif;max-width:72rem;margin:2rem auto;padding:0 1rem}"
    "main{display:grid;grid-template-columns:1fr 1fr;gap:2rem}dt{font-weight:bold}dd{margin:0 0 .5rem;overflow-wrap:anywhere}"
)


def citation(version: Version, outlet: str, number: int) -> Document:
    """A version as an item of CSL-JSON (https://github.com/citation-style-language/schema)."""
    article = version.article
    item: Document = {
        "id": version.id,
        "type": "article-newspaper",
        "title": article.headline or version.url,
        "container-title": outlet,
        "URL": version.url,
        "accessed": _date(version.captured_at),
        "version": str(number),
        "archive": "Variorum",
        "archive_location": version.id,
    }
    if article.authors:
        item["author"] = [{"literal": name} for name in article.authors]
    if article.published is not None:
        item["issued"] = _date(article.published)
    if article.language:
        item["language"] = article.language
    return item


def _date(moment: Any) -> Document:
    return {"date-parts": [[moment.year, moment.month, moment.day]]}


def evidence_page(
    sentence: str, sides: Sequence[tuple[int, Version, Capture]], proofs: Sequence[tuple[str, str]]
) -> bytes:
    """The page of an evidence pack: both texts with where they came from, and what proves each thing in the pack.

    `proofs` are names of statements and the hashes of the roots that they lead to.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("title", sentence),
        element("style", _STYLE),
    )
    listed = [block("li", f"{name}: root {root}") for name, root in proofs]
    body = element(
        "body",
        block("h1", sentence),
        block(
            "p",
            "This page is for reading. What is proved are the files beside it: `variorum verify PACK --key KEY` checks them, "
            "with a key that you know from elsewhere.",
        ),
        block("main", *(_side(*side) for side in sides)),
        block("h2", "Proofs"),
        block("ul", *listed),
    )
    return ("<!DOCTYPE html>\n" + html(element("html", head, body))).encode("utf-8")


def _side(number: int, version: Version, capture: Capture) -> Element:
    facts = {
        "address": capture.url,
        "answered from": capture.address,
        "captured at": time_text(capture.captured_at),
        "status": str(capture.status),
        "server": capture.circumstances.peer,
        "certificate of": capture.circumstances.tls_subject,
        "captured with": capture.circumstances.tool,
        "SHA-256 of the bytes": capture.body_hash,
        "version": version.id,
    }
    terms = [
        part for name, value in facts.items() if value for part in (block("dt", name), block("dd", value))
    ]
    article = version.article
    return block(
        "section",
        block("h2", f"Version {number}"),
        block("dl", *terms),
        block("h3", article.headline or ""),
        block("p", element("em", article.standfirst or "")) if article.standfirst else None,
        *(block("p", paragraph.text) for paragraph in article.paragraphs),
    )

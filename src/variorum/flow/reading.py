"""Takes a capture, gives what it says: the article with its fingerprint, or why there is none. Run in a worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction import extract, extract_text
from variorum.flow.outlets import rules_for
from variorum.model import Article, Capture, Unreadable
from variorum.text.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import OutletRule

_PLAIN = ("text/plain", "text/markdown")


class Reading(NamedTuple):
    """What was read in a capture; `text_hash` is `None` when it was unreadable."""

    article: Article | Unreadable
    text_hash: str | None


def read(capture: Capture, rules: Sequence[OutletRule] = ()) -> Reading:
    """Reads a capture: plain text as plain text, everything else as a page, by the user's rules for its outlet and day."""
    content_type = capture.header("content-type") or ""
    if content_type.lower().startswith(_PLAIN):
        article = extract_text(capture.body, capture.address)
    else:
        fitting = rules_for(rules, capture)
        article = extract(capture.body, capture.address, rules=fitting, content_type=content_type)
    return Reading(article, fingerprint(article) if isinstance(article, Article) else None)

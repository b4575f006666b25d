"""Takes a capture, gives what it says: the article with its fingerprint, or why there is none. Run in a worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.discovery import amp_address
from variorum.extraction import Page, explain, extract_text, read_with_lesson, reread
from variorum.flow.outlets import rules_for
from variorum.model import (
    Article,
    Capture,
    Layout,
    LayoutChange,
    ReadingRule,
    Site,
    SiteMemory,
    Unreadable,
)
from variorum.text.fingerprint import fingerprint
from variorum.text.urls import registered_domain, url_key, web_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Explanation, Lesson, OutletRule

_PLAIN = ("text/plain", "text/markdown")


class Reading(NamedTuple):
    """What was read in a capture; `text_hash` is `None` when it was unreadable.

    `rule` is how to read the next version, where that is not as before; `lesson` what the page teaches of its site, if
    that is not known; `layout` whether the rule of the version before held; `amp` the
    address of the page's twin for small screens.
    """

    article: Article | Unreadable
    text_hash: str | None
    rule: ReadingRule | None = None
    lesson: Lesson | None = None
    layout: Layout = Layout.NEW
    amp: str | None = None


def claimed_address(article: Article | Unreadable) -> str | None:
    """The address that a page claims for itself, if it is one of the web."""
    claimed = article.canonical_url if isinstance(article, Article) else None
    return None if claimed is None or web_url(claimed) is None else claimed


def is_plain(capture: Capture) -> bool:
    """Whether a capture is plain text and no page."""
    return (capture.header("content-type") or "").lower().startswith(_PLAIN)


def read(capture: Capture, rules: Sequence[OutletRule] = (), memory: SiteMemory | None = None) -> Reading:
    """Reads a capture: plain text as plain text, everything else as a page, by the user's rules for its outlet and day.

    `memory` is what is known of its site and, under its address, how the version before was read.
    """
    content_type = capture.header("content-type") or ""
    if is_plain(capture):
        article = extract_text(capture.body, capture.address)
        return Reading(article, fingerprint(article) if isinstance(article, Article) else None)
    fitting = rules_for(rules, capture)
    found, lesson = read_with_lesson(
        capture.body, capture.address, memory=memory, rules=fitting, content_type=content_type
    )
    earlier = (memory or SiteMemory()).site(registered_domain(capture.address)).rule(url_key(capture.address))
    return Reading(
        found.article,
        fingerprint(found.article) if isinstance(found.article, Article) else None,
        None if found.rule == earlier else found.rule,
        lesson,
        found.layout,
        amp_address(capture.body, capture.address),
    )


def explained(
    capture: Capture, rules: Sequence[OutletRule] = (), memory: SiteMemory | None = None
) -> Explanation:
    """The reading of a page with what was decided about each of its blocks."""
    content_type = capture.header("content-type") or ""
    return explain(
        capture.body,
        capture.address,
        memory=memory,
        rules=rules_for(rules, capture),
        content_type=content_type,
    )


class ReadAgain(NamedTuple):
    """An earlier capture as it reads today, with its fingerprint, and what a redesign changed since; `None` where there was none."""

    article: Article | Unreadable
    text_hash: str | None
    layout: LayoutChange | None = None


def read_again(
    before: Capture, after: Capture, rules: Sequence[OutletRule] = (), memory: SiteMemory | None = None
) -> ReadAgain:
    """Reads the capture of the version before again, as `after` was read, and tells what a redesign did between them."""
    if is_plain(before) or is_plain(after):
        plain = read(before, rules, memory)
        return ReadAgain(plain.article, plain.text_hash)
    found = reread(_page(before, rules), _page(after, rules), after.address, memory=memory)
    text_hash = fingerprint(found.article) if isinstance(found.article, Article) else None
    return ReadAgain(found.article, text_hash, found.layout)


def _page(capture: Capture, rules: Sequence[OutletRule]) -> Page:
    return Page(capture.body, capture.header("content-type") or "", rules_for(rules, capture))


def with_rule(memory: SiteMemory, address: str, rule: ReadingRule | None) -> SiteMemory:
    """The memory of a site with how the article at an address was read."""
    if rule is None:
        return memory
    domain = registered_domain(address)
    site: Site = memory.site(domain)
    return memory.with_site(site.with_rule(url_key(address), rule))

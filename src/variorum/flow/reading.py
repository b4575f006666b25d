"""Takes a capture, gives what it says: the article with its fingerprint, or why there is none. Run in a worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.discovery import amp_address
from variorum.extraction import explain, extract_text, layout_change, read_and_learnt
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
from variorum.text.encodings import decoded
from variorum.text.fingerprint import fingerprint
from variorum.text.urls import registered_domain, url_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Explanation, OutletRule

_PLAIN = ("text/plain", "text/markdown")


class Reading(NamedTuple):
    """What was read in a capture; `text_hash` is `None` when it was unreadable.

    `rule` is how to read the next version, where that is not as before; `learnt` what the page taught of its site, if it
    did; `layout` whether the rule of the version before held; `amp` the address of the page's twin for small screens.
    """

    article: Article | Unreadable
    text_hash: str | None
    rule: ReadingRule | None = None
    learnt: SiteMemory | None = None
    layout: Layout = Layout.NEW
    amp: str | None = None


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
    found, learnt = read_and_learnt(
        capture.body, capture.address, memory=memory, rules=fitting, content_type=content_type
    )
    known = memory or SiteMemory()
    earlier = known.site(registered_domain(capture.address)).rule(url_key(capture.address))
    return Reading(
        found.article,
        fingerprint(found.article) if isinstance(found.article, Article) else None,
        None if found.rule == earlier else found.rule,
        None if learnt == known else learnt,
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


def relaid(
    before: Capture, after: Capture, rules: Sequence[OutletRule] = (), memory: SiteMemory | None = None
) -> LayoutChange | None:
    """What a redesign between two captures changed, both read the same way; `None` where one holds no article now."""
    was, became = (decoded(one.body, one.header("content-type") or "").text for one in (before, after))
    return layout_change(
        was,
        became,
        after.address,
        memory=memory,
        rules=rules_for(rules, after),
        rules_before=rules_for(rules, before),
    )


def with_rule(memory: SiteMemory, address: str, rule: ReadingRule | None) -> SiteMemory:
    """The memory of a site with how the article at an address was read."""
    if rule is None:
        return memory
    domain = registered_domain(address)
    site: Site = memory.site(domain)
    return memory.with_site(site.with_rule(url_key(address), rule))

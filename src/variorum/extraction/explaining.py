"""Takes a page, gives its reading with what was decided about each of its blocks, by whose vote and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.extraction.body import TAKEN
from variorum.extraction.memory import known_of
from variorum.extraction.page import parsed
from variorum.extraction.plain import key
from variorum.extraction.reading import EXTRACTOR, traced
from variorum.extraction.trace import Trace
from variorum.model import Article, BlockReading, Explanation, Reading, Reason, Unreadable, Vote, Zone
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from variorum.extraction.blocks import Block
    from variorum.model import OutletRule, SiteMemory

#: Zones of blocks that were left, by the reason.
_ZONES = {
    Reason.CAPTION: Zone.CAPTION,
    Reason.TABLE: Zone.TABLE,
    Reason.BOX: Zone.BOX,
    Reason.SERIES: Zone.BOX,
    Reason.AUTHOR_NOTE: Zone.AUTHOR_NOTE,
    Reason.OUTSIDE: Zone.REST,
    Reason.LEFT: Zone.REST,
}
_ITEMS = frozenset({"li", "dd", "dt"})
#: Words in the class of what other sites gave to be shown.
_EMBEDDED = ("tweet", "instagram", "embed", "facebook", "tiktok")
#: The class is asked of so many elements around a block.
_NEAR = 3


def explain(
    html: bytes | str,
    url: str,
    *,
    memory: SiteMemory | None = None,
    rules: Sequence[OutletRule] = (),
    content_type: str = "",
) -> Explanation:
    """The reading of a page as `read` gives it, with the zone, slot, votes, decision and reason of each block. Never raises.

    A page that could not be parsed has no blocks.

    >>> page = "<nav>Home</nav><h1>Bridge closed</h1><p>" + "It shut at noon after a crack was found in the deck. " * 3
    >>> for block in explain(page, "https://example.org/news/1").blocks:
    ...     print(block.text[:13], block.zone, block.is_taken, block.reason, sep=" | ")
    Home | furniture | False | its element is furniture
    Bridge closed | headline | False | it stands outside the text
    It shut at no | body | True | the anchor takes it
    """
    trace = Trace()
    article = traced(html, url, trace, memory=memory, rules=rules, content_type=content_type)
    reading = Reading(article, trace.rule, trace.layout)
    zones = _Zones(trace, article)
    votes = _Votes(trace, html, url, memory, content_type)
    kept = frozenset(trace.kept) if isinstance(article, Article) else frozenset()
    return Explanation(
        reading,
        tuple(
            BlockReading(
                text=block.text,
                zone=zones.zone(block),
                slot=block.slot,
                votes=votes.of(block),
                is_taken=block in kept,
                reason=trace.reasons.get(block, Reason.OUTSIDE),
            )
            for block in trace.blocks
        ),
    )


class _Zones:
    """Says which zone a block belongs to."""

    def __init__(self, trace: Trace, article: Article | Unreadable) -> None:
        self._trace = trace
        shown = article if isinstance(article, Article) else Article()
        self._headline = key(shown.headline or "")
        self._standfirst = key(shown.standfirst or "")

    def zone(self, block: Block) -> Zone:
        reason = self._trace.reasons.get(block, Reason.OUTSIDE)
        if reason in TAKEN:
            if reason is Reason.NOTE:
                return Zone.NOTE
            return Zone.BODY if block.tags.isdisjoint(_ITEMS) else Zone.LIST
        heading = self._trace.settling.heading
        if block.key and (block.key == self._headline or heading in block.path):
            return Zone.HEADLINE
        if block.key and block.key == self._standfirst:
            return Zone.STANDFIRST
        beside = self._trace.beside.zone(block)
        if beside is not None:
            return beside
        if reason is Reason.SAID:
            return Zone.BYLINE
        return Zone.EMBED if _is_embedded(block) else _ZONES.get(reason, Zone.FURNITURE)


class _Votes:
    """Says who takes a block for the article's text."""

    def __init__(
        self, trace: Trace, html: bytes | str, url: str, memory: SiteMemory | None, content_type: str
    ) -> None:
        page = parsed(html, url, content_type)
        texts = () if isinstance(page, Unreadable) else page.stated.texts("articleBody")
        self._stated = key(" ".join(texts))
        self._trace = trace
        rule = known_of(memory, url, EXTRACTOR).rule
        self._rule: Container[str] = frozenset(rule.slots) if rule else ()
        site = (memory.site(registered_domain(url)).slots) if memory else ()
        self._site = {count.slot for count in site if count.taken > count.left}

    def of(self, block: Block) -> tuple[Vote, ...]:
        voted = self._trace.voted
        by_rule = voted is not None and voted.by_rule
        said = {
            Vote.ANCHOR: voted is not None and not by_rule and block in voted.votes,
            Vote.SLOT: self._trace.reasons.get(block) is Reason.SLOT,
            Vote.STATED: bool(block.key) and block.key in self._stated,
            Vote.RULE: block.slot in self._rule,
            Vote.SITE: block.slot in self._site,
        }
        return tuple(vote for vote, takes in said.items() if takes)


def _is_embedded(block: Block) -> bool:
    written = " ".join(element.get("class") or "" for element in block.path[:_NEAR]).lower()
    return any(word in written for word in _EMBEDDED)

"""Takes pages of a site, gives a memory of what they have in common and of how each article was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.slots import placed_mark
from variorum.model import Lesson, Reading, ReadingRule, SiteMemory
from variorum.model.lesson import taught
from variorum.text.urls import registered_domain, url_key

if TYPE_CHECKING:
    from variorum.extraction.trace import Trace

#: A line is the site's when it stands on so many other pages, and on this share of all.
_OTHER_PAGES = 2
_SHARE = 0.1
#: A paragraph of prose is the site's when it stands on so many other pages and on this share of all; of a few pages, on most.
_OTHER_PAGES_OF_PROSE = 3
_SHARE_OF_PROSE = 1 / 3
_FEW_PAGES, _SHARE_OF_FEW = 8, 0.75
_MOST_LINES_ON_A_PAGE = 2_000


class KnownSite(NamedTuple):
    """What a memory knows of a page before it is read: marks of lines that other pages have, and the rule of its article.

    `prevalent` are those of the lines that so many pages have that even prose is the site's: background comes in a few.
    """

    repeated: frozenset[str] = frozenset()
    prevalent: frozenset[str] = frozenset()
    rule: ReadingRule | None = None


#: What is known of a page whose site nothing was learnt of.
NO_SITE = KnownSite()


def known_of(memory: SiteMemory | None, url: str, extractor: str) -> KnownSite:
    """What a memory knows of the page at an address. A rule of another version of the extractor counts for nothing."""
    if memory is None or not memory.sites:
        return NO_SITE
    site = memory.site(registered_domain(url))
    address = url_key(url)
    rule = site.rule(address)
    own = 1 if address in site.addresses else 0
    least = max(_OTHER_PAGES + own, _SHARE * site.pages)
    others = site.pages - own
    share = _SHARE_OF_PROSE if others >= _FEW_PAGES else _SHARE_OF_FEW
    most = max(_OTHER_PAGES_OF_PROSE, share * others) + own
    return KnownSite(
        frozenset(count.mark for count in site.lines if count.pages >= least),
        frozenset(count.mark for count in site.lines if count.pages >= max(least, most)),
        rule if rule is not None and rule.extractor == extractor else None,
    )


def remembered(memory: SiteMemory | None, url: str, reading: Reading) -> SiteMemory:
    """The memory with the rule of a reading, so that the next version at this address is read the same way."""
    memory = memory or SiteMemory()
    if reading.rule is None:
        return memory
    site = memory.site(registered_domain(url))
    address = url_key(url)
    return (
        memory
        if site.rule(address) is reading.rule
        else memory.with_site(site.with_rule(address, reading.rule))
    )


def lesson(url: str, trace: Trace) -> Lesson:
    """What a page teaches of its site: its lines and slots, those of the article told apart."""
    taken = frozenset(block.slot for block in trace.kept)
    lines = dict.fromkeys(placed_mark(block) for block in trace.blocks if block.key)
    slots = dict.fromkeys(block.slot for block in trace.blocks)
    return Lesson(
        domain=registered_domain(url),
        address=url_key(url),
        text=tuple(placed_mark(block) for block in trace.kept if block.key),
        lines=tuple(lines)[:_MOST_LINES_ON_A_PAGE],
        taken=tuple(slot for slot in slots if slot in taken),
        left=tuple(slot for slot in slots if slot not in taken),
    )


def counted(memory: SiteMemory, url: str, trace: Trace) -> SiteMemory:
    """The memory with the lines and slots of a page counted, once for each address and each article."""
    known = memory.site(registered_domain(url))
    site = taught(known, lesson(url, trace))
    return memory if site is known else memory.with_site(site)

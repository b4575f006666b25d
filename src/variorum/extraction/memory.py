"""Takes pages of a site, gives a memory of what they have in common and of how each article was read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.slots import placed_mark
from variorum.model import LineCount, Reading, ReadingRule, Site, SiteMemory, SlotCount
from variorum.model.site_memory import MOST_ADDRESSES, MOST_LINES, MOST_SLOTS
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
#: A page of whose paragraphs more than this share are known is another address of a known article.
_SAME_ARTICLE = 0.5
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


def counted(memory: SiteMemory, url: str, trace: Trace) -> SiteMemory:
    """The memory with the lines and slots of a page counted, once for each address and each article."""
    site = memory.site(registered_domain(url))
    address = url_key(url)
    if address in site.addresses:
        return memory
    lines = Counter({count.mark: count.pages for count in site.lines})
    own = [placed_mark(block) for block in trace.kept if block.key]
    if own and sum(line in lines for line in own) > _SAME_ARTICLE * len(own):
        return memory
    here = dict.fromkeys(placed_mark(block) for block in trace.blocks if block.key)
    lines.update(list(here)[:_MOST_LINES_ON_A_PAGE])
    return memory.with_site(
        Site(
            site.domain,
            (*site.addresses, address)[-MOST_ADDRESSES:],
            _slots(site, trace),
            _most(lines, here),
            site.rules,
        )
    )


def _most(lines: Counter[str], newest: dict[str, None]) -> tuple[LineCount, ...]:
    """The lines of most pages; among those of one page, the newest, which may yet come again."""
    ordered = sorted(lines, key=lambda line: (-lines[line], line not in newest, line))
    return tuple(LineCount(line, lines[line]) for line in ordered[:MOST_LINES])


def _slots(site: Site, trace: Trace) -> tuple[SlotCount, ...]:
    counts = {count.slot: count for count in site.slots}
    taken = frozenset(block.slot for block in trace.kept)
    for written in dict.fromkeys(block.slot for block in trace.blocks):
        known = counts.get(written, SlotCount(written, 0, 0))
        is_taken = written in taken
        counts[written] = SlotCount(written, known.taken + is_taken, known.left + (not is_taken))
    ordered = sorted(counts.values(), key=lambda count: (-count.taken, -count.left, count.slot))
    return tuple(ordered[:MOST_SLOTS])

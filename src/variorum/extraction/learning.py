"""Takes a memory and pages, gives the memory that has learnt from them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from variorum.extraction.memory import counted, lesson, remembered
from variorum.extraction.reading import read, traced
from variorum.extraction.trace import Trace
from variorum.model import Article, Reading, SiteMemory
from variorum.text.urls import registered_domain, url_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from variorum.model import Lesson, OutletRule

#: So many pages are held at once: each is read twice, before and after what they have in common is known.
_AT_ONCE = 100


def read_with_lesson(
    html: bytes | str,
    url: str,
    *,
    memory: SiteMemory | None = None,
    rules: Sequence[OutletRule] = (),
    content_type: str = "",
) -> tuple[Reading, Lesson | None]:
    """The reading of a page as `read` gives it, and what the page teaches of its site, read once for both.

    What holds no article teaches nothing, nor does an address that the memory has counted.
    """
    trace = Trace()
    article = traced(html, url, trace, memory=memory, rules=rules, content_type=content_type)
    site = (memory or SiteMemory()).site(registered_domain(url))
    is_new = isinstance(article, Article) and url_key(url) not in site.addresses
    return Reading(article, trace.rule, trace.layout), lesson(url, trace) if is_new else None


def learn(memory: SiteMemory | None, pages: Iterable[tuple[bytes | str, str]]) -> SiteMemory:
    """A memory that knows what the pages of each site have in common and how each article among them was read.

    `pages` are pairs of a body and the address that it was served for; they may be of several sites and come again. What
    holds no article teaches nothing. Never raises.

    >>> text = "<p>It shut at noon after an inspection found a crack in the deck of part {}.</p>" * 3
    >>> page = "<h1>Part {} of it closed</h1>" + text + "<p>Write to us at the old mill.</p>"
    >>> pages = [(page.format(n, n, n, n), f"https://example.org/{n}") for n in range(3)]
    >>> memory = learn(None, pages)
    >>> memory.site("example.org").pages, len(memory.site("example.org").rules)
    (3, 3)
    """
    memory = memory or SiteMemory()
    waiting = iter(pages)
    while some := list(islice(waiting, _AT_ONCE)):
        for html, url in some:
            trace = Trace()
            if isinstance(traced(html, url, trace), Article):
                memory = counted(memory, url, trace)
        for html, url in some:
            memory = remembered(memory, url, read(html, url, memory=memory))
    return memory

"""Takes two captures of one article, gives the earlier as it reads today and what a redesign between them changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.reading import traced
from variorum.extraction.shown import as_read_by
from variorum.extraction.trace import Trace
from variorum.model import Article, Layout, LayoutChange, Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import OutletRule, SiteMemory


class Page(NamedTuple):
    """A body with the type that it was served as, and the rules of its day."""

    body: bytes | str
    content_type: str = ""
    rules: Sequence[OutletRule] = ()


class Reread(NamedTuple):
    """An earlier capture as it reads today, and what a redesign changed since, if there was one."""

    article: Article | Unreadable
    layout: LayoutChange | None = None


def reread(before: Page, after: Page, url: str, *, memory: SiteMemory | None = None) -> Reread:
    """The earlier page as it reads today by `memory`, and again by the rule that the later one is read by.

    There was a redesign where the later page is built otherwise than the rule in `memory` knows, or where a line or a field
    stands on both pages and only one of them reads it as what it is.
    """
    now, then = Trace(), Trace()
    became = _traced(after, url, now, memory)
    was = _traced(before, url, then, memory)
    read = Reread(was)
    is_rebuilt = now.layout is Layout.CHANGED
    if is_rebuilt:
        then = Trace()
        # Its own rule takes what only the old build showed.
        was = _traced(before, url, then, None if memory is None else memory.without_rules())
    if not isinstance(was, Article) or not isinstance(became, Article):
        return read
    aligned = as_read_by(was, then, became, now, is_rebuilt=is_rebuilt)
    return read._replace(layout=LayoutChange(aligned, became)) if is_rebuilt or aligned != was else read


def layout_change(
    before: bytes | str,
    after: bytes | str,
    url: str,
    *,
    memory: SiteMemory | None = None,
    rules: Sequence[OutletRule] = (),
    rules_before: Sequence[OutletRule] | None = None,
) -> LayoutChange | None:
    """Both captures read anew, the earlier by the rule of the later, and compared; `None` where one of them holds no article.

    For when `read` says that the layout changed: what only the old build showed, or only the old rule took, is then no
    edit. What the memory knows of the site's lines counts in both; `rules_before` are those of the earlier day, if others.

    >>> text = "<p>It shut at noon after an inspection found a crack in its deck.</p>" * 2
    >>> old = f"<h1>Bridge closed</h1><div class=text>{text}<p>It opens in May.</p></div>"
    >>> new = f"<main><h1>Bridge closed</h1><section class=story>{text}<p>It opens in May.</p></section></main>"
    >>> layout_change(old, new, "https://example.org/news/1").is_layout_only
    True
    """
    lines = None if memory is None else memory.without_rules()
    now, then = Trace(), Trace()
    became = _traced(Page(after, rules=rules), url, now, lines)
    was = _traced(Page(before, rules=rules if rules_before is None else rules_before), url, then, lines)
    if not isinstance(was, Article) or not isinstance(became, Article):
        return None
    return LayoutChange(as_read_by(was, then, became, now), became)


def _traced(page: Page, url: str, trace: Trace, memory: SiteMemory | None) -> Article | Unreadable:
    return traced(page.body, url, trace, memory=memory, rules=page.rules, content_type=page.content_type)

"""Takes two captures of one article, gives what a redesign between them changed when both are read the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.extraction.reading import extract
from variorum.model import Article, LayoutChange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import OutletRule, SiteMemory


def layout_change(
    before: bytes | str,
    after: bytes | str,
    url: str,
    *,
    memory: SiteMemory | None = None,
    rules: Sequence[OutletRule] = (),
    rules_before: Sequence[OutletRule] | None = None,
) -> LayoutChange | None:
    """Both captures read anew, without the rule of any version, and compared; `None` where one of them holds no article.

    For when `read` says that the layout changed: what only the old build showed, or only the old rule took, is then no
    edit. What the memory knows of the site's lines counts in both; `rules_before` are those of the earlier day, if others.

    >>> text = "<p>It shut at noon after an inspection found a crack in its deck.</p>" * 2
    >>> old = f"<h1>Bridge closed</h1><div class=text>{text}<p>It opens in May.</p></div>"
    >>> new = f"<main><h1>Bridge closed</h1><section class=story>{text}<p>It opens in May.</p></section></main>"
    >>> layout_change(old, new, "https://example.org/news/1").is_layout_only
    True
    """
    lines = None if memory is None else memory.without_rules()
    was = extract(before, url, memory=lines, rules=rules if rules_before is None else rules_before)
    became = extract(after, url, memory=lines, rules=rules)
    if not isinstance(was, Article) or not isinstance(became, Article):
        return None
    return LayoutChange(was, became)

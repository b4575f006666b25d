"""Takes a revision, gives the comparison as a fragment of HTML in one of four views.

What is emitted is a `div` with one root class and another for the view, and no style or script. Its classes:

| class | on |
|---|---|
| `comparison` | the root; beside it `inline`, `split`, `changes-only` or `list` |
| `fields` | the `dl` of fields before and behind the body |
| `field` | one field, beside its name (`headline`, `standfirst`, `byline`, `dateline`, `captions`, `tables`, `embeds`, `lead-image`, `links`, `canonical-url`, `author-notes`, ...) and its fate |
| `body` | the body: a `div` of paragraphs, or a `tbody` |
| `paragraph` | one paragraph, beside its kind where that is another (`subhead`, `quote`, `list`, `caption`, `note`) |
| `passage` | sentences that share a fate, beside it |
| `kept`, `reworded`, `moved`, `added`, `deleted` | fates; what moved can also be `reworded` |
| `moved-from` | what stands at the old place of a passage that moved |
| `moved-here` | the link back to it from the new place |
| `typography` | a run that is only set otherwise |
| `unchanged` | a `details` that folds what did not change |
| `before`, `after` | the cells of the split view |
| `changes` | the `ul` of the list view |
| `nothing` | the sentence that says that no words changed |
| `ignored` | the `details` at the end with what was ignored |
| `sign` | a sign in the gutter: − + ↕ ± |
| `visually-hidden` | words that only screen readers tell: to be put out of sight, not out of the page |

Words are marked by `ins` and `del`. Each change has the id `change-1`, `change-2`, … in the order of the page, the same in every
view; the old place of one that moved is `change-1-from`. Text of articles has `dir` and, where the article states it, `lang`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from variorum.publication.ignored import Ignored, ignored
from variorum.publication.inline import changes_view, inline_view
from variorum.publication.layout import layout
from variorum.publication.listing import list_view
from variorum.publication.markup import Content, Element, block, element, html
from variorum.publication.split import split_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from variorum.model import Revision
    from variorum.publication.layout import Layout

View = Literal["inline", "split", "changes", "list"]

_VIEWS: dict[str, tuple[str, Callable[[Revision, Layout], Iterator[Element]]]] = {
    "inline": ("inline", inline_view),
    "split": ("split", split_view),
    "changes": ("changes-only", changes_view),
    "list": ("list", list_view),
}


def comparison_html(revision: Revision, view: View = "inline") -> str:
    """A comparison as a fragment of HTML, a single `div`. Raises ValueError for an unknown view.

    `inline` is the text as it reads now with what changed marked in it, `split` a table of both sides, `changes` the
    inline view with unchanged text folded, `list` a plain list. What was ignored stands folded at the end of each.
    """
    if view not in _VIEWS:
        raise ValueError(f"a comparison has the views {', '.join(_VIEWS)}, not {view!r}")
    name, content = _VIEWS[view]
    parts = [*content(revision, layout(revision)), ignored_details(revision)]
    return html(element("div", *parts, class_=f"comparison {name}", lang="en"))


def ignored_details(revision: Revision) -> Element | None:
    """What was ignored, folded; `None` where nothing was."""
    items = ignored(revision)
    if not items:
        return None
    summary = element("summary", f"Ignored: {len(items)}")
    listed = block("ul", *(block("li", *_ignored(item)) for item in items))
    return block("details", summary, listed, class_="ignored")


def _ignored(item: Ignored) -> Iterator[Content]:
    yield item.label
    if item.before or item.after:
        yield from (": ", element("bdi", item.before), " → ", element("bdi", item.after))
    if item.places > 1:
        yield f" ({item.places} places)"

"""Watches the news, keeps every version of every article, and shows what changed.

The verbs, stable from here on:

- `extract(html, url, memory=None, rules=()) -> Article | Unreadable`: the article in a page; `read` gives it with the rule to read
  its next version by, `explain` with what was decided about each block.
- `learn(memory, pages) -> SiteMemory`: what the pages of a site have in common; `remembered` adds the rule of a reading.
- `compare(before, after) -> Revision`: two articles, every sentence beside its counterpart; `apply` carries it out.
- `align(old, new) -> tuple[Link, ...]`: two sequences of sentences.
- `open_archive(path) -> Archive`: everything that was kept.

Below them, layer by layer (ARCHITECTURE.md): `model` frozen values, `text` strings, then `discovery`, `extraction`,
`comparison` and `publication` without any I/O, `fetching` and `archive` with it, `flow` where the stages meet, and the
faces `web`, `demo` and `cli`.

>>> from variorum import Article, Paragraph, compare
>>> old = Article("Mill burns", paragraphs=(Paragraph("At least 14 people died."),))
>>> new = Article("Mill burns", paragraphs=(Paragraph("At least 41 people died."),))
>>> compare(old, new).sentence
'People died 14 → 41; no correction notice.'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from variorum.archive import Archive, ArchiveError, ChangeQuery, open_archive
    from variorum.comparison import apply, compare
    from variorum.extraction import explain, extract, learn, read, remembered
    from variorum.model import (
        Article,
        ArticleKind,
        Beside,
        Capture,
        Change,
        Embed,
        Failure,
        Finding,
        FindingClass,
        Link,
        OutletRule,
        Paragraph,
        ParagraphKind,
        Reading,
        Revision,
        Selection,
        Sign,
        SiteMemory,
        Table,
        Times,
        Unreadable,
        UnreadableReason,
        Version,
    )
    from variorum.text.align import align

#: Where each public name lives. It is loaded when it is first used: a command that only lists need not load parsers.
_HOMES = {
    "align": "variorum.text.align",
    "apply": "variorum.comparison",
    "compare": "variorum.comparison",
    "explain": "variorum.extraction",
    "extract": "variorum.extraction",
    "learn": "variorum.extraction",
    "read": "variorum.extraction",
    "remembered": "variorum.extraction",
    "Archive": "variorum.archive",
    "ArchiveError": "variorum.archive",
    "ChangeQuery": "variorum.archive",
    "open_archive": "variorum.archive",
}

__all__ = [
    "Archive",
    "ArchiveError",
    "Article",
    "ArticleKind",
    "Beside",
    "Capture",
    "Change",
    "ChangeQuery",
    "Embed",
    "Failure",
    "Finding",
    "FindingClass",
    "Link",
    "OutletRule",
    "Paragraph",
    "ParagraphKind",
    "Reading",
    "Revision",
    "Selection",
    "Sign",
    "SiteMemory",
    "Table",
    "Times",
    "Unreadable",
    "UnreadableReason",
    "Version",
    "align",
    "apply",
    "compare",
    "explain",
    "extract",
    "learn",
    "open_archive",
    "read",
    "remembered",
]


def __getattr__(name: str) -> Any:
    """The public name, from where it lives."""
    if name not in __all__:
        raise AttributeError(f"module 'variorum' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "variorum.model")), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted([*globals(), *__all__])

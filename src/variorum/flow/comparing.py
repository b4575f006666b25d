"""Takes two versions, gives their revision with its times. Run in a worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.comparison import compare
from variorum.model import Article, Revision, Times, Version

if TYPE_CHECKING:
    from datetime import datetime


def compared(before: Version, after: Article, captured_at: datetime) -> Revision:
    """The revision from a version to an article that was captured later."""
    published = after.published or before.article.published
    return compare(before.article, after, times=Times(published, before.captured_at, captured_at))

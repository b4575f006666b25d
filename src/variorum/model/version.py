"""A state of an article's text that differs from the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.model.article import Article


@dataclass(frozen=True, slots=True)
class Version:
    """One version, under its permanent id.

    `captured_at` is when its bytes were served, `stored_at` when they came into the archive; `text_hash` is the
    fingerprint of its normalised text; `claimed` marks an address that only the page itself vouches for. `memory` is the version
    of the site's memory that it was read with, 0 where there was none. Its place
    among the versions of its article (version 3) is for display and not part of it.
    """

    id: str
    article_id: str
    captured_at: datetime
    stored_at: datetime
    text_hash: str
    article: Article
    capture_id: str
    url: str
    claimed: bool = False
    memory: int = 0

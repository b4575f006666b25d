"""What is searched for in the texts of all versions, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class SearchField(StrEnum):
    """Where words may be asked to stand; `added` and `removed` are what a revision brought and took."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    AUTHOR = "author"
    BODY = "body"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """Words that stand beside one another in this order, the last of them perhaps only begun, in a field or anywhere."""

    words: tuple[str, ...]
    field: SearchField | None = None
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One of each group must be found, and none of `without`; within a time and a source, where these are given."""

    groups: tuple[tuple[SearchTerm, ...], ...]
    without: tuple[SearchTerm, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    source_id: str | None = None

    @property
    def terms(self) -> tuple[SearchTerm, ...]:
        """All that may be found."""
        return tuple(term for group in self.groups for term in group)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A version in which something was found; `before_version` where it is the change from that one that was found."""

    version_id: str
    article_id: str
    url: str
    source: str
    source_id: str
    headline: str
    captured_at: datetime
    before_version: str | None = None
    sentence: str | None = None

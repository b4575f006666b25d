"""What befell an article as a whole, apart from its text: withdrawn, returned, moved, walled, laid out anew, back at an earlier text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class EventKind(StrEnum):
    """The kinds of event that are recognised."""

    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    MOVED = "moved"
    WALLED = "walled"
    LAYOUT_CHANGED = "layout-changed"
    REVERTED = "reverted"
    ALTERNATES = "alternates"


@dataclass(frozen=True, slots=True)
class Event:
    """One event with its evidence: when it was established, the sentence that tells it, the capture that proves it.

    `since` is the first moment at which it was noticed (a withdrawal is confirmed by a second check).
    """

    id: str
    article_id: str
    kind: EventKind
    since: datetime
    at: datetime
    sentence: str
    capture_id: str | None = None

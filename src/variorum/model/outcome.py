"""What one check of an article came to, as one word that is counted and shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Outcome(StrEnum):
    """The outcomes of a check; docs/reference/outcomes.md says what each means."""

    OK = "ok"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not-modified"
    VARIANT = "variant"
    MOVED = "moved"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    SOFT_404 = "soft-404"
    WALL = "wall"
    CHALLENGE = "challenge"
    UNREADABLE = "unreadable"
    ROBOTS_DENIED = "robots-denied"
    REFUSED = "refused"
    UNTRUSTED = "untrusted"
    TRUNCATED = "truncated"
    LEFT_ALONE = "left-alone"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How often checks came to an outcome, and when they did so first and last."""

    outcome: Outcome
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Variant:
    """A text that an article had before and was served again: one of those that it goes back to or alternates between.

    `version_id` is the version that has this text; `times` counts how often the article went back to it.
    """

    text_hash: str
    version_id: str
    times: int
    last_at: datetime

"""How a watch fares: what became of the articles that a source brought in, and the alarms that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class AlarmKind(StrEnum):
    """The kinds of alarm; docs/howto/keep-a-watch-healthy.md says what to do about each."""

    YIELD = "yield"
    SILENCE = "silence"
    SOURCE_FAILING = "source-failing"
    HOST_FAILING = "host-failing"
    OVERDUE = "overdue"
    DISK = "disk"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that is not as it should be, or, as `advice`, could be better: what it befalls, in one sentence."""

    kind: AlarmKind
    subject: str
    sentence: str
    source_id: str | None = None
    advice: bool = False


@dataclass(frozen=True, slots=True)
class ArticleYield:
    """What became of an article that was checked: the size of its first text in bytes, `None` where none could be read."""

    first_seen: datetime
    size: int | None

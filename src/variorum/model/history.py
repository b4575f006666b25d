"""What the archive tells of an article and of its changes: the rows of logs, pages and feeds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from variorum.model.event import EventKind
from variorum.model.finding import FindingClass

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.model.alias import Alias
    from variorum.model.schedule import Schedule
    from variorum.model.source import SourceState
    from variorum.model.version import Version


#: What changes can be asked for by: the classes of findings, then the kinds of events. `moved` is both.
CHANGE_CLASSES = tuple(dict.fromkeys(str(kind) for kind in (*FindingClass, *EventKind)))


class ChangeKind(StrEnum):
    """A change is a revision of the text or an event that befell the article."""

    REVISION = "revision"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Change:
    """One change as it is listed: a revision between two versions, or an event.

    `id` is permanent. `captured_before` and `before_version` are `None` for an event; `source` is the title of the
    source that the article came from. A revision between versions that have since got another one between them
    stays a change, `superseded`.
    """

    id: str
    kind: ChangeKind
    article_id: str
    url: str
    source: str
    source_id: str
    headline: str
    captured_before: datetime | None
    captured_after: datetime
    made_at: datetime
    sentence: str
    classes: tuple[str, ...]
    weight: float
    before_version: str | None = None
    after_version: str | None = None
    claimed: bool = False
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """The standing facts of an archived article.

    `published` is the outlet's own statement; `first_seen` is when a source first listed it, or it was added or
    imported. `changes` counts its changes, not its versions. `withdrawn_since` is set while it is withdrawn. `state`
    is that of the sources that list it: it is watched while one of them is, and removed when all are.
    """

    id: str
    url: str
    source: str
    source_id: str
    headline: str
    published: datetime | None
    first_seen: datetime
    last_changed: datetime | None
    changes: int
    versions: int
    schedule: Schedule
    state: SourceState
    claimed: bool = False
    withdrawn_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """An article's standing facts, its versions (oldest first), its changes (newest first) and its other addresses."""

    article: ArticleRecord
    versions: tuple[Version, ...]
    changes: tuple[Change, ...]
    aliases: tuple[Alias, ...] = ()

    def number(self, version_id: str) -> int | None:
        """The place of a version among its article's versions, counted from 1, or `None` when it is not one."""
        return next((n for n, version in enumerate(self.versions, 1) if version.id == version_id), None)

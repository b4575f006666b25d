"""The frozen values that Variorum talks about, their permanent ids and their documents: nothing here reaches outside."""

from variorum.model.article import (
    Article,
    FieldSource,
    Hyperlink,
    Paragraph,
    ParagraphKind,
    Unreadable,
    UnreadableReason,
)
from variorum.model.capture import GONE, Capture, Origin
from variorum.model.check import (
    Due,
    Intent,
    KeepCapture,
    KeepVariant,
    KeepVersion,
    Known,
    RecordAddress,
    RecordEvent,
    RecordFailure,
    Reschedule,
    Seen,
)
from variorum.model.clock import Clock
from variorum.model.conduct import Conduct
from variorum.model.event import Event, EventKind
from variorum.model.failure import Failure, FailureKind, RecordedFailure
from variorum.model.finding import Evidence, Finding, FindingClass, Side
from variorum.model.history import CHANGE_CLASSES, ArticleRecord, Change, ChangeKind, History
from variorum.model.outcome import Outcome, Tally, Variant
from variorum.model.revision import (
    Counterpart,
    Edit,
    EditKind,
    FieldChange,
    Link,
    Revision,
    Sentence,
    Times,
    Uncompared,
)
from variorum.model.schedule import Schedule
from variorum.model.source import Discovery, Host, Sighting, Source, SourceKind, SourceState
from variorum.model.version import Version

__all__ = [
    "CHANGE_CLASSES",
    "GONE",
    "Article",
    "ArticleRecord",
    "Capture",
    "Change",
    "ChangeKind",
    "Clock",
    "Conduct",
    "Counterpart",
    "Discovery",
    "Due",
    "Edit",
    "EditKind",
    "Event",
    "EventKind",
    "Evidence",
    "Failure",
    "FailureKind",
    "FieldChange",
    "FieldSource",
    "Finding",
    "FindingClass",
    "History",
    "Host",
    "Hyperlink",
    "Intent",
    "KeepCapture",
    "KeepVariant",
    "KeepVersion",
    "Known",
    "Link",
    "Origin",
    "Outcome",
    "Paragraph",
    "ParagraphKind",
    "RecordAddress",
    "RecordEvent",
    "RecordFailure",
    "RecordedFailure",
    "Reschedule",
    "Revision",
    "Schedule",
    "Seen",
    "Sentence",
    "Side",
    "Sighting",
    "Source",
    "SourceKind",
    "SourceState",
    "Tally",
    "Times",
    "Uncompared",
    "Unreadable",
    "UnreadableReason",
    "Variant",
    "Version",
]

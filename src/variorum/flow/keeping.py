"""Takes the intents of a decision, carries them out in one transaction: all that a check brought is kept, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.comparison import COMPARER
from variorum.extraction import EXTRACTOR
from variorum.model import (
    Conduct,
    Event,
    EventKind,
    Failure,
    FindingClass,
    Host,
    Intent,
    KeepCapture,
    KeepMemory,
    KeepVariant,
    KeepVersion,
    Known,
    Outcome,
    RecordAddress,
    RecordAlias,
    RecordEvent,
    RecordFailure,
    RecordGap,
    Reschedule,
    Revision,
    Schedule,
    Uncompared,
    Version,
)
from variorum.model.identity import event_id, version_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from variorum.archive import ArchivePort, ArchiveWriter
    from variorum.flow.placed import Placed, Step
    from variorum.model import Lesson, ReadingRule

#: How much a reader should care about an event, beside the weights of findings.
_EVENT_WEIGHTS = {
    EventKind.WITHDRAWN: 0.9,
    EventKind.RETURNED: 0.5,
    EventKind.REVERTED: 0.5,
    EventKind.WALLED: 0.3,
    EventKind.LAYOUT_CHANGED: 0.1,
    EventKind.MOVED: 0.1,
    EventKind.ALTERNATES: 0.1,
}

#: What a new template alone may change.
_OF_LAYOUT = frozenset(
    {
        FindingClass.BOILERPLATE,
        FindingClass.CASE,
        FindingClass.CLOCK,
        FindingClass.HEADLINE_SURFACE,
        FindingClass.IMAGE,
        FindingClass.LINK,
        FindingClass.TYPOGRAPHY,
    }
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a check added to the archive: a version, the sentences of its changes, the failure it ended in."""

    version: Version | None = None
    changes: tuple[str, ...] = ()
    failure: Failure | None = None


def version_of(article_id: str, intent: KeepVersion, capture_id: str, stored_at: datetime) -> Version:
    """The version that an intent makes."""
    capture = intent.capture
    return Version(
        id=version_id(article_id, capture.captured_at, intent.text_hash),
        article_id=article_id,
        captured_at=capture.captured_at,
        stored_at=stored_at,
        text_hash=intent.text_hash,
        article=intent.article,
        capture_id=capture_id,
        url=capture.address,
        claimed=capture.claimed,
        memory=intent.memory,
    )


def carry_out(
    archive: ArchivePort,
    known: Known,
    intents: Sequence[Intent],
    *,
    revision: Revision | None,
    hosts: Sequence[Host | Conduct],
    now: datetime,
    outcome: Outcome | None = None,
) -> Kept:
    """Carries out the intents of one check of an article in a transaction of their own."""
    with archive.writing() as writer:
        return write_out(writer, known, intents, revision=revision, hosts=hosts, now=now, outcome=outcome)


def write_out(
    writer: ArchiveWriter,
    known: Known,
    intents: Sequence[Intent],
    *,
    revision: Revision | None,
    hosts: Sequence[Host | Conduct],
    now: datetime,
    outcome: Outcome | None = None,
) -> Kept:
    """Writes what the intents of one check of an article ask for.

    Nothing is kept of one that was forgotten, or became one with another, since the check began. `revision` compares its latest version with the new one, and is `None` where there is none or comparing them failed;
    `hosts` is what was learnt on the way, `outcome` the word for what the check came to.
    """
    version: Version | None = None
    changes: list[str] = []
    failure: Failure | None = None
    capture_id: str | None = None
    read_by = EXTRACTOR
    writer.keep_hosts(hosts)
    if not writer.is_there(known.article_id):
        return Kept()
    if outcome is not None:
        writer.record_outcome(known.article_id, outcome, now)
    for intent in intents:
        match intent:
            case KeepCapture():
                capture_id, read_by = _keep_capture(writer, known.article_id, intent, now)
            case KeepVersion():
                version = version_of(known.article_id, intent, capture_id or "", now)
                writer.keep_version(version, read_by)
                if known.latest is not None and not is_layout_only(intent, revision):
                    made = revision or Uncompared()
                    writer.keep_revision(known.latest, version, made, comparer=COMPARER, made_at=now)
                    changes.append(made.sentence)
            case RecordEvent():
                _record_event(writer, known.article_id, intent, capture_id, now)
                changes.append(intent.sentence)
            case RecordFailure(failed):
                failure = failed
                writer.record_failure(known.article_id, failed, now)
            case _:
                _note(writer, known, intent, now)
    return Kept(version, tuple(changes), failure)


def _note(writer: ArchiveWriter, known: Known, intent: Intent, now: datetime) -> None:
    """Carries out an intent of which nobody is told at once."""
    match intent:
        case KeepMemory(rule, lesson):
            _remember(writer, known.article_id, rule, lesson, now)
        case KeepVariant():
            _keep_variant(writer, known, intent)
        case RecordAddress(url, take_over):
            writer.record_address(known.article_id, url, now, take_over=take_over)
        case RecordAlias(kind, url):
            writer.record_alias(known.article_id, kind, url, now)
        case RecordGap(gap):
            writer.record_gap(gap)
        case Reschedule(schedule):
            writer.set_schedule(known.article_id, schedule)


def is_layout_only(intent: KeepVersion, revision: Revision | None) -> bool:
    """Whether nothing changed but what a template makes."""
    if intent.layout is None:
        return False
    return intent.layout.is_layout_only or (
        revision is not None and all(finding.kind in _OF_LAYOUT for finding in revision.findings)
    )


def _remember(
    writer: ArchiveWriter, article_id: str, rule: ReadingRule | None, lesson: Lesson | None, now: datetime
) -> None:
    if rule is not None:
        writer.keep_reading_rule(article_id, rule)
    if lesson is not None:
        writer.keep_lesson(lesson, now)


def _keep_capture(
    writer: ArchiveWriter, article_id: str, intent: KeepCapture, now: datetime, read_by: str = EXTRACTOR
) -> tuple[str, str]:
    """The id of a capture that is kept, and the name of its reading."""
    capture_id = writer.keep_capture(article_id, intent.capture, now)
    if intent.reading is None:
        return capture_id, read_by
    return capture_id, writer.keep_reading(capture_id, read_by, intent.reading)


def _keep_variant(writer: ArchiveWriter, known: Known, intent: KeepVariant) -> None:
    writer.keep_variant(known.article_id, intent.text_hash, intent.at)
    if intent.beside is not None:
        # Only what lies between these two: an edit that reached all variants is one for all that.
        writer.supersede_between(known.article_id, sorted({intent.text_hash, intent.beside}))


def _record_event(
    writer: ArchiveWriter, article_id: str, intent: RecordEvent, capture_id: str | None, now: datetime
) -> None:
    event = Event(
        id=event_id(article_id, intent.kind, intent.at),
        article_id=article_id,
        kind=intent.kind,
        since=intent.since,
        at=intent.at,
        sentence=intent.sentence,
        capture_id=capture_id,
    )
    writer.record_event(event, weight=_EVENT_WEIGHTS[intent.kind], made_at=now)


def keep_placed(
    archive: ArchivePort, kept: KeepCapture, placed: Placed, *, article_id: str, now: datetime
) -> None:
    """Keeps a capture that came late, the version that it makes, if any, at its place in time, and what that changes after it."""
    with archive.writing() as writer:
        if not writer.is_there(article_id):
            return
        _, read_by = _keep_capture(writer, article_id, kept, now, placed.own.read_by)
        for step in placed.steps:
            _keep_step(writer, article_id, step, None if step is not placed.own else read_by, now)
        _keep_returns(writer, article_id, placed, now)
        lesson = placed.own.seen.lesson if placed.own.version is not None else None
        _remember(writer, article_id, placed.rule, lesson, now)


def _keep_returns(writer: ArchiveWriter, article_id: str, placed: Placed, now: datetime) -> None:
    """Keeps what went back to an earlier text; where all captures were gone through, in place of what was known of that."""
    found = placed.returns
    if placed.is_whole:
        writer.forget_variants(article_id)
    for event in found.out_of_date:
        writer.supersede_event(event)
    for version in found.none:
        writer.supersede_version(version.id)
    for revision_id in found.apart:
        writer.supersede_revision(revision_id)
    for before, after, revision in placed.made:
        writer.keep_revision(before, after, revision or Uncompared(), comparer=COMPARER, made_at=now)
    for capture_id, known, intents in found.back:
        for intent in intents:
            if isinstance(intent, KeepVariant):
                _keep_variant(writer, known, intent)
            elif isinstance(intent, RecordEvent):
                _record_event(writer, article_id, intent, capture_id, now)


def _keep_step(
    writer: ArchiveWriter, article_id: str, step: Step, read_by: str | None, now: datetime
) -> None:
    if step.superseded is not None:
        writer.supersede_version(step.superseded.id)
    if step.superseded_event is not None:
        writer.supersede_event(step.superseded_event)
    if step.is_new and step.version is not None:
        if read_by is None:
            read_by = writer.keep_reading(step.capture_id, step.read_by, step.version.article)
        writer.keep_version(step.version, read_by)
    for before, after, revision in step.made:
        writer.keep_revision(before, after, revision or Uncompared(), comparer=COMPARER, made_at=now)
    if step.event is not None:
        _record_event(writer, article_id, step.event, step.capture_id, now)


def first_schedule(now: datetime, reason: str, *, watched: bool = True) -> Schedule:
    """The schedule of a thing that was just found: due at once, or never when it is not watched."""
    return Schedule(next_check=now if watched else None, reason=reason, since=now)

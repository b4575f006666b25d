"""Takes what the archive tells, gives the JSON-able documents of `show` and `sources` and of their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.model import AliasKind
from variorum.model.documents import Document, article_document, time_text
from variorum.publication.tables import change_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from variorum.model import Alarm, ArticleRecord, History, RecordedFailure, Schedule, Source, Version


def article_row(article: ArticleRecord) -> Document:
    """The standing facts of an article."""
    return {
        "id": article.id,
        "url": article.url,
        "claimed": article.claimed,
        "source": article.source,
        "source_id": article.source_id,
        "headline": article.headline,
        "published": _time(article.published),
        "first_seen": time_text(article.first_seen),
        "last_changed": _time(article.last_changed),
        "withdrawn_since": _time(article.withdrawn_since),
        "number_of_changes": article.changes,
        "number_of_versions": article.versions,
        **_schedule(article.schedule),
    }


#: How another address of an article is told of.
ALIAS_WORDS = {
    AliasKind.REDIRECT: "its address led there",
    AliasKind.CANONICAL: "the page calls it its own",
    AliasKind.AMP: "for small screens",
}


def history_document(history: History) -> Document:
    """An article with its versions, oldest first, and changes, newest first."""
    return {
        **article_row(history.article),
        "aliases": [
            {
                "kind": str(alias.kind),
                "url": alias.url,
                "first_seen": time_text(alias.first_seen),
                "last_seen": time_text(alias.last_seen),
            }
            for alias in history.aliases
        ],
        "changes": [change_row(change) for change in history.changes],
        "versions": [version_document(version, number) for number, version in enumerate(history.versions, 1)],
    }


def alarm_row(alarm: Alarm) -> Document:
    """An alarm as a row of a listing."""
    return {
        "kind": str(alarm.kind),
        "advice": alarm.advice,
        "subject": alarm.subject,
        "sentence": alarm.sentence,
        "source_id": alarm.source_id,
    }


def version_document(version: Version, number: int | None) -> Document:
    """A version with the article as read; `number` is its place among the versions, which may shift."""
    return {
        "id": version.id,
        "number": number,
        "article_id": version.article_id,
        "capture_id": version.capture_id,
        "captured_at": time_text(version.captured_at),
        "stored_at": time_text(version.stored_at),
        "text_hash": version.text_hash,
        "url": version.url,
        "claimed": version.claimed,
        "article": article_document(version.article),
    }


def source_row(source: Source, schedule: Schedule | None, failures: Sequence[RecordedFailure]) -> Document:
    """A source with its schedule and the last of its failures, which are given newest first."""
    return {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "kind": str(source.kind),
        "state": str(source.state),
        "added_at": time_text(source.added_at),
        **(_schedule(schedule) if schedule else {}),
        "last_failure": failures[0].failure.detail if failures else None,
    }


def failure_row(recorded: RecordedFailure) -> Document:
    """A failure with its moment."""
    return {
        "at": time_text(recorded.at),
        "kind": str(recorded.failure.kind),
        "subject": recorded.failure.subject,
        "detail": recorded.failure.detail,
        "status": recorded.failure.status,
    }


def _schedule(schedule: Schedule) -> Document:
    return {
        "next_check": _time(schedule.next_check),
        "reason": schedule.reason,
        "interval_seconds": schedule.interval.total_seconds(),
        "last_checked": _time(schedule.last_checked),
        "checks": schedule.checks,
        "failures": schedule.failures,
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else time_text(moment)

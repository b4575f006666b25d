"""`variorum show`: one article's history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from variorum.archive import open_archive
from variorum.cli.choice import chosen_article
from variorum.cli.exits import NOT_FOUND, leave
from variorum.cli.output import counted, say
from variorum.flow.clock import archive_clock
from variorum.flow.words import moment, span
from variorum.model.documents import article_document, time_text
from variorum.publication import change_row, json_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from variorum.model import History


@click.command(short_help="Show one article's history.")
@click.argument("article")
@click.option("--text", is_flag=True, help="Also the latest version's text.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def show(directory: Path, article: str, *, text: bool, as_json: bool) -> None:
    """Shows the history of ARTICLE (an id, a URL, or @n of the last listing): where it stands, its versions, its changes.

    \b
    Example:
      variorum show @1
    """
    with open_archive(directory) as archive:
        history = archive.history(chosen_article(archive, article).id)
        now = archive_clock(archive).now()
    if history is None:
        leave(f"{article}: no such article", NOT_FOUND)
    if as_json:
        click.echo(json_text(_document(history)))
        return
    for line in _lines(history, now):
        say(line)
    if text and history.versions:
        say()
        for paragraph in history.versions[-1].article.paragraphs:
            say(paragraph.text)
            say()


def _lines(history: History, now: datetime) -> Iterator[str]:
    record = history.article
    yield record.headline
    yield f"  {record.url}" + ("  (address claimed by the page itself)" if record.claimed else "")
    yield f"  source: {record.source}"
    if record.published:
        yield f"  published: {moment(record.published)} (the outlet's own statement)"
    yield f"  first seen: {moment(record.first_seen)}"
    if record.last_changed:
        yield f"  last changed: {moment(record.last_changed)}, {span(now - record.last_changed)} ago"
    schedule = record.schedule
    if schedule.next_check is None:
        yield f"  {schedule.reason}"
    else:
        yield f"  next check: {moment(schedule.next_check)} ({schedule.reason})"
    if record.withdrawn_since:
        yield f"  withdrawn since {moment(record.withdrawn_since)}"
    yield f"  {counted(record.changes, 'change')}, {counted(len(history.versions), 'version')}"
    told = {change.after_version: change for change in history.changes}
    before = None
    for number, version in enumerate(history.versions, 1):
        later = "" if before is None else f"  ({span(version.captured_at - before)} later)"
        yield f"  {number}. {moment(version.captured_at)}{later}  {version.id}"
        change = told.get(version.id)
        if change is not None:
            yield f"       {change.sentence}"
        before = version.captured_at
    for change in reversed(history.changes):
        if change.after_version is None:
            yield f"  {moment(change.captured_after)}  {change.sentence}"


def _document(history: History) -> dict[str, Any]:
    record, schedule = history.article, history.article.schedule
    return {
        "id": record.id,
        "url": record.url,
        "claimed": record.claimed,
        "source": record.source,
        "headline": record.headline,
        "published": _text(record.published),
        "first_seen": _text(record.first_seen),
        "last_changed": _text(record.last_changed),
        "last_checked": _text(schedule.last_checked),
        "next_check": _text(schedule.next_check),
        "reason": schedule.reason,
        "withdrawn_since": _text(record.withdrawn_since),
        "changes": [change_row(change) for change in history.changes],
        "versions": [
            {
                "id": version.id,
                "number": number,
                "captured_at": _text(version.captured_at),
                "stored_at": _text(version.stored_at),
                "text_hash": version.text_hash,
                "url": version.url,
                "claimed": version.claimed,
                "article": article_document(version.article),
            }
            for number, version in enumerate(history.versions, 1)
        ],
    }


def _text(at: datetime | None) -> str | None:
    return None if at is None else time_text(at.astimezone(UTC))

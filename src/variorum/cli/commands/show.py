"""`variorum show`: one article's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.cli.choice import chosen_article
from variorum.cli.exits import NOT_FOUND, leave
from variorum.cli.output import say
from variorum.flow.checking import checking
from variorum.flow.clock import archive_clock
from variorum.flow.words import moment
from variorum.publication import ALIAS_WORDS, history_document, json_text
from variorum.text.amounts import counted, span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
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
        click.echo(json_text(history_document(history)))
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
    for alias in history.aliases:
        yield f"  also: {alias.url} ({ALIAS_WORDS[alias.kind]}, {moment(alias.first_seen)} to {moment(alias.last_seen)})"
    if record.published:
        yield f"  published: {moment(record.published)} (the outlet's own statement)"
    yield f"  first seen: {moment(record.first_seen)}"
    if record.last_changed:
        yield f"  last changed: {moment(record.last_changed)}, {span(now - record.last_changed)} ago"
    told = checking(record.schedule, record.state, now)
    if told.at is None:
        yield f"  {told.label.lower()}: {told.reason}"
    else:
        when = (
            f"overdue since {moment(told.at)}"
            if told.overdue
            else f"{moment(told.at)}, in {span(told.at - now)}"
        )
        yield f"  {told.label.lower()}: {when} ({told.reason})"
    if record.withdrawn_since:
        yield f"  withdrawn since {moment(record.withdrawn_since)}"
    yield f"  {counted(record.changes, 'change')}, {counted(len(history.versions), 'version')}"
    changes = {change.after_version: change for change in history.changes}
    before = None
    for number, version in enumerate(history.versions, 1):
        later = "" if before is None else f"  ({span(version.captured_at - before)} later)"
        yield f"  {number}. {moment(version.captured_at)}{later}  {version.id}"
        change = changes.get(version.id)
        if change is not None:
            yield f"       {change.sentence}"
        before = version.captured_at
    for change in reversed(history.changes):
        if change.after_version is None:
            yield f"  {moment(change.captured_after)}  {change.sentence}"

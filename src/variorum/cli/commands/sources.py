"""`variorum sources`: what is watched, and how it fares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from variorum.archive import Archive, open_archive
from variorum.cli.choice import remember
from variorum.cli.output import Listing, listing_options
from variorum.model.documents import time_text

if TYPE_CHECKING:
    from pathlib import Path

    from variorum.model import Source

_FIELDS = (
    "id", "title", "url", "kind", "state", "added_at", "next_check", "reason", "last_checked", "failures", "last_failure",
)  # fmt: skip
_COLUMNS = {
    "id": "ID",
    "title": "TITLE",
    "kind": "KIND",
    "state": "STATE",
    "next_check": "NEXT CHECK",
    "reason": "WHY",
}


@click.command(short_help="List the sources and how they fare.")
@listing_options(limit=1000)
@click.pass_obj
def sources(directory: Path, *, listing: Listing) -> None:
    """Lists every source with its state, its next check and why.

    \b
    Example:
      variorum sources --json --fields title,url,state

    \b
    Columns: id, title, url, kind (feed, article, files), state (watched, paused, removed), added_at, next_check,
    reason, last_checked, failures (in a row), last_failure
    """
    with open_archive(directory) as archive:
        rows = [_row(archive, source) for source in archive.sources()[: listing.limit]]
        remember(archive, [row["id"] for row in rows])
    listing.write(rows, _COLUMNS, all_fields=_FIELDS)


def _row(archive: Archive, source: Source) -> dict[str, Any]:
    schedule = archive.source_schedule(source.id)
    failures = archive.failures(source.id, limit=1)
    row: dict[str, Any] = {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "kind": str(source.kind),
        "state": str(source.state),
        "added_at": time_text(source.added_at),
        "last_failure": failures[0].failure.detail if failures else None,
    }
    if schedule is not None:
        row |= {
            "next_check": time_text(schedule.next_check) if schedule.next_check else None,
            "reason": schedule.reason,
            "last_checked": time_text(schedule.last_checked) if schedule.last_checked else None,
            "failures": schedule.failures,
        }
    return row

"""`variorum sources`: what is watched, and how it fares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.cli.choice import remember
from variorum.cli.output import Listing, listing_options
from variorum.publication import source_row

if TYPE_CHECKING:
    from pathlib import Path

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
        rows = [
            source_row(source, archive.source_schedule(source.id), archive.failures(source.id, limit=1))
            for source in archive.sources()[: listing.limit]
        ]
        remember(archive, [row["id"] for row in rows])
    listing.write(rows, _COLUMNS, all_fields=_FIELDS)

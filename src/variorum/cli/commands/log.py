"""`variorum log`: what changed, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from variorum.archive import ChangeQuery, open_archive
from variorum.cli.choice import chosen_article, chosen_source, remember
from variorum.cli.output import Listing, listing_options, note
from variorum.cli.times import MOMENT
from variorum.flow.words import moment
from variorum.model import CHANGE_CLASSES
from variorum.publication import CHANGE_FIELDS, change_row
from variorum.text.amounts import counted

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from variorum.archive import Archive

_COLUMNS = {"row": "", "time": "SEEN", "source": "SOURCE", "headline": "HEADLINE", "sentence": "WHAT CHANGED"}


@click.command(short_help="List what changed, newest first.")
@click.argument("article", required=False)
@click.option("--source", help="Only changes of this source (an id, its URL, or @n).")
@click.option(
    "--class",
    "finding",
    type=click.Choice(CHANGE_CLASSES),
    metavar="CLASS",
    help="Only changes with a finding of this class.",
)
@click.option(
    "--since", type=MOMENT, metavar="TIME", help="Only changes seen since (2026-11-21, 2026-11-21T09:30Z)."
)
@click.option("--ranked", is_flag=True, help="Heaviest first.")
@listing_options(limit=50)
@click.pass_obj
def log(
    directory: Path,
    *,
    article: str | None,
    source: str | None,
    finding: str | None,
    since: datetime | None,
    ranked: bool,
    listing: Listing,
) -> None:
    """Lists revisions and events, newest first; of one ARTICLE (an id, a URL, or @n) if it is named.

    \b
    Examples:
      variorum log
      variorum log --class figure --since 2026-11-01 --json

    \b
    Columns: id, article_id, url, source, kind (revision, event), captured_before, captured_after, sentence, classes,
    weight, headline, claimed, superseded, before_version, after_version
    """
    with open_archive(directory) as archive:
        query = ChangeQuery(
            article_id=chosen_article(archive, article).id if article else None,
            source_id=chosen_source(archive, source).id if source else None,
            finding=finding,
            since=since,
            ranked=ranked,
            superseded=False,
            limit=listing.limit,
        )
        changes = archive.changes(query)
        remember(archive, [change.id for change in changes])
        if not changes:
            note(_nothing(archive, filtered=query != ChangeQuery(superseded=False, limit=listing.limit)))
    rows: list[dict[str, Any]] = [
        change_row(change) | {"row": f"@{number}", "time": moment(change.captured_after)}
        for number, change in enumerate(changes, 1)
    ]
    listing.write(rows, _COLUMNS, all_fields=CHANGE_FIELDS)


def _nothing(archive: Archive, *, filtered: bool) -> str:
    """Why there is nothing to list."""
    if filtered:
        return "no change is like that"
    counts = archive.counts()
    return f"nothing has changed so far in {counted(counts['articles'], 'article')} of {counted(counts['sources'], 'source')}"

"""`variorum search`: what was ever said, in any version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress

from variorum.archive import Archive, open_archive
from variorum.cli.choice import chosen_source, remember
from variorum.cli.output import Listing, listing_options, note
from variorum.cli.times import MOMENT
from variorum.flow.searching import made_searchable, shown
from variorum.flow.words import moment
from variorum.publication.search_rows import HIT_FIELDS, hit_row
from variorum.text.queries import parsed_query

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from variorum.model import SearchQuery

_COLUMNS = {
    "row": "",
    "time": "SEEN",
    "source": "SOURCE",
    "headline": "HEADLINE",
    "snippet": "WHERE IT STANDS",
}


@click.command(short_help="Find words in all versions.")
@click.argument("query", nargs=-1, required=True)
@click.option("--source", help="Only articles of this source (an id, its URL, or @n).")
@click.option("--since", type=MOMENT, metavar="TIME", help="Only versions captured since.")
@click.option("--until", type=MOMENT, metavar="TIME", help="Only versions captured before.")
@click.option(
    "--newest", is_flag=True, help="Those captured last first, not those in which it stands heaviest."
)
@listing_options(limit=20)
@click.pass_obj
def search(
    directory: Path,
    *,
    query: tuple[str, ...],
    source: str | None,
    since: datetime | None,
    until: datetime | None,
    newest: bool,
    listing: Listing,
) -> None:
    """Lists the versions in which QUERY is found: the first of an article by all that it says, later ones by what changed in them.

    \b
    mill fire              both words
    "14 people"            words beside one another
    harb*                  words that begin so
    fire OR blaze, -court  either of two, and not this one
    headline:mill          in a field: headline, standfirst, author, body
    added:"41 people"      text that a revision added; removed: what it took
    since:2026-05-04       captured since a day or time; until: before it ended

    \b
    Examples:
      variorum search 'added:"under investigation" since:2026-11-01'
      variorum search headline:mill --newest --json

    \b
    Columns: version_id, article_id, url, source, source_id, headline, captured_at, before_version, sentence, snippet
    """
    try:
        # The shell takes the quotation marks off a phrase that is an argument of its own.
        asked = parsed_query(
            " ".join(f'"{part}"' if " " in part and len(query) > 1 else part for part in query)
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    with open_archive(directory) as archive:
        asked = replace(
            asked,
            since=since or asked.since,
            until=until or asked.until,
            source_id=chosen_source(archive, source).id if source else None,
        )
        _make_searchable(archive)
        rows = _rows(archive, asked, ranked=not newest, limit=listing.limit)
    if not rows:
        note("nothing is like that")
    listing.write(rows, _COLUMNS, all_fields=HIT_FIELDS)


def _rows(archive: Archive, asked: SearchQuery, *, ranked: bool, limit: int) -> list[dict[str, object]]:
    hits = archive.search(asked, ranked=ranked, limit=limit)
    remember(archive, [hit.article_id for hit in hits])
    return [
        hit_row(one.hit, one.text) | {"row": f"@{number}", "time": moment(one.hit.captured_at)}
        for number, one in enumerate(shown(archive, asked, hits), 1)
    ]


def _make_searchable(archive: Archive) -> None:
    """What was kept under an earlier schema is made searchable once, which takes its time."""
    left = archive.unsearched()
    if not left:
        return
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("making the archive searchable", total=left)
        for now_left in made_searchable(archive):
            progress.update(task, completed=left - now_left)

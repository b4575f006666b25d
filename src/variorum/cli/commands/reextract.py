"""`variorum reextract`: reads the archive with today's rules."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import Progress

from variorum.archive import Archive, open_archive
from variorum.cli.choice import chosen_article, remember
from variorum.cli.outlets import rules_of
from variorum.cli.output import Listing, listing_options, note
from variorum.flow.clock import archive_clock
from variorum.flow.engine.workers import Workers
from variorum.flow.lock import watching_alone
from variorum.flow.rereading import Outcome, Reread, reread
from variorum.text.amounts import counted

if TYPE_CHECKING:
    from pathlib import Path

_FIELDS = ("version_id", "article_id", "number", "url", "outcome", "sentence")
_COLUMNS = {"article_id": "ARTICLE", "number": "VERSION", "outcome": "OUTCOME", "sentence": "READ OTHERWISE"}


@click.command(short_help="Read the archive anew with today's rules.")
@click.argument("article", required=False)
@listing_options(limit=1000)
@click.pass_obj
def reextract(directory: Path, article: str | None, *, listing: Listing) -> None:
    """Reads the captures of all versions anew, or those of one ARTICLE (an id, a URL, or @n), and lists what differs.

    What is read is kept beside the earlier readings; versions and revisions stay as they are, so that nothing looks like
    an edit. The next check of each article goes by the new reading. Sites are learnt anew on the way.

    \b
    Examples:
      variorum reextract
      variorum reextract @1 --json

    \b
    Columns: version_id, article_id, number, url, outcome (different, unreadable, failed), sentence
    """
    with open_archive(directory) as archive, watching_alone(directory):
        chosen = chosen_article(archive, article).id if article else None
        done = asyncio.run(_reread(archive, chosen))
        differing = [found for found in done if found.outcome is not Outcome.SAME][: listing.limit]
        remember(archive, [found.version.article_id for found in differing])
    listing.write([_row(found) for found in differing], _COLUMNS, all_fields=_FIELDS)
    outcomes = Counter(found.outcome for found in done)
    note(
        f"{counted(len(done), 'version')} read anew: "
        + ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in Outcome)
    )


async def _reread(archive: Archive, article_id: str | None) -> list[Reread]:
    rules = rules_of(archive.directory)
    console = Console(stderr=True)
    done: list[Reread] = []
    whole = None if article_id is not None else archive.counts()["versions"]
    async with Workers() as workers:
        with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
            task = progress.add_task("reading anew", total=whole)
            now = archive_clock(archive).now()
            async for found in reread(archive, workers, now=now, rules=rules, article_id=article_id):
                done.append(found)
                progress.advance(task)
    return done


def _row(found: Reread) -> dict[str, Any]:
    return {
        "version_id": found.version.id,
        "article_id": found.version.article_id,
        "number": found.number,
        "url": found.version.url,
        "outcome": str(found.outcome),
        "sentence": found.sentence,
    }

"""`variorum feed`: a feed of changes on standard output."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.cli.choice import chosen_article, chosen_source
from variorum.flow import feeds
from variorum.model import CHANGE_CLASSES
from variorum.publication import Addresses

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Write a feed of changes.")
@click.option(
    "--format", "form", type=click.Choice(list(feeds.FEED_FORMATS)), default="atom", show_default=True
)
@click.option("--source", help="Only changes of this source (an id, its URL, or @n).")
@click.option("--article", help="Only changes of this article (an id, a URL, or @n).")
@click.option(
    "--class",
    "finding",
    type=click.Choice(CHANGE_CLASSES),
    metavar="CLASS",
    help="Only changes with a finding of this class.",
)
@click.option(
    "--base-url", default="http://127.0.0.1:8000", show_default=True, help="Where the pages are served."
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many entries."
)
@click.pass_obj
def feed(
    directory: Path,
    *,
    form: str,
    source: str | None,
    article: str | None,
    finding: str | None,
    base_url: str,
    limit: int,
) -> None:
    """Writes a feed of changes, newest first: Atom 1.0, RSS 2.0 or JSON Feed 1.1, each entry with its permanent id.

    \b
    Examples:
      variorum feed > changes.atom
      variorum feed --format rss --class figure
    """
    with open_archive(directory) as archive:
        of_source = chosen_source(archive, source) if source else None
        if article is not None:
            subject = feeds.of_article(chosen_article(archive, article))
        elif of_source is not None and finding is None:
            subject = feeds.of_source(of_source)
        else:
            subject = feeds.everything(finding, of_source)
        changes = archive.changes(replace(subject.query, finding=finding, by_entry=True, limit=limit))
        to = Addresses(base_url.rstrip("/"))
        entries = feeds.feed_entries(archive, changes, to)
        written = feeds.FEED_FORMATS[form](entries, subject.about(to, feeds.SUFFIXES[form], changes))
    click.echo(written.decode("utf-8"), nl=not written.endswith(b"\n"))

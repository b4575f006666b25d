"""`variorum feed`: a feed of changes on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from variorum.archive import ChangeQuery, open_archive
from variorum.cli.choice import chosen_article, chosen_source
from variorum.flow.clock import archive_clock
from variorum.flow.feeds import FEED_FORMATS
from variorum.flow.feeds import feed as make_feed
from variorum.model import EventKind, FindingClass

if TYPE_CHECKING:
    from pathlib import Path

_CLASSES = [str(kind) for kind in (*FindingClass, *EventKind)]


@click.command(short_help="Write a feed of changes.")
@click.option("--format", "form", type=click.Choice(list(FEED_FORMATS)), default="atom", show_default=True)
@click.option("--source", help="Only changes of this source (an id, its URL, or @n).")
@click.option("--article", help="Only changes of this article (an id, a URL, or @n).")
@click.option(
    "--class",
    "finding",
    type=click.Choice(_CLASSES),
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
        of_article = chosen_article(archive, article) if article else None
        of_source = chosen_source(archive, source) if source else None
        query = ChangeQuery(
            article_id=of_article.id if of_article else None,
            source_id=of_source.id if of_source else None,
            finding=finding,
            by_entry=True,
            limit=limit,
        )
        title, path = "What changed", "/"
        if of_source is not None:
            title, path = f"What changed: {of_source.title}", f"/source/{of_source.id}"
        if of_article is not None:
            title, path = f"What changed: {of_article.headline}", f"/a/{of_article.id}"
        now = archive_clock(archive).now()
        written = make_feed(archive, query, form, title=title, base_url=base_url, path=path, now=now)
    click.echo(written.decode("utf-8"), nl=not written.endswith(b"\n"))

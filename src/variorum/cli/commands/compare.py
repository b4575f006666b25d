"""`variorum compare`: two files, without an archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from variorum.cli.exits import FAILURE, failure_code, leave
from variorum.cli.renderings import fail_on_findings, render, rendering_options
from variorum.cli.times import MOMENT
from variorum.comparison import compare as compare_articles
from variorum.flow.files import file_capture
from variorum.flow.reading import read
from variorum.model import Article, Failure, Times, Unreadable

if TYPE_CHECKING:
    from datetime import datetime

_FILE = click.Path(path_type=Path)


@click.command(short_help="Compare two files, without an archive.")
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.option("--published", type=MOMENT, metavar="TIME", help="When the article was published.")
@click.option("--seen-before", type=MOMENT, metavar="TIME", help="When OLD was seen.")
@click.option("--seen-after", type=MOMENT, metavar="TIME", help="When NEW was seen.")
@rendering_options
def compare(
    old: Path,
    new: Path,
    *,
    published: datetime | None,
    seen_before: datetime | None,
    seen_after: datetime | None,
    form: str,
    fail_on: tuple[str, ...],
) -> None:
    """Compares two files: pages (html, html.gz) or texts (txt: headline, standfirst, paragraphs, a blank line between).

    \b
    Examples:
      variorum compare monday.html tuesday.html
      variorum compare old.txt new.txt --json
      variorum compare old.txt new.txt --fail-on figure
    """
    for name, time in (("--published", published), ("--seen-before", seen_before)):
        if time and seen_after and time > seen_after:
            raise click.UsageError(f"{name} is later than --seen-after: nothing is seen before it is there")
    before, after = _article(old), _article(new)
    times = Times(published or after.published or before.published, seen_before, seen_after)
    revision = compare_articles(before, after, times=times)
    render(revision, form)
    fail_on_findings(revision, fail_on)


def _article(path: Path) -> Article:
    capture = file_capture(path)
    if isinstance(capture, Failure):
        leave(capture.sentence, failure_code([capture]))
    article = read(capture).article
    if isinstance(article, Unreadable):
        leave(f"{path}: {article.detail}", FAILURE)
    return article

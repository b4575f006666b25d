"""`variorum diff`: a comparison from the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.cli.choice import chosen_article, chosen_versions
from variorum.cli.exits import NOT_FOUND, leave
from variorum.cli.renderings import fail_on_findings, render, rendering_options
from variorum.flow.comparing import compared

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Compare two versions of an article.")
@click.argument("article")
@click.argument("versions", required=False, metavar="[M..N]")
@rendering_options
@click.pass_obj
def diff(directory: Path, article: str, versions: str | None, *, form: str, fail_on: tuple[str, ...]) -> None:
    """Compares versions M and N of ARTICLE (an id, a URL, or @n); the last two when none are named.

    \b
    Examples:
      variorum diff @1
      variorum diff https://www.example.org/a 1..latest --json
    """
    with open_archive(directory) as archive:
        history = archive.history(chosen_article(archive, article).id)
        if history is None or not history.versions:
            leave(f"{article}: no version was kept of it so far", NOT_FOUND)
        before, after = chosen_versions(history.versions, versions)
        revision = archive.revision(before.id, after.id)
    revision = revision or compared(before, after.article, after.captured_at)
    render(revision, form)
    fail_on_findings(revision, fail_on)

"""`variorum import`: pages and texts from files."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress

from variorum.archive import Archive, open_archive
from variorum.cli.choice import remember
from variorum.cli.exits import failure_code
from variorum.cli.outlets import rules_of
from variorum.cli.output import note, say, warn
from variorum.cli.times import MOMENT
from variorum.flow.clock import archive_clock
from variorum.flow.engine.workers import Workers
from variorum.flow.files import article_files, is_directory
from variorum.flow.importing import Imported, import_file, in_order
from variorum.text.amounts import counted
from variorum.text.urls import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@click.command(name="import", short_help="Take in pages and texts from files.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--url", help="The address under which the file was served; only with a single file.")
@click.option(
    "--captured-at",
    type=MOMENT,
    metavar="TIME",
    help="When it was served; else when the file was last written.",
)
@click.pass_obj
def import_files(
    directory: Path, paths: tuple[Path, ...], *, url: str | None, captured_at: datetime | None
) -> None:
    """Takes in files (html, html.gz, txt) and directories of them, each as a version at its place in time.

    Without --url a page is archived under the address that it claims for itself, and marked as claimed. A file that is
    in the archive already adds nothing; one that says what the article said before is kept and makes no version. Files are read in the order of their times, each as the version before it was read.

    \b
    Examples:
      variorum import saved/*.html
      variorum import page.html --url https://www.example.org/a --captured-at 2026-11-20T08:00Z
    """
    if url is not None and (len(paths) != 1 or is_directory(paths[0])):
        raise click.UsageError("--url names the address of a single file")
    why = None if url is None else refusal(url)
    if why is not None:
        raise click.UsageError(f"{url}: {why}")
    files = in_order(article_files(paths))
    if not files:
        raise click.UsageError("there is no html, htm, xhtml, txt or md file among these")
    with open_archive(directory, create=True) as archive:
        done = asyncio.run(_import(archive, files, url, captured_at))
        remember(archive, [imported.version.article_id for imported in done if imported.version is not None])
    failures = [imported.failure for imported in done if imported.failure is not None]
    new = sum(imported.version is not None for imported in done)
    others = [imported for imported in done if imported.version is None and imported.failure is None]
    kept = sum(imported.is_kept for imported in others)
    note(
        f"{counted(len(files), 'file')}: {counted(new, 'new version')}, "
        f"{len(others) - kept} there already, {kept} kept with no new text, {counted(len(failures), 'failure')}"
    )
    if failures:
        raise click.exceptions.Exit(failure_code(failures))


async def _import(
    archive: Archive, files: Sequence[Path], url: str | None, captured_at: datetime | None
) -> list[Imported]:
    clock = archive_clock(archive)
    rules = rules_of(archive.directory)
    done = []
    console = Console(stderr=True)
    async with Workers() as workers:
        with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
            for path in progress.track(files, description="importing"):
                imported = await import_file(
                    archive, workers, path, now=clock.now, url=url, captured_at=captured_at, rules=rules
                )
                done.append(imported)
                if imported.failure is not None:
                    warn(imported.failure.sentence)
                elif imported.version is not None:
                    say(f"{imported.version.article_id}  {imported.headline}  {imported.url}")
    return done

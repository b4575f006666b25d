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
from variorum.flow.intake.kinds import OPML, archives_among, taken_in
from variorum.flow.intake.outlines import watch_outlines
from variorum.model import Failure
from variorum.text.amounts import counted
from variorum.text.urls import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

#: So many articles can be named by `@n` afterwards, and so many failures decide on the exit code.
_REMEMBERED = 1_000


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
    """Takes in pages and archives, each capture as a version at its place in time.

    \b
    PATH is told by its content:
      pages and texts (html, html.gz, txt) and directories of them
      WARC files, gzipped or not, those of Common Crawl News too, WACZ, and directories of them
      exports of Variorum in JSON lines, gzipped or not
      databases of diffengine, News Sniffer and NewsDiffs (SQLite)
      data directories of changedetection.io
      OPML: its feeds are watched from the next run on

    Without --url a page is archived under the address that it claims for itself, and marked as claimed. What is
    in the archive already adds nothing; what says the same as the capture before it is kept and makes no version.
    Files are read in the order of their times, each as the version before it was read. An archive whose
    import was interrupted goes on where it stopped.

    \b
    Examples:
      variorum import saved/*.html
      variorum import CC-NEWS-20261101000000-00001.warc.gz
      variorum import page.html --url https://www.example.org/a --captured-at 2026-11-20T08:00Z
    """
    if url is not None and (len(paths) != 1 or is_directory(paths[0])):
        raise click.UsageError("--url names the address of a single file")
    why = None if url is None else refusal(url)
    if why is not None:
        raise click.UsageError(f"{url}: {why}")
    archives = list(archives_among(paths)) if url is None else []
    taken = {path for path, _ in archives}
    files = in_order(article_files(path for path in paths if path not in taken))
    if not files and not archives:
        raise click.UsageError(
            "there is no html, htm, xhtml, txt or md file among these, and no archive that can be read"
        )
    tally = _Tally()
    with open_archive(directory, create=True) as archive:
        asyncio.run(_import(archive, archives, files, tally, url=url, captured_at=captured_at))
        remember(archive, tally.articles)
    if tally.sources:
        note(f"{counted(tally.sources, 'new source')}: watched from the next run on")
    elif archives and not tally.things:
        note("nothing in it that was not taken in before")
    if tally.things:
        thing = "capture" if archives else "file"
        note(
            f"{counted(tally.things, thing)}: {counted(tally.new, 'new version')}, "
            f"{tally.things - tally.new - tally.failed - tally.kept} there already, "
            f"{tally.kept} kept with no new text, {counted(tally.failed, 'failure')}"
        )
    if tally.failures:
        raise click.exceptions.Exit(failure_code(tally.failures))


class _Tally:
    """What an import came to so far, told as it comes: of millions only what can be told of them is kept."""

    def __init__(self) -> None:
        self.things = self.new = self.kept = self.failed = self.sources = 0
        self.articles: list[str] = []
        self.failures: list[Failure] = []

    def add(self, imported: Imported) -> None:
        """Counts and tells what one thing came to."""
        self.things += 1
        if imported.failure is not None:
            self.failed += 1
            if len(self.failures) < _REMEMBERED:
                self.failures.append(imported.failure)
            warn(imported.failure.sentence)
        elif imported.version is not None:
            self.new += 1
            if len(self.articles) < _REMEMBERED:
                self.articles.append(imported.version.article_id)
            say(f"{imported.version.article_id}  {imported.headline}  {imported.url}")
        elif imported.is_kept:
            self.kept += 1


def _watch_outlines(archive: Archive, path: Path, now: datetime, tally: _Tally) -> None:
    for found in watch_outlines(archive, path, now):
        if isinstance(found, Failure):
            tally.add(Imported(path, failure=found))
        elif found[1]:
            tally.sources += 1
            say(f"watching {found[0].title} {found[0].url}")


async def _import(
    archive: Archive,
    archives: Sequence[tuple[Path, str]],
    files: Sequence[Path],
    tally: _Tally,
    *,
    url: str | None,
    captured_at: datetime | None,
) -> None:
    clock = archive_clock(archive)
    rules = rules_of(archive.directory)
    console = Console(stderr=True)
    async with Workers() as workers:
        with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
            for path, kind in archives:
                if kind == OPML:
                    _watch_outlines(archive, path, clock.now(), tally)
                    continue
                task = progress.add_task(path.name, total=None)
                async for imported in taken_in(archive, workers, path, kind, now=clock.now, rules=rules):
                    tally.add(imported)
                    progress.advance(task)
            for path in progress.track(files, description="importing") if files else ():
                tally.add(
                    await import_file(
                        archive, workers, path, now=clock.now, url=url, captured_at=captured_at, rules=rules
                    )
                )

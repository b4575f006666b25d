"""`variorum export`: the archive as a file that other programs read."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress

from variorum.archive import open_archive
from variorum.archive.exchange.writing import whole_file
from variorum.cli.choice import chosen_source
from variorum.cli.copies import record_copy
from variorum.cli.output import note
from variorum.cli.times import MOMENT
from variorum.flow.clock import archive_clock
from variorum.flow.exporting import EXPORT_FORMATS, TO_PATHS, Wanted, export_file, export_pieces
from variorum.model import CopyKind
from variorum.text.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from typing import BinaryIO

    from variorum.archive import Archive

_STDOUT = Path("-")


@click.command(short_help="Write the archive to a file that others read.")
@click.argument("form", metavar="FORMAT", type=click.Choice(EXPORT_FORMATS))
@click.argument("file", type=click.Path(path_type=Path), default=_STDOUT)
@click.option("--source", help="Only articles of this source (an id, its URL, or @n).")
@click.option(
    "--since",
    type=MOMENT,
    metavar="TIME",
    help="Only what was captured since (2026-11-21, 2026-11-21T09:30Z).",
)
@click.pass_obj
def export(directory: Path, form: str, file: Path, *, source: str | None, since: datetime | None) -> None:
    """Writes what is archived to FILE, or to standard output: the file is there as a whole in the end, or as it was before.

    A FILE that ends with .gz is gzipped. FORMAT is one of:

    \b
      jsonl    everything, from which `variorum import` makes the same archive again
      csv      a row for each version, with its text and what changed
      warc     every capture as it was served, WARC 1.1
      wacz     the same with an index and a list of pages, for players of web archives
      parquet  the rows of csv, in a directory by day and source (extra `parquet`)
      ninjs    a news object of ninjs 3.0 for each version, one a line
      opml     the sources, for feed readers

    \b
    Examples:
      variorum export jsonl archive.jsonl.gz
      variorum export warc captures.warc.gz --since 2026-11-01
      variorum export csv versions.csv --source https://www.example.org/feed
    """
    with open_archive(directory) as archive:
        source_id = chosen_source(archive, source).id if source else None
        console = Console(stderr=True)
        with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
            task = progress.add_task("exporting", total=archive.counts()["articles"])
            done = [0]

            def step() -> None:
                done[0] += 1
                progress.advance(task)

            _write(archive, form, file, Wanted(source_id, since, step))
        if file != _STDOUT and form != "opml":
            record_copy(archive, CopyKind.EXPORT, file)
    note(f"{counted(done[0], 'article')} exported" if form != "opml" else "sources exported")


def _write(archive: Archive, form: str, file: Path, wanted: Wanted) -> None:
    now = archive_clock(archive).now()
    if form in TO_PATHS:
        if file == _STDOUT:
            raise click.UsageError(f"name the file or directory that the {form} is to be written to")
        export_file(archive, form, file, wanted, now=now)
        return
    packed = file.suffix == ".gz"
    pieces: Iterator[bytes] = export_pieces(archive, form, wanted, now=now, name=file.name, packed=packed)
    # Records of WARC are packed one by one already.
    with _opened(file, packed=packed and form != "warc") as written:
        for piece in pieces:
            written.write(piece)


def _opened(file: Path, *, packed: bool) -> AbstractContextManager[BinaryIO]:
    if file != _STDOUT:
        return whole_file(file, packed=packed)
    return nullcontext(sys.stdout.buffer)

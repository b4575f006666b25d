"""`variorum backup`: a copy of the archive, while it is in use."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from variorum.archive import open_archive
from variorum.cli.copies import record_copy
from variorum.cli.output import note, say
from variorum.model import CopyKind


@click.command(short_help="Copy the archive while it is in use.")
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def backup(directory: Path, target: Path) -> None:
    """Copies the archive into the directory TARGET as it was at one moment, also while another process watches.

    TARGET then is an archive of its own (`variorum -d TARGET log`). A copy that was there before is replaced when the new one is whole. Settings and
    outlet rules come along, the key that signs does not.

    \b
    Examples:
      variorum backup /media/disk/archive-2026-11-21
    """
    console = Console(stderr=True)
    with (
        open_archive(directory) as archive,
        Progress(console=console, disable=not console.is_terminal, transient=True) as progress,
    ):
        task = progress.add_task("copying", total=None)
        copy = archive.back_up(target, lambda done, of: progress.update(task, completed=done, total=of))
        record_copy(archive, CopyKind.BACKUP, target)
    say(str(copy))
    note("the key that signs was not copied: keep a copy of it apart")

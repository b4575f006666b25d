"""`variorum remove`: ends watching a source; nothing archived is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.cli.choice import set_state
from variorum.model import SourceState

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="End watching a source; nothing archived is lost.")
@click.argument("source")
@click.pass_obj
def remove(directory: Path, source: str) -> None:
    """Ends watching SOURCE (an id, its URL, or @n of the last listing). What is archived stays; `add` watches it again.

    Its articles are no longer checked either, those excepted that another watched source lists.

    \b
    Example:
      variorum remove https://www.example.org/feed.xml
    """
    with open_archive(directory) as archive:
        set_state(archive, source, SourceState.REMOVED, "no longer watched (what is archived stays)")

"""`variorum pause`: stops checking a source for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.cli.choice import set_state
from variorum.model import SourceState

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Stop checking a source for a while.")
@click.argument("source")
@click.pass_obj
def pause(directory: Path, source: str) -> None:
    """Stops checking SOURCE (an id, its URL, or @n of the last listing) and its articles until it is added again.

    Articles that another watched source lists are still checked.

    \b
    Example:
      variorum pause @2
    """
    with open_archive(directory) as archive:
        set_state(archive, source, SourceState.PAUSED, "paused")

"""`variorum compact`: lets go of old captures where that is set, and writes the database anew without what was deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.cli.exits import FAILURE, leave
from variorum.cli.network import FiniteRange
from variorum.cli.output import say
from variorum.flow.clock import archive_clock
from variorum.flow.room import archive_size, no_room_to_compact
from variorum.text.amounts import counted

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 36_500.0


@click.command(short_help="Make the archive's files as small as they can be.")
@click.option(
    "--keep-captures",
    type=FiniteRange(min=1.0, max=_LONGEST),
    metavar="DAYS",
    envvar="VARIORUM_KEEP_CAPTURES",
    help="Let go of the bytes of captures that were stored longer ago; otherwise all are kept.",
)
@click.pass_obj
def compact(directory: Path, *, keep_captures: float | None) -> None:
    """Lets go of the bytes of old captures, if the setting `keep_captures` or the flag says so, then writes the database anew.

    What was read in a capture stays: versions, comparisons, headers and hashes; `verify` says what was let go and by
    which setting. Captures that were let go cannot be read again with later rules, nor put into evidence packs.

    \b
    Examples:
      variorum compact
      variorum compact --keep-captures 365
    """
    with open_archive(directory) as archive:
        now = archive_clock(archive).now()
        if keep_captures is not None:
            setting = f"keep_captures = {keep_captures:g}"
            gone = archive.let_go_captures(now - timedelta(days=keep_captures), setting, now)
            say(f"{counted(gone.captures, 'capture')} let go by {setting}")
        before = archive_size(directory)
        why_not = no_room_to_compact(directory)
        if why_not is not None:
            leave(why_not, FAILURE)
        if not archive.scrub():
            leave("another process is reading the archive: run this again when it does not", FAILURE)
        say(f"{before:,} bytes before, {archive_size(directory):,} after")

"""`variorum stamp`: has the newest root stamped by an authority on time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.cli.exits import NOT_FOUND, leave
from variorum.cli.output import say
from variorum.flow.clock import archive_clock
from variorum.flow.stamping import stamp_newest
from variorum.flow.words import moment

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Have an authority state when all this was kept.")
@click.option(
    "--tsa",
    required=True,
    metavar="URL",
    envvar="VARIORUM_TSA",
    help="The time-stamping authority (RFC 3161) that is asked.",
)
@click.pass_obj
def stamp(directory: Path, *, tsa: str) -> None:
    """Makes a root over all that is kept and has it time-stamped (RFC 3161): who trusts the authority then need not trust the
    archive's clock. Only the hash of the root is sent.

    `verify --authority FILE` checks stamps, `cite --tsa URL` has those roots stamped that a pack leads to.

    \b
    Example:
      variorum stamp --tsa https://tsa.example.org/
    """  # noqa: D205 - the summary takes two lines
    with open_archive(directory) as archive:
        made = asyncio.run(stamp_newest(archive, tsa, archive_clock(archive).now()))
    if made is None:
        leave("nothing is kept that could be stamped", NOT_FOUND)
    root, at = made
    say(f"root {root.hash} over all links until {root.last} stamped at {moment(at)}")

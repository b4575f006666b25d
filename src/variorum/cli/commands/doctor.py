"""`variorum doctor`: what is not as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.cli.exits import FAILURE
from variorum.cli.output import Listing, listing_options, note
from variorum.flow.clock import archive_clock
from variorum.flow.health import diagnosis, headline
from variorum.publication import alarm_row

if TYPE_CHECKING:
    from pathlib import Path

_FIELDS = ("kind", "advice", "subject", "sentence", "source_id")
_COLUMNS = {"kind": "KIND", "subject": "OF", "sentence": "WHAT"}


@click.command(short_help="Tell what is not as it should be.")
@click.option(
    "--contact", envvar="VARIORUM_CONTACT", help="The contact that requests name, as for `run` and `watch`."
)
@listing_options(limit=1000)
@click.pass_obj
def doctor(directory: Path, *, contact: str | None, listing: Listing) -> None:
    """Tells what is not as it should be, and asks nothing of any site.

    That is: sources that yield less than usual, are silent for longer than usual or fail, hosts that fail, checks that are
    overdue, room that runs out; and, as advice, that no contact is set. Ends with 1 when something is to be looked at, with 0 when nothing is, or there is only advice.

    \b
    Examples:
      variorum doctor
      variorum doctor --json

    \b
    Columns: kind (yield, silence, source-failing, host-failing, overdue, disk, contact), advice (true or false), subject,
    sentence, source_id
    """
    with open_archive(directory) as archive:
        alarms = diagnosis(archive, directory, archive_clock(archive).now(), contact)
    listing.write([alarm_row(alarm) for alarm in alarms][: listing.limit], _COLUMNS, all_fields=_FIELDS)
    note(headline(alarms))
    if any(not alarm.advice for alarm in alarms):
        raise click.exceptions.Exit(FAILURE)

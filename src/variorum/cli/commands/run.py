"""`variorum run`: one pass over what is due."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from variorum.archive import Archive, open_archive
from variorum.cli.exits import FAILURE
from variorum.cli.network import Network, network_options, tempo_option
from variorum.cli.output import note, say, warn
from variorum.cli.watching import furnished_desk, horizon_option, progress_lines, report_line, warn_of_room
from variorum.flow.engine.local import Engine
from variorum.flow.lock import watching_alone
from variorum.flow.words import moment
from variorum.model import SourceState

if TYPE_CHECKING:
    from pathlib import Path

    from variorum.flow.engine.desk import Progress, Report
    from variorum.flow.policy import Policy


@click.command(short_help="Check once what is due, then end.")
@click.option("--all", "everything", is_flag=True, help="Check everything now; robots.txt and gaps are kept.")
@horizon_option
@tempo_option
@network_options
@click.pass_obj
def run(directory: Path, *, everything: bool, policy: Policy, tempo: float, network: Network) -> None:
    """Makes one pass over what is due: sources first, then articles, those just found included.

    Changes go to standard output as they are found, failures to standard error. Ends with 0 when the pass finished,
    with 1 when nothing could be checked, or when another process locked the archive: the next run checks the rest.

    \b
    Examples:
      variorum run
      variorum run --all
    """
    with open_archive(directory) as archive, watching_alone(directory):
        warn_of_room(directory)
        if not any(source.state is SourceState.WATCHED for source in archive.sources()):
            warn("nothing is watched: `variorum add URL` watches a feed or an article")
            raise click.exceptions.Exit(FAILURE)
        report = asyncio.run(_pass(archive, network, tempo, policy, everything=everything))
        if report.locked is not None:
            warn(f"the pass ended early: {report.locked}")
        note(report_line(report))
        if not report.checks and report.locked is None:
            next_due = archive.next_due()
            note(
                "nothing is due"
                + (f" before {moment(next_due)}" if next_due else ": nothing is checked any more")
            )
    if report.locked is not None or (report.checks and len(report.failures) >= report.checks):
        raise click.exceptions.Exit(FAILURE)


async def _pass(
    archive: Archive, network: Network, tempo: float, policy: Policy, *, everything: bool
) -> Report:
    async with (
        furnished_desk(archive, network, tempo, policy=policy) as desk,
        Engine(desk, listener=tell) as engine,
    ):
        return await engine.one_pass(everything=everything)


def tell(progress: Progress) -> None:
    """Says what a check found."""
    for line in progress_lines(progress):
        say(line)
    if progress.failure is not None:
        warn(progress.failure.sentence)

"""Takes an archive and how to fetch, furnishes the desk at which it is watched."""

from __future__ import annotations

import functools
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from variorum.cli.network import FiniteRange
from variorum.cli.outlets import rules_of
from variorum.cli.output import warn
from variorum.flow.clock import TempoClock, started_clock
from variorum.flow.engine.desk import Desk, Progress, Report
from variorum.flow.engine.workers import Workers
from variorum.flow.policy import Policy
from variorum.flow.room import room_told
from variorum.model import SourceState
from variorum.text.amounts import counted
from variorum.text.printable import one_line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator
    from pathlib import Path

    from variorum.archive import Archive
    from variorum.cli.network import Network
    from variorum.flow.engine.hubs import Hubs

_SLICE = 10_000
_LONGEST_HORIZON = 36_500.0


def horizon_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that says how long an article is watched without a change; handed over as `policy`."""

    @click.option(
        "--horizon",
        type=FiniteRange(min=1.0, max=_LONGEST_HORIZON),
        default=Policy().horizon / timedelta(days=1),
        show_default=True,
        metavar="DAYS",
        envvar="VARIORUM_HORIZON",
        help="Days without a change after which an article is no longer checked.",
    )
    @functools.wraps(command)
    def wrapped(*arguments: Any, horizon: float, **named: Any) -> Any:
        return command(*arguments, policy=Policy(horizon=timedelta(days=horizon)), **named)

    return wrapped


@asynccontextmanager
async def furnished_desk(
    archive: Archive,
    network: Network,
    tempo: float,
    urls: Iterable[str] = (),
    *,
    policy: Policy | None = None,
    hubs: Hubs | None = None,
) -> AsyncIterator[Desk]:
    """A desk on the archive's clock at a tempo; raises a usage error when a target forbids the tempo, or outlet rules are wrong.

    `urls` are targets that are not in the archive yet; `hubs` tell of news, if that is asked for.
    """
    if tempo != 1.0:
        await refuse_tempo(archive, network, urls)
        # What a feed lists later must not be hurried either: nothing outside is fetched at all.
        network = replace(network, policy=replace(network.policy, confined=True))
    rules = rules_of(archive.directory)
    clock = started_clock(archive, tempo)
    async with (
        network.fetcher(clock, (*archive.hosts(), *archive.conducts())) as fetcher,
        Workers() as workers,
    ):
        yield Desk(archive, fetcher, clock, workers, policy or Policy(), rules=rules, hubs=hubs)


def warn_of_room(directory: Path) -> None:
    """Says on standard error when the disk of an archive is nearly full."""
    told = room_told(directory)
    if told is not None:
        warn(told)


async def refuse_tempo(archive: Archive, network: Network, urls: Iterable[str]) -> None:
    """Raises a usage error unless every target lies inside --allow-net."""
    sources = (source.url for source in archive.sources() if source.state is SourceState.WATCHED)
    hosts = (f"http://{host}/" for host in archive.hosts_of_addresses())
    outside = await network.outside([*urls, *sources, *hosts])
    if outside is not None:
        # It may be that nothing is checked there any more.
        outside = await network.outside([*urls, *_checked_addresses(archive)])
    if outside is not None:
        raise click.UsageError(
            f"--tempo would hurry {outside}, which does not lie inside --allow-net: it is for test webs of your own"
        )


def _checked_addresses(archive: Archive) -> Iterator[str]:
    """The addresses of all that is still checked, asked for in slices."""
    now, last = TempoClock.on_the_wall().now(), None
    while found := archive.due(now, everything=True, limit=_SLICE, after=last):
        yield from (item.url for item in found)
        last = found[-1]


def progress_lines(progress: Progress) -> Iterable[str]:
    """What is told of a check while it runs: changes and new articles; checks that found nothing are not told."""
    for change in progress.changes:
        yield f"{change}  {progress.url}"
    if progress.new_articles:
        yield f"{counted(progress.new_articles, 'new article')} in {progress.source}"


def _checked(report: Report) -> str:
    """What was checked; where a watch checked things again and again, how often that was."""
    sources = counted(len(report.different_sources), "source")
    articles = counted(len(report.different_articles), "article")
    if report.checks == len(report.different_sources) + len(report.different_articles):
        return f"{sources} and {articles} checked"
    return f"{counted(report.sources, 'check')} of {sources} and {counted(report.articles, 'check')} of {articles}"


def report_line(report: Report) -> str:
    """One line that sums up a pass, or a watch."""
    return one_line(
        f"{_checked(report)}: {counted(report.new_articles, 'new article')}, {counted(report.versions, 'new version')}, "
        f"{counted(report.changes, 'change')}, {counted(len(report.failures), 'failure')}"
    )

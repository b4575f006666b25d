"""`variorum watch`: checks whatever falls due until it is stopped, and serves the pages if asked."""

from __future__ import annotations

import asyncio
import secrets
import signal
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING

import click

from variorum.archive import Archive, open_archive
from variorum.cli.commands.add import tell_left_out
from variorum.cli.commands.run import tell
from variorum.cli.exits import FAILURE
from variorum.cli.live import LiveView
from variorum.cli.measuring import Process
from variorum.cli.network import Network, network_options, tempo_option
from variorum.cli.output import note, say, warn
from variorum.cli.serving import ADDRESS, Address, serving
from variorum.cli.watching import furnished_desk, horizon_option, report_line, warn_of_room
from variorum.flow.adding import add_found, look
from variorum.flow.engine.hubs import Hubs
from variorum.flow.engine.local import Engine
from variorum.flow.lock import watching_alone
from variorum.model import Failure, SourceState
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from variorum.flow.engine.desk import Desk
    from variorum.flow.policy import Policy


@click.command(short_help="Check whatever falls due, until stopped.")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--serve", type=ADDRESS, metavar="HOST:PORT", help="Serve the pages from the same process.")
@click.option(
    "--websub",
    metavar="URL",
    envvar="VARIORUM_WEBSUB",
    help="Where hubs of feeds reach the pages of --serve from outside; subscribes to feeds that name a hub.",
)
@horizon_option
@tempo_option
@network_options
@click.pass_obj
def watch(
    directory: Path,
    urls: tuple[str, ...],
    *,
    serve: Address | None,
    websub: str | None,
    policy: Policy,
    tempo: float,
    network: Network,
) -> None:
    """Adds each URL, then checks whatever falls due until it is stopped with Ctrl-C.

    Changes go to standard output as they are found. On a terminal the lines below tell what is due and in
    flight, the rates of the last minute, the newest changes and the hosts that fail.

    \b
    Examples:
      variorum watch https://www.example.org/news
      variorum watch --serve 127.0.0.1:8000
    """
    hubs = None if websub is None else _hubs(websub, serve)
    with open_archive(directory, create=bool(urls)) as archive, watching_alone(directory):
        warn_of_room(directory)
        furnished = partial(furnished_desk, archive, network, tempo, urls, policy=policy, hubs=hubs)
        asyncio.run(_watch(archive, urls, serve, furnished))


def _hubs(url: str, serve: Address | None) -> Hubs:
    """The subscriptions whose hubs call at an address. Raises a usage error where nothing would answer there."""
    if serve is None:
        raise click.UsageError("--websub needs --serve: hubs call at the pages")
    if web_url(url) is None:
        raise click.UsageError(f"{url!r} is no http or https address")
    return Hubs(f"{url.rstrip('/')}/websub", partial(secrets.token_urlsafe, 32))


async def _watch(
    archive: Archive,
    urls: Sequence[str],
    serve: Address | None,
    furnished: Callable[[], AbstractAsyncContextManager[Desk]],
) -> None:
    stop, process = asyncio.Event(), Process()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(furnished())
        await _add(desk, urls)
        if not any(source.state is SourceState.WATCHED for source in archive.sources()):
            warn(
                "nothing is watched: `variorum watch URL` or `variorum add URL` watches a feed or an article"
            )
            raise click.exceptions.Exit(FAILURE)
        if serve is not None:
            address = await stack.enter_async_context(
                serving(archive, desk.clock.now, serve, process=process, desk=desk)
            )
            say(f"serving {address}")
        view = stack.enter_context(LiveView(archive, desk.clock))
        engine = await stack.enter_async_context(Engine(desk, listener=view.listener(tell)))
        view.follow(engine)
        process.follow(engine)
        report = await engine.watch(stop)
    note("stopped: " + report_line(report))


async def _add(desk: Desk, urls: Sequence[str]) -> None:
    for url in urls:
        found = await look(desk.fetcher, desk.workers, url, desk.clock.now(), rules=desk.rules)
        if isinstance(found, Failure):
            warn(found.sentence)
            continue
        for thing in found.found:
            source, _ = add_found(desk.archive, thing, desk.clock.now(), desk.rules)
            say(f"watching {source.title} {source.url}")
        tell_left_out(url, found)

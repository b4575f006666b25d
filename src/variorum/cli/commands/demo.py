"""`variorum demo`: a fictional news web on this machine, watched at a high tempo by the real engine."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from ipaddress import ip_network
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from variorum.archive import Archive, open_archive
from variorum.cli.commands.run import tell
from variorum.cli.exits import FAILURE, leave
from variorum.cli.live import LiveView
from variorum.cli.network import FiniteRange, Network
from variorum.cli.output import note, say, warn
from variorum.cli.serving import ADDRESS, Address, serving, serving_application
from variorum.cli.watching import furnished_desk, report_line
from variorum.fetching import NetworkPolicy, Politeness
from variorum.flow.adding import add_found, look
from variorum.flow.engine.local import Engine
from variorum.flow.lock import watching_alone
from variorum.model import Failure

if TYPE_CHECKING:
    from variorum.flow.engine.desk import Desk

_LOOPBACK = Address("127.0.0.1", 0)


@click.command(short_help="Watch a fictional news web on this machine.")
@click.option(
    "--serve",
    type=ADDRESS,
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    help="Where the pages are served.",
)
@click.option(
    "--tempo",
    type=FiniteRange(min=1.0, max=10_000.0),
    default=600.0,
    show_default=True,
    help="How much faster than the wall's clock the day goes by: at 600, ten minutes in a second.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep the archive in DIR; else it is deleted at the end.",
)
def demo(*, serve: Address, tempo: float, keep: Path | None) -> None:
    """Starts a few fictional newspapers on this machine, watches them over HTTP and serves the pages of what changed.

    Nothing leaves the machine. Open the address that is printed; stop with Ctrl-C.

    \b
    Example:
      variorum demo
    """
    if keep is not None:
        _run(keep, serve, tempo)
        return
    with TemporaryDirectory(prefix="variorum-demo-") as directory:
        _run(Path(directory) / "archive", serve, tempo)


def _run(directory: Path, serve: Address, tempo: float) -> None:
    with open_archive(directory, create=True) as archive, watching_alone(directory):
        asyncio.run(_demo(archive, serve, tempo))


async def _demo(archive: Archive, serve: Address, tempo: float) -> None:
    try:
        from variorum.demo.newspaper import application, outlets  # noqa: PLC0415 - the extra may be missing
    except ModuleNotFoundError as error:
        leave(
            f"the demonstration needs {error.name}: install the extra with `pip install 'variorum[web]'`",
            FAILURE,
        )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    # The newspapers share this machine with their reader: how long they take tells of the machine, not of their load.
    politeness = Politeness(slowness=0)
    network = Network(NetworkPolicy(allow_net=(ip_network("127.0.0.0/8"),)), politeness)
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(furnished_desk(archive, network, tempo))
        # The newspapers have a clock, and know nothing else of those who read them.
        papers = application(desk.clock.now, desk.clock.now())
        port = (
            (await stack.enter_async_context(serving_application(papers, _LOOPBACK)))
            .rstrip("/")
            .rpartition(":")[2]
        )
        pages = await stack.enter_async_context(serving(archive, desk.clock.now, serve))
        say(f"What changed in the news of a day that lasts {24 * 3600 / tempo:.0f} seconds: {pages}")
        say("The newspapers: " + "  ".join(f"http://{outlet.slug}.localhost:{port}/" for outlet in outlets()))
        say("Ctrl-C ends everything.")
        for outlet in outlets():
            await _add(desk, f"http://{outlet.slug}.localhost:{port}/")
        view = stack.enter_context(LiveView(archive, desk.clock))
        engine = await stack.enter_async_context(Engine(desk, listener=view.listener(tell)))
        view.follow(engine)
        report = await engine.watch(stop)
    note("stopped: " + report_line(report))


async def _add(desk: Desk, front_page: str) -> None:
    found = await look(desk.fetcher, desk.workers, front_page, desk.clock.now())
    if isinstance(found, Failure):
        warn(found.sentence)
        return
    for thing in found.found:
        add_found(desk.archive, thing, desk.clock.now())

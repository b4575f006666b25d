"""`variorum serve`: the pages and feeds of an archive."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import click

from variorum.archive import Archive, open_archive
from variorum.cli.output import say
from variorum.cli.serving import ADDRESS, Address, serving
from variorum.flow.clock import archive_clock
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Serve pages and feeds of what changed.")
@click.argument("address", type=ADDRESS, default="127.0.0.1:8000", metavar="[HOST:PORT]")
@click.option(
    "--base-url", metavar="URL", help="Where readers find the pages, if elsewhere, as behind a proxy."
)
@click.pass_obj
def serve(directory: Path, address: Address, base_url: str | None) -> None:
    """Serves the pages at HOST:PORT (127.0.0.1:8000 unless said otherwise) until it is stopped with Ctrl-C.

    Reading never writes: pages can be served while another process watches.

    \b
    Example:
      variorum serve 127.0.0.1:8080
    """
    if base_url is not None and web_url(base_url) is None:
        raise click.UsageError(f"{base_url!r} is no http or https address")
    with open_archive(directory) as archive:
        asyncio.run(_serve(archive, address, base_url))


async def _serve(archive: Archive, address: Address, base_url: str | None) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    # The clock may be set by another process that starts to watch at a tempo: it is read anew for every page.
    async with serving(archive, lambda: archive_clock(archive).now(), address, base_url) as url:
        say(f"serving {archive.directory} at {url} (Ctrl-C stops)")
        await stop.wait()

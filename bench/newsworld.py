"""A site generator at work on loopback, and what its log tells: for the measurements beside this file."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from variorum.archive import open_archive
from variorum.flow.keeping import first_schedule
from variorum.model import Source, SourceKind
from variorum.model.identity import source_id
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Names that stand for loopback everywhere; the generator's outlets go by whatever name they are asked for.
NAME = "news{}.localhost"
_CONTROL = "control.example"


@dataclass(frozen=True, slots=True)
class NewsWorld:
    """A running generator: its port and the number of its process."""

    port: int
    pid: int

    def told(self, path: str) -> Any:
        """What a page of the generator that is for its users says."""
        address = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(address, headers={"Host": _CONTROL})
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
            return json.loads(answer.read())

    def log(self) -> dict[str, dict[str, Any]]:
        """What was asked of each outlet."""
        return {host: told for host, told in self.told("/_log").items() if host.startswith("news")}


@contextmanager
def running(sitegen: Path, *options: str, port: int = 0) -> Iterator[NewsWorld]:
    """The site generator at work with these options, on a free port unless one is named, ended at the end."""
    with socket.create_server(("127.0.0.1", port)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, str(sitegen), "--port", str(port), "--links", "absolute-port", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:  # noqa: S603 - our own interpreter
        try:
            if server.stdout is not None:
                server.stdout.readline()  # it listens
            yield NewsWorld(port, server.pid)
        finally:
            server.terminate()


def watch_feeds(directory: Path, port: int, hosts: int) -> None:
    """An archive that watches the feeds of so many outlets."""
    now = datetime.now(UTC)
    with open_archive(directory, create=True) as archive, archive.writing() as writer:
        for number in range(hosts):
            url = f"http://{NAME.format(number)}:{port}/feed.xml"
            source = Source(source_id(url_key(url)), url, SourceKind.FEED, url, now)
            writer.add_source(source, first_schedule(now, "new"))


def watch_articles(directory: Path, port: int, hosts: int, of_each: int) -> None:
    """An archive that watches so many articles of so many outlets, all of them due."""
    now = datetime.now(UTC)
    with open_archive(directory, create=True) as archive, archive.writing() as writer:
        for host in range(hosts):
            site = f"http://{NAME.format(host)}:{port}"
            source = Source(source_id(url_key(site)), f"{site}/", SourceKind.LIST, site, now)
            writer.add_source(source, first_schedule(now, "new", watched=False))
            for number in range(of_each):
                writer.add_article(f"{site}/a/{number}", source.id, now, first_schedule(now, "new"))


def command(directory: Path, verb: str, *options: str) -> list[str]:
    """A command of Variorum that may ask the generator."""
    archive = ["-d", str(directory)]
    return [sys.executable, "-m", "variorum", *archive, verb, "--allow-net", "127.0.0.0/8", *options]

"""The pages of an archive on a real server, and a client that follows nothing by itself."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from lxml import html as lxml_html
from tests.web.shelf import NOW, Shelf, furnished

from variorum.archive import Archive, open_archive
from variorum.web import application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path


@dataclass
class Answer:
    """What a request was answered with."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def tree(self) -> Any:
        return lxml_html.document_fromstring(self.text)

    @property
    def words(self) -> str:
        """The text of the page's main part."""
        return words(self.tree.find(".//main"))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def words(element: Any) -> str:
    """The text of an element, every run of white space one blank."""
    return " ".join(element.text_content().split())


class Reader:
    """Asks a server on loopback; follows no redirect."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.origin = f"http://127.0.0.1:{port}"

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            answered = connection.getresponse()
            return Answer(answered.status, answered.headers, answered.read())
        finally:
            connection.close()


@contextmanager
def served(
    archive: Archive, *, base_url: str | None = None, now: Callable[[], datetime] = lambda: NOW
) -> Iterator[Reader]:
    """The pages of an archive on a free port of loopback, until the block ends."""
    app = application(archive, now=now, base_url=base_url)
    config = uvicorn.Config(app, log_config=None, lifespan="off", ws="none", http="h11", access_log=False)
    server = uvicorn.Server(config)
    # It listens before the server runs: whoever asks early waits in the queue.
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Reader(listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with open_archive(tmp_path_factory.mktemp("web") / "archive", create=True) as archive:
        yield furnished(archive)


@pytest.fixture(scope="session")
def reader(shelf: Shelf) -> Iterator[Reader]:
    """Asks the pages of the furnished archive, to which no test adds anything."""
    with served(shelf.archive) as client:
        yield client


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of an archive in which nothing was ever kept: to be copied, since making one takes its time."""
    directory = tmp_path_factory.mktemp("blank") / "archive"
    open_archive(directory, create=True).close()
    return directory


@pytest.fixture
def archive(tmp_path: Path, blank: Path) -> Iterator[Archive]:
    """An archive of a test's own, empty."""
    shutil.copytree(blank, tmp_path / "archive")
    with open_archive(tmp_path / "archive") as opened:
        yield opened

"""A PostgreSQL server of the tests' own, on a loopback port, in a directory that goes away with it."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Who runs the server when the tests are run by root, whom it refuses.
_USER = "postgres"
_FOUND = ("/usr/lib/postgresql/*/bin", "/usr/local/bin", "/usr/bin", "/usr/pgsql-*/bin")


def binaries() -> Path | None:
    """The directory of the server's programs, or `None` where it is not installed."""
    for pattern in _FOUND:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
                return folder
    return None


def missing() -> str | None:
    """Why there can be no server here, with the way out; `None` where there can."""
    if binaries() is None:
        return "PostgreSQL is not installed: apt-get install postgresql"
    if os.geteuid() == 0 and not any(entry.pw_name == _USER for entry in pwd.getpwall()):
        return f"PostgreSQL does not run as root, and there is no user {_USER}"
    return None


class Server:
    """A running server; `database` gives the address of an empty archive in it.

    Each is a schema of one database: to make and to remove a database of its own for each test takes a server seconds.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._numbers = itertools.count(1)

    def database(self) -> str:
        import psycopg  # noqa: PLC0415 - an extra

        name = f"archive{next(self._numbers)}"
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self._address()}?options=-csearch_path%3D{name}"

    def _address(self) -> str:
        return f"postgresql://{_USER}@127.0.0.1:{self._port}/postgres"


@contextmanager
def running() -> Iterator[Server]:
    """A server until the block ends, however it ends."""
    programs = binaries()
    assert programs is not None
    user = _USER if os.geteuid() == 0 else None
    directory = Path(tempfile.mkdtemp(prefix="variorum-postgresql-"))
    try:
        if user is not None:
            shutil.chown(directory, user)
        data = directory / "data"

        def run(program: str, *arguments: str) -> None:
            with (directory / "said.txt").open("ab") as said:
                subprocess.run(
                    [programs / program, "-D", data, *arguments],
                    check=True,
                    user=user,
                    cwd=directory,
                    stdout=said,
                    stderr=said,
                )

        run("initdb", "-A", "trust", "-U", _USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = f"-p {port} -h 127.0.0.1 -k {directory} -c fsync=off"
        run("pg_ctl", "-w", "-t", "60", "-l", str(directory / "log.txt"), "-o", options, "start")
        try:
            yield Server(port)
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)

"""Takes the address of a PostgreSQL database, gives connections to it: one writer at a time, errors in plain words."""

from __future__ import annotations

from contextlib import contextmanager
from threading import local
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from variorum.archive.errors import ArchiveBusy, ArchiveDamaged, ArchiveError, ArchiveNotWritable
from variorum.archive.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

#: The file in an archive's directory that names its database, where that is not SQLite.
ADDRESS_FILE = "database.url"
#: How long a writer waits for another one, in milliseconds.
_PATIENCE = 5_000
#: The lock of writers: any number, the same in every Variorum.
_WRITER = 0x76617269
_DRIVER = "postgresql+psycopg"

# Classes and codes of SQLSTATE (PostgreSQL's manual, appendix A).
_LOCKED, _READ_ONLY, _FULL, _NOT_ALLOWED = "55P03", "25006", "53100", "42501"
_DAMAGED = ("XX001", "XX002")


class PostgresDatabase:
    """The PostgreSQL database of an archive, whose directory holds settings, locks and the key."""

    def __init__(self, directory: Path, address: str, *, patience: int | None = None) -> None:
        self.directory = directory
        url = _url(address)
        #: Without the password: it stands in messages.
        self.name = url.render_as_string(hide_password=True)
        self._patience = patience or _PATIENCE
        #: The connection on which each thread is reading.
        self._seen = local()
        try:
            self._engine: Engine = create_engine(url, isolation_level="REPEATABLE READ")
        except ImportError as error:
            raise ArchiveError(
                "an archive in PostgreSQL needs the extra `postgresql`: pip install 'variorum[postgresql]'"
            ) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the archive and writes nothing; the same again within it, on one thread."""
        shared: Connection | None = getattr(self._seen, "connection", None)
        if shared is not None:
            with self._plain_errors():
                yield shared
            return
        with self._plain_errors(), self._engine.connect() as connection, connection.begin():
            self._seen.connection = connection
            try:
                yield connection
            finally:
                self._seen.connection = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of its own: all of it is on disk when the block ends, or none of it when it fails.

        What a writer sees must be younger than its lock: each statement looks anew, and nobody else writes meanwhile.
        """
        with (
            self._plain_errors(),
            self._engine.connect().execution_options(isolation_level="READ COMMITTED") as connection,
            connection.begin(),
        ):
            connection.execute(text(f"SET LOCAL lock_timeout = {int(self._patience)}"))
            connection.execute(text("SET LOCAL synchronous_commit = on"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER})
            yield connection

    def rebuilding(self) -> AbstractContextManager[Connection]:
        """A transaction in which tables may be made anew: here like any other."""
        return self.writing()

    def erasing(self) -> AbstractContextManager[Connection]:
        """A transaction that deletes for good: here like any other, until `scrub`."""
        return self.writing()

    def scrub(self) -> bool:
        """Writes the tables anew without what was deleted. The server's own log and its copies are its keeper's to empty."""
        with (
            self._plain_errors(),
            self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
        ):
            connection.execute(text(f"SET lock_timeout = {int(self._patience)}"))
            try:
                for table in (*metadata.tables, "search"):
                    connection.execute(text(f'VACUUM FULL "{table}"'))
            finally:
                connection.execute(text("RESET lock_timeout"))
        return True

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._plain(error) from error

    def _plain(self, error: DBAPIError) -> ArchiveError:
        """The same error in one plain sentence."""
        state = getattr(error.orig, "sqlstate", None)
        if state == _LOCKED:
            return ArchiveBusy(
                f"the archive {self.name} is locked by another process that is writing; nothing was changed: try again, or stop the other one"
            )
        if state in {_READ_ONLY, _NOT_ALLOWED}:
            return ArchiveNotWritable(
                f"the archive {self.name} cannot be written: check what its user may do"
            )
        if state == _FULL:
            return ArchiveNotWritable(
                f"the disk of the archive {self.name} is full: nothing was lost; make room and run again"
            )
        if state in _DAMAGED:
            return ArchiveDamaged(f"the database {self.name} is damaged: restore it from a copy")
        return ArchiveError(
            f"the archive {self.name} could not be used: {str(error.orig).partition(chr(10))[0]}"
        )


def _url(address: str) -> URL:
    try:
        url = make_url(address.strip())
    except ArgumentError as error:
        raise ArchiveError(
            f"{ADDRESS_FILE} holds no address of a database: write it like postgresql://user@host/name"
        ) from error
    if url.get_backend_name() != "postgresql":
        raise ArchiveError(
            f"{ADDRESS_FILE} names {url.get_backend_name()}: an archive is in SQLite or PostgreSQL"
        )
    return url.set(drivername=_DRIVER)

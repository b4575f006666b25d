"""Takes the file of an archive, gives connections to it: one writer at a time, durable commits, errors in plain words."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from threading import local
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from variorum.archive.errors import ArchiveBusy, ArchiveDamaged, ArchiveError, ArchiveNotWritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.pool import ConnectionPoolEntry

#: How long a writer waits for another one, in milliseconds.
_PATIENCE = 5_000
#: What SQLite says where it may not write the file, or make the log and its index beside it.
_NOT_WRITABLE = ("readonly", "read-only", "unable to open")


class Database:
    """The SQLite file of an archive: write-ahead log, every commit on disk before it is acknowledged."""

    def __init__(self, file: Path, *, patience: int | None = None) -> None:
        self.file = file
        self.name, self.directory = str(file), file.parent
        #: The connection on which each thread is reading.
        self._seen = local()
        # As text, a name with ? or % in it would be read as a URL's query or escapes, and another file opened.
        address = URL.create("sqlite", database=str(file))
        self._engine: Engine = create_engine(address, connect_args={"check_same_thread": False})
        event.listen(
            self._engine,
            "connect",
            lambda connection, entry: _configured(connection, entry, patience or _PATIENCE),
        )
        event.listen(self._engine, "begin", _begun)
        # Not kept open between two reads: somebody else may be allowed to write, and an unlocked reader would not notice.
        self._without_writing = create_engine(
            "sqlite://", creator=lambda: _opened_without_writing(file), poolclass=NullPool
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the archive and writes nothing; also where nothing may be written.

        Within it the same thread is given the same connection again, and sees the same state.
        """
        shared: Connection | None = getattr(self._seen, "connection", None)
        if shared is not None:
            with self._plain_errors():
                yield shared
            return
        with self._plain_errors(), self._connected() as connection, connection.begin():
            self._seen.connection = connection
            try:
                yield connection
            finally:
                self._seen.connection = None

    def _connected(self) -> Connection:
        try:
            return self._engine.connect()
        except OperationalError as error:
            if not _is_not_writable(error):
                raise
            return self._without_writing.connect()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of its own: all of it is on disk when the block ends, or none of it when it fails."""
        with (
            self._plain_errors(writes=True),
            self._engine.connect().execution_options(variorum_writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """A transaction like that of `writing`, in which tables may be made anew: what refers to what is checked at its end."""
        with (
            self._plain_errors(writes=True),
            self._engine.connect().execution_options(variorum_writes=True) as connection,
        ):
            # Before the transaction, since SQLite takes no notice of it within one.
            _driver(connection).execute("PRAGMA foreign_keys = OFF").close()
            try:
                with connection.begin():
                    yield connection
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                    if broken is not None:
                        raise ArchiveDamaged(
                            f"{self.file} has a row of `{broken[0]}` that refers to none of `{broken[2]}`: restore it from a copy"
                        )
            finally:
                _driver(connection).execute("PRAGMA foreign_keys = ON").close()

    @contextmanager
    def erasing(self) -> Iterator[Connection]:
        """A transaction like that of `rebuilding`, which writes zeros over all that it deletes.

        What refers to what is checked at its end: asked row by row, each row that goes would be looked for in all tables.
        """
        with self.rebuilding() as connection:
            driver = _driver(connection)
            (usual,) = driver.execute("PRAGMA secure_delete").fetchone()
            driver.execute("PRAGMA secure_delete = ON").close()
            try:
                yield connection
            finally:
                driver.execute(f"PRAGMA secure_delete = {int(usual)}").close()

    def scrub(self) -> bool:
        """Writes the database anew without what was deleted, and empties its log; gives whether the log could be emptied.

        It cannot be while another process reads what stood there before.
        """
        with self._plain_errors(writes=True), self._engine.connect() as connection:
            driver = _driver(connection)
            # First into the file, so that the log need not hold both; then the file anew; then nothing in the log.
            try:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
                driver.execute("VACUUM").close()
                busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.DatabaseError as error:
                raise _plain(DatabaseError("VACUUM", None, error), self.file, writes=True) from error
        return not busy

    def close(self) -> None:
        """Closes every connection."""
        self._engine.dispose()
        self._without_writing.dispose()

    @contextmanager
    def _plain_errors(self, *, writes: bool = False) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            raise _plain(error, self.file, writes=writes) from error


def _driver(connection: Connection) -> sqlite3.Connection:
    """The connection beneath: what is said on it begins no transaction."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(f"{driver!r} is no connection of SQLite")
    return driver


def _configured(connection: sqlite3.Connection, entry: ConnectionPoolEntry, patience: int) -> None:  # noqa: ARG001
    # SQLAlchemy is to say BEGIN itself (see its page on SQLite and pysqlite), so that a writer can begin as one.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {patience}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _opened_without_writing(file: Path) -> sqlite3.Connection:
    """A connection that makes no file: for archives on a read-only mount, or of another user.

    A log that was left behind holds what was written last. Its index is then built in memory, which SQLite does for a
    connection that has the file to itself; locks cannot be asked for, and nobody can be writing where no index can be made.
    Without a log the file is all there is, and nothing beside it is looked for.
    """
    log = file.with_name(f"{file.name}-wal")
    has_log = log.is_file() and log.stat().st_size > 0
    how = "mode=ro&vfs=unix-none" if has_log else "mode=ro&immutable=1"
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?{how}", uri=True, check_same_thread=False, isolation_level=None
    )
    if has_log:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").close()
    return connection


def _begun(connection: Connection) -> None:
    # A writer takes the lock at once: a transaction that reads first and writes later could not wait for it.
    writes = connection.get_execution_options().get("variorum_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _is_not_writable(error: DatabaseError) -> bool:
    said = str(error.orig).lower()
    return any(words in said for words in _NOT_WRITABLE)


def _plain(error: DatabaseError, file: Path, *, writes: bool) -> ArchiveError:
    """The same error in one plain sentence."""
    said = str(error.orig).lower()
    if isinstance(error, OperationalError) and ("locked" in said or "busy" in said):
        return ArchiveBusy(
            f"the archive {file.parent} is locked by another process that is writing; nothing was changed: try again, or stop the other one"
        )
    if _is_not_writable(error):
        permissions = f"check the permissions of {file.name} and its directory"
        if not writes:
            return ArchiveError(f"the archive {file.parent} cannot be read: {permissions}")
        return ArchiveNotWritable(f"the archive {file.parent} cannot be written: {permissions}")
    if "disk is full" in said or "full" in said:
        return ArchiveNotWritable(
            f"the disk of the archive {file.parent} is full: nothing was lost; make room and run again"
        )
    if "disk i/o error" in said:
        return ArchiveNotWritable(
            f"the disk of the archive {file.parent} could not be read or written: nothing that was kept is lost by that; look after the disk, then run `variorum verify`"
        )
    if "not a database" in said or "malformed" in said or "corrupt" in said:
        return ArchiveDamaged(f"{file} is damaged or no archive database: restore it from a copy")
    return ArchiveError(f"the archive {file.parent} could not be used: {error.orig}")

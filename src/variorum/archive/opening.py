"""Takes a directory, gives the archive in it: made when asked for, brought up to today's schema when older."""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from variorum.archive.database import Database
from variorum.archive.errors import ArchiveDamaged, ArchiveError, ArchiveNotWritable, NotAnArchive
from variorum.archive.postgres import ADDRESS_FILE, PostgresDatabase
from variorum.archive.schema import metadata
from variorum.archive.store import Archive

if TYPE_CHECKING:
    import os

#: The database inside an archive's directory.
DATABASE = "variorum.db"
#: What may lie in a directory before there is an archive in it: settings, outlet rules, a key.
_BESIDE = frozenset(("variorum.toml", "outlets", "signing.key"))
_MIGRATIONS = "variorum.archive:migrations"


def open_archive(path: str | os.PathLike[str], *, create: bool = False) -> Archive:
    """Opens the archive in the directory `path`; with `create`, makes one where there is none yet.

    An archive of an older schema is migrated first. One that may not be written is opened all the same, to be read: what
    writes to it fails then. Raises `NotAnArchive` when the directory is absent, or holds
    something else; `ArchiveDamaged` when the database is damaged or newer than this Variorum; `ArchiveNotWritable`
    when an archive cannot be made there; `ArchiveBusy` when another process keeps it locked.
    """
    directory = Path(path)
    database = _database(directory, create=create)
    try:
        _migrate(database)
    except BaseException:
        database.close()
        raise
    return Archive(database)


def _database(directory: Path, *, create: bool) -> Database | PostgresDatabase:
    """The database of an archive: the one that `database.url` in its directory names, else SQLite's file."""
    address = directory / ADDRESS_FILE
    if address.is_file():
        try:
            return PostgresDatabase(directory, address.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ArchiveError(f"{address} cannot be read: {error}") from error
    file = directory / DATABASE
    if not file.is_file():
        _make_room(directory, create=create)
    return Database(file)


def _make_room(directory: Path, *, create: bool) -> None:
    if directory.exists() and not directory.is_dir():
        raise NotAnArchive(f"{directory} is a file, not the directory of an archive")
    if directory.is_dir() and any(entry.name not in _BESIDE for entry in directory.iterdir()):
        raise NotAnArchive(f"{directory} holds other files and no archive: name another directory with -d")
    if not create:
        raise NotAnArchive(
            f"there is no archive in {directory}: `variorum add URL` or `variorum import FILE` makes one, -d names another"
        )
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveNotWritable(f"an archive cannot be made in {directory}: {error.strerror}") from error


def _migrate(database: Database | PostgresDatabase) -> None:
    """Makes the tables of a new archive, or brings older ones up to date, in one transaction; does nothing when they are."""
    head = max(_known_versions())
    with database.reading() as connection:
        current = _schema_version(connection)
    if current == head:
        return
    # Alembic takes its time to be imported, and most archives are up to date.
    command: Any = import_module("alembic.command")
    with database.rebuilding() as connection:
        # Another process may have done it while this one waited.
        current = _schema_version(connection)
        if current is None:
            metadata.create_all(connection)
            command.stamp(_config(connection), "head")
        elif current in _known_versions():
            command.upgrade(_config(connection), "head")
        elif current != head:
            raise ArchiveDamaged(
                f"{database.name} was written by a newer Variorum (schema {current}): use that one, or a copy made before"
            )


def _schema_version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _known_versions() -> set[str]:
    """The numbers of all schemas, by the names of the files that lead to them."""
    scripts = files("variorum.archive").joinpath("migrations", "versions").iterdir()
    return {script.name.partition("_")[0] for script in scripts if script.name[0].isdecimal()}


def _config(connection: Connection) -> Any:
    config = import_module("alembic.config").Config()
    config.attributes["connection"] = connection
    config.set_main_option("script_location", _MIGRATIONS)
    config.set_main_option("path_separator", "os")
    return config

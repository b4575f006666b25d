"""Takes an archive in SQLite that may be in use, gives a copy of it as it was at one moment."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from variorum.archive.errors import ArchiveDamaged, ArchiveError, ArchiveNotWritable
from variorum.archive.exchange.writing import keep_entry, unfinished_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: So many pages are copied before others may write.
_PAGES = 2_000
#: What belongs to an archive beside its database; the key that signs stays where it is.
_BESIDE = ("variorum.toml", "outlets")


def back_up(file: Path, directory: Path, step: Callable[[int, int], object] = lambda *_: None) -> Path:
    """Copies the database `file` into `directory` as an archive of its own, and gives the copy's file.

    Others may write meanwhile; what they write then may be in the copy or not, but nothing of it by half. `step` is told how many
    pages of how many are done. The copy takes its name when all of it is on disk and was found sound: what was there before stays
    until then. Raises ArchiveError where that cannot be done.
    """
    directory = directory.absolute()
    if directory == file.parent.absolute():
        raise ArchiveError("a backup lies in another directory than the archive")
    copy = directory / file.name
    unfinished = unfinished_name(copy)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target, pages=_PAGES, progress=lambda _, left, of: step(of - left, of))
            if target.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise ArchiveDamaged(f"the archive {file.parent} is damaged: `variorum verify` tells where")
            # Without a log beside it, so that one file is all of it.
            target.execute("PRAGMA journal_mode = DELETE")
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        for left in ("-wal", "-shm"):
            directory.joinpath(file.name + left).unlink(missing_ok=True)
        unfinished.replace(copy)
        _copy_beside(file.parent, directory)
    except sqlite3.Error as error:
        raise ArchiveNotWritable(f"the backup in {directory} could not be made: {error}") from error
    except OSError as error:
        raise ArchiveNotWritable(f"the backup in {directory} could not be made: {error.strerror}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    keep_entry(directory)
    return copy


def _copy_beside(archive: Path, directory: Path) -> None:
    for name in _BESIDE:
        source = archive / name
        if source.is_dir():
            shutil.copytree(source, directory / name, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copy2(source, directory / name)

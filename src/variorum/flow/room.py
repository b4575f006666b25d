"""Takes how full a disk is, gives what its archive's keeper is to be warned of; looked up once, at the start of a run."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from variorum.archive import DATABASE

if TYPE_CHECKING:
    from pathlib import Path

#: Below so many free bytes, or so small a share of the disk while the archive could fill the rest soon, there is a warning.
_SCARCE = 512 * 2**20
_SHARE = 0.05
_PLENTY = 20 * 2**30
_MEGABYTE = 2**20


def room_warning(free: int, total: int, archive: int) -> str | None:
    """What is to be said of a disk with so many bytes free of all, that holds an archive of so many; `None` where there is room.

    A warning comes below 512 MB, or where less than a twentieth of the disk is free and that is less than 20 GB; and where the
    archive could not be written anew (`variorum compact`) beside itself.

    >>> room_warning(100 * 2**20, 500 * 2**30, 2**20)
    'only 100 MB of the disk are free: make room, or the archive soon cannot keep what is fetched'
    >>> room_warning(100 * 2**30, 500 * 2**30, 2**20) is None
    True
    >>> room_warning(10 * 2**30, 100 * 2**30, 30 * 2**30)
    '10,240 MB of the disk are free, less than the archive takes (30,720 MB): `variorum compact` could not write it anew'
    """
    if free < _SCARCE or (free < total * _SHARE and free < _PLENTY):
        return f"only {free // _MEGABYTE:,} MB of the disk are free: make room, or the archive soon cannot keep what is fetched"
    if free < archive:
        return (
            f"{free // _MEGABYTE:,} MB of the disk are free, less than the archive takes ({archive // _MEGABYTE:,} MB): "
            "`variorum compact` could not write it anew"
        )
    return None


def archive_size(directory: Path) -> int:
    """How many bytes the database's files take; 0 where it lies elsewhere."""
    files = (directory / f"{DATABASE}{ending}" for ending in ("", "-wal"))
    return sum(file.stat().st_size for file in files if file.is_file())


def room_told(directory: Path) -> str | None:
    """What is to be said of the disk that an archive lies on."""
    try:
        disk = shutil.disk_usage(directory)
    except OSError:
        return None
    return room_warning(disk.free, disk.total, archive_size(directory))


def no_room_to_compact(directory: Path) -> str | None:
    """Why an archive cannot be written anew on its disk: that takes its size twice more, once in the log."""
    needed = 2 * archive_size(directory)
    free = shutil.disk_usage(directory).free
    if free >= needed:
        return None
    return f"writing the archive anew takes up to {needed // _MEGABYTE:,} MB, and {free // _MEGABYTE:,} MB are free: make room first; nothing was lost"

"""Takes an archive's directory, lets one process at a time watch it: two would ask its sites twice as often."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from variorum.archive import ArchiveBusy, ArchiveNotWritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = "watch.lock"


@contextmanager
def watching_alone(directory: Path) -> Iterator[None]:
    """Holds the right to watch an archive; raises `ArchiveBusy` while another process has it.

    The system takes the right away from a process that ends, however it ends.
    """
    try:
        handle = os.open(directory / _NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ArchiveNotWritable(f"the archive {directory} cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            other = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            raise ArchiveBusy(
                f"the archive {directory} is being watched by process {other or 'another'}: wait for it, or stop it"
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode("ascii"), 0)
        yield
    finally:
        os.close(handle)

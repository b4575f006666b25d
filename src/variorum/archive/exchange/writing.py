"""Takes a path, gives a file to write that is there as a whole in the end or not at all."""

from __future__ import annotations

import glob
import gzip
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: How files are named that are not whole yet; nobody takes them for what they will be.
UNFINISHED = "unfinished"


@contextmanager
def whole_file(path: Path, *, packed: bool = False) -> Iterator[BinaryIO]:
    """A file to write, gzipped where that is asked for: it takes its name when everything is on disk.

    What is interrupted leaves the file that was there before as it was; a killed process leaves one named `….unfinished`.
    """
    path = path.absolute()
    # With the number of the process in it no two of them write the same file.
    unfinished = unfinished_name(path)
    try:
        with unfinished.open("wb") as raw:
            if packed:
                # Without name and time two exports of the same thing are the same bytes.
                with gzip.GzipFile("", "wb", 6, raw, 0) as file:
                    yield cast("BinaryIO", file)
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    keep_entry(path.parent)


def unfinished_name(path: Path) -> Path:
    """The name under which this process writes what is to be at `path`; what killed processes left there is removed."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.{UNFINISHED}"):
        number = left.name.rpartition(f".{UNFINISHED}")[0].rpartition(".")[2]
        with suppress(OSError, ValueError, OverflowError):
            if not _is_running(int(number)):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    return path.with_name(f".{path.name}.{os.getpid()}.{UNFINISHED}")


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def keep_entry(directory: Path) -> None:
    """Brings the entries of a directory to disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""An archive that may only be read: what reads works, what writes is refused with one sentence."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from variorum.archive.opening import DATABASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Outcome

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="root is made an ordinary user as Linux does it"
)

#: Permissions do not hold root back unless these two of its capabilities (1 and 2, capabilities(7)) are dropped first.
_AS_ANYBODY = (
    "import ctypes, os, sys\n"
    "[ctypes.CDLL(None).prctl(24, number, 0, 0, 0) for number in (1, 2)]\n"
    "os.execv(sys.executable, [sys.executable, '-m', 'variorum', *sys.argv[1:]])"
)
PAGES = (("old", "At least 14 people were killed."), ("new", "At least 41 people were killed."))


def asked(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _AS_ANYBODY, "-d", str(directory), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def archive(variorum: Callable[..., Outcome], tmp_path: Path) -> Iterator[Path]:
    """An archive with one change, in which nothing may be written."""
    for hour, (name, said) in enumerate(PAGES, 8):
        file = tmp_path / f"{name}.txt"
        file.write_text(f"Ferry runs aground\n\n\n\n{said}\n", "utf-8")
        variorum(
            "import", file, "--url", "http://paper.example/1", "--captured-at", f"2026-11-20T{hour:02}:00Z"
        )
    directory = tmp_path / "archive"
    yield from _locked_up(directory)


def _locked_up(directory: Path) -> Iterator[Path]:
    for entry in directory.iterdir():
        entry.chmod(0o444)
    directory.chmod(0o555)
    yield directory
    directory.chmod(0o755)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("log",), "41"),
        (("show", "http://paper.example/1"), "2 versions"),
        (("diff", "http://paper.example/1"), "41"),
        (("feed",), "<feed"),
        (("sources",), "Imported files"),
    ],
)
def test_an_archive_that_cannot_be_written_can_be_read(
    archive: Path, arguments: tuple[str, ...], told: str
) -> None:
    before = sorted(entry.name for entry in archive.iterdir())
    run = asked(archive, *arguments)
    assert (run.returncode, run.stderr) == (0, "")
    assert told in run.stdout
    assert sorted(entry.name for entry in archive.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("import", "old.txt", "--url", "http://paper.example/2"),
        ("pause", "files:imported"),
        ("compact",),
    ],
)
def test_what_writes_is_refused_with_one_sentence(archive: Path, arguments: tuple[str, ...]) -> None:
    run = asked(archive, *arguments)
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "cannot be written" in run.stderr


def test_what_a_process_that_was_killed_left_in_the_log_is_read_too(
    variorum: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "old.txt").write_text("Ferry runs aground\n\n\n\nIt was early.\n", "utf-8")
    variorum("import", tmp_path / "old.txt", "--url", "http://paper.example/1")
    # What a killed process leaves: the log, not yet written back, and here no index of it.
    with sqlite3.connect(tmp_path / "archive" / DATABASE) as writer:
        writer.execute("UPDATE article SET headline = 'Ferry sinks'")
        writer.commit()
        left = tmp_path / "left"
        left.mkdir()
        for name in (DATABASE, f"{DATABASE}-wal"):
            shutil.copy(tmp_path / "archive" / name, left / name)
    writer.close()
    for directory in _locked_up(left):
        run = asked(directory, "show", "http://paper.example/1")
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.startswith("Ferry sinks\n")


def test_an_archive_that_may_not_even_be_read_says_so(archive: Path) -> None:
    (archive / DATABASE).chmod(0)
    run = asked(archive, "log")
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "cannot be read: check the permissions" in run.stderr

"""What all tests share: the proof that core code touches nothing outside itself, and the development data if present."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

CORE = ("model", "text", "comparison", "discovery", "extraction", "publication")
TESTS = Path(__file__).parent
SHARED = TESTS.parent.parent / "shared"

#: Audit events (PEP 578) that mean a file, a socket or a process.
_FORBIDDEN = (
    "open",
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.spawn",
    "os.posix_spawn",
    "sqlite3.",
)
_watching = {"on": False}


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if _watching["on"] and event.startswith(_FORBIDDEN):
        _watching["on"] = False  # the report of the failure may open files
        raise AssertionError(f"core code reached outside: {event} {arguments!r}")


sys.addaudithook(_refuse)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Around the call of each core test (not its fixtures) no file, socket or process may be opened."""
    folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
    _watching["on"] = folder in CORE
    try:
        return (yield)
    finally:
        _watching["on"] = False


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data beside the repository; its tests are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the development data (../shared) is not here; CI has it")
    return SHARED

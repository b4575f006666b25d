"""What all tests share: the proof that core code touches nothing outside itself, and the development data if present."""

from __future__ import annotations

import functools
import os
import sys
import sysconfig
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
_INSTALLED = tuple(
    {str(Path(sysconfig.get_path(name)).resolve()) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
)
_watching = {"on": False}

# The database of examples would open files inside core tests; in CI the same examples are tried each time.
settings.register_profile("variorum", database=None, deadline=None, derandomize="CI" in os.environ)
settings.load_profile("variorum")


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if _watching["on"] and event.startswith(_FORBIDDEN) and not _imports_a_module(event, arguments):
        _watching["on"] = False  # the report of the failure may open files
        raise AssertionError(f"core code reached outside: {event} {arguments!r}")


def _imports_a_module(event: str, arguments: tuple[object, ...]) -> bool:
    """Whether an installed module is being imported, as codecs are when first needed."""
    path = str(arguments[0]) if arguments else ""
    return event == "open" and path.endswith((".py", ".pyc", ".so")) and path.startswith(_INSTALLED)


sys.addaudithook(_refuse)


@contextmanager
def _watched() -> Iterator[None]:
    _watching["on"] = True
    try:
        yield
    finally:
        _watching["on"] = False


def _in_watched(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        with _watched():
            return function(*arguments, **named)

    return call


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Around the call of each core test (not its fixtures) no file, socket or process may be opened."""
    folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
    if folder not in CORE:
        return (yield)
    handle = getattr(getattr(item, "obj", None), "hypothesis", None)
    if handle is not None:
        # Hypothesis reads sources and imports strategies between examples: only the examples themselves are watched.
        inner = handle.inner_test
        handle.inner_test = _in_watched(inner)
        try:
            return (yield)
        finally:
            handle.inner_test = inner
    with _watched():
        return (yield)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data beside the repository; its tests are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the development data (../shared) is not here; CI has it")
    return SHARED

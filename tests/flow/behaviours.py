"""Functions for worker processes: what parsers do when they are well, and when they are not."""

from __future__ import annotations

import os
import resource
import sys
import time
from typing import Any


def doubled(number: int) -> int:
    return number * 2


def hangs() -> None:
    while True:
        pass


def dies() -> None:
    os._exit(3)


def eats_memory() -> int:
    return len(bytearray(8 * 1024**3))


def fails() -> None:
    raise ValueError("no such page")


def recurses(depth: int = 0) -> Any:
    return recurses(depth + 1)


def prints() -> str:
    sys.stdout.write("a library that talks")
    return "done"


def sleeps() -> None:
    time.sleep(60)


def works(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def processor_limit() -> int:
    return resource.getrlimit(resource.RLIMIT_CPU)[0]

"""A worker process: takes pure functions and their arguments on standard input, gives their results on standard output.

It is a process of its own so that a parser that hangs or eats memory can be killed without losing anything else.
"""

from __future__ import annotations

import importlib
import os
import pickle
import resource
import struct
import sys
from typing import Any, BinaryIO

#: Length of a message in bytes, big-endian, before the message.
HEADER = struct.Struct(">Q")
#: A parser that needs more address space than this is failing, in bytes.
_MEMORY = 4 * 1024**3


def main() -> None:
    """Answers requests until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A library that prints, in Python or beneath it, must not disturb the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while (request := _message(sys.stdin.buffer)) is not None:
        answer = _answer(request)
        answers.write(HEADER.pack(len(answer)) + answer)
        answers.flush()


def _message(stream: BinaryIO) -> bytes | None:
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    (length,) = HEADER.unpack(head)
    return stream.read(length)


def _answer(request: bytes) -> bytes:
    """The result, pickled, or the name of the error that it ended in."""
    try:
        module, name, arguments = pickle.loads(request)  # noqa: S301 - from our own parent process
        function = getattr(importlib.import_module(module), name)
        outcome: tuple[bool, Any] = (True, function(*arguments))
        return pickle.dumps(outcome)
    except (Exception, MemoryError, RecursionError) as error:  # noqa: BLE001 - the parent makes it a failure
        return pickle.dumps((False, f"{type(error).__name__}: {error}"[:300]))


if __name__ == "__main__":
    main()

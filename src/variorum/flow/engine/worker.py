"""A worker process: takes pure functions and their arguments on standard input, gives their results on standard output.

It is a process of its own so that a parser that hangs or eats memory can be killed without losing anything else.
"""

from __future__ import annotations

import importlib
import os
import pickle
import struct
import sys
import time
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

if sys.platform != "win32":
    import resource

#: Length of a message in bytes, big-endian, before the message.
HEADER = struct.Struct(">Q")
#: A parser that needs more address space than this is failing, in bytes.
_MEMORY = 4 * 1024**3
#: So much processor time one request may take, in seconds: more than the parent lets any, so that only orphans get there.
_PROCESSOR = 60


def main() -> None:
    """Answers requests until standard input ends, which it does when the parent ends, however it ends."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A library that prints, in Python or beneath it, must not disturb the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    requests: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    while True:
        request = requests.get()
        _limit_processor_time()
        answer = _answer(request)
        with suppress(BrokenPipeError):  # nobody waits for it: the receiver is about to end this process
            answers.write(HEADER.pack(len(answer)) + answer)
            answers.flush()


def _receive(stream: BinaryIO, requests: SimpleQueue[bytes]) -> None:
    """Hands over requests; ends the process when there are no more, also while it is busy with one."""
    try:
        while (request := _message(stream)) is not None:
            requests.put(request)
    finally:
        os._exit(0)


def _limit_processor_time() -> None:
    """Lets the system end a request that holds the interpreter, so that the receiver never gets its turn."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = int(time.process_time()) + _PROCESSOR
        resource.setrlimit(
            resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most)
        )


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

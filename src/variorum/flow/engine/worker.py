"""A worker process: takes pure functions and their arguments from a socket, gives their results back on it.

It is a process of its own so that a parser that hangs or eats memory can be killed without losing anything else.
"""

from __future__ import annotations

import importlib
import os
import pickle
import resource
import struct
import time
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

#: Length of a message in bytes, big-endian, before the message.
HEADER = struct.Struct(">Q")
#: A parser that needs more address space than this is failing, in bytes.
_MEMORY = 4 * 1024**3
#: So much processor time one request may take, in seconds: more than the parent lets any, so that only orphans get there.
_PROCESSOR = 60


def serve(handle: int) -> None:
    """Answers the requests of a socket until it is closed, which it is when the parent ends, however it ends."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(handle), "wb")
    requests: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_receive, args=(os.fdopen(handle, "rb"), requests), daemon=True).start()
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

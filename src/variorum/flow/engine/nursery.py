"""The process that worker processes are born of: it has imported what they need, so that each is there at once.

A fork costs a hundredth of what a new interpreter and its imports cost, and workers share the memory of what was
imported. The nursery is a process of its own because one with threads and an event loop cannot be forked safely.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress

from variorum.flow.engine import worker

#: What workers are asked for most: what these import is imported once.
_IMPORTED = ("variorum.flow.reading", "variorum.flow.comparing")
#: A request is the number of the worker that is to end, or 0 for a new one; the answer is the number of that worker.
_MESSAGE = struct.Struct(">q")
#: How long the nursery may take to import and to answer, in seconds of the wall.
_PATIENCE = 60.0
#: Workers stand side by side, so that the threads of a library within one would only hinder the others.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Nursery:
    """Begins and ends worker processes; started when first needed, ended with this process, however that ends.

    May be used from several threads. Raises `OSError` where no process can be had.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def begin(self) -> tuple[int, socket.socket]:
        """A new worker: its process number, and the socket on which it takes requests and gives answers."""
        ours, theirs = socket.socketpair()
        with self._turn, theirs:
            try:
                try:
                    return self._asked(0, theirs), ours
                except OSError:  # somebody ended the nursery: its workers live on, new ones need another
                    self._close()
                    return self._asked(0, theirs), ours
            except OSError:
                ours.close()
                raise

    def end(self, number: int) -> None:
        """Kills a worker unless it has ended, and returns when it is no more."""
        with (
            self._turn,
            suppress(OSError),
        ):  # whoever ended the nursery has its workers inherited by the system
            if self._control is not None:
                self._asked(number)

    def close(self) -> None:
        """Ends the nursery; workers that are still there end as their sockets are closed."""
        with self._turn:
            self._close()

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _asked(self, number: int, *handed: socket.socket) -> int:
        control = self._control or self._start()
        socket.send_fds(control, [_MESSAGE.pack(number)], [end.fileno() for end in handed])
        answer = control.recv(_MESSAGE.size, socket.MSG_WAITALL)
        if len(answer) < _MESSAGE.size:
            raise ConnectionResetError("the process that worker processes are born of has ended")
        (number,) = _MESSAGE.unpack(answer)
        if number < 0:
            raise OSError(-number, os.strerror(-number))
        return int(number)

    def _start(self) -> socket.socket:
        control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "variorum.flow.engine.nursery"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ONE_THREAD},
                start_new_session=True,  # Ctrl-C is for the parent, which ends its workers itself
            )
        control.settimeout(_PATIENCE)
        self._control = control
        atexit.register(self.close)
        return control


def main() -> None:
    """Forks a worker for each request until whoever asks has gone."""
    control = socket.socket(fileno=os.dup(sys.stdin.fileno()))
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    for name in _IMPORTED:
        importlib.import_module(name)
    gc.freeze()  # a collection that looks at what is shared would make each worker a copy of it
    children: set[int] = set()
    while True:
        message, handles, _, _ = socket.recv_fds(control, _MESSAGE.size, 1, socket.MSG_WAITALL)
        if len(message) < _MESSAGE.size:
            return
        (number,) = _MESSAGE.unpack(message)
        answer = _ended(number, children) if number else _begun(handles[0], control)
        if not number and answer > 0:
            children.add(answer)
        control.sendall(_MESSAGE.pack(answer))


def _begun(handle: int, control: socket.socket) -> int:
    """The number of a new process that answers on `handle`, or the negative number of the system's error."""
    try:
        number = os.fork()
    except OSError as error:
        os.close(handle)
        return -(error.errno or 1)
    if number == 0:
        try:
            control.close()
            worker.serve(handle)
        finally:
            os._exit(1)
    os.close(handle)
    return number


def _ended(number: int, children: set[int]) -> int:
    # Only this process waits for its children, so that a number cannot have become another process's.
    if number in children:
        children.discard(number)
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
    return number


#: The one of this process.
NURSERY = Nursery()

if __name__ == "__main__":
    main()

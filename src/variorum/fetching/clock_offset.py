"""Takes a moment as the clock of a check showed it, gives by how much the machine's clock was known to be fast then."""

from __future__ import annotations

import ctypes
import sys
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

#: A moment that lies further from the wall's time was shown by another clock, such as one at a tempo.
_SAME_CLOCK = timedelta(seconds=5)
#: Bits of the status and the return value that say that the clock is not kept in step (adjtimex(2)).
_UNSYNCHRONISED, _NANOSECONDS, _ERROR = 0x0040, 0x2000, 5


class KernelClock(NamedTuple):
    """What the kernel tells of its clock: the state that adjtimex(2) returns, its status bits, and what is still to be added."""

    state: int
    status: int
    offset: int


class _Timex(ctypes.Structure):
    """The beginning of `struct timex` on Linux, with room for the rest."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_long * 40),
    )


def known_offset(told: KernelClock | None) -> float | None:
    """The seconds by which the clock was known to be fast, to a millisecond; `None` where nothing keeps it in step.

    What the kernel is still to add is by how much it knows the clock to be slow.

    >>> known_offset(KernelClock(0, 0x2001, -2_000_000)), known_offset(KernelClock(5, 0x0040, 0)), known_offset(None)
    (0.002, None, None)
    """
    if told is None or told.state in {-1, _ERROR} or told.status & _UNSYNCHRONISED:
        return None
    return round(-told.offset / (1e9 if told.status & _NANOSECONDS else 1e6), 3) + 0.0


def clock_offset(shown: datetime) -> float | None:
    """By how many seconds the clock that showed a moment just now was known to be fast; `None` where that is not known.

    The `Date` of a server is kept with its headers and says nothing of this clock: servers go wrong, too.
    """
    if abs(shown - datetime.now(UTC)) > _SAME_CLOCK:
        return None
    return known_offset(_kernel_clock())


def _kernel_clock() -> KernelClock | None:
    """What the kernel tells; only Linux is asked, and nothing is set."""
    if not sys.platform.startswith("linux"):
        return None
    told = _Timex()
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.byref(told))
    except (OSError, AttributeError):
        return None
    return KernelClock(state, told.status, told.offset)

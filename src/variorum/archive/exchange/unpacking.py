"""Takes a file, plain or gzipped, gives its bytes from any place on, within limits, and where each came from."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from typing import BinaryIO

GZIP = b"\x1f\x8b\x08"
_PIECE = 2**16
#: A member that unpacks to more than this many times its size, and is not small, is made to fill a memory or a day.
_RATIO, _RATIO_FROM = 400, 64 * 2**20


class Damaged(Exception):  # noqa: N818 - reads as what it is
    """Bytes that cannot be read on; `offset` is where in the file what is damaged begins."""

    def __init__(self, offset: int, sentence: str) -> None:
        super().__init__(sentence)
        self.offset, self.sentence = offset, sentence


class Stream(Protocol):
    """Bytes of a file in their order."""

    @property
    def offset(self) -> int:
        """Where in the file the next byte is; where it is packed, where its gzip member begins."""
        ...

    @property
    def is_start(self) -> bool:
        """Whether reading could begin anew at `offset` with just the next byte."""
        ...

    def line(self, most: int) -> bytes:
        """The bytes up to a line end and with it, or `most` of them; empty at the end."""
        ...

    def take(self, length: int) -> bytes:
        """So many bytes, or those that are left."""
        ...

    def skip(self, length: int) -> int:
        """Passes over so many bytes, or those that are left; gives how many."""
        ...


class Plain:
    """A file that is not packed."""

    is_start = True

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        self._size = file.seek(0, 2)
        file.seek(start)

    @property
    def offset(self) -> int:
        """Where in the file the next byte is."""
        return self._file.tell()

    def line(self, most: int) -> bytes:
        """A line."""
        return self._file.readline(most)

    def take(self, length: int) -> bytes:
        """So many bytes."""
        # A length that a file claims is no reason to make room for it.
        return self._file.read(min(length, self._size - self._file.tell()))

    def skip(self, length: int) -> int:
        """Passes over so many bytes."""
        here = self._file.tell()
        there = min(here + length, self._size)
        self._file.seek(there)
        return there - here


class Members:
    """A file of gzip members (RFC 1952, section 2.2), one after the other."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        file.seek(start)
        self._packed, self._packed_at = b"", start
        self._ready = b""
        self._taken = 0
        self._stream: zlib._Decompress | None = None
        self._member = start
        self._came_in = self._came_out = self._given = 0

    @property
    def offset(self) -> int:
        """Where the member of the next byte begins."""
        self._fill()
        return self._member

    @property
    def is_start(self) -> bool:
        """Whether the next byte is the first of its member."""
        self._fill()
        return self._given == 0

    def line(self, most: int) -> bytes:
        """A line."""
        found = bytearray()
        while len(found) < most and self._fill():
            end = self._ready.find(b"\n", self._taken, self._taken + most - len(found))
            stop = min(len(self._ready), self._taken + most - len(found)) if end < 0 else end + 1
            found += self._give(stop)
            if end >= 0:
                break
        return bytes(found)

    def take(self, length: int) -> bytes:
        """So many bytes."""
        found = bytearray()
        while len(found) < length and self._fill():
            found += self._give(min(len(self._ready), self._taken + length - len(found)))
        return bytes(found)

    def skip(self, length: int) -> int:
        """Passes over so many bytes."""
        left = length
        while left and self._fill():
            left -= len(self._give(min(len(self._ready), self._taken + left)))
        return length - left

    def _give(self, stop: int) -> bytes:
        given = self._ready[self._taken : stop]
        self._taken = stop
        self._given += len(given)
        return given

    def _fill(self) -> bool:
        """Makes the next bytes ready, if there are any: never of two members at once."""
        while self._taken == len(self._ready):
            if not self._packed:
                self._packed_at = self._file.tell()
                self._packed = self._file.read(_PIECE)
            if not self._packed:
                if self._stream is not None:
                    raise Damaged(self._member, "it is cut short")
                return False
            self._unpack()
        return True

    def _unpack(self) -> None:
        if self._stream is None:
            rest = self._packed.lstrip(b"\0")  # some writers fill their blocks up
            self._packed_at += len(self._packed) - len(rest)
            self._packed = rest
            if not rest:
                return
            self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
            self._member, self._came_in, self._came_out, self._given = self._packed_at, 0, 0, 0
        try:
            self._ready, self._taken = self._stream.decompress(self._packed, _PIECE), 0
        except zlib.error as error:
            raise Damaged(self._member, f"gzip cannot unpack it ({error})") from error
        rest = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        used = len(self._packed) - len(rest)
        self._packed, self._packed_at = rest, self._packed_at + used
        self._came_in, self._came_out = self._came_in + used, self._came_out + len(self._ready)
        if self._came_out > _RATIO_FROM and self._came_out > _RATIO * self._came_in:
            raise Damaged(self._member, f"it unpacks to more than {_RATIO} times its size")
        if self._stream.eof:
            self._stream = None


def opened(file: BinaryIO, start: int = 0) -> Stream:
    """The bytes of a file from a place on, unpacked where a gzip member begins there."""
    file.seek(start)
    packed = file.read(len(GZIP)) == GZIP
    return Members(file, start) if packed else Plain(file, start)


def next_place(file: BinaryIO, after: int, marks: tuple[bytes, ...], most: int = 2**33) -> int | None:
    """Where in a file one of some marks stands next behind a place; `None` where none does."""
    longest = max(map(len, marks))
    at, before = after + 1, b""
    file.seek(at)
    while at - after < most and (piece := file.read(2**20)):
        window = before + piece
        found = [place for mark in marks if (place := window.find(mark)) >= 0]
        if found:
            return at - len(before) + min(found)
        at += len(piece)
        before = window[-longest + 1 :] if longest > 1 else b""
    return None

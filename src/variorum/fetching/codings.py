"""Takes a body as it was sent and its Content-Encoding, gives the content, never more of it than the limits let."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import brotli  # ships no types
import zstandard

from variorum.fetching.transport import Limits, NoAnswerError, size_text
from variorum.model import FailureKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: What a request offers (RFC 9110 section 12.5.3).
ACCEPTED = "gzip, deflate, br, zstd"

#: A page is packed once. More is a mistake or an attack.
_MOST_LAYERS = 2
_PIECE = 2**16
_SLICE = 2**14
#: A block of 4 bytes gives up to 128 KiB (RFC 8878 section 3.1.1.2), so that one slice stays under 8 MiB.
_ZSTD_SLICE = 2**8
_ZSTD_MOST_FRAMES = 1_000
#: RFC 9659: a window of at most 8 MiB.
_ZSTD_WINDOW = 2**23


def unpacked(body: bytes, content_encoding: str, limits: Limits) -> bytes:
    """The content of a body, its codings undone one after the other.

    Raises NoAnswerError: too large, cut short, broken, or coded in a way that was not offered.
    Source: RFC 9110 section 8.4, RFC 1950-1952, 7932, 8878.

    >>> unpacked(zlib.compress(b"news"), "deflate", Limits())
    b'news'
    """
    names = [
        name for part in content_encoding.lower().split(",") if (name := part.strip()) not in {"", "identity"}
    ]
    if len(names) > _MOST_LAYERS:
        raise NoAnswerError(FailureKind.BAD_RESPONSE, "the body is packed too many times over")
    received = len(body)
    for name in reversed(names):
        pieces = _CODINGS.get(name)
        if pieces is None:
            raise NoAnswerError(
                FailureKind.BAD_RESPONSE, "the body is packed in a way that was not asked for"
            )
        if body:  # many servers name the coding of an empty body too
            body = _collected(pieces(body), received, limits)
    return body


def _collected(pieces: Iterator[bytes], received: int, limits: Limits) -> bytes:
    content = bytearray()
    try:
        for piece in pieces:
            content += piece
            if len(content) > limits.unpacked:
                raise NoAnswerError(
                    FailureKind.TOO_LARGE, f"unpacked, the body is larger than {size_text(limits.unpacked)}"
                )
            if len(content) > limits.ratio_from and len(content) > limits.ratio * received:
                raise NoAnswerError(
                    FailureKind.TOO_LARGE, f"the body unpacks to more than {limits.ratio} times its size"
                )
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise NoAnswerError(FailureKind.BAD_RESPONSE, "the packing of the body is broken") from error
    return bytes(content)


def _cut_short() -> NoAnswerError:
    return NoAnswerError(FailureKind.TRUNCATED, "the answer is truncated")


def _inflated(body: bytes, window: int) -> Iterator[bytes]:
    """One zlib stream. What follows it is passed over, as browsers do."""
    stream = zlib.decompressobj(window)
    for start in range(0, len(body), _SLICE):
        waiting = body[start : start + _SLICE]
        while True:
            piece = stream.decompress(waiting, _PIECE)
            yield piece
            if stream.eof:
                return
            waiting = stream.unconsumed_tail
            if not waiting and len(piece) < _PIECE:
                break
    raise _cut_short()


def _gzip(body: bytes) -> Iterator[bytes]:
    return _inflated(body, 16 + zlib.MAX_WBITS)


def _deflate(body: bytes) -> Iterator[bytes]:
    """RFC 9110 asks for the zlib format; servers that send the bare stream are understood too (section 8.4.1.2)."""
    wrapped = len(body) > 1 and body[0] & 0x0F == zlib.DEFLATED and (body[0] * 256 + body[1]) % 31 == 0
    return _inflated(body, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


def _brotli(body: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    for start in range(0, len(body), _SLICE):
        piece = stream.process(body[start : start + _SLICE], output_buffer_limit=_PIECE)
        while (
            piece or not stream.can_accept_more_data()
        ):  # more may wait inside, even when all input was taken
            yield piece
            piece = stream.process(b"", output_buffer_limit=_PIECE)
        if stream.is_finished():
            return
    raise _cut_short()


def _zstd(body: bytes) -> Iterator[bytes]:
    """All frames, one after the other (RFC 8878 section 3)."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    stream = decompressor.decompressobj()
    frames = 1
    for start in range(0, len(body), _ZSTD_SLICE):
        waiting = body[start : start + _ZSTD_SLICE]
        while waiting:
            if stream.eof:
                frames += 1
                if frames > _ZSTD_MOST_FRAMES:
                    raise NoAnswerError(FailureKind.BAD_RESPONSE, "the packing of the body is broken")
                stream = decompressor.decompressobj()
            yield stream.decompress(waiting)
            waiting = stream.unused_data if stream.eof else b""
    if not stream.eof:
        raise _cut_short()


_CODINGS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}

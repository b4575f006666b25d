"""Bodies are unpacked as they were packed, and never to more than the limits let."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import brotli  # ships no types
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from variorum.fetching import Limits
from variorum.fetching.codings import unpacked
from variorum.fetching.transport import NoAnswerError
from variorum.model import FailureKind

if TYPE_CHECKING:
    from collections.abc import Callable


def _bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=1))


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", _bare_deflate),
    "br": ("br", _brotli),
    "zstd": ("zstd", zstandard.ZstdCompressor().compress),
}
EACH = pytest.mark.parametrize(("name", "pack"), PACKERS.values(), ids=PACKERS)
PAGE = b"".join(b"<p>%d people were in the square.</p>" % count for count in range(9_000))


@EACH
@given(st.binary(max_size=300), st.integers(1, 3_000))
def test_every_body_unpacks_to_what_was_packed(
    name: str, pack: Callable[[bytes], bytes], body: bytes, times: int
) -> None:
    assert unpacked(pack(body * times), name, Limits(ratio=10**9)) == body * times


@EACH
def test_a_page_larger_than_any_piece_unpacks_whole(name: str, pack: Callable[[bytes], bytes]) -> None:
    assert unpacked(pack(PAGE), name, Limits()) == PAGE


@EACH
def test_a_packed_body_that_was_cut_is_truncated_wherever_it_was_cut(
    name: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(PAGE)
    for length in (len(packed) - 1, len(packed) // 2, 20):
        with pytest.raises(NoAnswerError, match="truncated") as caught:
            unpacked(packed[:length], name, Limits())
        assert caught.value.kind is FailureKind.TRUNCATED


@EACH
def test_a_bomb_ends_at_the_limits_with_bounded_memory(name: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(bytes(2**26))
    for limits in (Limits(), Limits(ratio=10**9)):
        tracemalloc.start()
        try:
            with pytest.raises(NoAnswerError) as caught:
                unpacked(bomb, name, limits)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert caught.value.kind is FailureKind.TOO_LARGE
        assert peak < 2 * Limits().unpacked


def test_a_bomb_is_told_by_its_ratio_or_its_size() -> None:
    with pytest.raises(NoAnswerError, match="more than 200 times its size"):
        unpacked(_brotli(bytes(2**24)), "br", Limits())
    with pytest.raises(NoAnswerError, match="unpacked, the body is larger than 24 MiB"):
        unpacked(gzip.compress(bytes(2**25)), "gzip", Limits(ratio=10**9))


def test_a_bomb_inside_a_bomb_is_measured_by_what_was_received() -> None:
    with pytest.raises(NoAnswerError, match="times its size"):
        unpacked(_brotli(gzip.compress(bytes(2**24))), "gzip, br", Limits())


def test_codings_are_undone_in_the_order_opposite_to_their_making() -> None:
    assert unpacked(_brotli(gzip.compress(b"news")), "gzip, identity, br", Limits()) == b"news"
    with pytest.raises(NoAnswerError, match="too many times"):
        unpacked(b"x", "gzip, gzip, gzip", Limits())


@pytest.mark.parametrize("coding", ["", "identity", " , "])
def test_a_body_without_coding_is_as_received(coding: str) -> None:
    assert unpacked(b"plain", coding, Limits()) == b"plain"


def test_an_empty_body_is_empty_whatever_its_coding() -> None:
    assert unpacked(b"", "gzip", Limits()) == b""


def test_a_coding_that_was_not_offered_is_no_answer() -> None:
    with pytest.raises(NoAnswerError, match="not asked for"):
        unpacked(b"x", "compress", Limits())


@EACH
def test_a_plain_body_under_the_name_of_a_coding_is_no_answer(
    name: str, pack: Callable[[bytes], bytes]
) -> None:
    assert pack(b"x")
    with pytest.raises(NoAnswerError) as caught:
        unpacked(b"<!doctype html><p>This page was never packed.</p>" * 9, name, Limits())
    assert caught.value.kind is FailureKind.BAD_RESPONSE


def test_what_follows_a_gzip_stream_is_passed_over() -> None:
    assert unpacked(gzip.compress(b"news") + b"\0\0\0", "gzip", Limits()) == b"news"


def test_zstd_frames_are_joined_and_a_flood_of_them_is_no_answer() -> None:
    pack = zstandard.ZstdCompressor().compress
    assert unpacked(b"".join(pack(b"%d," % n) for n in range(100)), "zstd", Limits()) == b"".join(
        b"%d," % n for n in range(100)
    )
    with pytest.raises(NoAnswerError, match="broken"):
        unpacked(pack(b"") * 5_000, "zstd", Limits())


def test_a_zstd_window_beyond_that_of_the_web_is_no_answer() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=25, write_content_size=False)
    packer = zstandard.ZstdCompressor(compression_params=parameters)
    streamed = packer.compressobj()
    with pytest.raises(NoAnswerError, match="broken"):
        unpacked(streamed.compress(b"news") + streamed.flush(), "zstd", Limits())


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip,br"]), st.booleans())
def test_no_bytes_break_the_unpacking(body: bytes, name: str, genuine: bool) -> None:
    heads = {"gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\3", "deflate": b"\x78\x9c", "zstd": b"\x28\xb5\x2f\xfd"}
    with suppress(NoAnswerError):
        unpacked(heads.get(name, b"") * genuine + body, name, Limits())

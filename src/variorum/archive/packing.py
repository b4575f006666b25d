"""Takes bytes and JSON documents, gives what is stored of them: compressed, alone or as a patch of other bytes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import zstandard

from variorum.archive.errors import ArchiveDamaged

#: No stored text is larger than the largest page that is fetched, decoded.
_LARGEST = 64 * 2**20
#: The window must reach back over the base and the bytes themselves: twice the largest text.
_WIDEST_WINDOW = 27
_NARROWEST_WINDOW = 10
#: Above it a patch hardly gets smaller and takes ten times as long; below it, larger by a sixth and more.
_LEVEL = 6
#: A patch that saves less than this against the bytes alone is weighed against them.
_DOUBTFUL = 4


def packed(data: bytes, base: bytes | None = None) -> bytes:
    """Compresses bytes (Zstandard, RFC 8878), with `base` as a raw dictionary: then only what differs takes room.

    >>> unpacked(packed(b"news"), expected_hash=hashlib.sha256(b"news").hexdigest())
    b'news'
    >>> old = bytes(range(256)) * 4
    >>> len(packed(old + b"!", old)) < 40, unpacked(packed(old + b"!", old), base=old) == old + b"!"
    (True, True)
    """
    reach = len(data) + len(base or b"")
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL,
        source_size=reach,
        window_log=min(max(reach.bit_length(), _NARROWEST_WINDOW), _WIDEST_WINDOW),
        write_content_size=True,
        write_checksum=False,
    )
    return zstandard.ZstdCompressor(compression_params=parameters, dict_data=_dictionary(base)).compress(data)


def patched(data: bytes, base: bytes) -> bytes | None:
    """A patch from `base` to `data`; `None` where it saves nothing against the bytes compressed alone."""
    patch = packed(data, base)
    if len(patch) * _DOUBTFUL > len(data) and len(packed(data)) <= len(patch):
        return None
    return patch


def unpacked(data: bytes, *, base: bytes | None = None, expected_hash: str | None = None) -> bytes:
    """The bytes as they were; raises `ArchiveDamaged` when they are not those whose SHA-256 was kept."""
    decompressor = zstandard.ZstdDecompressor(dict_data=_dictionary(base), max_window_size=2**_WIDEST_WINDOW)
    try:
        if zstandard.frame_content_size(data) > _LARGEST:
            raise ArchiveDamaged(
                "a stored text claims to be larger than any that is kept: restore the archive from a copy"
            )
        plain = decompressor.decompress(data, max_output_size=_LARGEST)
    except zstandard.ZstdError as error:
        raise ArchiveDamaged(
            f"a stored text cannot be read back ({error}): restore the archive from a copy"
        ) from error
    if expected_hash is not None and hashlib.sha256(plain).hexdigest() != expected_hash:
        raise ArchiveDamaged(
            f"the stored text {expected_hash[:12]}… is not what was kept: restore the archive from a copy"
        )
    return plain


def _dictionary(base: bytes | None) -> zstandard.ZstdCompressionDict | None:
    if not base:
        return None
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def plain_document(document: Any) -> bytes:
    r"""A JSON document as bytes. Lone surrogates survive, since everything but ASCII is escaped.

    >>> plain_document({"b": 1, "a": "\u00fc"})
    b'{"b":1,"a":"\\u00fc"}'
    """
    return json.dumps(document, separators=(",", ":")).encode("ascii")

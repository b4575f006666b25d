"""Takes bytes and JSON documents, gives what is stored of them: compressed, and checked when read back."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import zstandard

from variorum.archive.errors import ArchiveDamaged

#: The name under which the codec is stored beside its data.
CODEC = "zstd"
_LEVEL = 3
#: No stored text is larger than the largest page that is fetched, decoded.
_LARGEST = 64 * 1024 * 1024


def packed(data: bytes) -> bytes:
    """Compresses bytes (Zstandard, RFC 8878).

    >>> unpacked(packed(b"news"), expected_hash=hashlib.sha256(b"news").hexdigest())
    b'news'
    """
    return zstandard.ZstdCompressor(level=_LEVEL).compress(data)


def unpacked(data: bytes, *, expected_hash: str | None = None) -> bytes:
    """The bytes as they were; raises `ArchiveDamaged` when they are not those whose SHA-256 was kept."""
    try:
        plain = zstandard.ZstdDecompressor().decompress(data, max_output_size=_LARGEST)
    except zstandard.ZstdError as error:
        raise ArchiveDamaged(
            f"a stored text cannot be read back ({error}): restore the archive from a copy"
        ) from error
    if expected_hash is not None and hashlib.sha256(plain).hexdigest() != expected_hash:
        raise ArchiveDamaged(
            f"the stored body {expected_hash[:12]}… is not what was kept: restore the archive from a copy"
        )
    return plain


def packed_document(document: Any) -> bytes:
    """A JSON document, compressed. Lone surrogates survive, since everything but ASCII is escaped."""
    return packed(json.dumps(document, separators=(",", ":")).encode("ascii"))


def unpacked_document(data: bytes) -> Any:
    """The document as it was."""
    return json.loads(unpacked(data))

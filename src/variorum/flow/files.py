"""Takes files of pages and texts, gives captures: unpacked within limits, with the time and type that their names tell."""

from __future__ import annotations

import gzip
import io
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.fetching.agent import TOOL
from variorum.model import Capture, Circumstances, Failure, FailureKind, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The largest file that is read, unpacked, in bytes: as large as the largest page that is fetched.
LARGEST = 24 * 2**20
#: How files begin that hold pictures, documents, archives or programs.
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x7fELF",
    b"MZ\x90",
    b"SQLite format 3",
    b"7z\xbc\xaf",
    b"BZh",
    b"\xfd7zXZ",
)
#: Text in two or four bytes a letter says so by its first ones, and holds noughts.
_WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
#: What no text holds, in any encoding; line feeds, tabs, form feeds and the escapes of ISO 2022 are let in.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b\x0e\x0f"))
#: So much of a file is looked at, and so many of its bytes may be control characters, one in so many.
_LOOKED_AT, _CONTROLS_ONE_IN = 64 * 2**10, 50
#: So few strayed into a text.
_STRAY_CONTROLS = 8
#: A nought tells as much as so many others; one that strayed into a long page does not make it another thing.
_NOUGHT = 20
_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
}


def article_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files of articles among files and directories, each directory searched in order of names."""
    for path in paths:
        if is_directory(path):
            yield from sorted(
                inner for inner in path.rglob("*") if inner.is_file() and _type(inner) is not None
            )
        else:
            yield path


def is_directory(path: Path) -> bool:
    """Whether a path is that of a directory; one that the system cannot even look up, being too long, is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _type(path: Path) -> str | None:
    name = path.name.lower().removesuffix(".gz")
    return _TYPES.get(Path(name).suffix)


def file_capture(
    path: Path, *, url: str | None = None, captured_at: datetime | None = None
) -> Capture | Failure:
    """The content of a file as a capture: html, htm, xhtml, txt or md, plain or gzipped.

    Without `url` its address is its name, to be replaced by what the page claims; without `captured_at` the bytes count
    as served when the file was last written.
    """
    body = file_bytes(path)
    if isinstance(body, Failure):
        return body
    if is_binary(body):
        return Failure(FailureKind.MALFORMED, str(path), "it is no page and no text, but a binary file")
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return Failure(
            FailureKind.MALFORMED,
            str(path),
            "the time at which it was written cannot be told; give --captured-at",
        )
    return Capture(
        url=url or path.resolve().as_uri(),
        body=body,
        captured_at=captured_at or written,
        headers=(("content-type", _type(path) or "text/html"),),
        origin=Origin.IMPORTED,
        claimed=url is None,
        circumstances=Circumstances(tool=TOOL),
    )


def is_binary(body: bytes) -> bool:
    r"""Whether bytes are no text: they begin as another kind of file does, or hold many control characters or some noughts.

    >>> is_binary(b"\x89PNG\r\n"), is_binary(b"Rain fell."), is_binary("Rain fell.".encode("utf-16"))
    (True, False, False)
    """
    if body.startswith(_BINARY):
        return True
    if body.startswith(_WIDE_TEXT):
        return False
    head = body[:_LOOKED_AT]
    controls = len(head) - len(head.translate(None, _CONTROLS)) + head.count(0) * _NOUGHT
    return controls > _STRAY_CONTROLS and controls * _CONTROLS_ONE_IN > len(head)


def file_bytes(path: Path) -> bytes | Failure:
    """The bytes of a file, unpacked when it is gzipped; at most `LARGEST` of them."""
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except IsADirectoryError:
        return Failure(FailureKind.MALFORMED, str(path), "it is a directory, not a file")
    except FileNotFoundError:
        return Failure(FailureKind.NO_FILE, str(path), "there is no such file")
    except OSError as error:
        return Failure(FailureKind.UNREACHABLE, str(path), f"it cannot be read ({error.strerror})")
    if body.startswith(b"\x1f\x8b") and len(body) <= LARGEST:
        unpacked = _unpacked(body)
        if unpacked is None:
            return Failure(FailureKind.MALFORMED, str(path), "it is damaged: gzip cannot unpack it")
        body = unpacked
    if len(body) > LARGEST:
        return Failure(FailureKind.TOO_LARGE, str(path), f"it is larger than {LARGEST // 2**20} MiB")
    return body


def _unpacked(body: bytes) -> bytes | None:
    """All members of gzipped bytes (RFC 1952, section 2.2), a byte more than the limit at most; `None` when damaged."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as file:
            return file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        return None

"""Takes records of WARC, gives a WACZ (version 1.1.1): a zip of them with an index and a list of pages; takes a WACZ, gives its WARC files."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import tempfile
import zipfile
from contextlib import closing, contextmanager
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from variorum.archive.exchange.warc_writing import packed_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from typing import BinaryIO

    from variorum.model import Capture

_WARC, _INDEX, _PAGES = "archive/data.warc.gz", "indexes/index.cdx.gz", "pages/pages.jsonl"
_VERSION = "1.1.1"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
#: So many files, with names of so many letters, does a WACZ have at most that is read.
_MOST_FILES, _LONGEST_NAME = 100_000, 500


def write_wacz(
    file: BinaryIO,
    records: Iterable[tuple[bytes, str, Capture | None]],
    *,
    made_at: datetime,
    software: str,
    title: str,
) -> None:
    """Writes a WACZ of records, each with the title of its page and the capture that it is of (`None` for what is no capture).

    The index is sorted on disk: it may be larger than a memory.
    """
    resources: list[dict[str, object]] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite3.connect(str(Path(folder) / "lines"))) as lines,
    ):
        lines.execute("CREATE TABLE line (url TEXT, at TEXT, told TEXT, page TEXT)")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as pack:
            with _written(pack, _WARC, resources) as warc:
                offset = 0
                for record, name, capture in records:
                    member = packed_record(record)
                    warc(member)
                    if capture is not None:
                        lines.execute(
                            "INSERT INTO line VALUES (?, ?, ?, ?)", _lines(capture, name, offset, len(member))
                        )
                    offset += len(member)
            with _written(pack, _INDEX, resources) as index:
                for url, at, told in lines.execute("SELECT url, at, told FROM line ORDER BY url, at, told"):
                    index(packed_record(f"{url} {at} {told}\n".encode()))
            with _written(pack, _PAGES, resources) as pages:
                pages(b'{"format": "json-pages-1.0", "id": "pages", "title": "Archived articles"}\n')
                for (page,) in lines.execute("SELECT page FROM line ORDER BY at, url"):
                    pages(f"{page}\n".encode())
            _describe(pack, resources, {"title": title, "created": _iso(made_at), "software": software})


def _lines(capture: Capture, title: str, offset: int, length: int) -> tuple[str, str, str, str]:
    """The key, time and facts of a capture in the index (CDXJ), and its line in the list of pages."""
    digest = base64.b32encode(hashlib.sha1(capture.body, usedforsecurity=False).digest()).decode("ascii")
    at = capture.captured_at.astimezone(UTC)
    told = {
        "url": capture.address,
        "mime": (capture.header("content-type") or "unk").partition(";")[0].strip(),
        "status": str(capture.status),
        "digest": f"sha1:{digest}",
        "length": str(length),
        "offset": str(offset),
        "filename": _WARC.rpartition("/")[2],
    }
    page = {
        "id": capture.body_hash[:16],
        "url": capture.address,
        "ts": _iso(capture.captured_at),
        "title": title,
    }
    return sort_key(capture.address), f"{at:%Y%m%d%H%M%S}", json.dumps(told), json.dumps(page)


def sort_key(url: str) -> str:
    """The key under which an address stands in an index: its host from the last label on, then path and query, small.

    >>> sort_key("https://www.Paper.example:8080/News?b=2&a=1")
    'example,paper:8080)/news?a=1&b=2'
    """
    try:
        parts = urlsplit(url)
        host, number = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:  # an impossible host or port, of a file from elsewhere: it stands as it is
        return url.lower().replace(" ", "%20")
    port = f":{number}" if number and number not in {80, 443} else ""
    query = "&".join(sorted(parts.query.split("&")))
    told = f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{'?' + query if query else ''}"
    # A blank would end the key.
    return told.lower().replace(" ", "%20")


@contextmanager
def _written(pack: zipfile.ZipFile, name: str, resources: list[dict[str, object]]) -> Iterator[_Write]:
    """A file in a zip, whose length and hash are noted when all of it is written."""
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED
    with pack.open(entry, "w", force_zip64=True) as opened:
        write = _Write(opened)
        yield write
    resources.append(
        {
            "name": name.rpartition("/")[2],
            "path": name,
            "hash": f"sha256:{write.digest.hexdigest()}",
            "bytes": write.length,
        }
    )


class _Write:
    """Writes pieces, and knows their length and hash."""

    def __init__(self, file: object) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.length = 0

    def __call__(self, piece: bytes) -> None:
        self._file.write(piece)  # type: ignore[attr-defined]
        self.digest.update(piece)
        self.length += len(piece)


def _describe(pack: zipfile.ZipFile, resources: list[dict[str, object]], told: dict[str, str]) -> None:
    package = {"profile": "data-package", "wacz_version": _VERSION, **told, "resources": resources}
    data = json.dumps(package, indent=2).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    for name, content in (
        ("datapackage.json", data),
        ("datapackage-digest.json", json.dumps(digest).encode()),
    ):
        entry = zipfile.ZipInfo(name, _NO_TIME)
        entry.external_attr = 0o644 << 16
        pack.writestr(entry, content)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def warc_names(path: Path) -> tuple[str, ...]:
    """The names of the WARC files in a WACZ, in order; empty where it is none. Raises ValueError where the zip is damaged."""
    try:
        with zipfile.ZipFile(path) as pack:
            entries = pack.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise ValueError(f"it is no zip file, or a damaged one ({error})") from error
    if len(entries) > _MOST_FILES:
        raise ValueError(f"it holds {len(entries)} files: more than any")
    names = {entry.filename for entry in entries if len(entry.filename) <= _LONGEST_NAME}
    return tuple(
        sorted(name for name in names if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")))
    )


@contextmanager
def warc_in(path: Path, name: str) -> Iterator[BinaryIO]:
    """A WARC file in a WACZ. Raises ValueError where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as pack, pack.open(name) as opened:
            yield opened  # type: ignore[misc]
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError(f"{name} in it cannot be read ({error})") from error

"""Takes captures, gives WARC 1.1 records that any reader understands, and from which Variorum makes the same captures again."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
import zlib
from datetime import UTC
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Any

    from variorum.model import Capture

#: What a record says beyond the standard, in a field of its own, which others pass over (ISO 28500, section 4).
CAPTURE_FIELD = "Variorum-Capture"
#: Headers that speak of the body as it was sent; bodies are kept as they were read. Common Crawl marks them in this way too.
OF_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})
MARK = "X-Crawler-"
_IDS = uuid.UUID("5b2f7c5e-7d9e-4c56-9a0b-6d6f2f6d7761")
_REASONS = {200: "OK", 304: "Not Modified", 404: "Not Found", 410: "Gone"}


def warc_head(tool: str, made_at: datetime, name: str) -> bytes:
    """The record that opens a file and says what wrote it."""
    content = f"software: {tool}\r\nformat: WARC File Format 1.1\r\nconformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
    fields = [("WARC-Filename", _one_line(name)), ("Content-Type", "application/warc-fields")]
    return _record("warcinfo", f"warcinfo {name} {made_at.isoformat()}", made_at, fields, content.encode())


def warc_of_capture(key: str, kept: Capture, told: dict[str, Any]) -> bytes:
    """The records of a capture under its id: the response, and the request where its headers are known. `told` is what else is known."""
    target = ("WARC-Target-URI", _one_line(kept.address))
    host = kept.circumstances.peer.rpartition(":")[0].strip("[]")
    address = [("WARC-IP-Address", host)] if host and " " not in host else []
    document = json.dumps(told, separators=(",", ":"))
    content = _response(kept)
    response = _record(
        "response",
        key,
        kept.captured_at,
        [
            target,
            *address,
            ("Content-Type", "application/http; msgtype=response"),
            ("WARC-Payload-Digest", _digest(kept.body)),
            (CAPTURE_FIELD, document),
        ],
        content,
    )
    if not kept.circumstances.request_headers:
        return response
    request = _record(
        "request",
        f"request {key}",
        kept.captured_at,
        [
            target,
            ("Content-Type", "application/http; msgtype=request"),
            ("WARC-Concurrent-To", f"<{_urn(key)}>"),
        ],
        _request(kept),
    )
    return response + request


def _response(kept: Capture) -> bytes:
    # The blank stands there also where no reason follows (RFC 9112, section 4).
    lines = [f"HTTP/1.1 {kept.status} {_REASONS.get(kept.status, '')}"]
    lines += [
        f"{MARK if name in OF_TRANSFER else ''}{_one_line(name)}: {_one_line(value)}"
        for name, value in kept.headers
    ]
    lines.append(f"Content-Length: {len(kept.body)}")
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + kept.body


def _request(kept: Capture) -> bytes:
    parts = urlsplit(kept.address)
    where = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers: Iterable[tuple[str, str]] = kept.circumstances.request_headers
    lines = [f"GET {_one_line(where)} HTTP/1.1"]
    if not any(name == "host" for name, _ in headers):
        lines.append(f"host: {parts.netloc.rpartition('@')[2]}")
    lines += [f"{_one_line(name)}: {_one_line(value)}" for name, value in headers]
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n"


def _record(kind: str, key: str, at: datetime, fields: list[tuple[str, str]], content: bytes) -> bytes:
    head = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<{_urn(key)}>"),
        ("WARC-Date", at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        *fields,
        ("WARC-Block-Digest", _digest(content)),
        ("Content-Length", str(len(content))),
    ]
    lines = "".join(f"{name}: {value}\r\n" for name, value in head)
    return b"WARC/1.1\r\n" + lines.encode("utf-8", "replace") + b"\r\n" + content + b"\r\n\r\n"


def packed_record(record: bytes) -> bytes:
    """A record as a gzip member of its own, so that readers find it by its offset."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(record) + packer.flush()


def _urn(key: str) -> str:
    """The id of a record, the same whenever the same thing is written."""
    return uuid.uuid5(_IDS, key).urn


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def _one_line(text: str) -> str:
    return " ".join(text.split()) if not text.isprintable() else text

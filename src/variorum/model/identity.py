"""Takes what makes a thing itself, gives its permanent id: 16 letters and digits, the same on every machine."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_ID = re.compile(r"[a-z2-7]{16}")


def _permanent_id(kind: str, *parts: str) -> str:
    digest = hashlib.sha256("\x1f".join((kind, *parts)).encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest[:10]).decode("ascii").lower()


def looks_like_id(text: str) -> bool:
    """Whether `text` has the shape of a permanent id.

    >>> looks_like_id(article_id("example.org/a")), looks_like_id("http://example.org/a")
    (True, False)
    """
    return _ID.fullmatch(text) is not None


def source_id(url_key: str) -> str:
    """The id of a source, from the key of its address.

    >>> source_id("example.org/feed")
    '2dal5uf6vsp5rfj4'
    """
    return _permanent_id("source", url_key)


def article_id(url_key: str) -> str:
    """The id of an article, from the key of its address (see `variorum.text.urls.url_key`).

    >>> article_id("example.org/a") == article_id("example.org/b")
    False
    """
    return _permanent_id("article", url_key)


def capture_id(article: str, captured_at: datetime, body_hash: str) -> str:
    """The id of a capture, from its article, the moment its bytes were served and their hash."""
    return _permanent_id("capture", article, captured_at.isoformat(), body_hash)


def version_id(article: str, captured_at: datetime, text_hash: str) -> str:
    """The id of a version, from its article, the moment its bytes were served and the hash of its text."""
    return _permanent_id("version", article, captured_at.isoformat(), text_hash)


def revision_id(before: str, after: str) -> str:
    """The id of a revision, from the ids of the two versions that it compares."""
    return _permanent_id("revision", before, after)


def event_id(article: str, kind: str, at: datetime) -> str:
    """The id of an event, from its article, its kind and the moment it was established."""
    return _permanent_id("event", article, kind, at.isoformat())


def tombstone_id(article: str, kind: str, at: datetime) -> str:
    """The id of a tombstone, from its article (empty where it stands for many), its kind and its moment."""
    return _permanent_id("tombstone", article, kind, at.isoformat())

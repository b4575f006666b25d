"""Takes files, gives versions: each at its place in time, beside what was fetched and never mixed with it unmarked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from variorum.flow.comparing import compared
from variorum.flow.files import file_capture
from variorum.flow.keeping import first_schedule, keep_imported
from variorum.flow.reading import read
from variorum.model import (
    Failure,
    FailureKind,
    KeepVersion,
    Revision,
    Source,
    SourceKind,
    Unreadable,
    Version,
)
from variorum.model.identity import source_id
from variorum.text.urls import url_key, web_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from variorum.archive import ArchivePort
    from variorum.flow.engine.workers import Workers

_SOURCE_URL = "files:imported"
_REASON = "imported from a file; not checked until a source lists it or it is added"


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file came to: a new version, nothing new, or a failure."""

    path: Path
    url: str = ""
    headline: str = ""
    version: Version | None = None
    failure: Failure | None = None


async def import_file(
    archive: ArchivePort,
    workers: Workers,
    path: Path,
    *,
    now: Callable[[], datetime],
    url: str | None = None,
    captured_at: datetime | None = None,
) -> Imported:
    """Imports one file under `url`, or under the address that the page claims. A file that is there already adds nothing."""
    capture = file_capture(path, url=url, captured_at=captured_at)
    if isinstance(capture, Failure):
        return Imported(path, failure=capture)
    reading = await workers.run(str(path), read, capture)
    if isinstance(reading, Failure):
        return Imported(path, failure=reading)
    if isinstance(reading.article, Unreadable) or reading.text_hash is None:
        detail = reading.article.detail if isinstance(reading.article, Unreadable) else "it says nothing"
        return Imported(path, failure=Failure(FailureKind.UNREADABLE, str(path), detail))
    address = url or reading.article.canonical_url
    if address is None or web_url(address) is None:
        told = "the page claims no address of its own: give one with --url"
        return Imported(path, failure=Failure(FailureKind.BAD_ADDRESS, str(path), told))
    capture = replace(capture, url=address)
    new = KeepVersion(capture, reading.article, reading.text_hash)
    return await _kept(archive, workers, path, new, now(), known_time=captured_at is not None)


async def _kept(
    archive: ArchivePort, workers: Workers, path: Path, new: KeepVersion, now: datetime, *, known_time: bool
) -> Imported:
    capture = new.capture
    article_id = _article(archive, capture.url, now)
    told = Imported(path, capture.url, new.article.headline or "")
    before, after = archive.around(article_id, capture.captured_at)
    present = before is not None and before.text_hash == new.text_hash
    # A file's own time is a guess: bytes that are archived already are the same capture, whenever the file was written.
    if (not known_time and archive.has_body(article_id, capture.body_hash)) or present:
        return told
    revisions: list[tuple[Version, Revision | None]] = []
    for neighbour, is_after in ((before, False), (after, True)):
        if neighbour is not None and neighbour.text_hash != new.text_hash:
            made = await _revision(workers, path, neighbour, new, is_after=is_after)
            revisions.append((neighbour, made if isinstance(made, Revision) else None))
    version = keep_imported(archive, article_id, new, revisions, now)
    return replace(told, version=version)


async def _revision(
    workers: Workers, path: Path, neighbour: Version, new: KeepVersion, *, is_after: bool
) -> Revision | Failure:
    if not is_after:
        return await workers.run(str(path), compared, neighbour, new.article, new.capture.captured_at)
    earlier = Version(
        id="",
        article_id=neighbour.article_id,
        captured_at=new.capture.captured_at,
        stored_at=neighbour.stored_at,
        text_hash=new.text_hash,
        article=new.article,
        capture_id="",
        url=new.capture.url,
    )
    return await workers.run(str(path), compared, earlier, neighbour.article, neighbour.captured_at)


def _article(archive: ArchivePort, url: str, now: datetime) -> str:
    """The id of the article at an address, made under the source of imported files where it is new."""
    source = Source(source_id(url_key(_SOURCE_URL)), _SOURCE_URL, SourceKind.FILES, "Imported files", now)
    at_rest = first_schedule(now, _REASON, watched=False)
    with archive.writing() as writer:
        writer.add_source(source, at_rest)
        article_id, _ = writer.add_article(url, source.id, now, at_rest)
    return article_id

"""Takes files, gives versions: each at its place in time, beside what was fetched and never mixed with it unmarked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from variorum.flow.comparing import compared
from variorum.flow.decide import doubtful
from variorum.flow.files import file_capture
from variorum.flow.keeping import first_schedule, keep_imported, version_of
from variorum.flow.reading import Reading, read
from variorum.model import (
    Article,
    Capture,
    Failure,
    FailureKind,
    KeepCapture,
    KeepVersion,
    Revision,
    Source,
    SourceKind,
    Unreadable,
    Version,
)
from variorum.model.identity import capture_id, source_id
from variorum.text.fingerprint import fingerprint, says_the_same
from variorum.text.urls import url_key, web_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from variorum.archive import ArchivePort
    from variorum.flow.engine.workers import Workers
    from variorum.model import OutletRule

_SOURCE_URL = "files:imported"
_REASON = "imported from a file; not checked until a source lists it or it is added"


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file came to: a new version, no new version, or a failure."""

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
    rules: Sequence[OutletRule] = (),
) -> Imported:
    """Imports one file under `url`, or under the address that the page claims. A file that is there already adds nothing.

    Its bytes are kept as a capture also where they could not be read, or say what the version before them said; only
    a file whose address cannot be told is not kept.
    """
    capture = file_capture(path, url=url, captured_at=captured_at)
    if isinstance(capture, Failure):
        return Imported(path, failure=capture)
    reading = await workers.run(str(path), read, capture, rules)
    if url is None:
        claimed = _claimed(reading)
        if claimed is None:
            told = "the page claims no address of its own: give one with --url"
            nowhere = Failure(FailureKind.BAD_ADDRESS, str(path), told)
            return Imported(path, failure=_unread(path, reading) or nowhere)
        capture = replace(capture, url=claimed)
        # Under its address relative links and pictures lead somewhere: only now is it read as if it had been fetched.
        reading = await workers.run(str(path), read, capture, rules)
    article_id = _article(archive, capture.url, now())
    file = _File(path, article_id, capture, reading, known_time=captured_at is not None)
    return await _kept(archive, workers, file, now())


async def import_captures(
    archive: ArchivePort,
    workers: Workers,
    captures: Sequence[tuple[str, Capture, Article | None]],
    *,
    path: Path,
    source: Source,
    now: Callable[[], datetime],
    rules: Sequence[OutletRule] = (),
) -> list[Imported]:
    """Imports captures of one article from a file of many, in this order: each with its name, and what was read in it where that is told.

    An answer that nothing is there is kept as a capture and not read.
    """
    done = []
    for name, capture, told in captures:
        article_id = _article(archive, capture.url, now(), source)
        if archive.is_read(capture_id(article_id, capture.captured_at, capture.body_hash)):
            done.append(Imported(path, capture.url))
            continue
        if capture.is_gone:
            keep_imported(
                archive, KeepCapture(capture, None, None), None, (), article_id=article_id, now=now()
            )
            done.append(Imported(path, capture.url))
            continue
        if told is None:
            reading = await workers.run(name, read, capture, rules)
        else:
            reading = Reading(told, fingerprint(told))
        file = _File(path, article_id, capture, reading, known_time=True, name=name)
        done.append(await _kept(archive, workers, file, now()))
    return done


@dataclass(frozen=True, slots=True)
class _File:
    """A file as the capture of an article, with what was read in it and whether its time was told rather than guessed.

    `name` is what it is called in a failure, where that is not its path.
    """

    path: Path
    article_id: str
    capture: Capture
    reading: Reading | Failure
    known_time: bool
    name: str = ""


def _claimed(reading: Reading | Failure) -> str | None:
    """The address that a page claims for itself, if it is one."""
    if isinstance(reading, Failure) or isinstance(reading.article, Unreadable):
        return None
    address = reading.article.canonical_url
    return None if address is None or web_url(address) is None else address


def _unread(path: Path | str, reading: Reading | Failure) -> Failure | None:
    """Why a file could not be read; `None` when it could."""
    if isinstance(reading, Failure):
        return reading
    if isinstance(reading.article, Unreadable):
        return Failure(FailureKind.UNREADABLE, str(path), reading.article.detail)
    return doubtful(str(path), reading.article)


async def _kept(archive: ArchivePort, workers: Workers, file: _File, now: datetime) -> Imported:
    """Keeps the capture whatever could be read in it, and a version where its text is new at its place in time."""
    capture, reading = file.capture, file.reading
    told = Imported(file.path, capture.url, failure=_unread(file.name or file.path, reading))
    article = None if isinstance(reading, Failure) else reading.article
    # A file's own time is a guess: bytes that are archived already are the same capture, whenever the file was written.
    is_read = isinstance(article, Article)
    if not file.known_time and archive.has_body(file.article_id, capture.body_hash, read=is_read):
        return replace(told, headline=_headline(article))
    kept = KeepCapture(capture, article, None if isinstance(reading, Failure) else reading.text_hash)
    version = _version(archive, file, now)
    revisions = [] if version is None else await _revisions(archive, workers, file.name or file.path, version)
    keep_imported(archive, kept, version, revisions, article_id=file.article_id, now=now)
    return replace(told, headline=_headline(article), version=version)


def _headline(article: Article | Unreadable | None) -> str:
    return (article.headline or "") if isinstance(article, Article) else ""


def _version(archive: ArchivePort, file: _File, now: datetime) -> Version | None:
    """The version that a file makes; `None` where nothing was read, that is doubtful, or the text is that of the version before it."""
    capture, reading = file.capture, file.reading
    if isinstance(reading, Failure) or isinstance(reading.article, Unreadable) or reading.text_hash is None:
        return None
    if reading.article.doubts:
        return None
    new = KeepVersion(capture, reading.article, reading.text_hash)
    kept_as = capture_id(file.article_id, capture.captured_at, capture.body_hash)
    version = version_of(file.article_id, new, kept_as, now)
    before, _ = archive.around(file.article_id, version.captured_at, version.id)
    unchanged = before is not None and says_the_same(before, version.article, version.text_hash)
    return None if unchanged or archive.version(version.id) is not None else version


async def _revisions(
    archive: ArchivePort, workers: Workers, path: Path | str, version: Version
) -> list[tuple[Version, Version, Revision | None]]:
    """The comparisons with the version before and the one after, as far as there are and their texts differ."""
    before, after = archive.around(version.article_id, version.captured_at, version.id)
    made: list[tuple[Version, Version, Revision | None]] = []
    for earlier, later in ((before, version), (version, after)):
        if earlier is not None and later is not None and earlier.text_hash != later.text_hash:
            revision = await workers.run(str(path), compared, earlier, later.article, later.captured_at)
            made.append((earlier, later, revision if isinstance(revision, Revision) else None))
    return made


def _article(archive: ArchivePort, url: str, now: datetime, source: Source | None = None) -> str:
    """The id of the article at an address, made under a source where it is new: that of imported files where none is named."""
    known = archive.article_id(url)
    if known is not None:
        return known
    if source is None:
        source = Source(source_id(url_key(_SOURCE_URL)), _SOURCE_URL, SourceKind.FILES, "Imported files", now)
    at_rest = first_schedule(now, _REASON, watched=False)
    with archive.writing() as writer:
        writer.add_source(source, at_rest)
        article_id, _ = writer.add_article(url, source.id, now, at_rest)
    return article_id

"""Takes files, gives versions: each at its place in time, beside what was fetched and never mixed with it unmarked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from variorum.archive import ForgottenArticle
from variorum.flow.decide import doubtful
from variorum.flow.files import file_capture
from variorum.flow.keeping import first_schedule, keep_placed
from variorum.flow.placing import Placing
from variorum.flow.reading import Reading, claimed_address, read
from variorum.flow.witness import Witness
from variorum.model import (
    Article,
    Capture,
    Failure,
    FailureKind,
    KeepCapture,
    Seen,
    Source,
    SourceKind,
    Unreadable,
)
from variorum.model.identity import capture_id as id_of_capture
from variorum.model.identity import source_id
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from variorum.archive import ArchivePort
    from variorum.flow.engine.workers import Workers
    from variorum.model import OutletRule, Version

_SOURCE_URL = "files:imported"
_REASON = "imported from a file; not checked until a source lists it or it is added"


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file came to: a new version, no new version, or a failure; `is_kept` where its capture was not there before."""

    path: Path
    url: str = ""
    headline: str = ""
    version: Version | None = None
    failure: Failure | None = None
    is_kept: bool = False


def in_order(paths: Iterable[Path]) -> list[Path]:
    """Files in the order in which they were written, so that each is read after the one before it."""
    return sorted(paths, key=lambda path: (_written(path), path))


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # whoever opens it says so
        return 0.0


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
    a file whose address cannot be told is not kept. It is read by the rule of the version before it, as watching would have
    read it, and where others come after it these are judged again: the order of imports tells nothing.
    """
    capture = file_capture(path, url=url, captured_at=captured_at)
    if isinstance(capture, Failure):
        return Imported(path, failure=capture)
    if url is None:
        reading = await workers.run(str(path), read, capture, rules)
        claimed = None if isinstance(reading, Failure) else claimed_address(reading.article)
        if claimed is None:
            told = "the page claims no address of its own: give one with --url"
            nowhere = Failure(FailureKind.BAD_ADDRESS, str(path), told)
            return Imported(path, failure=_unread(path, reading) or nowhere)
        # Under its address relative links and pictures lead somewhere: only now is it read as if it had been fetched.
        capture = replace(capture, url=claimed)
    try:
        article_id = _article(archive, capture.url, now())
    except ForgottenArticle as error:
        return Imported(path, capture.url, failure=Failure(FailureKind.FORGOTTEN, str(path), str(error)))
    file = _File(path, article_id, capture, known_time=captured_at is not None)

    async def capture_of(capture_id: str) -> Capture | None:
        return archive.capture(capture_id)

    return await _kept(archive, Witness(workers, capture_of, tuple(rules)), file, now())


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
    """Imports captures of one article from a file of many: each with its name, and what was read in it where that is told.

    Each is placed as a file is; an answer that nothing is there is kept as a capture and not read.
    """
    done = []

    async def capture_of(capture_id: str) -> Capture | None:
        return archive.capture(capture_id)

    witness = Witness(workers, capture_of, tuple(rules))
    for name, capture, told in captures:
        try:
            article_id = _article(archive, capture.url, now(), source)
        except ForgottenArticle as error:
            done.append(Imported(path, capture.url, failure=Failure(FailureKind.FORGOTTEN, name, str(error))))
            continue
        kept_as = id_of_capture(article_id, capture.captured_at, capture.body_hash)
        if archive.is_read(kept_as):
            done.append(Imported(path, capture.url))
        elif capture.is_gone:
            is_new = archive.capture(kept_as) is None
            with archive.writing() as writer:
                writer.keep_capture(article_id, capture, now())
            done.append(Imported(path, capture.url, is_kept=is_new))
        else:
            file = _File(path, article_id, capture, known_time=True, name=name, told=told)
            done.append(await _kept(archive, witness, file, now()))
    return done


@dataclass(frozen=True, slots=True)
class _File:
    """A file as the capture of an article, and whether its time was told rather than guessed.

    `name` is what it is called in a failure, where that is not its path; `told` what was read in it, where the file says that.
    """

    path: Path
    article_id: str
    capture: Capture
    known_time: bool
    name: str = ""
    told: Article | None = None


def _unread(path: Path | str, read_as: Reading | Seen | Failure) -> Failure | None:
    """Why a file could not be read; `None` when it could."""
    if isinstance(read_as, Failure):
        return read_as
    if isinstance(read_as, Seen) and read_as.failure is not None:
        return read_as.failure
    article = read_as.reading if isinstance(read_as, Seen) else read_as.article
    if isinstance(article, Unreadable):
        return Failure(FailureKind.UNREADABLE, str(path), article.detail)
    return None if article is None else doubtful(str(path), article)


async def _kept(archive: ArchivePort, witness: Witness, file: _File, now: datetime) -> Imported:
    """Keeps the capture whatever could be read in it, and a version where its text is new at its place in time."""
    capture, subject = file.capture, file.name or str(file.path)
    placed = await Placing(archive, witness, file.article_id, now).placed(subject, capture, file.told)
    seen = placed.own.seen
    told = Imported(file.path, capture.url, _headline(seen.reading), failure=_unread(subject, seen))
    # A file's own time is a guess: bytes that are archived already are the same capture, whenever the file was written.
    is_read = isinstance(seen.reading, Article)
    if not file.known_time and archive.has_body(file.article_id, capture.body_hash, read=is_read):
        return told
    is_new = archive.capture(placed.own.capture_id) is None
    kept = KeepCapture(capture, seen.reading, seen.text_hash)
    keep_placed(archive, kept, placed, article_id=file.article_id, now=now)
    return replace(told, version=placed.own.version, is_kept=is_new)


def _headline(article: Article | Unreadable | None) -> str:
    return (article.headline or "") if isinstance(article, Article) else ""


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

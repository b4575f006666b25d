"""Takes an export of Variorum in JSON lines, gives the same articles, captures, versions, revisions and events in another archive."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from variorum.archive import ForgottenArticle
from variorum.comparison import COMPARER
from variorum.flow.comparing import compared
from variorum.flow.importing import Imported
from variorum.flow.intake.found import FAST_SECONDS, Bookmark, Progress, damage
from variorum.flow.keeping import first_schedule
from variorum.model import (
    Article,
    Failure,
    FailureKind,
    Revision,
    Source,
    SourceKind,
    SourceState,
    Uncompared,
    Version,
)
from variorum.model.documents import revision_from_record
from variorum.model.held import (
    Held,
    HeldArticle,
    HeldCapture,
    HeldEvent,
    HeldReading,
    HeldRevision,
    HeldVersion,
)
from variorum.model.held_documents import FORMAT, held_from_document, source_from_document
from variorum.model.identity import article_id, source_id
from variorum.text.urls import url_key, web_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

    from variorum.archive import ArchivePort, ArchiveWriter

#: No line of an export is longer than the largest page, escaped.
LONGEST_LINE = 160 * 2**20
_BATCH, _BATCH_BYTES = 200, 8 * 2**20
_REASON = "imported from an export; not checked until it is added"


class _Line(NamedTuple):
    number: int
    offset: int
    text: bytes


def take_in_lines(archive: ArchivePort, path: Path, *, now: datetime) -> Iterator[Imported]:
    """Takes in what is left of an export; a line that is damaged is named with its offset, and all others are kept.

    What was kept before an interruption is passed over. Times, ids and comparisons stay as they were; every capture tells that
    it came by this file. Sources come in paused.
    """
    bookmark = Bookmark.of_file(path, "jsonl")
    progress = bookmark.progress(archive)
    if progress.done:
        return
    start = int(progress.place) if progress.place.isdecimal() else 0
    taking = _Taking(archive, path, now, bookmark)
    with _unpacked(path) as lines:
        for line in _lines(lines, taking):
            if line.number <= start:
                continue
            taking.add(line)
            if taking.is_full:
                taking.write(Progress(str(taking.begun)))
                yield from taking.told()
    taking.write(Progress(str(taking.begun), done=not taking.is_cut_short))
    taking.join()
    yield from taking.told()


def _unpacked(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _lines(file: BinaryIO, taking: _Taking) -> Iterator[_Line]:
    """The lines with their numbers and where they begin; in a packed file that is where in what it unpacks to."""
    number = offset = 0
    while True:
        try:
            text = file.readline(LONGEST_LINE)
        except (OSError, EOFError, zlib.error) as error:
            taking.fail(offset, f"it cannot be unpacked any further ({error})")
            taking.is_cut_short = True
            return
        if not text:
            return
        number += 1
        yield _Line(number, offset, text)
        offset += len(text)
        if len(text) == LONGEST_LINE and not text.endswith(b"\n"):
            taking.fail(offset - len(text), "the line is longer than any")
            while text and not text.endswith(b"\n"):
                text = file.readline(2**20)
                offset += len(text)


@dataclass(slots=True)
class _Shelf:
    """The article that is being taken in, and what came of it; `before` are the versions that the archive had.

    `told` are all versions that the file has, `versions` those among them that are in a history.
    """

    id: str
    before: tuple[str, ...] = ()
    captures: set[str] = field(default_factory=set)
    articles: dict[tuple[str, str], Article] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    told: dict[str, Version] = field(default_factory=dict)
    claims: dict[str, tuple[str, bool]] = field(default_factory=dict)


class _Taking:
    """Keeps what lines tell, many in a transaction."""

    def __init__(self, archive: ArchivePort, path: Path, now: datetime, bookmark: Bookmark) -> None:
        self._archive, self._path, self._now, self._bookmark = archive, path, now, bookmark
        self._lines: list[_Line] = []
        self._size = 0
        self._done: list[Imported] = []
        self._shelf: _Shelf | None = None
        self._is_refused = False
        self._sources: set[str] = set()
        self._to_join: list[_Shelf] = []
        #: How many lines stand before the article that is being taken in: from there an interrupted import goes on.
        self.begun = 0
        self.is_cut_short = False

    @property
    def is_full(self) -> bool:
        """Whether what waits is enough for a transaction."""
        return len(self._lines) >= _BATCH or self._size > _BATCH_BYTES

    def add(self, line: _Line) -> None:
        """Lets a line wait for the next transaction."""
        self._lines.append(line)
        self._size += len(line.text)

    def fail(self, offset: int, sentence: str) -> None:
        """Notes what is damaged, and where."""
        self._done.append(Imported(self._path, failure=damage(self._path.name, offset, sentence)))

    def told(self) -> Iterator[Imported]:
        """What came in since this was asked last."""
        done, self._done = self._done, []
        yield from done

    def write(self, progress: Progress) -> None:
        """Keeps what waits, and how far that is, in one transaction; what stands beside older versions then is compared."""
        lines, self._lines, self._size = self._lines, [], 0
        with self._archive.writing() as writer:
            writer.mark_stored(self._now)
            for line in lines:
                try:
                    self._keep(writer, json.loads(line.text), line)
                except ForgottenArticle as error:
                    subject = f"{self._path.name} at byte {line.offset}"
                    failure = Failure(FailureKind.FORGOTTEN, subject, str(error))
                    self._done.append(Imported(self._path, failure=failure))
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    self.fail(line.offset, f"line {line.number} cannot be taken in: {error}")
            if not progress.done:
                progress = Progress(str(self.begun))
            writer.keep_setting(self._bookmark.key, self._bookmark.document(self._path.name, progress))
        waiting, self._to_join = self._to_join, []
        for shelf in waiting:
            self._join(shelf)

    def join(self) -> None:
        """Compares the versions of the last article with those that stood there before."""
        if self._shelf is not None:
            self._join(self._shelf)

    def _keep(self, writer: ArchiveWriter, told: object, line: _Line) -> None:
        if not isinstance(told, dict):
            raise ValueError("it is no object of JSON")  # noqa: TRY004 - a damaged line like any other
        if "variorum" in told:
            if told.get("format") != FORMAT:
                raise ValueError(f"the export has the unknown format {told.get('format')!r}")
        elif told.get("kind") == "source":
            self._keep_source(writer, source_from_document(told))
        elif told.get("kind") == "article":
            self._end_shelf(line)
            held = held_from_document(told)
            if isinstance(held, HeldArticle):
                self._keep_article(writer, held)
        elif told.get("kind") != "end" and not self._is_refused:
            self._keep_held(writer, held_from_document(told))

    def _end_shelf(self, line: _Line) -> None:
        if self._shelf is not None and self._shelf.before:
            self._to_join.append(self._shelf)
        self._shelf, self._is_refused, self.begun = None, True, line.number - 1

    def _keep_source(self, writer: ArchiveWriter, source: Source) -> None:
        if source.id != source_id(url_key(source.url)):
            raise ValueError("the id of the source is not that of its address")
        self._sources.add(source.id)
        if self._archive.source(source.id) is None:
            # Nobody is to be asked because a file said so.
            is_watched = source.state is SourceState.WATCHED and source.kind is not SourceKind.FILES
            state = SourceState.PAUSED if is_watched else source.state
            schedule = first_schedule(self._now, _REASON, watched=is_watched)
            writer.add_source(replace(source, state=state), schedule)

    def _keep_own_source(self, writer: ArchiveWriter) -> str:
        """The source that stands for this file, for articles whose own was not told or cannot be read."""
        url = f"files:{self._path.name}"
        source = Source(source_id(url_key(url)), url, SourceKind.FILES, self._path.name, self._now)
        writer.add_source(source, first_schedule(self._now, _REASON, watched=False))
        return source.id

    def _keep_article(self, writer: ArchiveWriter, held: HeldArticle) -> None:
        if web_url(held.url) is None or held.id != article_id(url_key(held.url)):
            raise ValueError("the id of the article is not that of its address")
        at_rest = first_schedule(self._now, _REASON, watched=False)
        history = self._archive.history(held.id)
        source = held.source_id
        if source not in self._sources and self._archive.source(source) is None:
            source = self._keep_own_source(writer)
        kept, _ = writer.add_article(held.url, source, held.first_seen, at_rest)
        if kept != held.id:
            raise ValueError(f"under its address another article is kept ({kept})")
        for url, since in held.addresses:
            if web_url(url) is not None:
                writer.record_address(held.id, url, since)
        before = () if history is None else tuple(version.id for version in history.versions)
        self._shelf, self._is_refused = _Shelf(held.id, before), False

    def _keep_held(self, writer: ArchiveWriter, held: Held) -> None:
        shelf = self._shelf
        if shelf is None or not _is_of(held, shelf):
            raise ValueError("what it belongs to does not stand before it")
        match held:
            case HeldCapture():
                self._keep_capture(writer, shelf, held)
            case HeldReading():
                writer.keep_reading(held.capture_id, held.extractor, held.read)
                if isinstance(held.read, Article):
                    shelf.articles[held.capture_id, held.extractor] = held.read
            case HeldVersion():
                self._keep_version(writer, shelf, held)
            case HeldRevision():
                self._keep_revision(writer, shelf, held)
            case HeldEvent():
                self._keep_event(writer, held)

    def _keep_capture(self, writer: ArchiveWriter, shelf: _Shelf, held: HeldCapture) -> None:
        if (held.capture.captured_at - self._now).total_seconds() > FAST_SECONDS:
            raise ValueError("it says that it was captured in the future")
        if any(web_url(url) is None for url in (held.capture.url, held.capture.address)):
            raise ValueError("its address is none of the web")
        under = held.capture.circumstances
        under = replace(under, custody=(*under.custody, self._path.name))
        writer.keep_capture(shelf.id, replace(held.capture, circumstances=under), held.stored_at)
        shelf.captures.add(held.id)
        shelf.claims[held.id] = (held.capture.address, held.capture.claimed)

    def _keep_version(self, writer: ArchiveWriter, shelf: _Shelf, held: HeldVersion) -> None:
        article = shelf.articles[held.capture_id, held.extractor]
        url, claimed = shelf.claims[held.capture_id]
        version = Version(
            held.id,
            held.article_id,
            held.captured_at,
            held.stored_at,
            held.text_hash,
            article,
            held.capture_id,
            url,
            claimed,
        )
        is_new = held.id not in shelf.before
        if not held.superseded:
            shelf.versions[held.id] = version
        shelf.told[held.id] = version
        # What is there already stays in its history, or out of it, as this archive has it.
        if self._archive.version(held.id) is None:
            writer.keep_version(version, held.extractor)
            if held.superseded:
                writer.supersede_version(held.id)
        self._done.append(Imported(self._path, url, article.headline or "", version if is_new else None))

    def _keep_revision(self, writer: ArchiveWriter, shelf: _Shelf, held: HeldRevision) -> None:
        before, after = shelf.told[held.before_version], shelf.told[held.after_version]
        if self._archive.change(held.id) is not None:
            return
        made: Revision | Uncompared = Uncompared()
        if held.record is not None:
            made = revision_from_record(held.record, before.article, after.article)
        writer.keep_revision(
            before,
            after,
            made,
            comparer=held.comparer,
            made_at=held.made_at,
            superseded=held.superseded,
        )

    def _keep_event(self, writer: ArchiveWriter, held: HeldEvent) -> None:
        if self._archive.change(held.event.id) is None:
            writer.record_event(held.event, weight=held.weight, made_at=held.made_at)
            if held.superseded:
                writer.supersede_event(held.event.id)

    def _join(self, shelf: _Shelf) -> None:
        """Compares what came with what stood beside it; what the file tells of its own versions stays as it is."""
        history = self._archive.history(shelf.id) if shelf.before else None
        if history is None:
            return
        came, old = set(shelf.versions), set(shelf.before)
        pairs = [
            (before, after)
            for before, after in pairwise(history.versions)
            if not {before.id, after.id} <= came and not {before.id, after.id} <= old
        ]
        if not pairs:
            return
        with self._archive.writing() as writer:
            for before, after in pairs:
                made = compared(before, after.article, after.captured_at)
                writer.keep_revision(before, after, made, comparer=COMPARER, made_at=self._now)


def _is_of(held: Held, shelf: _Shelf) -> bool:
    """Whether all that a thing refers to was kept before it."""
    match held:
        case HeldCapture():
            return held.article_id == shelf.id
        case HeldReading():
            return held.capture_id in shelf.captures
        case HeldVersion():
            read = (held.capture_id, held.extractor)
            return held.article_id == shelf.id and read in shelf.articles and held.capture_id in shelf.claims
        case HeldRevision():
            versions = {held.before_version, held.after_version}
            return held.article_id == shelf.id and versions <= set(shelf.told)
        case HeldEvent():
            capture = held.event.capture_id
            return held.event.article_id == shelf.id and (capture is None or capture in shelf.captures)
    return False

"""Takes an archive and what of it is wanted, gives the pieces of a file in which others can read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.archive.exchange.parquet import write_parquet
from variorum.archive.exchange.wacz import write_wacz
from variorum.archive.exchange.warc_writing import packed_record, warc_head, warc_of_capture
from variorum.archive.exchange.writing import whole_file
from variorum.fetching.agent import TOOL
from variorum.model import SourceKind, SourceState
from variorum.model.documents import Document, time_text
from variorum.model.held import HeldArticle, HeldCapture
from variorum.model.held_documents import FORMAT, capture_document, held_document, source_document
from variorum.publication import rows_csv, rows_jsonl
from variorum.publication.ninjs import ninjs_items
from variorum.publication.opml import opml
from variorum.publication.version_rows import VERSION_FIELDS, version_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from variorum.archive import ArchiveReader
    from variorum.model import Capture

#: The formats of `variorum export`.
EXPORT_FORMATS = ("jsonl", "csv", "warc", "wacz", "parquet", "ninjs", "opml")
#: Those that are written to a path, and not as a stream of bytes.
TO_PATHS = ("wacz", "parquet")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of an archive is exported: articles of a source, what was captured since a moment. `step` is told of each article."""

    source_id: str | None = None
    since: datetime | None = None
    step: Callable[[], object] = lambda: None

    def article_ids(self, archive: ArchiveReader) -> Iterator[str]:
        """The ids of the articles that are wanted."""
        after = ""
        while some := archive.held_ids(after, source_id=self.source_id, since=self.since, limit=_AT_ONCE):
            for key in some:
                yield key
                self.step()
            after = some[-1]


def export_pieces(
    archive: ArchiveReader, form: str, wanted: Wanted, *, now: datetime, name: str, packed: bool
) -> Iterator[bytes]:
    """The pieces of an export in a format; records of WARC are `packed` one by one, all else is packed by whoever writes."""
    match form:
        case "jsonl":
            return jsonl_pieces(archive, wanted, now)
        case "csv":
            return csv_pieces(archive, wanted)
        case "ninjs":
            return ninjs_pieces(archive, wanted)
        case "opml":
            return opml_pieces(archive, wanted, now)
        case _:
            return warc_pieces(archive, wanted, now, name, packed=packed)


def jsonl_pieces(archive: ArchiveReader, wanted: Wanted, now: datetime) -> Iterator[bytes]:
    """Lines of JSON from which the same archive can be made (docs/reference/exchange.md)."""
    head = {"variorum": "export", "format": FORMAT, "made_at": time_text(now), "tool": TOOL}
    since = None if wanted.since is None else time_text(wanted.since)
    yield _line({**head, "since": since, "source": wanted.source_id})
    told: set[str] = set()
    counts: dict[str, int] = {}
    for key in wanted.article_ids(archive):
        for held in archive.held(key, wanted.since):
            document = held_document(held)
            if document["kind"] == "article" and document["source_id"] not in told:
                told.add(document["source_id"])
                source = archive.source(document["source_id"])
                if source is not None:
                    yield _line(source_document(source))
            counts[document["kind"]] = counts.get(document["kind"], 0) + 1
            yield _line(document)
    yield _line({"kind": "end", "counts": counts})


def csv_pieces(archive: ArchiveReader, wanted: Wanted) -> Iterator[bytes]:
    """A row for each version, with its text and what changed in it, safe for spreadsheets."""
    yield rows_csv([], VERSION_FIELDS).encode("utf-8")
    for rows in wanted_rows(archive, wanted):
        if rows:
            _, _, text = rows_csv(rows, VERSION_FIELDS).partition("\n")
            yield text.encode("utf-8")


def ninjs_pieces(archive: ArchiveReader, wanted: Wanted) -> Iterator[bytes]:
    """A news object of ninjs 3.0 for each version, one a line."""
    for key in wanted.article_ids(archive):
        history = archive.history(key)
        if history is not None:
            for item in ninjs_items(history, since=wanted.since):
                yield _line(item)


def opml_pieces(archive: ArchiveReader, wanted: Wanted, now: datetime) -> Iterator[bytes]:
    """The sources that are not removed, as an outline."""
    yield opml(
        (
            source
            for source in archive.sources()
            if source.state is not SourceState.REMOVED
            and source.kind is not SourceKind.FILES
            and wanted.source_id in {None, source.id}
        ),
        made_at=now,
    )


def export_file(archive: ArchiveReader, form: str, path: Path, wanted: Wanted, *, now: datetime) -> None:
    """Writes an export of a format that is no stream of bytes: a WACZ, or a directory of Parquet files."""
    if form == "parquet":
        write_parquet(path, wanted_rows(archive, wanted), VERSION_FIELDS)
        return
    with whole_file(path) as file:
        records = _titled_records(archive, wanted, now)
        write_wacz(file, records, made_at=now, software=TOOL, title="Archived articles")


def _titled_records(
    archive: ArchiveReader, wanted: Wanted, now: datetime
) -> Iterator[tuple[bytes, str, Capture | None]]:
    yield warc_head(TOOL, now, "data.warc.gz"), "", None
    for key in wanted.article_ids(archive):
        title = ""
        for held in archive.held(key, wanted.since):
            if isinstance(held, HeldArticle):
                title = held.headline or held.url
            elif isinstance(held, HeldCapture):
                record = warc_of_capture(held.id, held.capture, told_of(held.capture))
                yield record, title, held.capture


def wanted_rows(archive: ArchiveReader, wanted: Wanted) -> Iterator[list[Document]]:
    """The rows of the versions of each article that is wanted."""
    for key in wanted.article_ids(archive):
        history = archive.history(key)
        if history is not None:
            yield version_rows(history, since=wanted.since)


def warc_pieces(
    archive: ArchiveReader, wanted: Wanted, now: datetime, name: str, *, packed: bool
) -> Iterator[bytes]:
    """Records of WARC 1.1 with every capture, each gzipped alone where that is asked for."""
    for record in warc_records_of(archive, wanted, now, name):
        yield packed_record(record) if packed else record


def warc_records_of(archive: ArchiveReader, wanted: Wanted, now: datetime, name: str) -> Iterator[bytes]:
    """The same, plain, the record that opens a file first."""
    yield warc_head(TOOL, now, name)
    for held in wanted_captures(archive, wanted):
        yield warc_of_capture(held.id, held.capture, told_of(held.capture))


def wanted_captures(archive: ArchiveReader, wanted: Wanted) -> Iterator[HeldCapture]:
    """The captures of every article that is wanted."""
    for key in wanted.article_ids(archive):
        for held in archive.held(key, wanted.since):
            if isinstance(held, HeldCapture) and not held.is_let_go:
                yield held


def told_of(capture: Capture) -> Document:
    """What a record cannot say in the words of WARC and HTTP."""
    told = capture_document(capture)
    for name in ("body", "body_base64", "headers"):
        told.pop(name, None)
    return {**told, "body_hash": capture.body_hash}


def _line(document: Document) -> bytes:
    return rows_jsonl([document]).encode("utf-8")

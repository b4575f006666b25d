"""Keeps everything, forgets nothing: sources, captures, versions, revisions and events, in SQLite."""

from variorum.archive.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveNotWritable,
    NotAnArchive,
)
from variorum.archive.opening import DATABASE, open_archive
from variorum.archive.port import ArchivePort, ArchiveReader, ArchiveWriter, ChangeQuery
from variorum.archive.store import Archive

__all__ = [
    "DATABASE",
    "Archive",
    "ArchiveBusy",
    "ArchiveDamaged",
    "ArchiveError",
    "ArchiveNotWritable",
    "ArchivePort",
    "ArchiveReader",
    "ArchiveWriter",
    "ChangeQuery",
    "NotAnArchive",
    "open_archive",
]

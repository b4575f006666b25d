"""Keeps everything until it is told to forget: sources, captures, versions, revisions and events, in SQLite."""

from variorum.archive.chain import Proof, Root
from variorum.archive.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveNotWritable,
    ForgottenArticle,
    NotAnArchive,
)
from variorum.archive.evidence import PackError, Proved, packed_evidence, proved_by
from variorum.archive.letting_go import LetGo
from variorum.archive.opening import DATABASE, open_archive
from variorum.archive.port import ArchivePort, ArchiveReader, ChangeQuery
from variorum.archive.store import Archive
from variorum.archive.verifying import Broken, Place
from variorum.archive.writer_port import ArchiveWriter

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
    "Broken",
    "ChangeQuery",
    "ForgottenArticle",
    "LetGo",
    "NotAnArchive",
    "PackError",
    "Place",
    "Proof",
    "Proved",
    "Root",
    "open_archive",
    "packed_evidence",
    "proved_by",
]

"""What can be wrong with an archive as a whole, each in one sentence that names the way out."""

from __future__ import annotations


class ArchiveError(Exception):
    """An archive cannot be used as asked; the message is one plain sentence."""


class NotAnArchive(ArchiveError):  # noqa: N818 - reads as what it is
    """The directory holds no archive."""


class ArchiveBusy(ArchiveError):  # noqa: N818
    """Another process is writing and does not let go."""


class ArchiveDamaged(ArchiveError):  # noqa: N818
    """The file is no database, is damaged, or was written by a newer Variorum."""


class ArchiveNotWritable(ArchiveError):  # noqa: N818
    """The archive can be read but not written, or the disk is full."""


class ForgottenArticle(ArchiveError):  # noqa: N818
    """What is asked to be kept was forgotten, and is not to come back."""

"""Notes what leaves the archive, for whoever forgets an article that is in it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from variorum.archive import ArchiveNotWritable
from variorum.flow.clock import archive_clock
from variorum.model import Copy

if TYPE_CHECKING:
    from pathlib import Path

    from variorum.archive import Archive
    from variorum.model import CopyKind


def record_copy(archive: Archive, kind: CopyKind, path: Path, article_id: str | None = None) -> None:
    """Records where a copy is: of one article, or of everything; of an archive that cannot be written it is made all the same."""
    made = Copy(kind, str(path.absolute()), archive_clock(archive).now(), article_id)
    with suppress(ArchiveNotWritable), archive.writing() as writer:
        writer.record_copy(made)

"""Takes an archive and which changes are wanted, gives their feed: the same for pages, files and standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.flow.comparing import compared
from variorum.model import ChangeKind
from variorum.publication import (
    AUTHORITY,
    EntryAddresses,
    FeedAbout,
    FeedEntry,
    atom,
    change_entry,
    json_feed,
    rss,
)

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.archive import ArchiveReader, ChangeQuery
    from variorum.model import Change, Revision

#: The forms of a feed with what writes them.
FEED_FORMATS = {"atom": atom, "rss": rss, "json": json_feed}


def change_addresses(change: Change, base_url: str) -> EntryAddresses:
    """The pages that the entry of a change leads to; `base_url` is where they are served."""
    base = base_url.rstrip("/")
    history = f"{base}/a/{change.article_id}"
    if change.kind is not ChangeKind.REVISION:
        return EntryAddresses(history=history, original=change.url)
    return EntryAddresses(
        comparison=f"{history}/{change.before_version}..{change.after_version}",
        before=f"{history}/v/{change.before_version}",
        after=f"{history}/v/{change.after_version}",
        history=history,
        original=change.url,
    )


def feed_entries(archive: ArchiveReader, query: ChangeQuery, base_url: str) -> tuple[FeedEntry, ...]:
    """The entries of the changes that a query asks for."""
    return tuple(
        change_entry(change, change_revision(archive, change), change_addresses(change, base_url))
        for change in archive.changes(query)
    )


def change_revision(archive: ArchiveReader, change: Change) -> Revision | None:
    """The comparison behind a change, as it was made; made now where it could not be when the versions were kept."""
    if change.before_version is None or change.after_version is None:
        return None
    stored = archive.revision(change.before_version, change.after_version)
    if stored is not None:
        return stored
    before, after = archive.version(change.before_version), archive.version(change.after_version)
    return None if before is None or after is None else compared(before, after.article, after.captured_at)


def feed(
    archive: ArchiveReader,
    query: ChangeQuery,
    form: str,
    *,
    title: str,
    base_url: str,
    path: str,
    now: datetime,
) -> bytes:
    """A feed as bytes in one of `FEED_FORMATS`. `path` is the page that it belongs to; its id stays with that path.

    `now` dates a feed that has no entry yet.
    """
    entries = feed_entries(archive, query, base_url)
    base = base_url.rstrip("/")
    about = FeedAbout(
        id=f"tag:{AUTHORITY}:feed{path}",
        title=title,
        url=f"{base}{path}",
        self_url=f"{base}{path.rstrip('/') or '/changes'}.{_SUFFIXES[form]}",
        updated=max((entry.published for entry in entries), default=now),
        description="What changed in the news, version by version",
    )
    return FEED_FORMATS[form](entries, about)


_SUFFIXES = {"atom": "atom", "rss": "rss", "json": "jsonfeed"}

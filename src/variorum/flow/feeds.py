"""Takes an archive and what a feed is to be about, gives the feed: the same on pages and on standard output."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from variorum.archive import ChangeQuery
from variorum.flow.comparing import LARGEST_TOLD, letters
from variorum.publication import (
    AUTHORITY,
    Addresses,
    FeedAbout,
    FeedEntry,
    atom,
    change_entry,
    json_feed,
    rss,
)
from variorum.text.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from variorum.archive import ArchiveReader
    from variorum.model import Article, ArticleRecord, Change, Revision, Source

#: The formats of a feed with what writes them, and the suffixes under which pages serve them.
FEED_FORMATS = {"atom": atom, "rss": rss, "json": json_feed}
SUFFIXES = {"atom": ".atom", "rss": ".rss", "json": ".jsonfeed"}
_BEFORE_ANYTHING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedSubject:
    """What a feed is about: which changes it lists, and the page that it belongs to.

    `address` gives the page, or its twin with a suffix; `started` dates a feed that has no entry yet.
    """

    title: str
    description: str
    query: ChangeQuery
    address: Callable[[Addresses, str], str]
    started: datetime = _BEFORE_ANYTHING

    def about(self, to: Addresses, suffix: str, changes: Iterable[Change]) -> FeedAbout:
        """The head of the feed. Its id stays with the path of its page, wherever that is served."""
        return FeedAbout(
            id=f"tag:{AUTHORITY}:feed{self.address(Addresses(), '')}",
            title=self.title,
            url=self.address(to, ""),
            self_url=self.address(to, suffix),
            updated=max((change.made_at for change in changes), default=self.started),
            description=self.description,
        )


def everything(
    finding: str | None = None,
    source: Source | None = None,
    since: datetime | None = None,
    since_text: str = "",
) -> FeedSubject:
    """The feed of all changes, or of those of a class, of a source, since a moment (told as `since_text`)."""
    narrowed = [
        f": {finding.replace('-', ' ')}" if finding else "",
        f" in {source.title}" if source else "",
        f" since {since_text}" if since else "",
    ]
    query = {"finding": finding, "source": source and source.id, "since": since_text}
    return FeedSubject(
        title=f"What changed{''.join(narrowed)}",
        description="Changes of archived articles, each with the comparison of its versions.",
        query=ChangeQuery(source_id=source.id if source else None, finding=finding, since=since),
        address=lambda to, suffix: to.changes(suffix, **query),
    )


def of_search(
    text: str, versions: tuple[str, ...], source: Source | None = None, since_text: str = ""
) -> FeedSubject:
    """The feed of the changes that led to versions which were found by a search."""
    query = {"q": text, "source": source and source.id, "since": since_text}
    return FeedSubject(
        title=f"Found: {text}" + (f" in {source.title}" if source else ""),
        description="Changes in which this was found, each with the comparison of its versions.",
        query=ChangeQuery(among=versions),
        address=lambda to, suffix: to.search(suffix, **query),
    )


def of_source(source: Source) -> FeedSubject:
    """The feed of the changes of a source's articles."""
    return FeedSubject(
        title=f"What changed: {source.title}",
        description=f"Changes of the articles that {source.url} lists.",
        query=ChangeQuery(source_id=source.id),
        address=lambda to, suffix: to.source(source.id, suffix),
        started=source.added_at,
    )


def of_article(article: ArticleRecord) -> FeedSubject:
    """The feed of the changes of an article."""
    return FeedSubject(
        title=f"What changed: {article.headline}",
        description=f"Changes of the article at {article.url}.",
        query=ChangeQuery(article_id=article.id),
        address=lambda to, suffix: to.article(article.id, suffix),
        started=article.first_seen,
    )


def feed_entries(archive: ArchiveReader, changes: Iterable[Change], to: Addresses) -> tuple[FeedEntry, ...]:
    """The entries of changes, each under the headline that the article had then: an entry never changes."""
    return tuple(_entry(archive, change, to) for change in changes)


def _entry(archive: ArchiveReader, change: Change, to: Addresses) -> FeedEntry:
    revision = change_revision(archive, change)
    article = revision.after if revision else _article_then(archive, change)
    headline = one_line(article.headline or "") if article else ""
    return change_entry(replace(change, headline=headline or change.url), revision, to.of_entry(change))


def _article_then(archive: ArchiveReader, change: Change) -> Article | None:
    """The article as it was when a change without a revision was recorded, whatever was changed or imported since."""
    if change.after_version is not None:
        version = archive.version(change.after_version)
    else:
        version = archive.latest(change.article_id, stored_by=change.made_at)
    return version.article if version else None


def change_revision(archive: ArchiveReader, change: Change) -> Revision | None:
    """The comparison behind a change, as it was made.

    `None` for an event, for a comparison that is too large to be told in a feed, and where it could not be made: it is not
    tried again here, since an entry that was published with the bare sentence keeps it.
    """
    if change.before_version is None or change.after_version is None:
        return None
    stored = archive.revision(change.before_version, change.after_version)
    if stored is None or letters(stored.before) + letters(stored.after) > LARGEST_TOLD:
        return None
    return stored

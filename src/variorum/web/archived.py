"""Takes what a request names, gives what the archive keeps under that name, or answers 404 with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.model.identity import looks_like_id
from variorum.text.printable import one_line
from variorum.web.errors import gone, not_found
from variorum.web.words import moment_words, quoted

if TYPE_CHECKING:
    from starlette.requests import Request

    from variorum.model import ArticleRecord, Change, History, Source, Tombstone, Version
    from variorum.web.site import Site

#: The name of the version that was captured last.
LATEST = "latest"
_LONGEST_ORDINAL = 6


def found_source(site: Site, request: Request) -> Source:
    """The source that a request names."""
    name = request.path_params["source"]
    source = site.archive.source(name) if looks_like_id(name) else None
    if source is None:
        raise not_found(f"There is no source {quoted(name)} in this archive.")
    return source


def found_article(site: Site, request: Request) -> ArticleRecord:
    """The standing facts of the article that a request names."""
    name = request.path_params["article"]
    article = site.archive.article(name) if looks_like_id(name) else None
    if article is None:
        raise _no_article(site, name)
    return article


def found_history(site: Site, request: Request) -> History:
    """The history of the article that a request names."""
    name = request.path_params["article"]
    history = site.archive.history(name) if looks_like_id(name) else None
    if history is None:
        raise _no_article(site, name)
    return history


def found_version(site: Site, history: History, name: str) -> Version:
    """A version of an article, by its permanent id, its number (which may shift) or as the latest one."""
    found = None
    if looks_like_id(name):
        found = site.archive.version(name)
    elif name == LATEST:
        found = history.versions[-1] if history.versions else None
    elif name.isascii() and name.isdecimal() and len(name) <= _LONGEST_ORDINAL:
        number = int(name)
        found = history.versions[number - 1] if 1 <= number <= len(history.versions) else None
    if found is None or found.article_id != history.article.id:
        raise not_found(f"This article has no version {quoted(name)}.")
    return found


def change_to(history: History, after: Version, before: Version | None) -> Change | None:
    """The change that led from one version to another, or `None` where they were not compared."""
    if before is None:
        return None
    pair = (before.id, after.id)
    return next((c for c in history.changes if (c.before_version, c.after_version) == pair), None)


def neighbours(history: History, version: Version) -> tuple[Version | None, Version | None]:
    """The version before another one and the one after it, as they were captured."""
    moment = (version.captured_at, version.id)
    earlier = [v for v in history.versions if (v.captured_at, v.id) < moment]
    later = [v for v in history.versions if (v.captured_at, v.id) > moment]
    return (earlier[-1] if earlier else None, later[0] if later else None)


def forgotten_words(tombstone: Tombstone) -> str:
    """What a reader is told of an article that was forgotten: when, and why."""
    return f"This article was taken out of the archive for good on {moment_words(tombstone.at)}: {one_line(tombstone.reason)}"


def _no_article(site: Site, name: str) -> Exception:
    tombstone = site.archive.tombstone_of(name) if looks_like_id(name) else None
    if tombstone is not None:
        return gone(forgotten_words(tombstone))
    return not_found(f"There is no article {quoted(name)} in this archive.")

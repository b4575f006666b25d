"""Takes an article and what answered for it, gives which one that is: another, the same, its second name, one of its texts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from variorum.flow.moving import is_one, likeness
from variorum.model import AliasKind, Article, Capture, Failure
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from variorum.archive import ArchivePort
    from variorum.flow.engine.desk import Desk
    from variorum.model import Conduct, Host, Known, Seen


async def other_there(desk: Desk, known: Known, answer: Capture) -> str | None:
    """The id of another article at the address that answered; `None` where it is only the one that this moved to.

    That one is listed by a feed, and was never captured.
    """
    other = await desk.archived(desk.archive.article_id, answer.address)
    if other is None or other == known.article_id:
        return None
    return None if answer.permanent and await desk.archived(desk.archive.is_blank, other) else other


async def is_the_same(desk: Desk, known: Known, seen: Seen, other: str) -> bool:
    """Whether an article moved for good to an address at which it was found as another one since, with the same text."""
    if seen.capture is None or not seen.capture.permanent or known.latest is None:
        return False
    if not isinstance(seen.reading, Article) or not is_one(known.latest.article, seen.reading):
        return False
    record = await desk.archived(desk.archive.article, other)
    return record is not None and known.first_seen is not None and record.first_seen > known.first_seen


async def is_another_name(desk: Desk, known: Known, answer: Capture | Failure) -> bool:
    """Whether an article that was never captured leads for good to one that was: then it becomes a name of that one."""
    if isinstance(answer, Failure) or not answer.permanent or known.latest is not None:
        return False
    other = await other_there(desk, known, answer)
    if other is None or not await desk.archived(desk.archive.is_blank, known.article_id):
        return False
    with desk.learnt() as hosts:
        await desk.archived(_join, desk.archive, known, other, hosts=hosts, now=desk.clock.now())
    return True


async def renamed(desk: Desk, known: Known, seen: Seen) -> str | None:
    """The address that an article's page now calls its own, where its source lists it there too, under one identifier.

    Outlets make addresses of headlines anew and go on serving the old ones. What the page says alone decides nothing.
    """
    own = seen.reading.canonical_url if isinstance(seen.reading, Article) else None
    if own is None or url_key(own) == url_key(known.url) or known.latest is None:
        return None
    other = await desk.archived(desk.archive.article_id, own)
    if other is None or other == known.article_id or not await desk.archived(desk.archive.is_blank, other):
        return None
    return own if await desk.archived(desk.archive.is_same_item, known.article_id, other) else None


async def nearest(desk: Desk, known: Known, seen: Seen) -> Known:
    """What is known of an article that alternates, with that of its texts as the latest that is most like the new one.

    What its texts differ in is no part of the edit.
    """
    if len(known.variants) <= 1 or not isinstance(seen.reading, Article) or seen.text_hash in known.earlier:
        return known
    article = seen.reading
    found = [await desk.archived(desk.archive.version, one.version_id) for one in known.variants]
    versions = [version for version in (known.latest, *found) if version is not None]
    latest = max(versions, key=lambda version: likeness(version.article, article), default=known.latest)
    return replace(known, latest=latest)


async def with_turns(desk: Desk, known: Known, seen: Seen) -> Seen:
    """What was seen, with whether the text in between was a variant where an earlier text is back.

    A page that loses its validators with a text, and has them with the text before, is made anew for each reader: nobody
    edits an article and takes the edit back in this way.
    """
    if (
        known.latest is None
        or seen.text_hash not in known.earlier
        or seen.text_hash == known.latest.text_hash
    ):
        return seen
    history = await desk.archived(desk.archive.history, known.article_id)
    versions = history.versions if history else ()
    before = next((one for one in versions if one.text_hash == seen.text_hash), None)
    if before is None:
        return seen
    had, has = [await desk.archived(desk.archive.capture, one.capture_id) for one in (before, known.latest)]
    turns = had is not None and has is not None and had.has_validators and not has.has_validators
    return replace(seen, takes_turns=turns)


def _join(
    archive: ArchivePort, known: Known, other: str, *, hosts: Sequence[Host | Conduct], now: datetime
) -> None:
    with archive.writing() as writer:
        writer.keep_hosts(hosts)
        writer.record_address(other, known.url, now)
        writer.record_alias(other, AliasKind.REDIRECT, known.url, now)

"""Takes an archive, reads every version's capture with today's rules, gives what would be read otherwise; no history is rewritten."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction import EXTRACTOR
from variorum.flow.comparing import compared
from variorum.flow.reading import Reading, read, with_rule
from variorum.model import Article, Failure
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from variorum.archive import ArchivePort
    from variorum.flow.engine.workers import Workers
    from variorum.model import Capture, OutletRule, ReadingRule, SiteMemory, Version

_AT_ONCE = 500


class Outcome(StrEnum):
    """What reading a version's capture anew came to."""

    SAME = "same"
    DIFFERENT = "different"
    UNREADABLE = "unreadable"
    FAILED = "failed"


class Reread(NamedTuple):
    """A version whose capture was read anew: its number in its article's history, and how the two readings differ."""

    version: Version
    number: int
    outcome: Outcome
    sentence: str


async def reread(
    archive: ArchivePort,
    workers: Workers,
    *,
    now: datetime,
    rules: Sequence[OutletRule] = (),
    article_id: str | None = None,
) -> AsyncIterator[Reread]:
    """Reads the captures of all versions, or of one article's, oldest first, each as the version before it was.

    First every site is learnt from what the archive has of it. A reading is kept beside the earlier one; versions and
    revisions stay as they are. How the latest version of each article is read now is what its next check goes by. Ended half way,
    nothing is lost and nothing wrong: what was read is there, and the next time all is read again.
    """
    ids = [article_id] if article_id is not None else _all_ids(archive)
    for one in ids:
        await _learn(archive, workers, one, rules, now)
    for one in ids:
        async for found in _article(archive, workers, one, rules):
            yield found


def _all_ids(archive: ArchivePort) -> list[str]:
    found: list[str] = []
    while some := archive.articles(limit=_AT_ONCE, offset=len(found)):
        found += [record.id for record in some]
    return found


def _versions(archive: ArchivePort, article_id: str) -> tuple[Version, ...]:
    history = archive.history(article_id)
    return history.versions if history is not None else ()


async def _learn(
    archive: ArchivePort, workers: Workers, article_id: str, rules: Sequence[OutletRule], now: datetime
) -> None:
    """Counts the lines of an article's page for its site, once."""
    versions = _versions(archive, article_id)
    capture = archive.capture(versions[-1].capture_id) if versions else None
    if capture is None:
        return
    reading = await workers.run(capture.address, read, capture, tuple(rules), _site(archive, capture))
    if isinstance(reading, Reading) and reading.lesson is not None:
        with archive.writing() as writer:
            writer.keep_lesson(reading.lesson, now)


async def _article(
    archive: ArchivePort, workers: Workers, article_id: str, rules: Sequence[OutletRule]
) -> AsyncIterator[Reread]:
    rule: ReadingRule | None = None
    for number, version in enumerate(_versions(archive, article_id), start=1):
        capture = archive.capture(version.capture_id)
        if capture is None:
            continue
        memory = with_rule(_site(archive, capture), capture.address, rule)
        reading = await workers.run(capture.address, read, capture, tuple(rules), memory)
        if isinstance(reading, Failure):
            yield Reread(version, number, Outcome.FAILED, reading.sentence)
            continue
        rule = reading.rule or rule
        with archive.writing() as writer:
            writer.keep_reading(version.capture_id, EXTRACTOR, reading.article)
        yield await _told(workers, version, number, reading)
    if rule is not None:
        # Only now: one who ends this half way must not leave an earlier version's rule for the next check.
        with archive.writing() as writer:
            writer.keep_reading_rule(article_id, rule)


def _site(archive: ArchivePort, capture: Capture) -> SiteMemory:
    return archive.site_memory(registered_domain(capture.address))


async def _told(workers: Workers, version: Version, number: int, reading: Reading) -> Reread:
    """How the new reading differs from the version."""
    if not isinstance(reading.article, Article):
        return Reread(version, number, Outcome.UNREADABLE, reading.article.detail)
    if reading.text_hash == version.text_hash:
        return Reread(version, number, Outcome.SAME, "")
    revision = await workers.run(version.url, compared, version, reading.article, version.captured_at)
    told = "it could not be compared" if isinstance(revision, Failure) else revision.sentence
    return Reread(version, number, Outcome.DIFFERENT, told)

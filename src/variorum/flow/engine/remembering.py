"""Takes an article and what was served for it, gives what is remembered of it and its site, and what a redesign did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.flow.reading import Reading, read, relaid, with_rule
from variorum.model import Article, Failure, Layout, Seen
from variorum.text.fingerprint import says_the_same
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from variorum.archive import ArchivePort
    from variorum.flow.engine.desk import Desk
    from variorum.model import Capture, Known, LayoutChange, SiteMemory


def memory_of(archive: ArchivePort, article_id: str, address: str) -> SiteMemory:
    """What is remembered of an article's site, and how its latest version was read."""
    memory = archive.site_memory(registered_domain(address))
    return with_rule(memory, address, archive.reading_rule(article_id))


async def seen_in(desk: Desk, known: Known, answer: Capture) -> Seen:
    """What a check saw in a full answer: read as the version before was, and told apart from a redesign."""
    memory = await desk.archived(memory_of, desk.archive, known.article_id, answer.address)
    reading = await desk.workers.run(known.url, read, answer, desk.rules, memory)
    if isinstance(reading, Failure):
        return Seen(answer.captured_at, answer, failure=reading)
    again = await _latest_again(desk, known, reading, memory)
    is_same = again is not None and again.text_hash == reading.text_hash
    layout = None if is_same else await _layout(desk, known, answer, reading, memory)
    return Seen(
        answer.captured_at,
        answer,
        reading.article,
        reading.text_hash,
        layout=layout,
        rule=reading.rule,
        learnt=reading.learnt,
        is_same=is_same,
        before=_read_otherwise(known, again),
        amp=reading.amp,
    )


async def _latest_again(desk: Desk, known: Known, reading: Reading, memory: SiteMemory) -> Reading | None:
    """The latest version's capture as it reads today, where what was read now differs from that version.

    Rules, memory and the reader itself may have changed since: what only they changed is no edit.
    """
    if known.latest is None or reading.text_hash is None or not isinstance(reading.article, Article):
        return None
    if says_the_same(known.latest, reading.article, reading.text_hash):
        return None
    capture = await desk.archived(desk.archive.capture, known.latest.capture_id)
    if capture is None:
        return None
    again = await desk.workers.run(known.url, read, capture, desk.rules, memory)
    return None if isinstance(again, Failure) or again.text_hash is None else again


def _read_otherwise(known: Known, again: Reading | None) -> Article | None:
    """The latest version as it reads today, if that is not as it was read."""
    if known.latest is None or again is None or not isinstance(again.article, Article):
        return None
    return None if again.text_hash == known.latest.text_hash else again.article


async def _layout(
    desk: Desk, known: Known, answer: Capture, reading: Reading, memory: SiteMemory
) -> LayoutChange | None:
    """What a redesign did, where the page is built otherwise than the latest version's and reads otherwise too."""
    if reading.layout is not Layout.CHANGED or known.latest is None:
        return None
    if reading.text_hash is None or reading.text_hash == known.latest.text_hash:
        return None
    before = await desk.archived(desk.archive.capture, known.latest.capture_id)
    if before is None:
        return None
    found = await desk.workers.run(known.url, relaid, before, answer, desk.rules, memory)
    return None if isinstance(found, Failure) else found

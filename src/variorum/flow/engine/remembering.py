"""Takes an article and what was served for it, gives what is remembered of it and its site, and what a redesign did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.flow.reading import with_rule
from variorum.flow.witness import Witness
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from variorum.archive import ArchivePort
    from variorum.flow.engine.desk import Desk
    from variorum.model import Capture, Known, Seen, SiteMemory


def memory_of(archive: ArchivePort, article_id: str, address: str) -> SiteMemory:
    """What is remembered of an article's site, and how its latest version was read."""
    memory = archive.site_memory(registered_domain(address))
    return with_rule(memory, address, archive.reading_rule(article_id))


async def seen_in(desk: Desk, known: Known, answer: Capture) -> Seen:
    """What a check saw in a full answer: read as the version before was, and told apart from a redesign."""
    memory = await desk.archived(memory_of, desk.archive, known.article_id, answer.address)
    witness = Witness(desk.workers, lambda one: desk.archived(desk.archive.capture, one), desk.rules)
    return await witness.seen(known.url, known.latest, answer, memory)

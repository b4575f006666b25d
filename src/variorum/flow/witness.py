"""Takes a capture and the version before it, gives what is seen: read as that version was, and told apart from a redesign."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.flow.reading import ReadAgain, Reading, read, read_again
from variorum.model import Article, Failure, Layout, LayoutChange, Seen
from variorum.text.fingerprint import says_the_same
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from variorum.flow.engine.workers import Workers
    from variorum.model import Capture, OutletRule, SiteMemory, Version

#: To read the latest version again may take so long, in seconds.
_LONGEST_AGAIN = 10.0


class Witness(NamedTuple):
    """Who reads captures: worker processes, the archive's captures by their ids, and the rules of the user."""

    workers: Workers
    capture_of: Callable[[str], Awaitable[Capture | None]]
    rules: tuple[OutletRule, ...] = ()

    async def seen(self, subject: str, latest: Version | None, answer: Capture, memory: SiteMemory) -> Seen:
        """What is seen in a full answer after the version that was `latest`; `memory` holds the rule which that was read by."""
        reading = await self.workers.run(subject, read, answer, self.rules, memory)
        if isinstance(reading, Failure):
            return Seen(answer.captured_at, answer, failure=reading)
        again = await self._latest_again(subject, latest, answer, reading, memory)
        return Seen(
            answer.captured_at,
            answer,
            reading.article,
            reading.text_hash,
            layout=_layout(latest, reading, again),
            rule=reading.rule,
            lesson=reading.lesson,
            is_same=again is not None and again.text_hash == reading.text_hash,
            before=_read_otherwise(latest, again),
            memory=memory.site(registered_domain(answer.address)).version,
            amp=reading.amp,
        )

    async def _latest_again(
        self, subject: str, latest: Version | None, answer: Capture, reading: Reading, memory: SiteMemory
    ) -> ReadAgain | None:
        """The latest version's capture as it reads today, where what was read now differs from that version.

        Rules, memory and the reader itself may have changed since, or the site's templates: what only they changed is no
        edit. That is asked within a short time: a page that takes longer is compared as it was read.
        """
        if latest is None or reading.text_hash is None or not isinstance(reading.article, Article):
            return None
        if reading.article.doubts or says_the_same(latest, reading.article, reading.text_hash):
            return None
        capture = await self.capture_of(latest.capture_id)
        if capture is None:
            return None
        again = await self.workers.run(
            subject, read_again, capture, answer, self.rules, memory, limit=_LONGEST_AGAIN
        )
        return None if isinstance(again, Failure) or again.text_hash is None else again


def _layout(latest: Version | None, reading: Reading, again: ReadAgain | None) -> LayoutChange | None:
    """What a redesign did since the latest version, one that left the text as it was included."""
    if again is not None:
        return again.layout
    if reading.layout is not Layout.CHANGED or latest is None or not isinstance(reading.article, Article):
        return None
    is_same = reading.text_hash is not None and says_the_same(latest, reading.article, reading.text_hash)
    return LayoutChange(latest.article, reading.article) if is_same else None


def _read_otherwise(latest: Version | None, again: ReadAgain | None) -> Article | None:
    """The latest version as it reads today, if that is not as it was read."""
    if latest is None or again is None or not isinstance(again.article, Article):
        return None
    return None if again.text_hash == latest.text_hash else again.article

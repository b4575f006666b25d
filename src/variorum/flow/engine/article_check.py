"""Takes an article, checks it once: fetched, read, decided, compared and kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from variorum.flow.auditing import article_request, validators_lie
from variorum.flow.comparing import compared, sides
from variorum.flow.decide import decide
from variorum.flow.engine.desk import Desk, Progress
from variorum.flow.engine.names import is_another_name, is_the_same, nearest, other_there, renamed, with_turns
from variorum.flow.engine.remembering import seen_in
from variorum.flow.keeping import write_out
from variorum.flow.outcomes import outcome_of
from variorum.model import Capture, Failure, FailureKind, KeepVersion, Revision, Seen

if TYPE_CHECKING:
    from variorum.archive import ArchiveWriter
    from variorum.model import Known, Tombstone

_FULL_ANSWERS = range(200, 300)


async def check_article(desk: Desk, article_id: str, url: str) -> Progress:
    """Checks an article once and keeps what came of it.

    An article that has become one with another since it was queued is not there any more: nothing is checked.
    """
    known = await desk.archived(desk.archive.known, article_id)
    if known is None:
        return Progress(url, url)
    answer = await desk.fetcher.get(article_request(known, desk.clock.now(), desk.policy))
    if isinstance(answer, Capture) and answer.address != known.url:
        forgotten = await desk.archived(desk.archive.tombstone_at, answer.address)
        if forgotten is not None:
            return await desk.written(_left_alone, desk, known, forgotten)
    if await is_another_name(desk, known, answer):
        return Progress(known.url, known.url)
    seen = await _seen(desk, known, answer)
    known, seen = await nearest(desk, known, seen), await with_turns(desk, known, seen)
    now = desk.clock.now()
    if validators_lie(known, seen):
        desk.fetcher.distrust(known.url, now + desk.policy.distrust)
    outlook = desk.forecast.outlook
    intents = decide(known, seen, now, desk.policy, outlook=outlook, chance=desk.chance())
    revision = await _revision(desk, known, next((i for i in intents if isinstance(i, KeepVersion)), None))
    with desk.learnt() as hosts:
        kept = await desk.written(
            write_out,
            known,
            intents,
            revision=revision if isinstance(revision, Revision) else None,
            hosts=hosts,
            now=now,
            outcome=outcome_of(known, seen, intents),
        )
    return Progress(
        url=known.url,
        source=known.url,
        new_version=kept.version is not None,
        changes=kept.changes,
        failure=kept.failure or (revision if isinstance(revision, Failure) else None),
    )


async def _seen(desk: Desk, known: Known, answer: Capture | Failure) -> Seen:
    if isinstance(answer, Failure):
        return Seen(desk.clock.now(), failure=answer)
    if answer.status not in _FULL_ANSWERS:
        other = await other_there(desk, known, answer)
        return Seen(answer.captured_at, answer) if other is None else _led_elsewhere(known, answer)
    seen = await seen_in(desk, known, answer)
    other = await other_there(desk, known, answer)
    if other is None:
        return replace(seen, renamed=await renamed(desk, known, seen))
    if await is_the_same(desk, known, seen, other):
        return replace(seen, takes_over=True)
    return _led_elsewhere(known, answer)


def _led_elsewhere(known: Known, answer: Capture) -> Seen:
    told = f"its address now leads to another article that is watched by itself ({answer.address})"
    return Seen(answer.captured_at, failure=Failure(FailureKind.REDIRECT, known.url, told))


async def _revision(desk: Desk, known: Known, new: KeepVersion | None) -> Revision | Failure | None:
    """The revision against the latest version; a failure to compare loses nothing: the version is kept all the same."""
    if new is None or known.latest is None:
        return None
    before, after = sides(known.latest, new)
    return await desk.workers.run(known.url, compared, before, after, new.capture.captured_at)


def _left_alone(writer: ArchiveWriter, desk: Desk, known: Known, forgotten: Tombstone) -> Progress:
    """Ends the checks of an article whose address leads to one that was forgotten: nothing of that is kept or fetched again."""
    told = f"its address now leads to an article that was forgotten ({forgotten.reason}): it is not checked any more"
    failure = Failure(FailureKind.FORGOTTEN, known.url, told)
    now = desk.clock.now()
    if writer.is_there(known.article_id):
        writer.record_failure(known.article_id, failure, now)
        at_rest = replace(known.schedule, next_check=None, reason=told, since=now, last_checked=now)
        writer.set_schedule(known.article_id, at_rest)
    return Progress(known.url, known.url, failure=failure)

"""Takes a source, checks it once: fetched, its sightings read, new articles made and due at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.discovery import lenient_sightings, sightings
from variorum.fetching import Request
from variorum.flow.decide import source_checked, source_failed
from variorum.flow.engine.desk import Desk, Progress
from variorum.flow.engine.workers import LENIENT_LIMIT
from variorum.flow.hints import Relisted, pulled_forward
from variorum.flow.keeping import first_schedule
from variorum.model import Capture, Discovery, Failure, FailureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.flow.engine.workers import Workers
    from variorum.model import Host, Schedule, Source

_NOT_MODIFIED = 304
_REPAIRABLE = frozenset({FailureKind.MALFORMED})


async def check_source(desk: Desk, source_id: str, url: str) -> Progress:
    """Checks a source once and makes the articles that it lists for the first time."""
    source = await desk.archived(desk.archive.source, source_id)
    schedule = await desk.archived(desk.archive.source_schedule, source_id)
    if source is None or schedule is None:
        return Progress(url, url, is_source=True)
    answer = await desk.fetcher.get(Request(source.url, schedule.etag, schedule.last_modified))
    found = answer if isinstance(answer, Failure) else await _listed(desk.workers, source.url, answer)
    # What is learnt is asked for here, on the loop of the fetcher, and not by the clerk.
    with desk.learnt() as hosts:
        if isinstance(found, Failure) or isinstance(answer, Failure):
            failure = (
                found
                if isinstance(found, Failure)
                else Failure(FailureKind.BAD_RESPONSE, source.url, "no answer")
            )
            await desk.archived(_keep_failure, desk, source, schedule, failure, hosts=hosts)
            return Progress(source.url, source.title, is_source=True, failure=failure.with_way_out)
        new = await desk.archived(_keep_sightings, desk, source, schedule, answer, found, hosts=hosts)
    return Progress(source.url, source.title, is_source=True, new_articles=new)


async def _listed(workers: Workers, url: str, capture: Capture) -> Discovery | Failure:
    """What a source lists: nothing new when it is unmodified."""
    if capture.status == _NOT_MODIFIED:
        return Discovery(None, (), "unmodified")
    if capture.is_gone:
        told = f"the source is not there: it answered {capture.status}; check its address, or `variorum remove` it"
        return Failure(FailureKind.HTTP_STATUS, url, told, capture.status)
    return await listed(workers, capture)


async def listed(workers: Workers, capture: Capture) -> Discovery | Failure:
    """The sightings in a capture: by the strict reader, or by the lenient one where a feed is broken."""
    content_type = capture.header("content-type") or ""
    strict = await workers.run(capture.url, sightings, capture.body, capture.address, content_type)
    if isinstance(strict, Failure) and strict.kind in _REPAIRABLE:
        lenient = await workers.run(
            capture.url, lenient_sightings, capture.body, capture.address, content_type, limit=LENIENT_LIMIT
        )
        if isinstance(lenient, Discovery) and lenient.sightings:
            return lenient
    return strict


def _keep_failure(
    desk: Desk, source: Source, schedule: Schedule, failure: Failure, *, hosts: Sequence[Host]
) -> None:
    now = desk.clock.now()
    with desk.archive.writing() as writer:
        writer.record_failure(source.id, failure, now)
        writer.set_schedule(source.id, source_failed(schedule, failure, now, desk.policy))
        writer.keep_hosts(hosts)


def _keep_sightings(
    desk: Desk,
    source: Source,
    schedule: Schedule,
    capture: Capture,
    found: Discovery,
    *,
    hosts: Sequence[Host],
) -> int:
    """Keeps what a source lists and gives how many articles are new.

    An article that was imported, or given up, is checked from the time when a source first lists it. One that the source
    says to have changed is checked sooner.
    """
    now = desk.clock.now()
    new = 0
    relisted: list[Relisted] = []
    with desk.archive.writing() as writer:
        for sighting in found.sightings:
            first = first_schedule(now, f"found in {source.title}")
            article_id, is_new = writer.add_article(sighting.url, source.id, now, first)
            new += is_new
            before = None if is_new else writer.listed_before(source.id, article_id)
            if before is not None:
                relisted.append(Relisted(article_id, before[0], sighting, before[1]))
            if writer.sight(source.id, article_id, sighting, now):
                writer.start_watching(article_id, first)
        for article_id, pulled in pulled_forward(relisted, now, desk.policy):
            writer.set_schedule(article_id, pulled)
        if found.title and source.title == source.url:
            writer.rename_source(source.id, found.title)
        writer.set_schedule(source.id, source_checked(schedule, now, desk.policy, new=new, capture=capture))
        writer.keep_hosts(hosts)
    return new

"""Takes a source, checks it once: fetched, its sightings read, new articles made and due at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from variorum.discovery import article_shapes
from variorum.fetching import Request
from variorum.flow.auditing import same_validators, source_request
from variorum.flow.decide import source_checked, source_failed
from variorum.flow.engine.desk import Desk, Progress
from variorum.flow.engine.listed import links_of_page, listed, taken
from variorum.flow.engine.sighted import TWO_NAMES, article_at, asked_before, identified, is_forgotten
from variorum.flow.engine.sitemaps import with_sitemaps
from variorum.flow.hints import Relisted, pulled_forward
from variorum.flow.keeping import first_schedule
from variorum.flow.outcomes import failed_outcome
from variorum.model import Capture, Discovery, Failure, FailureKind, Outcome, SourceKind
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.archive import ArchiveWriter
    from variorum.model import ChildSitemap, Conduct, Host, Schedule, Source

_NOT_MODIFIED = 304


async def check_source(desk: Desk, source_id: str, url: str) -> Progress:
    """Checks a source once and makes the articles that it lists for the first time."""
    source = await desk.archived(desk.archive.source, source_id)
    schedule = await desk.archived(desk.archive.source_schedule, source_id)
    if source is None or schedule is None:
        return Progress(url, url, is_source=True)
    is_index = source.kind is SourceKind.SITEMAP
    children = await desk.archived(desk.archive.child_sitemaps, source.id) if is_index else ()
    # An index may stay as it is while the sitemaps that it names change.
    request = Request(source.url) if children else source_request(source.url, schedule, desk.policy)
    answer = await desk.fetcher.get(request)
    found = answer if isinstance(answer, Failure) else await _listed(desk, source, answer, children)
    # What is learnt is asked for here, on the loop of the fetcher, and not by the clerk.
    with desk.learnt() as hosts:
        if isinstance(found, Failure) or isinstance(answer, Failure):
            failure = (
                found
                if isinstance(found, Failure)
                else Failure(FailureKind.BAD_RESPONSE, source.url, "no answer")
            )
            await desk.written(_keep_failure, desk, source, schedule, failure, hosts=hosts)
            return Progress(source.url, source.title, is_source=True, failure=failure.with_way_out)
        new = await desk.written(_keep_sightings, desk, source, schedule, answer, found=found, hosts=hosts)
    if desk.hubs is not None:
        await desk.hubs.tend(desk, source, answer)
    # What is taken of a page or a sitemap goes by what is known of its outlet, and by other files that it names.
    speaks_for_itself = source.kind is SourceKind.FEED and answer.status != _NOT_MODIFIED
    if new and speaks_for_itself and same_validators(schedule, answer):
        # It lists something else under the validators that it had: a 304 would have hidden that.
        desk.fetcher.distrust(source.url, desk.clock.now() + desk.policy.distrust)
    return Progress(source.url, source.title, is_source=True, new_articles=new)


async def _listed(
    desk: Desk, source: Source, capture: Capture, children: Sequence[ChildSitemap]
) -> Discovery | Failure:
    """What a source lists: nothing new when it is unmodified."""
    if capture.status == _NOT_MODIFIED:
        return Discovery(None, (), "unmodified")
    if capture.is_gone:
        told = f"the source is not there: it answered {capture.status}; check its address, or `variorum remove` it"
        return Failure(FailureKind.HTTP_STATUS, source.url, told, capture.status)
    if source.kind in {SourceKind.PAGE, SourceKind.SITEMAP}:
        known = await desk.archived(desk.archive.addresses_read, registered_domain(source.url))
        if source.kind is SourceKind.PAGE:
            return await links_of_page(desk.workers, capture, known)
        found = await listed(desk.workers, capture)
        if isinstance(found, Discovery):
            found = await with_sitemaps(desk.fetcher, desk.workers, found, children)
        if isinstance(found, Failure):
            return found
        return taken(found, article_shapes(known), desk.clock.now(), desk.policy.horizon)
    return await listed(desk.workers, capture)


def _keep_failure(
    writer: ArchiveWriter,
    desk: Desk,
    source: Source,
    schedule: Schedule,
    failure: Failure,
    *,
    hosts: Sequence[Host | Conduct],
) -> None:
    now = desk.clock.now()
    writer.record_failure(source.id, failure, now)
    writer.record_outcome(source.id, failed_outcome(failure), now)
    writer.set_schedule(source.id, source_failed(schedule, failure, now, desk.policy))
    writer.keep_hosts(hosts)


def _keep_sightings(
    writer: ArchiveWriter,
    desk: Desk,
    source: Source,
    schedule: Schedule,
    capture: Capture,
    *,
    found: Discovery,
    hosts: Sequence[Host | Conduct],
) -> int:
    """Keeps what a source lists and gives how many articles are new.

    An article that was imported, or given up, is checked from the time when a source first lists it. One that the source
    says to have changed is checked sooner.
    """
    now = desk.clock.now()
    new = 0
    relisted: list[Relisted] = []
    for sighting in identified(found.sightings):
        if is_forgotten(writer, sighting.url, desk.rules):
            continue
        first = first_schedule(now, f"found in {source.title}")
        if asked_before(writer, source, sighting, now):
            first = replace(first, next_check=now + desk.policy.confirm, reason=TWO_NAMES)
        article_id, is_new = article_at(writer, sighting.url, source.id, now, first, rules=desk.rules)
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
    writer.record_outcome(source.id, _outcome(capture, new), now)
    writer.set_schedule(source.id, source_checked(schedule, now, desk.policy, new=new, capture=capture))
    writer.keep_child_sitemaps(source.id, found.children)
    writer.keep_hosts(hosts)
    return new


def _outcome(capture: Capture, new: int) -> Outcome:
    if capture.status == _NOT_MODIFIED:
        return Outcome.NOT_MODIFIED
    return Outcome.OK if new else Outcome.UNCHANGED

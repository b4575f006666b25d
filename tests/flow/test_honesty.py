"""Servers that lie or want to be left alone, checked for real: what is found out is kept, also for the next process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.newsweb import Answer, Site, Story, served

from variorum.archive import Archive, ArchivePort, open_archive
from variorum.fetching import AiohttpTransport, Fetcher, NetworkPolicy, Politeness, parse_network
from variorum.flow.adding import Found, add_found
from variorum.flow.clock import TempoClock, wall_time
from variorum.flow.engine.article_check import check_article
from variorum.flow.engine.desk import Desk
from variorum.flow.engine.source_check import check_source
from variorum.flow.engine.workers import Workers
from variorum.flow.keeping import first_schedule
from variorum.flow.politeness import politeness_record
from variorum.model import Conduct, Discovery, Host, Outcome, Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from http.server import BaseHTTPRequestHandler

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
PATH = "/news/1"


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as running:
        running.stories[PATH] = Story("Ferry runs aground off Lorn")
        yield running


@pytest.fixture
def archive(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that watches the article of the site, listed by its feed."""
    with open_archive(tmp_path_factory.mktemp("honesty") / "archive", create=True) as made:
        feed = Source("f" * 16, site.url("/feed.xml"), SourceKind.FEED, "The Lorn Post", START)
        with made.writing() as writer:
            writer.add_source(feed, first_schedule(START, "new"))
            writer.add_article(site.url(PATH), feed.id, START, first_schedule(START, "new"))
        yield made


@pytest.fixture
async def desk(archive: Archive) -> AsyncIterator[Desk]:
    async with (
        AiohttpTransport(NetworkPolicy((parse_network("127.0.0.0/8"),)), clock()) as transport,
        Workers(1) as workers,
    ):
        made = desk_with(archive, transport, workers)
        yield made
        made.clerk.shutdown()


def clock() -> TempoClock:
    return TempoClock(wall_time(), START, 100.0)


def desk_with(archive: Archive, transport: AiohttpTransport, workers: Workers) -> Desk:
    """A desk as a new process would furnish it from the archive."""
    known: tuple[Host | Conduct, ...] = (*archive.hosts(), *archive.conducts())
    politeness = Politeness(gap=timedelta(seconds=0.1), jitter=0)
    return Desk(archive, Fetcher(transport, clock(), politeness, known), clock(), workers)


async def check(desk: Desk, site: Site) -> None:
    article_id = desk.archive.article_id(site.url(PATH))
    assert article_id is not None
    await check_article(desk, article_id, site.url(PATH))


def tallies(archive: ArchivePort, site: Site) -> dict[Outcome, int]:
    found = archive.outcomes(of=archive.article_id(site.url(PATH)))
    return {tally.outcome: tally.times for tally in found}


async def test_an_edit_behind_a_304_that_lies_is_found_and_the_host_loses_its_validators(
    desk: Desk, site: Site
) -> None:
    conditional: list[bool] = []

    def lying(handler: BaseHTTPRequestHandler) -> Answer:
        conditional.append("If-None-Match" in handler.headers)
        headers = {"ETag": '"const"', "Content-Type": "text/html; charset=utf-8"}
        return (
            (304, headers, b"")
            if conditional[-1]
            else (200, headers, site.stories[PATH].page(site.url(PATH)))
        )

    site.answers[PATH] = lying
    await check(desk, site)
    site.stories[PATH].paragraphs[1] = (
        "At least 41 people were killed and 60 injured, according to the police."
    )
    for _ in range(10):
        await check(desk, site)
    assert conditional == [False, *[True] * 9, False]
    assert desk.archive.counts()["versions"] == 2
    (conduct,) = desk.archive.conducts()
    assert conduct.distrusted_until is not None
    assert timedelta(days=29) < conduct.distrusted_until - START < timedelta(days=31)
    assert conduct.unmodified == 9
    await check(desk, site)
    assert conditional[-1] is False
    assert tallies(desk.archive, site) == {
        Outcome.NOT_MODIFIED: 9,
        Outcome.OK: 2,
        Outcome.UNCHANGED: 1,
    }


async def test_a_feed_that_lists_something_new_under_the_same_validators_loses_them_too(
    desk: Desk, site: Site
) -> None:
    site.answers["/feed.xml"] = lambda _: (
        200,
        {"ETag": '"const"', "Content-Type": "application/rss+xml"},
        site.feed(),
    )
    (source,) = desk.archive.sources()
    await check_source(desk, source.id, source.url)
    assert desk.fetcher._book.trusts_validators(source.url)
    site.stories["/news/2"] = Story("Second ferry runs aground")
    await check_source(desk, source.id, source.url)
    assert not desk.fetcher._book.trusts_validators(source.url)
    assert [tally.outcome for tally in desk.archive.outcomes(of=source.id)] == [Outcome.OK, Outcome.UNCHANGED]


async def test_an_index_whose_sitemaps_list_something_new_tells_no_untruth(desk: Desk, site: Site) -> None:
    index = f"<sitemapindex><sitemap><loc>{site.url('/news.xml')}</loc></sitemap></sitemapindex>".encode()
    site.answers["/index.xml"] = (200, {"ETag": '"const"', "Content-Type": "application/xml"}, index)
    site.answers["/news.xml"] = lambda _: (
        200,
        {"Content-Type": "application/xml"},
        f"<urlset>{''.join(f'<url><loc>{site.url(path)}</loc></url>' for path in listed)}</urlset>".encode(),
    )
    listed = ["/news/2026/05/04/first-ferry-runs-aground-12345"]
    found = Found(site.url("/index.xml"), SourceKind.SITEMAP, "News", Discovery("News", (), "sitemap"))
    source, _ = add_found(desk.archive, found, START)
    first = await check_source(desk, source.id, source.url)
    listed.append("/news/2026/05/04/second-ferry-runs-aground-12346")
    second = await check_source(desk, source.id, source.url)
    assert (first.new_articles, second.new_articles) == (1, 1)
    assert desk.fetcher._book.trusts_validators(source.url)


async def test_a_host_on_hold_is_left_alone_by_the_next_process_and_what_is_due_waits_for_it(
    archive: Archive, site: Site
) -> None:
    site.answers[PATH] = (429, {"Retry-After": "3600"}, b"slow down")
    policy = NetworkPolicy((parse_network("127.0.0.0/8"),))
    async with AiohttpTransport(policy, clock()) as transport, Workers(1) as workers:
        for _ in range(2):
            desk = desk_with(archive, transport, workers)
            await check(desk, site)
            desk.clerk.shutdown()
    assert site.log == ["/robots.txt", PATH]
    article_id = archive.article_id(site.url(PATH))
    assert article_id is not None
    known = archive.known(article_id)
    assert known is not None
    assert known.schedule.failures == 0
    assert known.schedule.next_check is not None
    assert known.schedule.next_check > START + timedelta(minutes=59)
    assert "is to be left alone until" in known.schedule.reason
    assert tallies(archive, site) == {Outcome.LEFT_ALONE: 2}
    record = politeness_record(archive, "f" * 16)
    assert (record.requests, record.failed, record.share_unmodified) == (2, 1, 0)
    assert [one.held_until(START) is not None for one in record.origins] == [True]


async def test_a_text_that_was_served_without_validators_between_two_that_had_them_leaves_no_change(
    desk: Desk, site: Site
) -> None:
    plain = list(site.stories[PATH].paragraphs)
    # A, its variant, A again, its variant again, then an edit: what the variant adds is no part of that.
    turns = [plain, [*plain, "Variant B."], plain, [*plain, "Variant B."], [*plain, "All are safe now."]]

    def answer(_: BaseHTTPRequestHandler) -> Answer:
        site.stories[PATH].paragraphs = turns[0]
        headers = {"Content-Type": "text/html; charset=utf-8"}
        headers |= {} if "Variant B." in turns[0] else {"ETag": f'"{len(turns)}"'}
        return 200, headers, site.stories[PATH].page(site.url(PATH))

    site.answers[PATH] = answer
    article_id = desk.archive.article_id(site.url(PATH))
    assert article_id is not None
    told = []
    for _ in range(5):
        await check(desk, site)
        turns.pop(0)
        history = desk.archive.history(article_id)
        assert history is not None
        told.append([change.classes for change in history.changes])
        if len(turns) == 3:
            assert "to see whether it stays so" in history.article.schedule.reason
    assert told[2] == [("reverted",)]
    assert told[3] == [("alternates",), ("reverted",)]
    assert told[4] == [("grown",), ("alternates",), ("reverted",)]

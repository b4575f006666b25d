"""Checks of sources and articles on a news site on loopback: what is watched, what is kept, what is learnt."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.newsweb import Site, Story, served

from variorum.archive import ArchiveBusy, ArchivePort, open_archive
from variorum.fetching import AiohttpTransport, Fetcher, NetworkPolicy, Politeness, Request, parse_network
from variorum.flow import witness
from variorum.flow.adding import MOST_FEEDS, Behind, Found, add_found, list_found, look
from variorum.flow.clock import TempoClock, wall_time
from variorum.flow.engine.article_check import check_article
from variorum.flow.engine.desk import Desk, Progress
from variorum.flow.engine.listed import listed
from variorum.flow.engine.local import Engine
from variorum.flow.engine.source_check import check_source
from variorum.flow.engine.workers import Workers
from variorum.model import (
    Capture,
    Discovery,
    FailureKind,
    OutletRule,
    Schedule,
    Selection,
    SourceKind,
    SourceState,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
SOON, MUCH_LATER = START + timedelta(days=1), START + timedelta(days=50)
RSS = b"<rss version='2.0'><channel><title>News</title></channel></rss>"


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as running:
        running.stories["/news/1"] = Story("Ferry runs aground off Lorn")
        for path in ("/feed.xml", "/other.xml"):
            running.answers[path] = lambda _: (200, {"Content-Type": "application/rss+xml"}, running.feed())
        yield running


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = TempoClock(wall_time(), START, 100.0)
    policy = NetworkPolicy((parse_network("127.0.0.0/8"),))
    politeness = Politeness(gap=timedelta(seconds=0.1))
    with open_archive(tmp_path / "archive", create=True) as archive:
        async with AiohttpTransport(policy, clock) as transport, Workers(1) as workers:
            made = Desk(archive, Fetcher(transport, clock, politeness), clock, workers)
            yield made
            made.clerk.shutdown()


async def watch(desk: Desk, url: str, at: datetime = START) -> tuple[str, bool]:
    """Adds what stands behind an address and checks it once when it is a feed; gives the source's id."""
    behind = await look(desk.fetcher, desk.workers, url, at)
    assert isinstance(behind, Behind), behind
    (found,) = behind.found
    source, begins = add_found(desk.archive, found, at)
    if found.kind is SourceKind.FEED:
        await check_source(desk, source.id, source.url)
    return source.id, begins


def set_state(archive: ArchivePort, source_id: str, state: SourceState) -> None:
    with archive.writing() as writer:
        writer.set_source_state(source_id, state)


def articles_due(archive: ArchivePort, at: datetime = SOON) -> list[str]:
    return [item.url for item in archive.due(at) if not item.is_source]


def give_up(
    archive: ArchivePort, article_id: str, reason: str = "no longer checked: unchanged for 40 days"
) -> None:
    with archive.writing() as writer:
        writer.set_schedule(
            article_id, Schedule(None, reason, START, last_checked=START, checks=9, etag='"1"')
        )


async def test_an_article_that_two_feeds_list_is_watched_until_both_are_removed(
    desk: Desk, site: Site
) -> None:
    archive, url = desk.archive, site.url("/news/1")
    first, _ = await watch(desk, site.url("/feed.xml"))
    second, _ = await watch(desk, site.url("/other.xml"))
    article_id = archive.article_id(url)
    assert article_id is not None
    set_state(archive, first, SourceState.REMOVED)
    assert articles_due(archive) == [url]
    assert state_of(archive, article_id) is SourceState.WATCHED
    set_state(archive, second, SourceState.PAUSED)
    assert articles_due(archive) == []
    assert state_of(archive, article_id) is SourceState.PAUSED
    set_state(archive, second, SourceState.REMOVED)
    assert state_of(archive, article_id) is SourceState.REMOVED
    assert archive.next_due() is None


def state_of(archive: ArchivePort, article_id: str) -> SourceState:
    record = archive.article(article_id)
    assert record is not None
    return record.state


async def test_an_article_of_a_removed_feed_is_watched_again_when_it_is_added_by_itself(
    desk: Desk, site: Site
) -> None:
    feed, _ = await watch(desk, site.url("/feed.xml"))
    set_state(desk.archive, feed, SourceState.REMOVED)
    assert articles_due(desk.archive) == []
    source, begins = await watch(desk, site.url("/news/1"))
    assert begins
    assert articles_due(desk.archive) == [site.url("/news/1")]
    set_state(desk.archive, source, SourceState.REMOVED)
    assert articles_due(desk.archive) == []


@pytest.mark.parametrize(
    "reason",
    ["no longer checked: unchanged for 40 days", "no longer checked: it never came back"],
)
async def test_an_article_that_was_given_up_is_watched_again_when_it_is_added(
    desk: Desk, site: Site, reason: str
) -> None:
    url = site.url("/news/1")
    assert (await watch(desk, url))[1]
    assert not (await watch(desk, url))[1]
    article_id = desk.archive.article_id(url)
    assert article_id is not None
    give_up(desk.archive, article_id, reason)
    assert articles_due(desk.archive, MUCH_LATER) == []
    assert (await watch(desk, url, MUCH_LATER))[1]
    known = desk.archive.known(article_id)
    assert known is not None
    assert (known.schedule.next_check, known.schedule.since) == (MUCH_LATER, MUCH_LATER)
    assert (known.schedule.reason, known.schedule.checks) == ("it was added: checked at once", 9)


async def test_a_feed_takes_up_what_was_given_up_when_it_first_lists_it_and_not_each_time(
    desk: Desk, site: Site
) -> None:
    feed, _ = await watch(desk, site.url("/feed.xml"))
    article_id = desk.archive.article_id(site.url("/news/1"))
    assert article_id is not None
    give_up(desk.archive, article_id)
    await check_source(desk, feed, site.url("/feed.xml"))
    assert articles_due(desk.archive, MUCH_LATER) == []
    await watch(desk, site.url("/other.xml"))
    assert articles_due(desk.archive, MUCH_LATER) == [site.url("/news/1")]


async def test_what_is_due_is_told_without_reading_any_version(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await watch(desk, site.url("/feed.xml"))
    article_id = desk.archive.article_id(site.url("/news/1"))
    assert article_id is not None
    await check_article(desk, article_id, site.url("/news/1"))

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("variorum.archive.watching.latest_version", refuse)
    (item,) = [item for item in desk.archive.due(MUCH_LATER) if not item.is_source]
    assert (item.id, item.url) == (article_id, site.url("/news/1"))


async def test_bytes_that_the_reader_breaks_down_on_are_kept(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await watch(desk, site.url("/feed.xml"))
    article_id = desk.archive.article_id(site.url("/news/1"))
    assert article_id is not None
    monkeypatch.setattr(witness, "read", breaks_down)
    progress = await check_article(desk, article_id, site.url("/news/1"))
    assert progress.failure is not None
    assert progress.failure.kind is FailureKind.CRASHED
    assert desk.archive.counts()["captures"] == 1
    known = desk.archive.known(article_id)
    assert known is not None
    assert "tried again after 10 minutes" in known.schedule.reason


def breaks_down(_: Capture) -> None:
    """Not found by a worker, which cannot import this module: a reader that always fails."""


async def test_what_is_learnt_of_hosts_outlives_a_check_that_could_not_be_kept(
    desk: Desk, site: Site
) -> None:
    await desk.fetcher.get(Request(site.url("/news/1")))

    def fail() -> None:
        with desk.learnt() as hosts:
            assert {host.origin for host in hosts} == {site.root}
            raise ArchiveBusy

    with pytest.raises(ArchiveBusy):
        fail()
    await watch(desk, site.url("/feed.xml"))
    assert [host.origin for host in desk.archive.hosts()] == [site.root]


async def test_a_watch_pauses_while_the_archive_is_locked_and_says_so_once(
    desk: Desk, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("variorum.flow.engine.local._TRY_AGAIN", 0.05)
    desk.archive.close()
    monkeypatch.setattr("variorum.archive.database._PATIENCE", 20)
    behind = await look(desk.fetcher, desk.workers, site.url("/feed.xml"), START)
    assert isinstance(behind, Behind)
    add_found(desk.archive, behind.found[0], START)
    site.log.clear()
    told: list[Progress] = []
    paused, stop = asyncio.Event(), asyncio.Event()

    def listen(progress: Progress) -> None:
        told.append(progress)
        if progress.failure is not None:
            paused.set()
        elif not progress.is_source:
            stop.set()

    other = sqlite3.connect(tmp_path / "archive/variorum.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    async with Engine(desk, listener=listen) as engine:
        watching = asyncio.create_task(engine.watch(stop))
        await paused.wait()
        fetched = list(site.log)
        for _ in range(3):
            assert not await desk.reopened()
        assert site.log == fetched
        other.execute("ROLLBACK")
        other.close()
        report = await watching
    (sentence,) = [progress.failure.sentence for progress in told if progress.failure]
    assert sentence.startswith("paused: the archive")
    assert "is locked by another process" in sentence
    assert sentence.endswith("nothing is fetched until it can be written")
    assert (report.sources, report.articles, report.failures) == (1, 1, [])
    assert desk.archive.counts()["versions"] == 1


async def test_what_is_learnt_is_asked_for_on_the_loop_of_the_fetcher(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[threading.Thread] = []
    learnt = desk.fetcher.learnt

    def noted() -> object:
        asked.append(threading.current_thread())
        return learnt()

    monkeypatch.setattr(desk.fetcher, "learnt", noted)
    feed, _ = await watch(desk, site.url("/feed.xml"))
    site.answers["/feed.xml"] = (404, {}, b"")
    await check_source(desk, feed, site.url("/feed.xml"))
    assert asked == [threading.main_thread()] * 2


async def test_a_broken_feed_is_read_in_the_encoding_of_its_header(desk: Desk) -> None:
    body = (
        "<rss version=2.0><channel><title>Новости</title><item><title>Пожар в порту</title>"
        "<link>https://e.example/a</link></item></channel></rss>"
    ).encode("koi8-r")
    headers = (("content-type", "text/xml; charset=koi8-r"),)
    found = await listed(desk.workers, Capture("https://e.example/feed", body, START, headers=headers))
    assert isinstance(found, Discovery)
    assert [seen.title for seen in found.sightings] == ["Пожар в порту"]


def front_page(site: Site, *links: str) -> None:
    page = f"<html><head><title>News</title>{''.join(links)}</head><body><p>Hello.</p></body></html>"
    site.answers["/"] = (200, {"Content-Type": "text/html"}, page.encode())


def addresses(found: tuple[Found, ...]) -> list[str]:
    return [one.url for one in found]


async def test_links_that_look_like_feeds_count_only_where_none_is_declared(desk: Desk, site: Site) -> None:
    declared = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    front_page(site, declared, '<a href="/other.xml/rss/">RSS</a>')
    behind = await look(desk.fetcher, desk.workers, site.url("/"), START)
    assert isinstance(behind, Behind)
    assert addresses(behind.found) == [site.url("/feed.xml")]
    assert behind.left_out == (site.url("/other.xml/rss/"),)
    assert "/other.xml/rss/" not in site.log


async def test_feeds_of_other_sites_that_a_page_only_links_to_are_left_out(desk: Desk, site: Site) -> None:
    site.answers["/rss/"] = (200, {}, RSS)
    front_page(site, '<a href="/rss/">RSS</a>', '<a href="https://elsewhere.example/feed/">Feed</a>')
    behind = await look(desk.fetcher, desk.workers, site.url("/"), START)
    assert isinstance(behind, Behind)
    assert addresses(behind.found) == [site.url("/rss/")]
    assert behind.left_out == ("https://elsewhere.example/feed/",)


async def test_of_a_page_that_declares_very_many_feeds_the_first_are_taken(desk: Desk, site: Site) -> None:
    paths = [f"/feed/{number}" for number in range(MOST_FEEDS + 3)]
    site.answers.update(dict.fromkeys(paths, (200, {}, RSS)))
    front_page(site, *(f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in paths))
    behind = await look(desk.fetcher, desk.workers, site.url("/"), START)
    assert isinstance(behind, Behind)
    assert addresses(behind.found) == [site.url(path) for path in paths[:MOST_FEEDS]]
    assert behind.left_out == tuple(site.url(path) for path in paths[MOST_FEEDS:])


async def test_checks_follow_the_rules_of_the_user_and_a_wall_makes_no_version(
    desk: Desk, site: Site
) -> None:
    rule = OutletRule("Lorn Post", ("127.0.0.1",), fields=(Selection("headline", "p.standfirst"),))
    ruled = replace(desk, rules=(rule,))
    source_id, _ = await watch(ruled, site.url("/feed.xml"))
    (url,) = articles_due(desk.archive)
    article_id = desk.archive.article_id(url)
    assert article_id is not None
    progress = await check_article(ruled, article_id, url)
    assert progress.new_version
    history = desk.archive.history(article_id)
    assert history is not None
    assert history.versions[0].article.headline == "Rescue work goes on through the night"
    site.answers["/news/1"] = (
        200,
        {"Content-Type": "text/html"},
        b"<title>Just a moment...</title><h1>127.0.0.1</h1><p>Verify you are human by completing the action below.</p>",
    )
    progress = await check_article(ruled, article_id, url)
    assert not progress.new_version
    assert progress.failure is not None
    assert progress.failure.kind is FailureKind.UNREADABLE
    assert "machine" in progress.failure.detail
    assert source_id


NEWS_SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>"""


def sitemap_of(site: Site, *, lastmod: str = "2026-05-04T08:00:00Z") -> bytes:
    entries = "".join(
        f"<url><loc>{site.url(path)}</loc><lastmod>{lastmod}</lastmod><news:news><news:title>{story.headline}</news:title>"
        "</news:news></url>"
        for path, story in site.stories.items()
    )
    return NEWS_SITEMAP.format(entries=entries).encode()


async def test_a_sitemap_is_watched_and_its_index_followed(desk: Desk, site: Site) -> None:
    index = f"<sitemapindex><sitemap><loc>{site.url('/news.xml')}</loc></sitemap></sitemapindex>".encode()
    site.answers["/index.xml"] = (200, {"Content-Type": "application/xml"}, index)
    site.answers["/news.xml"] = lambda _: (200, {"Content-Type": "application/xml"}, sitemap_of(site))
    behind = await look(desk.fetcher, desk.workers, site.url("/index.xml"), START)
    assert isinstance(behind, Behind), behind
    (found,) = behind.found
    assert found.kind is SourceKind.SITEMAP
    source, _ = add_found(desk.archive, found, START)
    await check_source(desk, source.id, source.url)
    assert articles_due(desk.archive) == [site.url("/news/1")]


async def test_a_later_lastmod_of_a_sitemap_pulls_the_next_check_forward(desk: Desk, site: Site) -> None:
    lastmod = ["2026-05-04T08:00:00Z", "2026-05-04T08:50:00Z"]
    site.answers["/news.xml"] = lambda _: (200, {}, sitemap_of(site, lastmod=lastmod[0]))
    behind = await look(desk.fetcher, desk.workers, site.url("/news.xml"), START)
    assert isinstance(behind, Behind), behind
    source, _ = add_found(desk.archive, behind.found[0], START)
    await check_source(desk, source.id, source.url)
    article_id = desk.archive.article_id(site.url("/news/1"))
    assert article_id is not None
    with desk.archive.writing() as writer:
        writer.set_schedule(article_id, Schedule(MUCH_LATER, "later", START))
    lastmod.pop(0)
    await check_source(desk, source.id, source.url)
    known = desk.archive.known(article_id)
    assert known is not None
    assert known.schedule.next_check is not None
    assert known.schedule.next_check < MUCH_LATER
    assert known.schedule.reason == (
        "its source says that it was updated at 2026-05-04 08:50 UTC, so it is checked again at once"
    )


async def test_the_sitemap_that_robots_txt_names_is_watched_where_a_front_page_names_no_feed(
    desk: Desk, site: Site
) -> None:
    site.answers["/"] = (200, {"Content-Type": "text/html"}, b"<h1>The Lorn Post</h1>")
    robots = b"User-agent: *\nSitemap: /news.xml\n"
    site.answers["/robots.txt"] = (200, {"Content-Type": "text/plain"}, robots)
    site.answers["/news.xml"] = lambda _: (200, {"Content-Type": "application/xml"}, sitemap_of(site))
    behind = await look(desk.fetcher, desk.workers, site.url("/"), START)
    assert isinstance(behind, Behind), behind
    assert [(found.kind, found.url) for found in behind.found] == [
        (SourceKind.SITEMAP, site.url("/news.xml"))
    ]


async def test_the_articles_that_a_page_links_to_are_watched_where_nothing_else_is_named(
    desk: Desk, site: Site
) -> None:
    paths = [f"/world/ferry-number-{number}-runs-aground" for number in range(9)]
    links = "".join(f'<li><a href="{path}">Ferry runs aground</a>' for path in (*paths, "/about", "/world"))
    site.answers["/world"] = (200, {"Content-Type": "text/html"}, links.encode())
    behind = await look(desk.fetcher, desk.workers, site.url("/world"), START)
    assert isinstance(behind, Behind), behind
    (found,) = behind.found
    assert found.kind is SourceKind.PAGE
    source, _ = add_found(desk.archive, found, START)
    await check_source(desk, source.id, source.url)
    assert sorted(articles_due(desk.archive)) == [site.url(path) for path in paths]


def test_the_articles_of_a_list_are_watched_and_the_list_is_not(desk: Desk) -> None:
    found = list_found(b"http://paper.example/1\nhttp://paper.example/2\n", "standard input")
    assert isinstance(found, Found)
    source, begins = add_found(desk.archive, found, START)
    assert begins
    assert sorted(articles_due(desk.archive)) == ["http://paper.example/1", "http://paper.example/2"]
    assert [item for item in desk.archive.due(MUCH_LATER) if item.is_source] == []
    assert not add_found(desk.archive, found, START)[1]
    set_state(desk.archive, source.id, SourceState.REMOVED)
    assert articles_due(desk.archive) == []


async def test_an_article_that_is_forgotten_while_it_is_fetched_leaves_nothing(
    desk: Desk, site: Site
) -> None:
    await watch(desk, site.url("/feed.xml"))
    url = site.url("/news/1")
    article_id = desk.archive.article_id(url)
    assert article_id is not None
    page = site.stories["/news/1"].page(url)

    def forgets_and_answers(_: object) -> tuple[int, dict[str, str], bytes]:
        assert desk.archive.forget(article_id, "asked for", START) is not None
        return 200, {"Content-Type": "text/html"}, page

    site.answers["/news/1"] = forgets_and_answers
    progress = await check_article(desk, article_id, url)
    assert (progress.new_version, progress.changes) == (False, ())
    assert desk.archive.counts()["captures"] == 0
    await check_source(desk, desk.archive.sources()[0].id, site.url("/feed.xml"))
    assert desk.archive.article_id(url) is None


async def test_an_address_that_leads_to_a_forgotten_article_is_not_checked_any_more(
    desk: Desk, site: Site
) -> None:
    site.stories["/news/2"] = site.stories["/news/1"]
    await watch(desk, site.url("/feed.xml"))
    first, second = (desk.archive.article_id(site.url(f"/news/{number}")) for number in (1, 2))
    assert first is not None
    assert second is not None
    assert desk.archive.forget(first, "asked for", START) is not None
    site.answers["/news/2"] = (301, {"Location": site.url("/news/1")}, b"")
    progress = await check_article(desk, second, site.url("/news/2"))
    assert progress.failure is not None
    assert "leads to an article that was forgotten (asked for)" in progress.failure.detail
    record = desk.archive.article(second)
    assert record is not None
    assert record.schedule.next_check is None
    assert desk.archive.counts()["captures"] == 0

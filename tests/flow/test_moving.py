"""An article stays one, whatever it is called: moved, listed under several addresses, named by redirects and pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.newsweb import Answer, Site, Story, served

from variorum.archive import open_archive
from variorum.fetching import AiohttpTransport, Fetcher, NetworkPolicy, Politeness, parse_network
from variorum.flow.adding import Found, add_found
from variorum.flow.clock import TempoClock, wall_time
from variorum.flow.engine.article_check import check_article
from variorum.flow.engine.desk import Desk
from variorum.flow.engine.source_check import check_source
from variorum.flow.engine.workers import Workers
from variorum.model import AliasKind, OutletRule, SourceKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
OLD, NEW = "/news/1", "/moved/1"


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as running:
        running.stories[OLD] = Story("Ferry runs aground off Lorn")
        yield running


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = TempoClock(wall_time(), START, 100.0)
    policy = NetworkPolicy((parse_network("127.0.0.0/8"),))
    with open_archive(tmp_path / "archive", create=True) as archive:
        async with AiohttpTransport(policy, clock) as transport, Workers(1) as workers:
            fetcher = Fetcher(transport, clock, Politeness(gap=timedelta(seconds=0.1)))
            rule = OutletRule("The Lorn Post", ("127.0.0.1",), ignored_parameters=("pos",))
            made = Desk(archive, fetcher, clock, workers, rules=(rule,))
            yield made
            made.clerk.shutdown()


async def feed_checked(desk: Desk, site: Site) -> None:
    source, _ = add_found(desk.archive, Found(site.url("/feed.xml"), SourceKind.FEED, "Lorn"), START)
    await check_source(desk, source.id, source.url)


async def checked(desk: Desk, site: Site, path: str) -> None:
    article_id = desk.archive.article_id(site.url(path))
    assert article_id is not None
    await check_article(desk, article_id, site.url(path))


def moves(site: Site) -> None:
    site.stories[NEW] = site.stories.pop(OLD)
    site.answers[OLD] = (301, {"Location": NEW}, b"")


def listing(site: Site, link: str, guid: str) -> bytes:
    """A feed that knows an article by its first address, wherever it is now."""
    return (
        '<rss version="2.0"><channel><title>Lorn</title><item><title>Ferry</title>'
        f"<link>{site.url(link)}</link><guid>{site.url(guid)}</guid></item></channel></rss>"
    ).encode()


async def test_an_article_that_a_feed_lists_elsewhere_is_asked_whether_it_moved_before_it_is_taken_for_another(
    desk: Desk, site: Site
) -> None:
    site.answers["/feed.xml"] = (200, {}, listing(site, OLD, OLD))
    await feed_checked(desk, site)
    await checked(desk, site, OLD)
    moves(site)
    site.answers["/feed.xml"] = (200, {}, listing(site, NEW, OLD))
    await feed_checked(desk, site)
    due = desk.archive.due(desk.clock.now() + timedelta(minutes=1))
    assert [item.url for item in due if not item.is_source] == [site.url(OLD)]
    await checked(desk, site, OLD)
    (record,) = desk.archive.articles()
    history = desk.archive.history(record.id)
    assert history is not None
    assert [change.sentence for change in history.changes] == [f"The article moved to {site.url(NEW)}."]
    assert desk.archive.article_id(site.url(NEW)) == record.id
    led, _ = desk.archive.aliases(record.id)
    assert {(alias.kind, alias.url) for alias in desk.archive.aliases(record.id)} == {
        (AliasKind.REDIRECT, site.url(NEW)),
        (AliasKind.CANONICAL, site.url(NEW)),
    }
    await checked(desk, site, OLD)
    again, _ = desk.archive.aliases(record.id)
    assert again.first_seen == led.first_seen < again.last_seen


async def test_an_article_that_its_page_and_its_source_call_otherwise_moved_though_the_old_address_still_answers(
    desk: Desk, site: Site
) -> None:
    site.answers["/feed.xml"] = (200, {}, listing(site, OLD, OLD))
    await feed_checked(desk, site)
    await checked(desk, site, OLD)
    page = site.stories[OLD].page(site.url(NEW))
    site.answers |= {path: (200, {"Content-Type": "text/html"}, page) for path in (OLD, NEW)}
    await checked(desk, site, OLD)
    assert desk.archive.article_id(site.url(NEW)) is None
    site.answers["/feed.xml"] = (200, {}, listing(site, NEW, OLD))
    await feed_checked(desk, site)
    await checked(desk, site, OLD)
    (record,) = desk.archive.articles()
    assert desk.archive.article_id(site.url(NEW)) == record.id
    history = desk.archive.history(record.id)
    assert history is not None
    assert [change.sentence for change in history.changes] == [f"The article moved to {site.url(NEW)}."]


async def test_an_article_that_was_found_twice_becomes_one_when_it_turns_out_to_have_moved(
    desk: Desk, site: Site
) -> None:
    await feed_checked(desk, site)
    await checked(desk, site, OLD)
    moves(site)
    await feed_checked(desk, site)
    await checked(desk, site, NEW)
    twin = desk.archive.article_id(site.url(NEW))
    await checked(desk, site, OLD)
    article_id = desk.archive.article_id(site.url(OLD))
    assert desk.archive.article_id(site.url(NEW)) == article_id != twin
    assert twin is not None
    history = desk.archive.history(twin)
    assert history is not None
    assert len(history.versions) == 1
    assert history.article.schedule.next_check is None
    assert "which moved here" in history.article.schedule.reason


async def test_an_article_that_leads_to_another_text_stays_apart_from_it(desk: Desk, site: Site) -> None:
    await feed_checked(desk, site)
    await checked(desk, site, OLD)
    site.stories[NEW] = Story(
        "Council votes on stadium", [f"The council of Lorn decided {n}." for n in "abcd"]
    )
    await feed_checked(desk, site)
    await checked(desk, site, NEW)
    del site.stories[OLD]
    site.answers[OLD] = (301, {"Location": NEW}, b"")
    await checked(desk, site, OLD)
    assert desk.archive.article_id(site.url(OLD)) != desk.archive.article_id(site.url(NEW))
    assert desk.archive.counts()["versions"] == 2


async def test_an_address_that_only_ever_redirected_is_another_name_of_where_it_leads(
    desk: Desk, site: Site
) -> None:
    await feed_checked(desk, site)
    await checked(desk, site, OLD)
    site.answers["/short/1"] = (301, {"Location": OLD}, b"")
    site.answers["/feed.xml"] = (200, {}, listing(site, "/short/1", "/short/1"))
    await feed_checked(desk, site)
    await checked(desk, site, "/short/1")
    (record,) = desk.archive.articles()
    assert desk.archive.article_id(site.url("/short/1")) == record.id


async def test_a_rule_of_an_outlet_makes_one_article_of_addresses_that_differ_by_what_tells_nothing(
    desk: Desk, site: Site
) -> None:
    for place in ("/news/1?pos=3", "/news/1?pos=9", OLD):
        site.answers["/feed.xml"] = (200, {}, listing(site, place, place))
        await feed_checked(desk, site)
    (record,) = desk.archive.articles()
    assert record.url == site.url("/news/1?pos=3")


async def test_a_page_names_its_own_address_and_its_twin_for_small_screens(desk: Desk, site: Site) -> None:
    page = (
        site.stories[OLD]
        .page(site.url("/real/1"))
        .replace(b"<head>", b'<head><link rel="amphtml" href="/amp/1">')
    )
    site.answers[OLD] = (200, {"Content-Type": "text/html"}, page)
    await feed_checked(desk, site)
    await checked(desk, site, OLD)
    (record,) = desk.archive.articles()
    assert {(alias.kind, alias.url) for alias in desk.archive.aliases(record.id)} == {
        (AliasKind.CANONICAL, site.url("/real/1")),
        (AliasKind.AMP, site.url("/amp/1")),
    }


async def test_a_sitemap_that_its_index_dates_as_before_is_passed_over_and_any_other_asked_for_with_its_validators(
    desk: Desk, site: Site
) -> None:
    dates = {"dated": "2026-05-04T08:00:00Z", "other": "2026-05-04T08:00:00Z"}
    asked: list[tuple[str, bool]] = []

    def child(handler: BaseHTTPRequestHandler) -> Answer:
        conditional = "If-None-Match" in handler.headers
        asked.append((handler.path[1:-4], conditional))
        body = f"<urlset><url><loc>{site.url('/2026/05/04/ferry-runs-aground')}</loc></url></urlset>".encode()
        return (304, {"ETag": '"1"'}, b"") if conditional else (200, {"ETag": '"1"'}, body)

    def index(_: BaseHTTPRequestHandler) -> Answer:
        listed = "".join(
            f"<sitemap><loc>{site.url(f'/{name}.xml')}</loc><lastmod>{date}</lastmod></sitemap>"
            for name, date in dates.items()
        )
        return 200, {}, f"<sitemapindex>{listed}</sitemapindex>".encode()

    site.answers |= {"/index.xml": index, "/dated.xml": child, "/other.xml": child}
    source, _ = add_found(desk.archive, Found(site.url("/index.xml"), SourceKind.SITEMAP, "Lorn"), START)
    for _ in range(2):
        await check_source(desk, source.id, source.url)
        dates["other"] = "2026-05-04T09:00:00Z"
    assert sorted(asked) == [("dated", False), ("other", False), ("other", True)]

"""Hubs: found in feeds, subscribed to, verified, renewed; what they deliver only pulls a check forward, and only if signed."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from aiohttp import ClientSession
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from tests.newsweb import Answer, Site, Story, served

from variorum.archive import open_archive
from variorum.cli.serving import Address, serving_application
from variorum.discovery import hub_of
from variorum.fetching import AiohttpTransport, Fetcher, NetworkPolicy, Politeness, parse_network
from variorum.flow.adding import Found, add_found
from variorum.flow.clock import TempoClock, wall_time
from variorum.flow.engine.desk import Desk
from variorum.flow.engine.hubs import Hubs, is_signed
from variorum.flow.engine.source_check import check_source
from variorum.flow.engine.workers import Workers
from variorum.model import Hub, Source, SourceKind, SourceState, SubscriptionState
from variorum.web import receiver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
WHERE = "https://paper.example/feed"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/self"/><link href="/hub?a&amp;b" rel="hub"/>
<entry><link rel="hub" href="/not"/></entry></feed>"""
RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><atom:link rel='HUB' href='/hub?a&amp;b'/>
<atom:link href='/self' rel='self'/><item><title>A</title></item></channel></rss>"""
JSON = '{"version": "1", "feed_url": "/self", "hubs": [{"type": "rssCloud", "url": "/no"}, {"type": "WebSub", "url": "/hub?a&b"}]}'


@pytest.mark.parametrize("feed", [ATOM, RSS, JSON])
def test_a_feed_names_its_hub_and_the_address_by_which_that_knows_it(feed: str) -> None:
    assert hub_of(feed.encode(), WHERE) == Hub("https://paper.example/hub?a&b", "https://paper.example/self")


def test_headers_go_before_the_words_of_a_feed_and_an_item_names_no_hub() -> None:
    headers = ['<https://h.example/>; rel="hub"']
    assert hub_of(RSS.encode(), WHERE, "", headers) == Hub("https://h.example/", "https://paper.example/self")
    assert hub_of(ATOM.split("\n")[1].encode(), WHERE) is None
    assert hub_of(b"", WHERE) is None


@settings(max_examples=50)
@given(st.binary(max_size=300), st.lists(st.text(max_size=80), max_size=3))
def test_no_bytes_break_the_search_for_a_hub(body: bytes, headers: list[str]) -> None:
    found = hub_of(body, WHERE, "", headers)
    assert found is None or found.url.startswith("http")


@given(st.binary(max_size=200), st.text(max_size=100))
def test_only_the_right_signature_is_one(body: bytes, other: str) -> None:
    for method in ("sha1", "sha256", "sha384", "sha512"):
        right = hmac.new(b"secret", body, method).hexdigest()
        assert is_signed("secret", f"{method}={right}", body)
        assert not is_signed("other", f"{method}={right}", body)
        assert not is_signed("secret", f"{method}={right}", body + b"!")
    assert not is_signed("secret", other, body)


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as running:
        running.stories["/news/1"] = Story("Ferry runs aground off Lorn")
        yield running


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = TempoClock(wall_time(), START, 100.0)
    policy = NetworkPolicy((parse_network("127.0.0.0/8"),))
    numbers = count()
    hubs = Hubs("http://desk.example/websub", lambda: f"token{next(numbers)}")
    with open_archive(tmp_path / "archive", create=True) as archive:
        async with AiohttpTransport(policy, clock) as transport, Workers(1) as workers:
            fetcher = Fetcher(transport, clock, Politeness(gap=timedelta(seconds=0.1)))
            made = Desk(archive, fetcher, clock, workers, hubs=hubs)
            yield made
            made.clerk.shutdown()


def feed_with_hub(site: Site) -> bytes:
    link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{site.url("/hub")}"/>'
    return site.feed().replace(b"<description>", f"{link}<description>".encode(), 1)


async def subscribed(desk: Desk, site: Site, forms: list[dict[str, str]]) -> Source:
    """A feed that was checked once; its hub keeps the forms that it is sent."""

    def hub(handler: BaseHTTPRequestHandler) -> Answer:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        forms.append({name: values[0] for name, values in parse_qs(body.decode()).items()})
        return 202, {}, b""

    site.answers["/hub"] = hub
    site.answers["/feed.xml"] = (200, {"Content-Type": "application/rss+xml"}, feed_with_hub(site))
    source, _ = add_found(desk.archive, Found(site.url("/feed.xml"), SourceKind.FEED, "Lorn"), START)
    await check_source(desk, source.id, source.url)
    return source


async def test_a_feed_that_names_a_hub_is_subscribed_to_verified_and_checked_when_signed_news_come(
    desk: Desk, site: Site
) -> None:
    hubs, forms = desk.hubs, list[dict[str, str]]()
    assert hubs is not None
    source = await subscribed(desk, site, forms)
    (form,) = forms
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == site.url("/feed.xml")
    assert form["hub.callback"] == "http://desk.example/websub/token0"
    token, secret = "token0", form["hub.secret"]
    await check_source(desk, source.id, source.url)
    assert len(forms) == 1
    asked = {
        "hub.mode": "subscribe",
        "hub.topic": form["hub.topic"],
        "hub.challenge": "c",
        "hub.lease_seconds": "864000",
    }
    assert (await hubs.verified(desk, "guessed", asked)).status == HTTPStatus.NOT_FOUND
    assert (await hubs.verified(desk, token, asked | {"hub.topic": "http://x.example/"})).status == 404
    assert (await hubs.verified(desk, token, asked | {"hub.mode": "unsubscribe"})).status == 404
    assert await hubs.verified(desk, token, asked) == (HTTPStatus.OK, "c")
    known = desk.archive.subscription(source_id=source.id)
    assert known is not None
    assert known.state is SubscriptionState.VERIFIED

    def next_check() -> tuple[datetime | None, str]:
        schedule = desk.archive.source_schedule(source.id)
        assert schedule is not None
        return schedule.next_check, schedule.reason

    before = next_check()
    await hubs.delivered(desk, token, "sha256=00", b"news")
    assert next_check() == before
    signature = "sha256=" + hmac.new(secret.encode(), b"news", "sha256").hexdigest()
    assert (await hubs.delivered(desk, token, signature, b"news")).status == HTTPStatus.ACCEPTED
    at, reason = next_check()
    assert before[0] is not None
    assert at is not None
    assert at < before[0]
    assert "its hub says" in reason
    with desk.archive.writing() as writer:
        writer.set_source_state(source.id, SourceState.REMOVED)
    assert (await hubs.delivered(desk, token, signature, b"news")).status == HTTPStatus.GONE


async def test_a_lease_is_renewed_before_it_ends_and_a_hub_that_denies_is_left_alone(
    desk: Desk, site: Site
) -> None:
    hubs, forms = desk.hubs, list[dict[str, str]]()
    assert hubs is not None
    source = await subscribed(desk, site, forms)
    asked = {"hub.mode": "subscribe", "hub.topic": site.url("/feed.xml"), "hub.challenge": "c"}
    await hubs.verified(desk, "token0", asked)
    await check_source(desk, source.id, source.url)
    assert len(forms) == 1
    known, now = desk.archive.subscription(token="token0"), desk.clock.now()
    assert known is not None
    ending = replace(known, asked_at=now - timedelta(days=9), lease_until=now + timedelta(days=1))
    with desk.archive.writing() as writer:
        writer.keep_subscription(ending)
    await check_source(desk, source.id, source.url)
    assert [form["hub.callback"] for form in forms] == ["http://desk.example/websub/token0"] * 2
    await hubs.verified(desk, "token0", {"hub.mode": "denied", "hub.topic": site.url("/feed.xml")})
    await check_source(desk, source.id, source.url)
    assert len(forms) == 2


async def test_the_address_of_a_subscription_answers_hubs_over_http(desk: Desk, site: Site) -> None:
    source = await subscribed(desk, site, [])
    assert desk.hubs is not None
    application = Starlette(routes=[receiver(desk.hubs, desk)])
    async with (
        serving_application(application, Address("127.0.0.1", 0)) as base,
        ClientSession(base) as client,
    ):
        asked = {"hub.mode": "subscribe", "hub.topic": source.url, "hub.challenge": "<c>"}
        async with client.get("/websub/token0", params=asked) as answer:
            assert (answer.status, await answer.text()) == (200, "<c>")
            assert answer.headers["Content-Type"].startswith("text/plain")
        for method, path, status in (("GET", "other", 404), ("POST", "token0", 202), ("POST", "other", 410)):
            async with client.request(method, f"/websub/{path}", data=b"x") as answer:
                assert answer.status == status

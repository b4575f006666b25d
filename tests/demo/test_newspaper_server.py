"""The fictional news web as it is served: pages, feeds, robots.txt, conditional requests, addresses that go and move."""

from __future__ import annotations

import asyncio
import calendar
import http.client
import json
import math
import re
import socket
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import feedparser
import pytest
import uvicorn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from protego import Protego

from variorum.demo.newspaper import application, edition, outlets, truth
from variorum.demo.newspaper.editions import Edition
from variorum.demo.newspaper.pages import Press, section_path
from variorum.demo.newspaper.stories import articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.demo.newspaper import Outlet
    from variorum.demo.newspaper.values import Article, Report

START = datetime(2031, 3, 4, 9, 53, 20, tzinfo=UTC)
MOMENTS = (0, 100, 300, 700, 1_500, 3_000)
BY_SLUG = {outlet.slug: outlet for outlet in outlets()}
SLUGS = sorted(BY_SLUG)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Web:
    """The application, asked directly (ASGI 3.0), at a minute that the test sets."""

    minute: float = 0
    application: Any = field(init=False)

    def __post_init__(self) -> None:
        self.application = application(lambda: START + timedelta(minutes=self.minute), START)

    def ask(self, host: str, path: str, method: str = "GET", **headers: str) -> Answer:
        named = {"host": f"{host}.localhost:8765"} | {k.replace("_", "-"): v for k, v in headers.items()}
        return self.ask_raw([(k.encode(), v.encode()) for k, v in named.items()], path, method)

    def ask_raw(self, headers: list[tuple[bytes, bytes]], path: str, method: str = "GET") -> Answer:
        return asyncio.run(self._ask(headers, path, method))

    async def _ask(self, headers: list[tuple[bytes, bytes]], path: str, method: str) -> Answer:
        sent: list[dict[str, Any]] = []
        address, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": address,
            "raw_path": address.encode("utf-8", "surrogatepass"),
            "query_string": query.encode(),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8765),
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.application(scope, receive, send)
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(sent[0]["status"], {k.decode(): v.decode() for k, v in sent[0]["headers"]}, body)


@pytest.fixture
def web() -> Web:
    return Web()


def root(outlet: Outlet) -> str:
    return f"http://{outlet.slug}.localhost:8765"


def standing(slug: str, minute: float) -> tuple[Report, ...]:
    return edition(START, START + timedelta(minutes=minute)).standing(slug)


def plain(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def article_text(page: str) -> list[str]:
    """Everything that a page prints inside its article, time lines included."""
    (article,) = lxml_html.fromstring(page).findall(".//article")
    return [text for part in article.iter("h1", "h2", "h3", "p", "figcaption") if (text := plain(part))]


@pytest.mark.parametrize("article", [pytest.param(article, id=article.id) for article in articles()])
def test_every_state_of_every_article_is_a_wellformed_page_that_prints_it_whole(article: Article) -> None:
    outlet = BY_SLUG[article.outlet]
    for number, state in enumerate(article.states, 1):
        now = edition(START, START + timedelta(minutes=state.minute))
        report = next(report for report in now.reports if report.id == article.id)
        assert report.number == number
        page = Press(outlet, now, root(outlet), 0).article(report)
        tree = etree.fromstring(page.encode())  # XML's rules are stricter than HTML's
        assert tree.tag == "html"
        assert not re.search(r"""src=|@import|url\(|rel="(stylesheet|preload|icon)""", page)
        printed = article_text(page)
        draft = report.draft
        assert [plain(h1) for h1 in lxml_html.fromstring(page).iter("h1")] == [draft.headline]
        places = [
            next(place for place, text in enumerate(printed) if text.endswith(block.text))
            for block in draft.blocks
        ]
        assert places == list(range(places[0], places[0] + len(places)))
        for said in (
            draft.standfirst,
            draft.caption if article.picture else "",
            *(n.text for n in draft.notes),
        ):
            assert any(said in text for text in printed)
        for name in draft.byline:
            assert any(name in text for text in printed)


def test_pages_that_say_when_they_were_modified_say_it_as_the_outlet_does(web: Web) -> None:
    web.minute = 57
    page = web.ask("meridian", "/law/hollin-deep-verdict").text
    assert "killed 41 miners" in page
    linked = json.loads(lxml_html.fromstring(page).findtext(".//script") or "")
    assert linked["@type"] == "NewsArticle"
    assert linked["headline"] == "Two managers jailed over Hollin Deep mine collapse"
    assert linked["dateModified"] == linked["datePublished"] == "2031-03-04T06:53:20+00:00"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_feed_lists_exactly_the_articles_that_stand(slug: str, web: Web) -> None:
    outlet = BY_SLUG[slug]
    for web.minute in MOMENTS:
        answer = web.ask(slug, outlet.feed_path)
        assert answer.status == 200
        reports = standing(slug, web.minute)
        if outlet.feed_format == "json":
            document = json.loads(answer.body)
            assert document["version"] == "https://jsonfeed.org/version/1.1"
            found = [
                (item["url"], item["title"], datetime.fromisoformat(item["date_published"]))
                for item in document["items"]
            ]
        else:
            parsed = feedparser.parse(answer.body)
            assert not parsed.bozo
            assert parsed.version == {"rss": "rss20", "atom": "atom10"}[outlet.feed_format]
            found = [
                (
                    entry.link,
                    entry.title,
                    datetime.fromtimestamp(calendar.timegm(entry.published_parsed), UTC),
                )
                for entry in parsed.entries
            ]
        query = f"?{outlet.feed_query}" if outlet.feed_query else ""
        assert found == [
            (root(outlet) + report.draft.path + query, report.draft.headline, report.published)
            for report in reports
        ]
        for link, _, _ in found:
            parts = urlsplit(link)
            assert web.ask(slug, f"{parts.path}?{parts.query}").status == 200


@pytest.mark.parametrize("slug", SLUGS)
def test_the_front_page_leads_to_the_feed_and_to_every_article_and_no_link_is_dead(
    slug: str, web: Web
) -> None:
    outlet = BY_SLUG[slug]
    for web.minute in (0, 1_500):
        front = lxml_html.fromstring(web.ask(slug, "/").text)
        (feed,) = front.xpath("//link[@rel='alternate']")
        assert feed.get("href") == outlet.feed_path
        assert feed.get("type") == web.ask(slug, outlet.feed_path).headers["content-type"].partition(";")[0]
        links = {link for _, attribute, link, _ in front.iterlinks() if attribute == "href"}
        assert links >= {report.draft.path for report in standing(slug, web.minute)}
        for path in {report.draft.path for report in standing(slug, web.minute)}:
            page = lxml_html.fromstring(web.ask(slug, path).text)
            links |= {link for _, attribute, link, _ in page.iterlinks() if attribute == "href"}
        for link in links:
            assert web.ask(slug, link.removeprefix(root(outlet))).status == 200, link


@pytest.mark.parametrize("slug", SLUGS)
def test_all_other_pages_are_wellformed_too(slug: str, web: Web) -> None:
    web.minute = 1_500
    sections = [section_path(section) for section in BY_SLUG[slug].sections]
    for path in ("/", "/about", "/nowhere", *sections):
        tree = lxml_html.fromstring(web.ask(slug, path).text)
        assert etree.fromstring(web.ask(slug, path).body).tag == "html"
        assert tree.get("lang") == BY_SLUG[slug].language
    listed = {
        link
        for path in sections
        for _, _, link, _ in lxml_html.fromstring(web.ask(slug, path).text).iterlinks()
    }
    assert listed >= {report.draft.path for report in standing(slug, web.minute)}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_boxes_differ_from_request_to_request_and_the_article_does_not(slug: str, web: Web) -> None:
    path = standing(slug, 0)[0].draft.path
    first, second = web.ask(slug, path).text, web.ask(slug, path).text
    assert first != second
    assert article_text(first) == article_text(second)


def test_an_outlet_answers_conditional_requests_by_the_validators_it_gives(web: Web) -> None:
    asked_by = {"ETag": "if_none_match", "Last-Modified": "if_modified_since"}
    for slug, outlet in BY_SLUG.items():
        for path in (standing(slug, 0)[0].draft.path, outlet.feed_path):
            first = web.ask(slug, path)
            given_ = {name: first.headers[name.lower()] for name in asked_by if name.lower() in first.headers}
            assert {name.lower() for name in given_} == set(outlet.validators)
            for name, value in given_.items():
                second = web.ask(slug, path, **{asked_by[name]: value})
                assert (second.status, second.body) == (304, b"")
                assert second.headers[name.lower()] == value


def test_a_change_that_nobody_admits_still_ends_the_304s(web: Web) -> None:
    for slug, path, minute in (
        ("meridian", "/law/hollin-deep-verdict", 56),
        ("courier", "/harbour/petrel-queen-cormorant-ledge", 60),
    ):
        web.minute = minute - 1
        first = web.ask(slug, path)
        conditions = {
            asked: first.headers[name]
            for name, asked in (("etag", "if_none_match"), ("last-modified", "if_modified_since"))
            if name in first.headers
        }
        assert web.ask(slug, path, **conditions).status == 304
        web.minute = minute
        assert web.ask(slug, path, **conditions).status == 200


def test_an_entity_tag_outweighs_a_time(web: Web) -> None:
    path = standing("rundfunk", 0)[0].draft.path
    time = web.ask("rundfunk", path).headers["last-modified"]
    assert web.ask("rundfunk", path, if_modified_since=time).status == 304
    assert web.ask("rundfunk", path, if_modified_since=time, if_none_match='"other"').status == 200
    assert web.ask("rundfunk", path, if_modified_since="yesterday").status == 200


def test_robots_keeps_the_subscribers_pages_to_themselves_and_asks_for_a_delay(web: Web) -> None:
    rules = {slug: Protego.parse(web.ask(slug, "/robots.txt").text) for slug in SLUGS}
    meridian = root(BY_SLUG["meridian"])
    kept = [report.draft.path for report in standing("meridian", 0) if "/subscriber/" in report.draft.path]
    assert len(kept) == 1
    assert not rules["meridian"].can_fetch(meridian + kept[0], "Variorum")
    assert web.ask("meridian", kept[0]).status == 200
    assert rules["halyard"].crawl_delay("Variorum") == 1
    for slug in SLUGS:
        for report in standing(slug, 3_000):
            allowed = rules[slug].can_fetch(root(BY_SLUG[slug]) + report.draft.path, "Variorum")
            assert allowed == (report.draft.path not in kept)
    for slug in ("meridian", "halyard"):
        (sitemap,) = rules[slug].sitemaps
        tree = etree.fromstring(web.ask(slug, urlsplit(sitemap).path).body)
        places = [place.text for place in tree.iter("{*}loc")]
        assert places == [root(BY_SLUG[slug]) + report.draft.path for report in standing(slug, 0)]
    assert web.ask("courier", "/sitemap.xml").status == 404


def test_an_article_is_withdrawn_for_good(web: Web) -> None:
    statuses = []
    for web.minute in (174, 175, 261, 262, 3_000):
        statuses.append(web.ask("newsgull", "/mystery/astrolabe-bear").status)
    assert statuses == [404, 200, 200, 410, 410]


def test_an_article_vanishes_and_comes_back(web: Web) -> None:
    statuses = []
    for web.minute in (164, 165, 231, 232, 519, 520, 3_000):
        statuses.append(web.ask("rundfunk", "/wetter/hochwasser-lode").status)
    assert statuses == [404, 200, 200, 404, 404, 200, 200]


def test_an_article_moves_and_its_old_address_leads_to_the_new_one(web: Web) -> None:
    web.minute = 241
    before = web.ask("courier", "/city/lode-flood-live")
    assert web.ask("courier", "/city/lode-flood").status == 404
    web.minute = 242
    moved = web.ask("courier", "/city/lode-flood-live")
    assert (moved.status, moved.headers["location"]) == (301, "http://courier.localhost:8765/city/lode-flood")
    assert article_text(web.ask("courier", "/city/lode-flood").text) == article_text(before.text)


def test_unknown_hosts_are_told_where_the_outlets_are(web: Web) -> None:
    for host in ("localhost:8765", "guardian.localhost:8765", "[::1]:8765", "127.0.0.1:8765", ""):
        answer = web.ask_raw([(b"host", host.encode())], "/")
        assert answer.status == 404
        links = [link for _, _, link, _ in lxml_html.fromstring(answer.text).iterlinks()]
        port = ":8765" if host.endswith(":8765") and "[" not in host else ""
        assert links == [f"http://{outlet.slug}.localhost{port}/" for outlet in outlets()]
    assert web.ask_raw([], "/").status == 404


def test_a_host_is_known_whatever_its_case_and_with_the_root_dot(web: Web) -> None:
    for host in (b"COURIER.localhost", b"courier.localhost.:80", b"courier.LOCALHOST:65000"):
        assert web.ask_raw([(b"host", host)], "/").status == 200


def test_unknown_paths_and_methods_are_refused_in_the_outlets_own_words(web: Web) -> None:
    missing = web.ask("rundfunk", "/gibt-es-nicht")
    assert missing.status == 404
    assert "Seite nicht gefunden" in missing.text
    assert web.ask("courier", "/", method="POST").status == 405
    assert web.ask("courier", "/", method="HEAD").status == 200


def test_before_its_first_article_an_outlets_feed_is_empty_and_still_a_feed(web: Web) -> None:
    web.minute = -10_000
    for slug, outlet in BY_SLUG.items():
        answer = web.ask(slug, outlet.feed_path)
        assert answer.status == 200
        assert web.ask(slug, "/").status == 200
        if outlet.feed_format != "json":
            assert feedparser.parse(answer.body).entries == []


@settings(deadline=None)  # the first example loads the templates
@given(
    host=st.one_of(
        st.binary(max_size=80), st.sampled_from([f"{slug}.localhost:1".encode() for slug in SLUGS])
    ),
    path=st.text(max_size=80),
    etag=st.binary(max_size=80),
    since=st.binary(max_size=80),
)
def test_no_request_whatever_is_too_much(host: bytes, path: str, etag: bytes, since: bytes) -> None:
    headers = [(b"host", host), (b"if-none-match", etag), (b"if-modified-since", since)]
    answer = Web(minute=500).ask_raw(headers, f"/{path}")
    assert answer.status in {200, 301, 304, 404, 410}


@pytest.fixture
def port() -> Iterator[int]:
    """The news web behind a real server on a free port of loopback, at minute 100."""
    now = START + timedelta(minutes=100)
    config = uvicorn.Config(application(lambda: now, START), log_level="critical", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(10)
    assert not thread.is_alive()


def fetched(port: int, slug: str, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": f"{slug}.localhost:{port}", **headers})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_the_news_web_is_read_over_real_http(port: int) -> None:
    for slug, outlet in BY_SLUG.items():
        status, headers, body = fetched(port, slug, outlet.feed_path)
        assert status == 200
        assert f"http://{slug}.localhost:{port}/".encode() in body
        for report in standing(slug, 100):
            status, headers, body = fetched(port, slug, report.draft.path)
            assert status == 200
            assert headers["Content-Type"] == "text/html; charset=utf-8"
            assert report.draft.headline in article_text(body.decode())
    status, headers, body = fetched(port, "meridian", "/law/hollin-deep-verdict")
    again = fetched(port, "meridian", "/law/hollin-deep-verdict", **{"If-None-Match": headers["ETag"]})
    assert (again[0], again[2]) == (304, b"")
    assert fetched(port, "nobody", "/")[0] == 404


def test_whoever_looks_every_ten_minutes_finds_what_the_truth_tells(web: Web) -> None:
    paths = {article.id: (article.outlet, article.states[0].draft.path) for article in articles()}
    seen: dict[str, tuple[int, list[str]]] = {}
    found = set()
    for minute in range(0, 361, 10):
        web.minute = minute
        for name, (slug, path) in paths.items():
            answer = web.ask(slug, path)
            moved_to = answer.headers.get("location")
            if moved_to:
                paths[name] = (slug, urlsplit(moved_to).path)
                found.add((name, minute))
            else:
                state = (answer.status, article_text(answer.text) if answer.status == 200 else [])
                if state != seen.get(name, state):
                    found.add((name, minute))
                if name in seen or answer.status == 200:
                    seen[name] = state
    told = truth(START, START + timedelta(minutes=360))
    assert found == {
        (alteration.article, math.ceil((alteration.at - START) / timedelta(minutes=10)) * 10)
        for alteration in told
        if alteration.kinds != ("timestamp-only",)
    }


def test_an_empty_edition_has_no_pages_to_lead_to() -> None:
    empty = Edition(START, ())
    assert empty.standing("courier") == ()
    assert empty.changed("courier") is None
    assert empty.under("courier", "/") is None

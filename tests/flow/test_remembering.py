"""What a check remembers of a site, and a redesign that is no edit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.newsweb import Site, served

from variorum.archive import ArchivePort, open_archive
from variorum.fetching import AiohttpTransport, Fetcher, NetworkPolicy, Politeness, parse_network
from variorum.flow.adding import Behind, add_found, look
from variorum.flow.auditing import validators_lie
from variorum.flow.clock import TempoClock, wall_time
from variorum.flow.decide import decide
from variorum.flow.engine.article_check import check_article
from variorum.flow.engine.desk import Desk
from variorum.flow.engine.remembering import seen_in
from variorum.flow.engine.workers import Workers
from variorum.flow.outcomes import outcome_of
from variorum.model import Outcome, OutletRule
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from variorum.model import Change, History

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TEXT = (
    "The ferry Tern ran aground off Lorn early on Monday with 61 people on board, the coastguard said.",
    "Lifeboats took off all passengers within two hours; nobody was hurt, according to the owners.",
    "The harbour stays closed until divers have looked at the hull, which is expected on Wednesday.",
)
RELATED = "Nine ways to spend a wet weekend by the sea without leaving the house at all."


def old_design(*paragraphs: str) -> str:
    text = "".join(f"<p class='body-text'>{paragraph}</p>" for paragraph in paragraphs)
    return (
        "<html><head><title>Ferry aground</title></head><body><h1>Ferry runs aground off Lorn</h1>"
        f"<div class='article-body'>{text}<p class='body-text'>Sign up to our harbour letter for more on this every week.</p>"
        "</div></body></html>"
    )


def new_design(*paragraphs: str) -> str:
    text = "".join(f"<div class='c-block'><p>{paragraph}</p></div>" for paragraph in paragraphs)
    return (
        "<html><head><title>Ferry aground</title></head><body><main><header><h1>Ferry runs aground off Lorn</h1></header>"
        f"<section class='story__content'>{text}</section><aside class='more'><p>{RELATED}</p></aside></main></body></html>"
    )


@pytest.fixture
def site() -> Iterator[Site]:
    with served(Site()) as running:
        yield running


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    clock = TempoClock(wall_time(), START, 100.0)
    policy = NetworkPolicy((parse_network("127.0.0.0/8"),))
    with open_archive(tmp_path / "archive", create=True) as archive:
        async with AiohttpTransport(policy, clock) as transport, Workers(1) as workers:
            politeness = Politeness(gap=timedelta(seconds=0.1))
            made = Desk(archive, Fetcher(transport, clock, politeness), clock, workers)
            yield made
            made.clerk.shutdown()


async def checks(desk: Desk, site: Site, *pages: str) -> History:
    """The history of an article that is served as these pages, one after another, and checked after each."""
    url, article_id = site.url("/news/2026/ferry"), None
    for number, page in enumerate(pages):
        site.answers["/news/2026/ferry"] = (200, {"Content-Type": "text/html; charset=utf-8"}, page.encode())
        if number == 0:
            behind = await look(desk.fetcher, desk.workers, url, START)
            assert isinstance(behind, Behind), behind
            add_found(desk.archive, behind.found[0], START)
        article_id = desk.archive.article_id(url)
        assert article_id is not None
        await check_article(desk, article_id, url)
    assert article_id is not None
    found = desk.archive.history(article_id)
    assert found is not None
    return found


def told(history: History) -> list[tuple[str, str]]:
    """Kind and sentence of each change, oldest first."""
    changes: tuple[Change, ...] = history.changes
    return [(str(change.kind), change.sentence) for change in reversed(changes)]


async def test_a_redesign_is_an_event_and_no_edit(desk: Desk, site: Site) -> None:
    history = await checks(desk, site, old_design(*TEXT), new_design(*TEXT), new_design(*TEXT))
    ((kind, sentence),) = told(history)
    assert kind == "event"
    assert sentence.startswith("The layout of the page changed; ")


async def test_an_edit_that_comes_with_a_redesign_is_told_alone(desk: Desk, site: Site) -> None:
    edited = (TEXT[0].replace("61", "64"), *TEXT[1:])
    history = await checks(desk, site, old_design(*TEXT), new_design(*edited))
    revisions = [sentence for kind, sentence in told(history) if kind == "revision"]
    assert revisions == ["People 61 → 64; no correction notice."]


async def test_an_edit_after_a_redesign_is_told_as_ever(desk: Desk, site: Site) -> None:
    edited = (*TEXT[:2], TEXT[2].replace("Wednesday", "Thursday"))
    history = await checks(desk, site, old_design(*TEXT), new_design(*TEXT), new_design(*edited))
    revisions = [sentence for kind, sentence in told(history) if kind == "revision"]
    assert len(revisions) == 1
    assert "Wednesday → Thursday" in revisions[0]


async def test_what_a_page_taught_is_kept_and_the_next_version_read_the_same_way(
    desk: Desk, site: Site
) -> None:
    history = await checks(desk, site, old_design(*TEXT))
    archive: ArchivePort = desk.archive
    memory = archive.site_memory(registered_domain(site.url("/")))
    assert memory.sites[0].pages == 1
    assert memory.sites[0].rules == ()
    rule = archive.reading_rule(history.article.id)
    assert rule is not None
    await checks(desk, site, old_design(*TEXT))
    assert archive.reading_rule(history.article.id) == rule


async def test_what_only_a_new_rule_of_the_user_changes_is_no_edit(desk: Desk, site: Site) -> None:
    history = await checks(desk, site, old_design(*TEXT))
    assert told(history) == []
    rule = OutletRule("Lorn Post", ("127.0.0.1",), drop=("p.body-text:nth-child(2)",))
    ruled = replace(desk, rules=(rule,))
    history = await checks(ruled, site, old_design(*TEXT))
    assert told(history) == []
    edited = (TEXT[0].replace("61", "64"), *TEXT[1:])
    history = await checks(ruled, site, old_design(*edited))
    assert told(history) == [("revision", "People 61 → 64; no correction notice.")]


async def test_what_only_a_new_rule_of_the_user_changes_accuses_no_server(desk: Desk, site: Site) -> None:
    history = await checks(desk, site, old_design(*TEXT))
    known = desk.archive.known(history.article.id)
    assert known is not None
    assert known.latest is not None
    capture = desk.archive.capture(known.latest.capture_id)
    assert capture is not None
    rule = OutletRule("Lorn Post", ("127.0.0.1",), drop=("p.body-text:nth-child(2)",))
    seen = await seen_in(replace(desk, rules=(rule,)), known, capture)
    assert seen.text_hash != known.latest.text_hash
    tagged = replace(capture, headers=(*capture.headers, ("etag", '"1"')))
    known = replace(known, schedule=replace(known.schedule, etag='"1"'))
    assert not validators_lie(known, replace(seen, capture=tagged))
    assert validators_lie(known, replace(seen, capture=tagged, is_same=False))
    assert outcome_of(known, seen, decide(known, seen, START, desk.policy)) is Outcome.UNCHANGED

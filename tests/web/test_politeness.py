"""What one can show to a publisher: how the hosts of a source were asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.web.conftest import served
from tests.web.shelf import NOW, PAPER, START, Desk, later
from tests.web.test_article import facts

from variorum.model import Conduct, Host, Outcome

if TYPE_CHECKING:
    from tests.web.conftest import Reader
    from tests.web.shelf import Shelf

    from variorum.archive import Archive

ORIGIN = "http://paper.example"
ROBOTS = "User-agent: *\nDisallow: /private/ <script>\nCrawl-delay: 7"
ASKED = Conduct(
    ORIGIN,
    since=START,
    requests=30,
    unmodified=15,
    failed=2,
    disallowed=1,
    smallest_gap=timedelta(seconds=7.25),
    latency=timedelta(seconds=0.4),
    last_asked=later(60),
    held_until=NOW + timedelta(hours=1),
    held_because="paper.example answered 429",
    held_status=429,
)


def asked(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    article_id = desk.article(PAPER, f"{ORIGIN}/news/1")
    desk.article(PAPER, "http://pictures.example/1")
    with archive.writing() as writer:
        writer.keep_hosts(
            [
                Host(ORIGIN, ROBOTS, robots_denied=False, fetched_at=START),
                ASKED,
                Conduct(
                    "http://pictures.example", START, requests=2, distrusted_until=NOW + timedelta(days=9)
                ),
                Conduct("http://elsewhere.example", START, requests=1_000),
            ]
        )
        writer.keep_hosts([Conduct(ORIGIN, later(9), requests=10, smallest_gap=timedelta(seconds=8))])
        writer.keep_hosts([ASKED])
        writer.record_outcome(article_id, Outcome.UNCHANGED, later(50))


def test_the_page_tells_how_the_hosts_of_a_source_were_asked_and_how_to_opt_out(archive: Archive) -> None:
    asked(archive)
    with served(archive) as reader:
        page = reader.get(f"/source/{PAPER.id}/politeness")
        assert page.status == 200
        told = facts(page)
        assert "72 requests, robots.txt and redirects included; 4 of them failed" in page.words
        assert "2 requests not made, since robots.txt forbids them" in page.words
        assert "7.2 s between the end of one request to a domain and the start of the next" in page.words
        assert "User-agent: Variorum Disallow: /" in page.words
        assert "until 5 May 2026, 10:00 UTC: paper.example answered 429" in page.words
        assert "wants 7.0 s between two requests" in page.words
        assert "whole pages are asked for until" in page.words
        assert "unchanged: 1" in page.words
        assert "elsewhere.example" not in page.words
        assert not page.tree.findall(".//pre/script")
        assert told
        document = reader.get(f"/source/{PAPER.id}/politeness.json").json
    assert (document["requests"], document["not_modified"], document["smallest_gap_seconds"]) == (
        72,
        30,
        7.25,
    )
    assert document["opt_out"] == "User-agent: Variorum\nDisallow: /"
    (paper, pictures) = document["origins"]
    assert (paper["origin"], paper["robots"], paper["robots_allows"]) == (ORIGIN, ROBOTS, True)
    assert (paper["since"], paper["left_alone_until"]) == ("2026-05-04T09:00:00Z", "2026-05-05T10:00:00Z")
    assert (pictures["robots_allows"], pictures["validators_unused_until"]) == (None, "2026-05-14T09:00:00Z")
    assert document["outcomes"][0]["outcome"] == "unchanged"


def test_a_source_leads_to_its_politeness_and_one_that_was_never_asked_says_so(
    reader: Reader, shelf: Shelf
) -> None:
    links = [link.get("href") for link in reader.get(f"/source/{PAPER.id}").tree.findall(".//dl//a")]
    assert f"/source/{PAPER.id}/politeness" in links
    assert "nothing was asked yet" in reader.get(f"/source/{PAPER.id}/politeness").words
    assert reader.get(f"/source/{shelf.mill}/politeness").status == 404

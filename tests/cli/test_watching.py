"""From a feed to what changed: add, run, log, show, diff, feed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import feedparser
import pytest
from tests.cli.conftest import HURRIED, LET_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome
    from tests.newsweb import Site

Command = "Callable[..., Outcome]"


@pytest.fixture
def watched(variorum: Callable[..., Outcome], site: Site) -> Callable[..., Outcome]:
    """An archive that watches the site's feed and has seen every article once."""
    assert variorum("add", site.url("/feed.xml"), *LET_IN).code == 0
    outcome = variorum("run", *HURRIED)
    assert outcome.code == 0, outcome.err
    return variorum


def test_adding_a_feed_tells_what_it_lists(variorum: Callable[..., Outcome], site: Site) -> None:
    outcome = variorum("add", site.url("/feed.xml"), *LET_IN)
    assert outcome.out == f"watching The Lorn Post (a feed that lists 3 articles) {site.url('/feed.xml')}\n"
    assert "No contact is set" in outcome.err
    assert "watching already" in variorum("add", site.url("/feed.xml"), *LET_IN).out


def test_a_front_page_leads_to_its_feeds(variorum: Callable[..., Outcome], site: Site) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body><p>Hello.</p></body></html>'
    site.answers["/"] = (200, {"Content-Type": "text/html"}, page)
    assert "The Lorn Post (a feed that lists 3 articles)" in variorum("add", site.url("/"), *LET_IN).out


def test_feeds_that_a_page_only_links_to_are_named_and_not_watched(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    page = (
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>'
        b'<body><a href="https://elsewhere.example/feed/">RSS</a></body></html>'
    )
    site.answers["/"] = (200, {"Content-Type": "text/html"}, page)
    outcome = variorum("add", site.url("/"), *LET_IN)
    assert len(outcome.out.splitlines()) == 1
    assert "links to 1 more feed, left out" in outcome.err
    assert "https://elsewhere.example/feed/" in outcome.err


def test_an_article_of_a_removed_feed_is_checked_while_another_feed_lists_it(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    site.answers["/other.xml"] = lambda _: (200, {"Content-Type": "application/rss+xml"}, site.feed())
    variorum("add", site.url("/feed.xml"), site.url("/other.xml"), *LET_IN)
    variorum("run", *HURRIED)
    variorum("remove", site.url("/feed.xml"))
    assert "next check" in variorum("show", site.url("/news/1")).out
    site.stories["/news/1"].headline = "Ferry sinks off Lorn"
    variorum("run", "--all", *HURRIED)
    assert [row["url"] for row in variorum("log", "--json").json] == [site.url("/news/1")]
    variorum("remove", site.url("/other.xml"))
    assert "no longer checked: its source was removed" in variorum("show", site.url("/news/1")).out


def test_a_single_article_can_be_watched(variorum: Callable[..., Outcome], site: Site) -> None:
    assert "Ferry runs aground off Lorn (an article)" in variorum("add", site.url("/news/1"), *LET_IN).out
    assert variorum("run", *HURRIED).code == 0
    site.stories["/news/1"].headline = "Ferry sinks off Lorn"
    assert variorum("run", "--all", *HURRIED).code == 0
    assert [row["classes"] for row in variorum("log", "--json").json] == [["headline", "unannounced"]]


def test_exactly_the_articles_that_changed_are_in_the_log(
    watched: Callable[..., Outcome], site: Site
) -> None:
    assert watched("log", "--json").json == []
    site.stories["/news/1"].headline = "Ferry sinks off Lorn"
    site.stories["/news/2"].paragraphs[1] = site.stories["/news/2"].paragraphs[1].replace("14", "41")
    outcome = watched("run", "--all", *HURRIED)
    assert outcome.code == 0
    rows = {row["url"]: row for row in watched("log", "--json").json}
    assert set(rows) == {site.url("/news/1"), site.url("/news/2")}
    assert rows[site.url("/news/1")]["sentence"] == "Headline changed; no correction notice."
    assert rows[site.url("/news/2")]["sentence"] == "People killed 14 → 41; no correction notice."
    assert rows[site.url("/news/2")]["source"] == "The Lorn Post"
    assert "People killed 14 → 41" in outcome.out
    for row in rows.values():
        assert row["captured_before"] < row["captured_after"]


def test_what_a_reader_would_not_see_makes_no_version(watched: Callable[..., Outcome], site: Site) -> None:
    story = site.stories["/news/1"]
    story.paragraphs[2] = story.paragraphs[2].replace("“", '"').replace("”", '"')
    site.answers["/news/1"] = (
        200,
        {"Content-Type": "text/html", "Last-Modified": "Mon, 04 May 2026 10:00:00 GMT"},
        story.page(site.url("/news/1")).replace(b"</nav>", b"</nav>  \n\n"),
    )
    assert watched("run", "--all", *HURRIED).code == 0
    assert watched("log", "--json").json == []
    assert len(watched("show", site.url("/news/1"), "--json").json["versions"]) == 1


def test_unchanged_articles_are_asked_for_conditionally(variorum: Callable[..., Outcome], site: Site) -> None:
    asked: list[str | None] = []

    def answer(handler: object) -> tuple[int, dict[str, str], bytes]:
        tag = handler.headers.get("If-None-Match")  # type: ignore[attr-defined]
        asked.append(tag)
        if tag == '"one"':
            return 304, {}, b""
        return (
            200,
            {"Content-Type": "text/html", "ETag": '"one"'},
            site.stories["/news/1"].page(site.url("/news/1")),
        )

    site.answers["/news/1"] = answer
    variorum("add", site.url("/feed.xml"), *LET_IN)
    for _ in range(2):
        assert variorum("run", "--all", *HURRIED).code == 0
    assert asked == [None, '"one"']


def test_an_article_that_is_withdrawn_is_an_event_after_a_second_look(
    watched: Callable[..., Outcome], site: Site
) -> None:
    gone = site.stories.pop("/news/3")
    watched("run", "--all", *HURRIED)
    assert watched("log", "--json").json == []
    # An hour goes by in 3.6 seconds at this tempo; the archive's clock goes on where it stood.
    watched("run", "--all", "--allow-net", "127.0.0.0/8", "--tempo", "100000")
    watched("run", "--all", "--allow-net", "127.0.0.0/8", "--tempo", "100000")
    (event,) = watched("log", "--json").json
    assert (event["kind"], event["classes"]) == ("event", ["withdrawn"])
    assert event["url"] == site.url("/news/3")
    site.stories["/news/3"] = gone
    watched("run", "--all", "--allow-net", "127.0.0.0/8", "--tempo", "100000")
    assert [row["classes"] for row in watched("log", "--json").json] == [["returned"], ["withdrawn"]]


def test_an_article_that_moves_for_good_stays_one_article(
    watched: Callable[..., Outcome], site: Site
) -> None:
    site.stories["/archive/1"] = site.stories.pop("/news/1")
    site.answers["/news/1"] = (301, {"Location": "/archive/1"}, b"")
    watched("run", "--all", *HURRIED)
    (event,) = watched("log", "--json").json
    assert event["classes"] == ["moved"]
    assert watched("show", site.url("/archive/1"), "--json").json["url"] == site.url("/news/1")
    watched("run", "--all", *HURRIED)
    assert len(watched("log", "--json").json) == 1


def test_show_tells_where_an_article_stands(watched: Callable[..., Outcome], site: Site) -> None:
    site.stories["/news/1"].headline = "Ferry sinks off Lorn"
    watched("run", "--all", *HURRIED)
    told = watched("show", site.url("/news/1")).out
    assert told.startswith("Ferry sinks off Lorn\n")
    assert "source: The Lorn Post" in told
    assert "published: 2026-05-04 08:00 UTC (the outlet's own statement)" in told
    assert "it changed (seen at" in told
    assert re.search(r"checked again after \d+ (minutes|hours?)", told)
    assert "1 change, 2 versions" in told


def test_rows_of_the_last_listing_can_be_named(watched: Callable[..., Outcome], site: Site) -> None:
    site.stories["/news/1"].headline = "Ferry sinks off Lorn"
    watched("run", "--all", *HURRIED)
    watched("log")
    assert "Ferry sinks off Lorn" in watched("show", "@1").out
    compared = watched("diff", "@1", "1..latest", "--json").json
    assert (
        next(field for field in compared["fields"] if field["name"] == "headline")["after"]
        == "Ferry sinks off Lorn"
    )
    assert watched("diff", "@2").code == 3
    assert watched("diff", "@1", "--fail-on", "headline").code == 4
    assert watched("diff", "@1", "7..9").code == 3


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_feeds_hold_one_entry_for_each_change_under_a_permanent_id(
    watched: Callable[..., Outcome], site: Site, form: str
) -> None:
    def ids() -> set[str]:
        written = watched("feed", "--format", form)
        if form == "json":
            return {item["id"] for item in written.json["items"]}
        parsed = feedparser.parse(written.out.encode())
        assert not parsed.bozo
        return {entry.id for entry in parsed.entries}

    site.stories["/news/1"].headline = "Ferry sinks off Lorn"
    site.stories["/news/2"].paragraphs[1] = site.stories["/news/2"].paragraphs[1].replace("14", "41")
    watched("run", "--all", *HURRIED)
    first = ids()
    assert len(first) == 2
    site.stories["/news/2"].paragraphs[1] = site.stories["/news/2"].paragraphs[1].replace("41", "43")
    watched("run", "--all", *HURRIED)
    assert first < ids()
    assert len(ids()) == 3


def test_a_paused_source_is_left_alone_until_it_is_added_again(
    watched: Callable[..., Outcome], site: Site
) -> None:
    assert watched("pause", site.url("/feed.xml")).code == 0
    site.log.clear()
    assert watched("run", "--all", *LET_IN).code == 1
    assert site.log == []
    assert watched("sources", "--json").json[0]["state"] == "paused"
    watched("add", site.url("/feed.xml"), *LET_IN)
    assert watched("run", "--all", *HURRIED).code == 0
    assert watched("remove", site.url("/feed.xml")).code == 0
    assert watched("log", "--json").code == 0


def test_nothing_is_checked_before_its_time(watched: Callable[..., Outcome], site: Site) -> None:
    site.log.clear()
    outcome = watched("run", *LET_IN)
    assert outcome.code == 0
    assert site.log == []
    assert "nothing is due before" in outcome.err


def test_robots_txt_is_obeyed_and_said(variorum: Callable[..., Outcome], site: Site) -> None:
    site.answers["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /news/2\n")
    variorum("add", site.url("/feed.xml"), *LET_IN)
    outcome = variorum("run", *HURRIED)
    assert outcome.code == 0
    assert "/news/2" not in site.log
    assert "robots.txt" in outcome.err


def test_one_endless_headline_does_not_push_the_rows_of_the_others_out_of_sight(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    variorum("run", *HURRIED)
    site.stories["/news/1"].headline = "Ferry " + "and another ferry " * 12 + "sinks"
    site.stories["/news/2"].headline = "Council votes on pool"
    variorum("run", "--all", *HURRIED)
    heading, *rows = variorum("log").out.splitlines()
    assert len(rows) == 2
    assert heading.index("WHAT CHANGED") < 150
    (other,) = (row for row in rows if "Council votes on pool" in row)
    assert other.index("Headline changed") == heading.index("WHAT CHANGED")
    assert len(other) < 200


def test_a_tempo_is_refused_for_what_lies_outside(variorum: Callable[..., Outcome], site: Site) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    outcome = variorum("run", "--tempo", "10", "--allow-net", "10.0.0.0/8")
    assert outcome.code == 2
    assert "does not lie inside --allow-net" in outcome.err


def test_loopback_is_refused_unless_it_is_let_in(variorum: Callable[..., Outcome], site: Site) -> None:
    outcome = variorum("add", site.url("/feed.xml"))
    assert outcome.code == 1
    assert "--allow-net" in outcome.err
    assert site.log == []


def test_a_dry_run_lists_what_is_found_and_watches_nothing(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    rows = variorum("add", "--dry-run", site.url("/feed.xml"), "--json", *LET_IN).json
    assert [row["title"] for row in rows] == [story.headline for story in site.stories.values()]
    assert {row["published"] for row in rows} == {"2026-05-04T08:00:00Z"}
    assert variorum("log").code == 1


def test_the_doctor_ends_with_1_only_where_something_is_to_be_looked_at(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    assert variorum("add", site.url("/feed.xml"), *LET_IN).code == 0
    well = variorum("doctor", "--json")
    assert (well.code, [(row["kind"], row["advice"]) for row in well.json]) == (0, [("contact", True)])
    assert "nothing is wrong" in well.err
    site.answers["/feed.xml"] = (410, {}, b"")
    for _ in range(3):
        variorum("run", "--all", *LET_IN)
    ill = variorum("doctor", "--json", "--contact", "desk@paper.example")
    assert (ill.code, [row["kind"] for row in ill.json]) == (1, ["source-failing"])
    assert "the source is not there: it answered 410" in ill.json[0]["sentence"]

"""Feeds of everything, a source, an article and a class: permanent entries, and cheap to ask for again."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from tests.web.conftest import served
from tests.web.shelf import FILES, PAPER, Desk, text

from variorum.archive import ChangeQuery
from variorum.model import Article, EventKind
from variorum.publication import AUTHORITY, event_tag, revision_tag
from variorum.publication.entries import change_tag

if TYPE_CHECKING:
    from tests.web.conftest import Answer, Reader
    from tests.web.shelf import Shelf

    from variorum.archive import Archive

TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".jsonfeed": "application/feed+json; charset=utf-8",
}


def entries(answer: Answer) -> dict[str, Any]:
    """The entries of a feed of any format by their ids, each with its title, link and content."""
    if answer.headers["content-type"] == TYPES[".jsonfeed"]:
        return {
            item["id"]: (item["title"], item["url"], item["content_html"]) for item in answer.json["items"]
        }
    parsed = feedparser.parse(io.BytesIO(answer.body), sanitize_html=False)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return {
        entry.id: (entry.title, entry.link, entry.content[0].value if "content" in entry else entry.summary)
        for entry in parsed.entries
    }


@pytest.mark.parametrize("suffix", list(TYPES))
def test_the_three_formats_hold_the_same_entries(reader: Reader, shelf: Shelf, suffix: str) -> None:
    answer = reader.get(f"/changes{suffix}")
    assert answer.status == 200
    assert answer.headers["content-type"] == TYPES[suffix]
    changes = shelf.archive.changes(ChangeQuery(by_entry=True))
    found = entries(answer)
    assert list(found) == [change_tag(change) for change in changes]
    assert [title for title, _, _ in found.values()] == [change.sentence for change in changes]
    one, two = shelf.mill_versions[:2]
    title, link, content = found[revision_tag(one.id, two.id)]
    assert title == "People died 14 → 41; no correction notice."
    assert link == f"{reader.origin}/a/{shelf.mill}/{one.id}..{two.id}"
    for address in (
        link,
        f"{reader.origin}/a/{shelf.mill}/v/{one.id}",
        f"{reader.origin}/a/{shelf.mill}/v/{two.id}",
        "http://paper.example/news/1",
    ):
        assert f'href="{address}"' in content
    assert "<del>14</del>" in content
    event = found[event_tag(shelf.withdrawal.id)]
    assert event[1] == f"{reader.origin}/a/{shelf.mill}"


@pytest.mark.parametrize("suffix", list(TYPES))
def test_there_is_a_feed_for_each_source_article_and_class(reader: Reader, shelf: Shelf, suffix: str) -> None:
    for path, query in (
        (f"/a/{shelf.mill}{suffix}", ChangeQuery(article_id=shelf.mill)),
        (f"/source/{PAPER.id}{suffix}", ChangeQuery(source_id=PAPER.id)),
        (f"/changes{suffix}?class=figure", ChangeQuery(finding="figure")),
        (
            f"/changes{suffix}?class=withdrawn&source={PAPER.id}",
            ChangeQuery(finding="withdrawn", source_id=PAPER.id),
        ),
        (f"/source/{FILES.id}{suffix}", ChangeQuery(source_id=FILES.id)),
        (f"/a/{shelf.paused}{suffix}", ChangeQuery(article_id=shelf.paused)),
    ):
        answer = reader.get(path)
        assert answer.status == 200
        assert set(entries(answer)) == {change_tag(change) for change in shelf.archive.changes(query)}


def test_a_feed_tells_what_it_is_about(reader: Reader, shelf: Shelf) -> None:
    abouts = {}
    for path in (
        "/changes.atom",
        "/changes.atom?class=figure",
        f"/source/{PAPER.id}.atom",
        f"/a/{shelf.mill}.atom",
    ):
        feed = feedparser.parse(io.BytesIO(reader.get(path).body)).feed
        links = {link.rel: link.href for link in feed.links}
        assert links["self"] == f"{reader.origin}{path}"
        assert reader.get(links["alternate"].removeprefix(reader.origin)).status == 200
        abouts[feed.id] = feed.title
    assert abouts == {
        f"tag:{AUTHORITY}:feed/changes": "What changed",
        f"tag:{AUTHORITY}:feed/changes?class=figure": "What changed: figure",
        f"tag:{AUTHORITY}:feed/source/{PAPER.id}": "What changed: The Paper",
        f"tag:{AUTHORITY}:feed/a/{shelf.mill}": "What changed: Blaze at the mill",
    }


def test_a_feed_refuses_what_means_nothing(reader: Reader) -> None:
    for query in ("class=unknown", "since=rubbish"):
        assert reader.get(f"/changes.atom?{query}").status == 400
    assert reader.get("/a/nonesuch.rss").status == 404


def test_the_ids_do_not_depend_on_where_the_site_is_found(shelf: Shelf, reader: Reader) -> None:
    with served(shelf.archive, base_url="https://news.example/archive") as elsewhere:
        answer = elsewhere.get("/changes.atom", Host="evil.example")
        assert "evil.example" not in answer.text
        there = entries(answer)
        assert list(there) == list(entries(reader.get("/changes.atom")))
        ours = [link for _, link, _ in there.values()]
        assert all(link.startswith("https://news.example/archive/a/") for link in ours)


def test_a_feed_that_did_not_change_is_not_sent_again(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    article = desk.article(PAPER, "http://paper.example/1")
    for number in (3, 4):
        desk.version(article, Article("Count", paragraphs=text(f"There were {number} boats.")), number)
    with served(archive) as reader:
        for suffix in TYPES:
            path = f"/a/{article}{suffix}"
            first = reader.get(path)
            tag, modified = first.headers["etag"], first.headers["last-modified"]
            assert parsedate_to_datetime(modified) == datetime(2026, 5, 4, 9, 4, 5, tzinfo=UTC)
            for headers in (
                {"If_None_Match": tag},
                {"If_None_Match": f'"other", W/{tag}'},
                {"If_None_Match": "*"},
                {"If_Modified_Since": modified},
            ):
                again = reader.get(path, **headers)
                assert (again.status, again.body) == (304, b"")
                assert again.headers["etag"] == tag
            for headers in (
                {"If_None_Match": '"other"'},
                # The tag decides where both are given (RFC 9110, section 13.2.2).
                {"If_None_Match": '"other"', "If_Modified_Since": modified},
                {"If_Modified_Since": "Mon, 04 May 2026 09:04:04 GMT"},
                {"If_Modified_Since": "rubbish"},
            ):
                assert reader.get(path, **headers).status == 200
        before = reader.get("/changes.atom")
        desk.event(article, EventKind.WITHDRAWN, 9, "The article was withdrawn: its address answered 404.")
        after = reader.get("/changes.atom", If_None_Match=before.headers["etag"])
        assert after.status == 200
        assert set(entries(after)) > set(entries(before))
        assert reader.get("/changes.rss").headers["etag"] != after.headers["etag"]


def test_a_time_that_is_not_over_yet_is_no_proof(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    article = desk.article(PAPER, "http://paper.example/1")
    # A schedule's clock that runs faster than the wall's is ahead of it.
    ahead = (datetime.now(UTC) + timedelta(days=2) - datetime(2026, 5, 4, 9, tzinfo=UTC)) / timedelta(
        minutes=1
    )
    for number in (3, 4):
        desk.version(
            article, Article("Count", paragraphs=text(f"There were {number} boats.")), ahead + number
        )
    with served(archive) as reader:
        answer = reader.get("/changes.atom")
        assert len(entries(answer)) == 1
        assert answer.headers["last-modified"] is None
        tomorrow = "Fri, 31 Dec 2100 09:00:00 GMT"
        assert reader.get("/changes.atom", If_Modified_Since=tomorrow).status == 200


def test_an_entry_stays_when_a_version_comes_between(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    article = desk.article(PAPER, "http://paper.example/1")
    with served(archive) as reader:
        for minutes, number in ((0, 3), (60, 5)):
            desk.version(article, Article("Count", paragraphs=text(f"There were {number} boats.")), minutes)
        before = entries(reader.get("/changes.atom"))
        desk.version(article, Article("Count", paragraphs=text("There were 4 boats.")), 30)
        after = entries(reader.get("/changes.atom"))
    assert len(before) == 1
    assert len(after) == 3
    assert before.items() <= after.items()


def test_hostile_text_commands_no_reader_of_feeds(reader: Reader, shelf: Shelf) -> None:
    for suffix in TYPES:
        answer = reader.get(f"/a/{shelf.hostile}{suffix}")
        ((_, _, content),) = entries(answer).values()
        assert "<script" not in content
        assert "<img" not in content
        assert "javascript:" not in content or 'href="javascript:' not in content
        assert not {"\x1b", "\u202e", "\x00"} & set(answer.text)

"""Sources with what is done about them, and the way from an address to its article."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.web.conftest import served, words
from tests.web.shelf import FILES, GAZETTE, PAPER, Desk
from tests.web.test_article import facts

if TYPE_CHECKING:
    from tests.web.conftest import Reader
    from tests.web.shelf import Shelf

    from variorum.archive import Archive


def test_all_sources_are_listed_with_their_state(reader: Reader) -> None:
    page = reader.get("/sources")
    items = page.tree.findall(".//ul[@class='sources-list']/li")
    assert [item.find("h2/a").get("href") for item in items] == [
        f"/source/{source.id}" for source in (PAPER, GAZETTE, FILES)
    ]
    assert words(items[0]) == (
        "The Paper http://paper.example/feed watched Next check: in 10 minutes, at 5 May 2026, 09:10 UTC"
        " — it listed nothing new, so it is checked again after 1 hour"
    )
    assert words(items[1]) == (
        "The Gazette http://gazette.example/feed paused Not checked at present: its source is paused"
    )
    # What is no address of the web is no link.
    assert items[2].find("p/a") is None
    rows = reader.get("/sources.json").json
    assert [(row["id"], row["state"]) for row in rows] == [
        (PAPER.id, "watched"),
        (GAZETTE.id, "paused"),
        (FILES.id, "watched"),
    ]
    assert rows[0]["next_check"] == "2026-05-05T09:10:00Z"


def test_a_source_tells_its_schedule_articles_and_failures(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(f"/source/{PAPER.id}")
    told = facts(page)
    assert told["Address"] == "http://paper.example/feed"
    assert told["Kind"] == "a feed"
    assert told["State"] == "watched since it was added at 4 May 2026, 09:00 UTC"
    assert told["Next check"].startswith("in 10 minutes, at 5 May 2026, 09:10 UTC — it listed nothing new")
    assert told["Last checked"] == "4 May 2026, 09:00 UTC, 1 day ago"
    assert told["Checks"] == "0 answered checks"
    articles = {a.get("href") for a in page.tree.findall(".//ol[@class='articles-list']//h3/a")}
    assert articles == {
        f"/a/{article}" for article in (shelf.mill, shelf.hostile, shelf.given_up, shelf.overdue, shelf.bare)
    }
    assert "Latest failures 4 May 2026, 10:00 UTC: no answer within 45 s" in page.words
    assert "withdrawn" in page.words
    document = reader.get(f"/source/{PAPER.id}.json").json
    assert {article["id"] for article in document["articles"]} == {href[3:] for href in articles}
    assert document["latest_failures"][0]["kind"] == "timeout"


def test_a_source_that_there_is_not_is_not_found(reader: Reader, shelf: Shelf) -> None:
    for name in ("nonesuch", "a" * 16, shelf.mill):
        assert reader.get(f"/source/{name}").status == 404
        assert reader.get(f"/source/{name}.atom").status == 404


def test_the_articles_of_a_source_come_in_pages(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    for number in range(51):
        desk.article(PAPER, f"http://paper.example/{number}")
    with served(archive) as reader:
        first, second = (reader.get(f"/source/{PAPER.id}?page={n}") for n in (1, 2))
        lists = [page.tree.findall(".//ol[@class='articles-list']/li") for page in (first, second)]
        assert [len(items) for items in lists] == [50, 1]
        assert first.tree.find(".//a[@rel='next']").get("href") == f"/source/{PAPER.id}?page=2"
        assert second.tree.find(".//a[@rel='prev']").get("href") == f"/source/{PAPER.id}"
        assert reader.get(f"/source/{PAPER.id}?page=3").status == 404
        assert reader.get(f"/source/{PAPER.id}?page=x").status == 400


def test_a_source_that_was_just_added_says_so(archive: Archive) -> None:
    Desk(archive).source(PAPER)
    with served(archive) as reader:
        assert "No article of it is in the archive yet." in reader.get(f"/source/{PAPER.id}").words
        assert "Nothing has changed yet. 0 articles" not in reader.get("/").words


def test_no_source_at_all_says_what_to_do(archive: Archive) -> None:
    with served(archive) as reader:
        assert "variorum add https://example.org/" in reader.get("/sources").words
        assert reader.get("/sources.json").json == []


def test_an_archived_address_leads_to_its_article(reader: Reader, shelf: Shelf) -> None:
    for address in (
        "http://paper.example/news/1",
        "https://paper.example/news/1/?utm_source=x#top",
        " paper.example/news/1 ",
        "paper.example/news/1/",
    ):
        answer = reader.get(f"/lookup?url={quote(address)}")
        assert (answer.status, answer.headers["location"]) == (302, f"/a/{shelf.mill}")
    answer = reader.get("/lookup.json?url=paper.example/news/1")
    assert (answer.status, answer.headers["location"]) == (302, f"/a/{shelf.mill}.json")


def test_an_address_that_is_not_archived_gets_the_command_that_adds_it(reader: Reader) -> None:
    page = reader.get(f"/lookup?url={quote('https://other.example/a?b=1&c=$(reboot)')}")
    assert page.status == 404
    assert "Nothing is archived under this address." in page.words
    assert words(page.tree.find(".//pre")) == "variorum add 'https://other.example/a?b=1&c=$(reboot)'"
    assert reader.get("/lookup.json?url=other.example").status == 404


def test_what_is_no_address_is_told_so(reader: Reader) -> None:
    for asked in ("javascript://alert(1)", "http://[bad", "ftp://a.example/", "\x00", "'; rm -rf ~"):
        page = reader.get(f"/lookup?url={quote(asked)}")
        assert page.status in {200, 400, 404}
        assert page.tree.find(".//main//a[@href='/']") is not None
    for hosts in ("http://xn--/", "http://xn--a/", "xn--a-.b", "http://xn--ls8h=.la/"):
        assert reader.get(f"/lookup?url={quote(hosts)}").status == 400
        assert reader.get(f"/lookup.json?url={quote(hosts)}").status == 400
    page = reader.get("/lookup?url=http://[bad")
    assert page.status == 400
    assert "This is no http or https address" in page.words


def test_the_field_is_there_without_a_question(reader: Reader) -> None:
    for path in ("/lookup", "/lookup?url="):
        page = reader.get(path)
        assert page.status == 200
        assert "Give the address of an article" in page.words
    assert reader.get("/lookup.json").status == 400

"""What changed: ranked and newest first, narrowed, in pages, and as data."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from tests.web.conftest import served, words
from tests.web.shelf import FILES, HOSTILE, PAPER, START, Desk, text

from variorum.archive import ChangeQuery
from variorum.model import Article
from variorum.publication import change_row
from variorum.web.pages import changes

if TYPE_CHECKING:
    from tests.web.conftest import Answer, Reader
    from tests.web.shelf import Shelf

    from variorum.archive import Archive


def listed(answer: Answer) -> list[str]:
    return [words(heading) for heading in answer.tree.findall(".//main//h2")]


def test_the_front_page_lists_the_heaviest_changes_first(reader: Reader, shelf: Shelf) -> None:
    told = shelf.archive.changes(ChangeQuery(ranked=True, superseded=False, limit=30))
    page = reader.get("/")
    assert page.status == 200
    assert listed(page) == [change.sentence for change in told]
    assert len(told) == 8
    assert told != shelf.archive.changes(ChangeQuery(superseded=False))


def test_the_newest_changes_stand_at_an_address_of_their_own(reader: Reader, shelf: Shelf) -> None:
    told = shelf.archive.changes(ChangeQuery(superseded=False))
    page = reader.get("/changes")
    assert listed(page) == [change.sentence for change in told]
    assert listed(reader.get("/changes?order=ranked")) == listed(reader.get("/"))


def test_a_change_is_told_with_its_source_headline_time_and_classes(reader: Reader, shelf: Shelf) -> None:
    before, after = shelf.mill_versions[:2]
    (item,) = [
        item
        for item in reader.get("/changes").tree.findall(".//li[@class='change']")
        if item.find("h2/a").get("href") == f"/a/{shelf.mill}/{before.id}..{after.id}"
    ]
    assert words(item.find("h2")) == "People died 14 → 41; no correction notice."
    assert "The Paper · 4 May 2026, 09:37 UTC" in words(item)
    assert item.find(".//time").get("datetime") == "2026-05-04T09:37:00Z"
    assert "Blaze at the mill" in words(item)
    labels = {words(label): label.get("href") for label in item.findall("ul/li/a")}
    assert labels == {
        "figure": "/changes?class=figure",
        "unannounced": "/changes?class=unannounced",
    }


def test_an_event_leads_to_its_place_in_the_history(reader: Reader, shelf: Shelf) -> None:
    (item,) = reader.get("/changes?class=returned").tree.findall(".//li[@class='change']")
    address = item.find("h2/a").get("href")
    path, _, fragment = address.partition("#")
    assert path == f"/a/{shelf.mill}"
    assert reader.get(path).tree.get_element_by_id(fragment).get("class") == "event-step"


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("class=figure", 2),
        ("class=withdrawn", 2),
        ("class=caption", 1),
        ("class=split", 0),
        (f"source={FILES.id}", 1),
        (f"source={PAPER.id}&class=figure", 1),
        ("since=2026-05-04T11:00Z", 4),
        ("since=2026-05-04T13:00%2B02:00", 4),
        ("since=2026-05-04T13:00+02:00", 4),
        ("since=2026-05-04", 7),
        ("since=2027-01-01", 0),
        ("class=&source=&since=&page=", 8),
    ],
)
def test_changes_are_narrowed_by_class_source_and_time(reader: Reader, query: str, number: int) -> None:
    for path in ("/", "/changes"):
        page = reader.get(f"{path}?{query}")
        assert page.status == 200
        assert len(listed(page)) == number
    assert len(reader.get(f"/changes.json?{query}").json) == number
    if not number:
        assert "No change is of this kind. Show all changes." in page.words


def test_the_filters_show_what_was_asked_for(reader: Reader) -> None:
    tree = reader.get(f"/?class=figure&source={FILES.id}&since=2020-01-01").tree
    assert [words(option) for option in tree.findall(".//option[@selected]")] == ["figure", "Imported files"]
    assert tree.get_element_by_id("since").get("value") == "2020-01-01"
    kinds = [option.get("value") for option in tree.get_element_by_id("class").iter("option")]
    assert len(kinds) == len(set(kinds))
    assert {"", "figure", "withdrawn", "moved"} <= set(kinds)


def test_shortcuts_lead_to_lately_and_keep_the_class(reader: Reader) -> None:
    tree = reader.get("/?class=figure").tree
    addresses = {words(a): a.get("href") for a in tree.findall(".//ul[@class='windows']/li/a")}
    assert addresses == {
        "all time": "/?class=figure",
        "past day": "/?class=figure&since=2026-05-04T09%3A00%3A00Z",
        "past week": "/?class=figure&since=2026-04-28T09%3A00%3A00Z",
        "past month": "/?class=figure&since=2026-04-05T09%3A00%3A00Z",
    }
    page = reader.get(addresses["past day"])
    assert [words(a) for a in page.tree.findall(".//ul[@class='windows']//a[@aria-current]")] == ["past day"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("class=unknown", "“unknown” is no class of change. The classes are headline,"),
        ("class=%3Cscript%3E", "“<script>” is no class of change."),
        ("since=rubbish", "“rubbish” is no time: give a date such as 2026-05-04"),
        ("since=0001-01-01T00:00%2B14:00", "is no time"),
        ("page=-1", "“-1” is no page: pages are numbered 1, 2, 3 and so on."),
        ("page=0", "is no page"),
        ("page=1e3", "is no page"),
        ("page=%D9%A1", "is no page"),
        ("page=99999999999999999999", "is no page"),
    ],
)
def test_a_query_that_means_nothing_gets_a_sentence(reader: Reader, query: str, sentence: str) -> None:
    for path in ("/", "/changes"):
        page = reader.get(f"{path}?{query}")
        assert page.status == 400
        assert sentence in page.words
        assert page.tree.find(".//main//a[@href='/']") is not None
    as_data = reader.get(f"/changes.json?{query}")
    assert as_data.status == 400
    assert sentence in as_data.json["error"]


def test_an_order_that_there_is_not_is_refused(reader: Reader) -> None:
    assert reader.get("/changes?order=random").status == 400


def test_a_source_that_there_is_not_is_not_found(reader: Reader) -> None:
    page = reader.get("/changes?source=nonesuch")
    assert page.status == 404
    assert "There is no source “nonesuch” in this archive." in page.words


def test_the_twins_hold_the_rows_of_the_command_line(reader: Reader, shelf: Shelf) -> None:
    rows = [change_row(change) for change in shelf.archive.changes(ChangeQuery(superseded=False))]
    as_json = reader.get("/changes.json")
    assert as_json.headers["content-type"] == "application/json; charset=utf-8"
    assert as_json.json == rows
    as_csv = reader.get("/changes.csv?order=ranked")
    assert as_csv.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(as_csv.text)))
    assert list(table[0]) == list(rows[0])
    ranked = shelf.archive.changes(ChangeQuery(ranked=True, superseded=False))
    assert [row["id"] for row in table] == [change.id for change in ranked]
    # A spreadsheet is not commanded by a headline.
    assert [row["headline"] for row in table if row["source"] == "Imported files"] == ["'=1+1 mills"]


def test_hostile_text_is_shown_as_text(reader: Reader) -> None:
    page = reader.get("/changes")
    assert b"<script>alert" not in page.body
    assert b"onerror" not in page.body.replace(b"&lt;img src=x onerror", b"")
    assert HOSTILE.split("\x1b", maxsplit=1)[0].strip() in page.words
    assert not {"\x1b", "\u202e", "\x00"} & set(page.text)


def test_an_empty_archive_says_what_to_do(archive: Archive) -> None:
    with served(archive) as reader:
        for path in ("/", "/changes"):
            page = reader.get(path)
            assert page.status == 200
            assert "This archive is empty." in page.words
            assert "variorum add https://example.org/" in page.words
            assert "variorum demo" in page.words
        assert reader.get("/changes.json").json == []
        assert reader.get("/changes.atom").status == 200


def test_an_archive_without_changes_tells_when_the_next_check_is(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    desk.article(PAPER, "http://paper.example/1")
    with served(archive) as reader:
        assert (
            "Nothing has changed yet. 1 article from 1 source stand in the archive; the next check falls due"
            " in 10 minutes, at 5 May 2026, 09:10 UTC." in reader.get("/").words
        )


def test_a_long_list_comes_in_pages(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    article = desk.article(PAPER, "http://paper.example/1")
    for number in range(65):
        desk.version(
            article, Article("Count", paragraphs=text(f"There were {number + 1} boats there.")), number
        )
    with served(archive) as reader:
        first, second, third = (reader.get(f"/changes?class=figure&page={n}") for n in (1, 2, 3))
        found = [listed(page) for page in (first, second, third)]
        assert [len(of_page) for of_page in found] == [30, 30, 4]
        assert len({sentence for of_page in found for sentence in of_page}) == 64
        assert first.tree.find(".//a[@rel='next']").get("href") == "/changes?class=figure&page=2"
        assert second.tree.find(".//a[@rel='prev']").get("href") == "/changes?class=figure"
        assert third.tree.find(".//a[@rel='next']") is None
        beyond = reader.get("/changes?page=4")
        assert beyond.status == 404
        assert "There is no page 4" in beyond.words
        assert len(reader.get("/changes.json").json) == 64
        assert reader.get("/?page=2").tree.find(".//a[@rel='prev']").get("href") == "/"


def test_a_change_that_was_superseded_leaves_the_lists(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    article = desk.article(PAPER, "http://paper.example/1")
    for minutes, number in ((0, 3), (60, 5), (30, 4)):
        desk.version(article, Article("Count", paragraphs=text(f"There were {number} boats there.")), minutes)
    assert len(archive.changes(ChangeQuery())) == 3
    with served(archive) as reader:
        assert len(listed(reader.get("/"))) == 2
        assert START.date().isoformat() in reader.get("/changes.json").text


def test_data_comes_in_larger_pages_that_lead_on(
    reader: Reader, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_IN_A_DOCUMENT", 5)
    first = reader.get("/changes.json?source=&order=ranked")
    assert len(first.json) == 5
    address = f"{reader.origin}/changes.json?page=2&order=ranked"
    assert first.headers["link"] == f'<{address}>; rel="next"'
    second = reader.get("/changes.json?page=2&order=ranked")
    assert second.headers["link"] is None
    ranked = shelf.archive.changes(ChangeQuery(ranked=True, superseded=False))
    assert [row["id"] for row in first.json + second.json] == [change.id for change in ranked]


@pytest.mark.parametrize("limit", ["-1", "0", "many", "²", "1e3", "9" * 40])
def test_a_limit_that_is_no_number_of_rows_is_refused(reader: Reader, limit: str) -> None:
    for suffix in ("", ".json", ".csv"):
        answer = reader.get(f"/changes{suffix}?limit={quote(limit)}")
        assert answer.status == 400


def test_a_limit_holds_on_the_following_pages_too(reader: Reader) -> None:
    rows = json.loads(reader.get("/changes.json").body)
    first = reader.get("/changes.json?limit=1")
    assert [row["id"] for row in json.loads(first.body)] == [rows[0]["id"]]
    assert "limit=1" in first.headers["link"]
    assert len(json.loads(reader.get("/changes.json?limit=999999").body)) == len(rows)

"""An article is its history: every statement on its page is one of the archive or of the schedule."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.web.conftest import served, words
from tests.web.shelf import NOW, PAPER, START, Desk, later, text

from variorum.model import Article, Schedule, SourceState

if TYPE_CHECKING:
    from tests.web.conftest import Answer, Reader
    from tests.web.shelf import Shelf

    from variorum.archive import Archive


def facts(answer: Answer) -> dict[str, str]:
    """The first list of facts on a page."""
    rows = answer.tree.find(".//dl[@class='facts']").findall("div")
    return {words(row.find("dt")): words(row.find("dd")) for row in rows}


def test_the_standing_facts_are_those_of_the_archive(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(f"/a/{shelf.mill}")
    assert page.status == 200
    assert words(page.tree.find(".//h1")) == "Blaze at the mill"
    assert facts(page) == {
        "Source": "The Paper",
        "Original": "http://paper.example/news/1",
        "First published": "4 May 2026, 08:40 UTC, by the outlet’s own statement",
        "First seen": "4 May 2026, 09:00 UTC",
        "Last changed": "4 May 2026, 11:44 UTC, 21 hours ago",
        "Next check": (
            "in 30 minutes, at 5 May 2026, 09:30 UTC"
            " — it changed (seen at 2026-05-04 11:44 UTC), so it is checked again after 10 minutes"
        ),
        "Changes": "It has changed 5 times.",
        "Feed of changes": "Atom, RSS, JSON Feed",
    }
    links = {a.get("href") for a in page.tree.findall(".//dl[@class='facts']//a")}
    assert links == {
        f"/source/{PAPER.id}",
        "http://paper.example/news/1",
        *(f"/a/{shelf.mill}.{kind}" for kind in ("atom", "rss", "jsonfeed")),
    }


def test_what_the_outlet_does_not_say_is_not_said(reader: Reader, shelf: Shelf) -> None:
    told = facts(reader.get(f"/a/{shelf.overdue}"))
    assert told["First published"] == "the outlet does not say"
    assert told["Last changed"] == "not since it was first seen"
    assert told["Changes"] == "It has changed 0 times."


def test_a_check_that_is_overdue_is_not_said_to_lie_ahead(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(f"/a/{shelf.overdue}")
    assert facts(page)["Next check"] == (
        "due since 4 May 2026, 14:00 UTC, made as soon as the archive is run — no answer within 45 s, so it is tried again"
    )
    assert "Latest failures 4 May 2026, 14:00 UTC: no answer within 45 s" in page.words


def test_an_article_that_was_given_up_is_said_to_be_no_longer_checked(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(f"/a/{shelf.given_up}")
    told = facts(page)
    assert told["No longer checked"] == "unchanged for 40 days"
    assert "Next check" not in told
    # The withdrawal counts as a change; when it was first noticed is when it is gone since.
    assert told["Changes"] == "It has changed once."
    assert "Withdrawn. It has been gone from its address since 4 May 2026, 11:20 UTC." in page.words


def test_an_imported_article_wears_the_badge_of_a_claimed_address(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(f"/a/{shelf.imported}")
    assert "imported; the address is the page’s own claim" in page.words
    assert facts(page)["Not checked"] == (
        "imported from a file; not checked until a source lists it or it is added"
    )
    assert "own claim" not in reader.get(f"/a/{shelf.mill}").words


def test_nothing_of_a_paused_or_removed_source_is_said_to_be_checked(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    article = desk.article(PAPER, "http://paper.example/1")
    with served(archive) as reader:
        for state, label, reason in (
            (SourceState.PAUSED, "Not checked at present", "its source is paused"),
            (SourceState.REMOVED, "No longer checked", "its source was removed"),
        ):
            with archive.writing() as writer:
                writer.set_source_state(PAPER.id, state)
            told = facts(reader.get(f"/a/{article}"))
            assert told[label] == reason
            assert "Next check" not in told


def test_the_time_is_that_of_the_schedules_clock(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    article = desk.article(PAPER, "http://paper.example/1", Schedule(later(60), "it is new", START))
    with served(archive, now=lambda: later(55)) as reader:
        assert facts(reader.get(f"/a/{article}"))["Next check"].startswith("in 5 minutes, at 4 May 2026")


def test_versions_and_events_stand_in_the_order_in_which_they_came(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(f"/a/{shelf.mill}")
    steps = page.tree.find(".//ol[@class='history']").findall("li")
    one, two, three, four = (f"version-{version.id}" for version in shelf.mill_versions)
    ids = [step.get("id") for step in steps]
    assert ids[:4] == [one, two, three, f"event-{shelf.withdrawal.id}"]
    assert ids[5] == four
    assert words(steps[3]) == (
        "4 May 2026, 11:00 UTC The article was withdrawn: its address answered 410. withdrawn"
    )
    gaps = [words(gap) for gap in page.tree.findall(".//ol[@class='history']//span[@class='gap']")]
    assert gaps == ["37 minutes later", "64 minutes later", "63 minutes later"]


def test_each_version_links_to_itself_and_to_the_comparison_with_the_one_before(
    reader: Reader, shelf: Shelf
) -> None:
    tree = reader.get(f"/a/{shelf.mill}").tree
    for before, version in zip([None, *shelf.mill_versions], shelf.mill_versions, strict=False):
        step = tree.get_element_by_id(f"version-{version.id}")
        links = {words(a): a.get("href") for a in step.iter("a")}
        assert f"/a/{shelf.mill}/v/{version.id}" in links.values()
        if before is None:
            assert len(links) == 1
        else:
            revision = shelf.archive.revision(before.id, version.id)
            assert revision is not None
            assert links[revision.sentence] == f"/a/{shelf.mill}/{before.id}..{version.id}"


def test_any_two_versions_can_be_chosen_and_compared(reader: Reader, shelf: Shelf) -> None:
    first, last = shelf.mill_versions[0].id, shelf.mill_versions[-1].id
    form = reader.get(f"/a/{shelf.mill}").tree.find(".//main//form")
    assert form.get("action") == f"/a/{shelf.mill}/compare"
    assert [o.get("value") for o in form.findall(".//option[@selected]")] == [first, last]
    answer = reader.get(f"/a/{shelf.mill}/compare?from={first}&to={last}")
    assert (answer.status, answer.headers["location"]) == (302, f"/a/{shelf.mill}/{first}..{last}")
    assert reader.get(f"/a/{shelf.mill}/compare?from={first}").status == 400
    assert reader.get(f"/a/{shelf.mill}/compare?from={first}&to=rubbish").status == 404
    # With two versions the comparison itself is the only pair.
    assert reader.get(f"/a/{shelf.imported}").tree.find(".//main//form") is None


def test_an_article_without_a_version_has_a_page(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(f"/a/{shelf.bare}")
    assert page.status == 200
    assert words(page.tree.find(".//h1")) == "http://paper.example/news/5"
    assert "no version of it could be kept yet" in page.words


def test_a_version_that_could_not_be_compared_is_listed_all_the_same(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    article = desk.article(PAPER, "http://paper.example/1")
    desk.version(article, Article("One", paragraphs=text("It was one.")), 0)
    second = desk.version(article, Article("Two", paragraphs=text("It was two.")), 5)
    # As the flow does when a comparison took too long: the version is kept, the revision is not.
    third = replace(second, id="a" * 16, captured_at=later(9), text_hash="0" * 64)
    with archive.writing() as writer:
        writer.keep_version(third, "1")
    with served(archive) as reader:
        step = reader.get(f"/a/{article}").tree.get_element_by_id(f"version-{third.id}")
        assert "Compare with version 2" in words(step)
        page = reader.get(f"/a/{article}/2..3")
        assert "for this page; it is not stored" in reader.get(page.headers["location"]).words


def test_the_twins_of_an_article_are_its_history(reader: Reader, shelf: Shelf) -> None:
    document = reader.get(f"/a/{shelf.mill}.json").json
    assert (document["id"], document["number_of_changes"], document["number_of_versions"]) == (
        shelf.mill,
        5,
        4,
    )
    assert document["next_check"] == "2026-05-05T09:30:00Z"
    assert document["reason"].startswith("it changed")
    assert [version["id"] for version in document["versions"]] == [v.id for v in shelf.mill_versions]
    assert [version["number"] for version in document["versions"]] == [1, 2, 3, 4]
    kinds = [change["kind"] for change in document["changes"]]
    assert kinds == ["revision", "event", "event", "revision", "revision"]
    table = list(csv.DictReader(io.StringIO(reader.get(f"/a/{shelf.mill}.csv").text)))
    assert [row["id"] for row in table] == [change["id"] for change in document["changes"]]


def test_an_article_that_there_is_not_is_not_found(reader: Reader) -> None:
    for name in ("a" * 16, "nonesuch", "%00", "..%2f..", "%F0%9F%98%80"):
        assert reader.get(f"/a/{name}").status == 404
        assert reader.get(f"/a/{name}.json").status == 404
    page = reader.get("/a/nonesuch")
    assert "There is no article “nonesuch” in this archive." in page.words
    assert reader.get("/a/nonesuch.json").json == {"error": "There is no article “nonesuch” in this archive."}


def test_now_lies_after_what_these_tests_archive() -> None:
    assert later(1_440) == NOW

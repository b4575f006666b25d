"""One comparison: what was found stands first, then the text with every change marked, beside or behind it the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.flow.checks import article, checked, watched
from tests.web.conftest import served, words
from tests.web.shelf import PAPER, Desk, text
from tests.web.test_article import facts

from variorum.model import Article
from variorum.publication import comparison_document, comparison_html, comparison_unified, revision_tag

if TYPE_CHECKING:
    from tests.web.conftest import Reader
    from tests.web.shelf import Shelf

    from variorum.archive import Archive


def path_of(shelf: Shelf, before: int, after: int) -> str:
    """The address of the comparison of two versions of the mill, by their numbers."""
    versions = shelf.mill_versions
    return f"/a/{shelf.mill}/{versions[before - 1].id}..{versions[after - 1].id}"


def test_the_sentence_stands_first_then_the_text_then_the_facts(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(path_of(shelf, 1, 2))
    assert page.status == 200
    assert words(page.tree.find(".//h1")) == "People died 14 → 41; no correction notice."
    told = facts(page)
    one, two = shelf.mill_versions[:2]
    assert told == {
        "Before": f"Version 1, captured 4 May 2026, 09:00 UTC {one.text_hash[:16]}…",
        "After": f"Version 2, captured 4 May 2026, 09:37 UTC, 37 minutes later {two.text_hash[:16]}…",
        "Original": "http://paper.example/news/1",
    }
    order = [
        page.text.index(part)
        for part in ("<h1", 'class="when"', 'class="comparison inline"', '<dl class="facts">', 'id="cite"')
    ]
    assert order == sorted(order)
    assert one.text_hash in page.words
    assert two.text_hash in page.words
    assert revision_tag(one.id, two.id) in page.words


@pytest.mark.parametrize("view", ["inline", "split", "changes", "list"])
def test_every_view_is_the_fragment_of_the_stored_revision(reader: Reader, shelf: Shelf, view: str) -> None:
    one, two = shelf.mill_versions[:2]
    revision = shelf.archive.revision(one.id, two.id)
    assert revision is not None
    page = reader.get(f"{path_of(shelf, 1, 2)}?view={view}")
    assert comparison_html(revision, view) in page.text  # type: ignore[arg-type]
    (current,) = page.tree.findall(".//ul[@class='views']//a[@aria-current]")
    assert current.get("href") == path_of(shelf, 1, 2) + ("" if view == "inline" else f"?view={view}")
    assert page.tree.get_element_by_id("change-1") is not None


def test_inline_is_the_view_that_is_not_asked_for(reader: Reader, shelf: Shelf) -> None:
    path = path_of(shelf, 1, 2)
    assert reader.get(path).body == reader.get(f"{path}?view=inline").body
    refused = reader.get(f"{path}?view=sideways")
    assert refused.status == 400
    assert "“sideways” is no view: a comparison has the views inline, split, changes, list." in refused.words


def test_every_change_can_be_jumped_to(reader: Reader, shelf: Shelf) -> None:
    for view in ("inline", "split", "changes", "list"):
        page = reader.get(f"{path_of(shelf, 1, 4)}?view={view}")
        jumps = [a.get("href") for a in page.tree.findall(".//ul[@class='jumps']//a")]
        assert jumps == ["#change-1", "#change-2", "#change-3"]
        for jump in jumps:
            assert page.tree.get_element_by_id(jump[1:]) is not None


def test_neighbouring_changes_are_one_step_away(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(path_of(shelf, 2, 3))
    assert page.tree.find(".//a[@rel='prev']").get("href") == path_of(shelf, 1, 2)
    assert page.tree.find(".//a[@rel='next']").get("href") == path_of(shelf, 3, 4)
    assert reader.get(path_of(shelf, 1, 2)).tree.find(".//a[@rel='prev']") is None
    assert reader.get(path_of(shelf, 3, 4)).tree.find(".//a[@rel='next']") is None


def test_numbers_and_latest_lead_to_the_permanent_address(reader: Reader, shelf: Shelf) -> None:
    for names, target in (
        ("1..2", path_of(shelf, 1, 2)),
        ("1..latest", path_of(shelf, 1, 4)),
        ("1..latest.json", path_of(shelf, 1, 4) + ".json"),
        ("1..2.diff", path_of(shelf, 1, 2) + ".diff"),
        ("1..2?view=split", path_of(shelf, 1, 2) + "?view=split"),
        ("2..1", path_of(shelf, 1, 2)),
        (f"{shelf.mill_versions[0].id}..2", path_of(shelf, 1, 2)),
    ):
        answer = reader.get(f"/a/{shelf.mill}/{names}")
        assert (answer.status, answer.headers["location"]) == (302, target)


def test_the_wrong_way_round_leads_to_the_order_of_time(reader: Reader, shelf: Shelf) -> None:
    one, two = shelf.mill_versions[:2]
    answer = reader.get(f"/a/{shelf.mill}/{two.id}..{one.id}")
    assert (answer.status, answer.headers["location"]) == (302, path_of(shelf, 1, 2))


def test_versions_that_there_are_not_are_not_found(reader: Reader, shelf: Shelf) -> None:
    for names in ("1..9", "rubbish..2", "1..", f"1..{'a' * 16}", "..", "1...2", "1..2..3"):
        assert reader.get(f"/a/{shelf.mill}/{names}").status == 404
    other = shelf.archive.history(shelf.hostile)
    assert other is not None
    assert reader.get(f"/a/{shelf.mill}/1..{other.versions[0].id}").status == 404


def test_a_pair_that_was_never_compared_is_compared_on_the_spot(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(path_of(shelf, 1, 4))
    assert page.status == 200
    assert "for this page; it is not stored" in page.words
    assert "2 other versions came between these two." in page.words
    assert "and never since" in reader.get(path_of(shelf, 1, 2)).words
    # Reading never writes.
    assert shelf.archive.revision(shelf.mill_versions[0].id, shelf.mill_versions[3].id) is None


def test_a_stored_comparison_is_told_as_it_was_made(archive: Archive) -> None:
    desk = Desk(archive)
    desk.source(PAPER)
    article = desk.article(PAPER, "http://paper.example/1")
    three, four, five = (Article("Count", paragraphs=text(f"There were {n} boats.")) for n in (3, 4, 5))
    one = desk.version(article, three, 3)
    two = desk.version(article, five, 5, told="As told in its own day.")
    desk.version(article, four, 4)
    with served(archive) as reader:
        page = reader.get(f"/a/{article}/{one.id}..{two.id}")
        assert words(page.tree.find(".//h1")) == "As told in its own day."
        assert "1 other version came between these two." in page.words
        assert "when the later version came" in page.words


def test_a_version_beside_itself_has_not_changed(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(path_of(shelf, 1, 1))
    assert page.status == 200
    assert words(page.tree.find(".//h1")) == "Nothing changed."
    assert page.tree.find(".//ul[@class='jumps']") is None


def test_the_twins_of_a_comparison_are_its_document_and_its_diff(reader: Reader, shelf: Shelf) -> None:
    one, two = shelf.mill_versions[:2]
    revision = shelf.archive.revision(one.id, two.id)
    assert revision is not None
    document = reader.get(f"{path_of(shelf, 1, 2)}.json").json
    assert document.items() >= comparison_document(revision).items()
    assert (document["before_version"], document["after_version"]) == (one.id, two.id)
    assert document["times"] == {
        "published": "2026-05-04T08:40:00Z",
        "before": "2026-05-04T09:00:00Z",
        "after": "2026-05-04T09:37:00Z",
    }
    diff = reader.get(f"{path_of(shelf, 1, 2)}.diff")
    assert diff.text == comparison_unified(revision)
    assert diff.headers["content-type"] == "text/plain; charset=utf-8"
    assert "-At least 14 people died" in diff.text


def test_the_citation_names_an_absolute_address(reader: Reader, shelf: Shelf) -> None:
    path = path_of(shelf, 1, 2)
    assert f"{reader.origin}{path}" in reader.get(path).words
    with served(shelf.archive, base_url="https://news.example/archive/") as elsewhere:
        page = elsewhere.get(path, Host="evil.example")
        assert f"https://news.example/archive{path}" in page.words
        assert "evil.example" not in page.text
        assert page.tree.find(".//a[@rel='up']").get("href") == f"/archive/a/{shelf.mill}"


def test_the_claim_of_an_imported_version_is_marked(reader: Reader, shelf: Shelf) -> None:
    answer = reader.get(f"/a/{shelf.imported}/1..2")
    assert "own claim" in reader.get(answer.headers["location"]).words
    assert "own claim" not in reader.get(path_of(shelf, 1, 2)).words


def test_a_change_that_could_not_be_compared_is_shown_with_both_versions(archive: Archive) -> None:
    mill = watched(archive)
    first = checked(archive, mill, article("One thing."), 0).version
    second = checked(archive, mill, article("Another matter."), 10, comparison_fails=True).version
    assert first is not None
    assert second is not None
    with served(archive) as client:
        address = f"/a/{mill}/{first.id}..{second.id}"
        assert f'href="{address}"' in client.get("/").text
        assert f'href="{address}"' in client.get(f"/a/{mill}").text
        page = client.get(address)
        assert page.status == 200
        assert words(page.tree.find(".//h1")) == "Changed; what changed could not be compared."
        for version in (first, second):
            assert f'href="/a/{mill}/v/{version.id}"' in page.text
        assert "not: it was tried when the later version came, and failed" in page.words
        assert ".diff" not in page.text
        assert client.get(f"{address}.json").status == 404
        assert "could not be compared" in client.get(f"{address}.diff").text

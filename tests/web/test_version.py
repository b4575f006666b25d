"""One version: the article as it was read, under a permanent address, and its capture, which never runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import words
from tests.web.shelf import HOSTILE, MILL

from variorum.model.documents import article_from_document
from variorum.publication.markup import language_tag

if TYPE_CHECKING:
    from tests.web.conftest import Reader
    from tests.web.shelf import Shelf


def test_a_version_shows_the_article_as_it_was_read(reader: Reader, shelf: Shelf) -> None:
    page = reader.get(f"/a/{shelf.mill}/v/{shelf.mill_versions[0].id}")
    assert page.status == 200
    article = page.tree.find(".//article")
    assert words(page.tree.find(".//h1")) == MILL.headline
    assert article.get("lang") == language_tag(MILL.language) == "en-GB"
    shown = [words(block) for block in article]
    assert shown == [
        MILL.standfirst,
        "A. Blau, C. Roth",
        MILL.dateline,
        *(paragraph.text for paragraph in MILL.paragraphs),
    ]
    assert [block.tag for block in article][3:] == ["p", "h2", "p", "p", "p", "p", "blockquote", "p"]
    assert "The mill on Monday." in page.words
    assert "Lead picture: http://paper.example/mill.jpg" in page.words
    assert "2 links in the text" in page.words
    assert {a.get("href") for a in page.tree.findall(".//details//a")} == {"http://paper.example/mill"}


def test_a_version_tells_what_other_surfaces_say_and_where_each_value_was_read(
    reader: Reader, shelf: Shelf
) -> None:
    page = reader.get(f"/a/{shelf.mill}/v/{shelf.mill_versions[0].id}")
    rows = {
        words(row.find("dt")): words(row.find("dd")) for row in page.tree.findall(".//dl[@class='facts']/div")
    }
    assert rows["Headline in og:title"] == "Mill fire: what we know"
    assert "Headline in h1" not in rows
    assert rows["headline"] == "dom h1"


def test_a_version_tells_its_times_hashes_and_neighbours(reader: Reader, shelf: Shelf) -> None:
    first, second, third, _ = shelf.mill_versions
    page = reader.get(f"/a/{shelf.mill}/v/{second.id}")
    rows = {words(row.find("dt")): row.find("dd") for row in page.tree.findall(".//dl[@class='facts']/div")}
    told = {label: words(row) for label, row in rows.items()}
    assert told["Captured"] == "4 May 2026, 09:37 UTC, 37 minutes after the version before it"
    assert told["Stored"] == "4 May 2026, 09:37 UTC"
    assert rows["Stored"].find("time").get("datetime") == "2026-05-04T09:37:05Z"
    assert told["Published"] == "4 May 2026, 08:40 UTC, by the outlet’s own statement"
    assert told["Modified"] == "4 May 2026, 08:50 UTC, by the outlet’s own statement"
    assert told["Hash of the text"] == second.text_hash
    capture = shelf.archive.capture(second.capture_id)
    assert capture is not None
    assert told["Hash of the bytes"] == capture.body_hash
    assert told["Permanent id"] == second.id
    assert [a.get("href") for a in rows["Comparisons"].findall("a")] == [
        f"/a/{shelf.mill}/{first.id}..{second.id}",
        f"/a/{shelf.mill}/{second.id}..{third.id}",
    ]
    assert page.tree.find(".//a[@rel='prev']").get("href") == f"/a/{shelf.mill}/v/{first.id}"
    assert page.tree.find(".//a[@rel='next']").get("href") == f"/a/{shelf.mill}/v/{third.id}"
    assert page.tree.find(".//a[@rel='up']").get("href") == f"/a/{shelf.mill}"
    assert "Version 2 of 4" in page.words


@pytest.mark.parametrize("suffix", ["", ".json", ".txt", "/capture"])
def test_a_number_and_latest_lead_to_the_permanent_address(reader: Reader, shelf: Shelf, suffix: str) -> None:
    for name, version in (
        ("1", shelf.mill_versions[0]),
        ("4", shelf.mill_versions[3]),
        ("latest", shelf.mill_versions[3]),
    ):
        answer = reader.get(f"/a/{shelf.mill}/v/{name}{suffix}")
        assert answer.status == 302
        assert answer.headers["location"] == f"/a/{shelf.mill}/v/{version.id}{suffix}"


def test_a_version_of_another_article_is_not_found(reader: Reader, shelf: Shelf) -> None:
    for name in ("0", "5", "-1", "1.5", "%D9%A1", "9" * 5_000, "a" * 16, "rubbish"):
        assert reader.get(f"/a/{shelf.mill}/v/{name}").status == 404
    assert reader.get(f"/a/{shelf.hostile}/v/{shelf.mill_versions[0].id}").status == 404
    assert reader.get(f"/a/{shelf.bare}/v/latest").status == 404
    assert "This article has no version “5”." in reader.get(f"/a/{shelf.mill}/v/5").words


def test_the_twins_of_a_version_are_its_article(reader: Reader, shelf: Shelf) -> None:
    version = shelf.mill_versions[0]
    document = reader.get(f"/a/{shelf.mill}/v/{version.id}.json").json
    assert article_from_document(document["article"]) == MILL
    assert document["text_hash"] == version.text_hash
    assert document["captured_at"] == "2026-05-04T09:00:00Z"
    assert document["stored_at"] == "2026-05-04T09:00:05Z"
    plain = reader.get(f"/a/{shelf.mill}/v/{version.id}.txt")
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    assert plain.text.split("\n\n")[:4] == [
        "Fire at the mill",
        "Crews were called before dawn",
        "By A. Blau, C. Roth",
        "HARBOURTON (Paper)",
    ]
    assert plain.text.endswith("This article is updated.\n")


def test_archived_html_is_served_as_text_in_a_sandbox(reader: Reader, shelf: Shelf) -> None:
    version = shelf.archive.history(shelf.hostile)
    assert version is not None
    answer = reader.get(f"/a/{shelf.hostile}/v/{version.versions[0].id}/capture")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.text.startswith("<script>alert(1)</script>")
    assert not {"\x1b", "\u202e", "\x00"} & set(answer.text)


def test_hostile_text_is_shown_as_text_on_every_page_of_its_article(reader: Reader, shelf: Shelf) -> None:
    history = shelf.archive.history(shelf.hostile)
    assert history is not None
    before, after = (version.id for version in history.versions)
    root = f"/a/{shelf.hostile}"
    views = [f"{root}/{before}..{after}?view={view}" for view in ("inline", "split", "changes", "list")]
    for path in (root, f"{root}/v/{before}", *views):
        page = reader.get(path)
        assert page.status == 200
        tree = page.tree
        assert [script.get("src") for script in tree.iter("script")] == ["/static/keys.js"]
        assert not list(tree.iter("img"))
        assert all(not name.startswith("on") for element in tree.iter() for name in element.attrib)
        addresses = [a.get("href") for a in tree.iter("a", "link")]
        assert all(href.startswith(("/", "#", "http://paper.example/")) for href in addresses)
        assert not {"\x1b", "\u202e", "\x00"} & set(page.text)
        assert "<script>alert('x')</script><img src=x onerror=alert(1)>" in page.words
    assert HOSTILE.count("\u202e") == 1

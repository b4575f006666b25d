"""What was found is shown where it stands, as a page, as JSON and as a feed; a query that means nothing is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.web.conftest import words

if TYPE_CHECKING:
    import pytest
    from tests.web.conftest import Reader
    from tests.web.shelf import Shelf


def test_what_was_found_leads_to_the_version_or_the_comparison_in_which_it_stands(
    reader: Reader, shelf: Shelf
) -> None:
    first, second, *_ = shelf.mill_versions
    whole = reader.get("/search?q=harbourton")
    assert [words(mark) for mark in whole.tree.findall(".//main//mark")] == ["Harbourton"]
    (link,) = whole.tree.findall(".//main//h2/a")
    assert link.get("href") == f"/a/{shelf.mill}/v/{first.id}"
    changed = reader.get("/search?q=" + quote('added:"41 people"'))
    (link,) = changed.tree.findall(".//main//h2/a")
    assert link.get("href") == f"/a/{shelf.mill}/{first.id}..{second.id}"
    assert "At least 41 people died" in changed.words
    (row,) = reader.get("/search.json?q=" + quote('added:"41 people"')).json
    assert (row["version_id"], row["before_version"]) == (second.id, first.id)
    assert "41 people" in row["snippet"]
    feed = reader.get("/search.atom?q=" + quote('added:"41 people"'))
    assert feed.text.count("<entry>") == 1
    assert f"{first.id}..{second.id}" in feed.text


def test_a_page_without_a_query_tells_how_to_ask_and_one_that_means_nothing_why(reader: Reader) -> None:
    assert "words beside one another" in reader.get("/search").words
    assert "Nothing is like that" in reader.get("/search?q=unheardof").words
    assert reader.get("/search.json").status == 400
    assert reader.get("/search?q=since:never").status == 400
    assert "name at least one word" in reader.get("/search?q=" + quote("-court")).words


def test_hostile_words_are_shown_as_words(reader: Reader) -> None:
    answer = reader.get("/search?q=" + quote('<script> "alert" * OR ) NEAR( "'))
    assert answer.status == 200
    assert "<script>" not in answer.text.replace('<script src="/static/keys.js" defer></script>', "")


def test_a_page_says_where_not_all_versions_are_searched(
    reader: Reader, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "Versions that an earlier Variorum kept are not searched here yet"
    assert told not in reader.get("/search?q=nothingness").words
    monkeypatch.setattr(shelf.archive, "unsearched", lambda: 7)
    assert told in reader.get("/search?q=nothingness").words

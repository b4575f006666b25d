"""The twins of pages are what the command line prints of the same archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from click.testing import CliRunner
from tests.web.shelf import PAPER

from variorum.cli.main import variorum

if TYPE_CHECKING:
    from tests.web.conftest import Reader
    from tests.web.shelf import Shelf


def printed(shelf: Shelf, *arguments: str) -> bytes:
    """What `variorum` prints of the furnished archive."""
    done = CliRunner().invoke(variorum, ["-d", str(shelf.archive.directory), *arguments])
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes


def holds(ours: Any, theirs: Any) -> bool:
    """Whether a document holds another one: all of its fields, and more where it likes."""
    if isinstance(theirs, dict):
        return all(name in ours and holds(ours[name], value) for name, value in theirs.items())
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(holds, ours, theirs))
    return bool(ours == theirs)


def test_changes_are_the_rows_of_log(reader: Reader, shelf: Shelf) -> None:
    assert holds(reader.get("/changes.json").json, json.loads(printed(shelf, "log", "--json")))
    ranked = json.loads(printed(shelf, "log", "--json", "--ranked", "--class", "figure"))
    assert reader.get("/changes.json?order=ranked&class=figure").json == ranked
    assert reader.get("/changes.csv").body == printed(shelf, "log", "--csv")


def test_an_article_is_what_show_prints(reader: Reader, shelf: Shelf) -> None:
    for article in (shelf.mill, shelf.hostile, shelf.imported, shelf.bare):
        theirs = json.loads(printed(shelf, "show", article, "--json"))
        assert len(theirs) > 10
        assert holds(reader.get(f"/a/{article}.json").json, theirs)


def test_sources_are_what_sources_prints(reader: Reader, shelf: Shelf) -> None:
    assert holds(reader.get("/sources.json").json, json.loads(printed(shelf, "sources", "--json")))


def test_a_comparison_is_what_diff_prints(reader: Reader, shelf: Shelf) -> None:
    one, two = shelf.mill_versions[:2]
    theirs = json.loads(printed(shelf, "diff", shelf.mill, "1..2", "--json"))
    assert holds(reader.get(f"/a/{shelf.mill}/{one.id}..{two.id}.json").json, theirs)


@pytest.mark.parametrize(
    ("path", "arguments"),
    [("/changes.atom", []), (f"/source/{PAPER.id}.atom", ["--source", PAPER.id])],
)
def test_a_feed_is_the_one_that_feed_prints(
    reader: Reader, shelf: Shelf, path: str, arguments: list[str]
) -> None:
    ours = feedparser.parse(reader.get(path).body)
    theirs = feedparser.parse(printed(shelf, "feed", "--base-url", reader.origin, *arguments))
    assert ours.feed.id == theirs.feed.id
    assert ours.feed.title == theirs.feed.title
    assert ours.entries == theirs.entries

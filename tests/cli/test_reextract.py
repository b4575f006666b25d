"""`variorum reextract`, and `extract --explain` with what an archive remembers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import LET_IN
from tests.newsweb import Site, Story, served

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

URL = "http://lorn-post.example/news/1"


@pytest.fixture
def imported(variorum: Callable[..., Outcome], tmp_path: Path) -> Path:
    """The latest of two versions of a page that an archive holds."""
    for number, toll in enumerate((14, 41)):
        page = tmp_path / f"{number}.html"
        page.write_bytes(
            Story("Ferry runs aground off Lorn")
            .page(URL)
            .replace(b"At least 14", f"At least {toll}".encode())
        )
        outcome = variorum("import", page, "--url", URL, "--captured-at", f"2026-05-0{number + 1}T09:00Z")
        assert outcome.code == 0, outcome.err
    return page


def test_reading_anew_with_the_same_rules_finds_no_difference(
    variorum: Callable[..., Outcome], imported: Path
) -> None:
    assert imported.exists()
    outcome = variorum("reextract")
    assert (outcome.code, outcome.out) == (0, "")
    assert "2 versions read anew: 2 same, 0 different, 0 unreadable, 0 failed" in outcome.err


def test_a_new_rule_is_reported_and_invents_no_revision(
    variorum: Callable[..., Outcome], imported: Path, tmp_path: Path
) -> None:
    before = variorum("log", "--json").json
    folder = tmp_path / "archive" / "outlets"
    folder.mkdir()
    (folder / "lorn.toml").write_text(
        'outlet = "Lorn Post"\nhosts = ["lorn-post.example"]\n[[rule]]\n[rule.fields]\nheadline = "p.standfirst"\n',
        "utf-8",
    )
    outcome = variorum("reextract", "--json")
    assert outcome.code == 0
    assert [(row["number"], row["outcome"]) for row in outcome.json] == [(1, "different"), (2, "different")]
    assert outcome.json[0]["sentence"].startswith("Headline changed")
    assert variorum("log", "--json").json == before
    assert imported.exists()


def test_one_article_may_be_read_anew_alone(variorum: Callable[..., Outcome], imported: Path) -> None:
    assert imported.exists()
    assert "2 versions read anew" in variorum("reextract", URL).err
    assert variorum("reextract", "http://lorn-post.example/nowhere").code == 3


def test_explaining_tells_of_each_block_why_it_was_taken_or_left(
    variorum: Callable[..., Outcome], imported: Path
) -> None:
    assert "| the version before had it |" in variorum("extract", imported, "--explain").out
    told = variorum("-d", imported.parent / "elsewhere", "extract", imported, "--explain").out
    assert "no memory: there is no archive" in told
    assert "blocks, layout new" in told
    assert "+ body | anchor" in told
    assert "| the anchor takes it |" in told


def test_explaining_names_the_version_of_the_memory_that_it_goes_by(
    variorum: Callable[..., Outcome], imported: Path, tmp_path: Path
) -> None:
    text = imported.read_text("utf-8")
    with served(Site()) as site:
        site.answers["/news/1"] = (200, {"Content-Type": "text/html; charset=utf-8"}, text.encode())
        url = site.url("/news/1")
        assert variorum("import", imported, "--url", url, "--captured-at", "2026-05-03T09:00Z").code == 0
        told = variorum("extract", url, "--explain", *LET_IN).out
        assert re.search(r"^memory of 127\.0\.0\.1\S*: version 1 of ", told, re.MULTILINE), told
        assert "learnt from 1 page, with the rule of its latest version" in told
        (tmp_path / "elsewhere").mkdir()
        imported.write_text(text.replace('rel="canonical"', ""), "utf-8")
        told = variorum("extract", imported, "--explain").out
        assert "no memory: the file names no address, so no site" in told
        alone = variorum("-d", tmp_path / "elsewhere", "extract", imported, "--explain").out
        assert "no memory: there is no archive" in alone

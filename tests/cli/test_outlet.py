"""`variorum outlet check`, and rules in the folder of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.newsweb import Story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

URL = "http://lorn-post.example/news/1"
RULES = """
outlet = "Lorn Post"
hosts = ["lorn-post.example"]
[[rule]]
drop = "p:nth-child(4)"
[rule.fields]
headline = "p.standfirst"
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(Story("Ferry runs aground off Lorn").page(URL))
    return path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "lorn.toml"
    path.write_text(RULES, "utf-8")
    return path


def test_a_file_of_rules_is_told_in_a_line_each(variorum: Callable[..., Outcome], rules: Path) -> None:
    outcome = variorum("outlet", "check", rules)
    assert (outcome.code, outcome.out) == (0, "Lorn Post, with no end: lorn-post.example/, 2 selectors\n")


def test_every_mistake_in_a_file_is_told_and_fails(variorum: Callable[..., Outcome], rules: Path) -> None:
    rules.write_text(RULES.replace("drop", "dorp").replace("headline", "titel"), "utf-8")
    outcome = variorum("outlet", "check", rules)
    assert (outcome.code, outcome.out) == (1, "")
    assert "there is no key 'dorp'" in outcome.err
    assert "there is no key 'titel'" in outcome.err
    assert variorum("outlet", "check", "nowhere.toml").code == 3


def test_a_page_shows_what_a_rule_yields(variorum: Callable[..., Outcome], rules: Path, page: Path) -> None:
    told = variorum("outlet", "check", rules, page)
    assert told.code == 0
    assert "headline: Rescue work goes on through the night  [rule Lorn Post: p.standfirst]" in told.out
    assert "At least 14 people" not in told.out
    read = variorum("outlet", "check", rules, page, "--json").json
    assert read["headline"] == "Rescue work goes on through the night"


def test_a_page_of_another_outlet_or_without_anything_that_a_rule_names_is_told(
    variorum: Callable[..., Outcome], rules: Path, page: Path
) -> None:
    outcome = variorum("outlet", "check", rules, page, "--url", "https://other.example/1")
    assert outcome.code == 1
    assert "no rule speaks of https://other.example/1" in outcome.err
    assert variorum("outlet", "check", rules, page, "--url", "ftp://x").code == 2
    rules.write_text(RULES.replace("p:nth-child(4)", "p.x").replace("p.standfirst", "h5"), "utf-8")
    assert "no rule found a text or a field" in variorum("outlet", "check", rules, page).err
    page.write_bytes(b"<title>Page not found</title><h1>404</h1>")
    outcome = variorum("outlet", "check", rules, page)
    assert outcome.code == 2
    assert "the page claims no address of its own: give it one with --url" in outcome.err
    outcome = variorum("outlet", "check", rules, page, "--url", URL)
    assert outcome.code == 1
    assert "not-found: Page not found [dom title]" in outcome.err


def test_rules_in_the_folder_of_the_archive_are_followed(
    variorum: Callable[..., Outcome], rules: Path, page: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "archive/outlets"
    folder.mkdir(parents=True)
    (folder / "lorn.toml").write_text(RULES, "utf-8")
    assert variorum("import", page, "--url", URL).code == 0
    assert "Rescue work goes on through the night" in variorum("show", URL).out.splitlines()[0]
    told = "headline: Rescue work goes on through the night  [rule Lorn Post: p.standfirst]"
    assert told in variorum("extract", page, "--explain").out
    page.write_bytes(page.read_bytes().replace(URL.encode(), b""))
    assert told not in variorum("extract", page, "--explain").out
    assert told in variorum("extract", page, "--explain", "--url", URL).out
    (folder / "lorn.toml").write_text(RULES.replace("drop", "dorp"), "utf-8")
    for command in (("import", page), ("extract", page)):
        outcome = variorum(*command)
        assert outcome.code == 2
        assert "there is no key 'dorp'" in outcome.err
    assert rules.exists()


def test_extract_tells_why_a_page_is_no_article(variorum: Callable[..., Outcome], page: Path) -> None:
    page.write_bytes(b"<title>Just a moment...</title><p>Verify you are human.</p>")
    outcome = variorum("extract", page, "--explain")
    assert outcome.code == 1
    assert "bot-challenge: Just a moment... [dom title]" in outcome.err
    assert "a check whether the reader is a machine stands in the article's place" in outcome.err

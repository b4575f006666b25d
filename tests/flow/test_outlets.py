"""Rules of the user: read from the archive's folder, followed by checks on the days on which they hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from variorum.flow.outlets import rules_for, user_rules
from variorum.flow.reading import read
from variorum.model import Article, Capture, OutletRule

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
outlet = "The Paper"
hosts = ["paper.example"]

[[rule]]
valid_until = 2026-05-01
body = "div.old"

[[rule]]
valid_from = 2026-05-01
body = "div.teaser"

[rule.fields]
headline = "p.title"
"""
PAGE = (
    b"<html><body><p class=title>Fire at the mill</p><div class=teaser><p>The mill burns, and at least fourteen people were "
    b"brought out of it by the men of the fire brigade, who came from four villages.</p><p>It is out.</p></div>"
)


def capture(day: int, host: str = "www.paper.example") -> Capture:
    return Capture(f"http://{host}/news/1", PAGE, datetime(2026, 4 if day > 15 else 5, day, 9, tzinfo=UTC))


def test_a_folder_of_rules_is_read_with_all_its_mistakes(tmp_path: Path) -> None:
    assert user_rules(tmp_path) == ((), ())
    folder = tmp_path / "outlets"
    folder.mkdir()
    (folder / "paper.toml").write_text(RULES, "utf-8")
    (folder / "notes.txt").write_text("not a rule", "utf-8")
    found = user_rules(tmp_path)
    assert [rule.valid_from for rule in found.rules] == [None, date(2026, 5, 1)]
    (folder / "broken.toml").write_text("outlet = ", "utf-8")
    (folder / "strange.toml").write_bytes(b"\xff\xfe\x00")
    found = user_rules(tmp_path)
    assert [mistake.detail.partition(":")[0] for mistake in found.mistakes] == [
        "this is no TOML",
        "it is not UTF-8",
    ]
    assert all("outlets" in mistake.subject for mistake in found.mistakes)


def test_a_capture_is_read_by_the_rule_of_its_day(tmp_path: Path) -> None:
    (tmp_path / "outlets").mkdir()
    (tmp_path / "outlets/paper.toml").write_text(RULES, "utf-8")
    rules = user_rules(tmp_path).rules
    assert [rule.body for rule in rules_for(rules, capture(4))] == [("div.teaser",)]
    assert [rule.body for rule in rules_for(rules, capture(30))] == [("div.old",)]
    assert rules_for(rules, capture(4, "other.example")) == ()
    article = read(capture(4), rules).article
    assert isinstance(article, Article)
    assert article.headline == "Fire at the mill"
    assert article.paragraphs[-1].text == "It is out."


def test_a_plain_text_needs_no_rule() -> None:
    plain = Capture(
        "http://paper.example/1",
        b"Fire\n\nIt burns.",
        datetime(2026, 5, 4, tzinfo=UTC),
        headers=(("content-type", "text/plain"),),
    )
    assert isinstance(read(plain, [OutletRule("P", ("paper.example",), drop=("p",))]).article, Article)

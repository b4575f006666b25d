"""What a person is told: one form for each thing, nothing twice, and a way out only where it was asked for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import HURRIED, LET_IN

from variorum.cli.watching import report_line
from variorum.flow.engine.desk import Progress, Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome
    from tests.newsweb import Site

A_MINUTE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC")


def test_an_import_is_first_seen_when_it_was_captured(
    variorum: Callable[..., Outcome], tmp_path: Path
) -> None:
    for day, said in ((20, "At least 14 were killed."), (18, "At least 12 were killed.")):
        file = tmp_path / "page.txt"
        file.write_text(f"Ferry runs aground\n\n\n\n{said}\n", "utf-8")
        variorum("import", file, "--url", "http://paper.example/1", "--captured-at", f"2025-11-{day}")
    told = variorum("show", "http://paper.example/1").out
    assert "first seen: 2025-11-18 00:00 UTC" in told
    assert "last changed: 2025-11-20 00:00 UTC" in told


def test_a_watch_sums_up_how_often_it_checked_how_many_things() -> None:
    report = Report()
    for _ in range(3):
        report.add(Progress("http://paper.example/feed", "The Paper", is_source=True))
        report.add(Progress("http://paper.example/1", "The Paper"))
    report.add(Progress("http://paper.example/2", "The Paper"))
    assert report_line(report).startswith("3 checks of 1 source and 4 checks of 2 articles: ")


def test_a_table_tells_times_as_everything_else_does_and_data_forms_in_iso(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    variorum("run", *HURRIED)
    site.stories["/news/1"].headline = "Ferry sinks off Lorn"
    variorum("run", "--all", *HURRIED)
    assert A_MINUTE.search(variorum("sources").out)
    assert A_MINUTE.search(variorum("log").out)
    iso = json.loads(variorum("sources", "--json").out)[0]["next_check"]
    assert re.fullmatch(r"[0-9-]{10}T[0-9:.]+Z", iso)
    assert iso in variorum("sources", "--csv").out


def test_where_there_is_nothing_to_list_there_is_no_heading(
    variorum: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text("Ferry runs aground\n\n\n\nIt was early.\n", "utf-8")
    variorum("import", tmp_path / "page.txt", "--url", "http://paper.example/1")
    outcome = variorum("log")
    assert (outcome.code, outcome.out) == (0, "")
    assert "nothing has changed so far" in outcome.err
    assert variorum("log", "--csv").out.startswith("id,")


def test_the_contact_is_spoken_of_only_when_something_was_added(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    assert variorum("add", site.url("/nothing"), *LET_IN).err.count("\n") == 1
    assert "No contact is set" in variorum("add", site.url("/feed.xml"), *LET_IN).err
    assert "No contact is set" not in variorum("add", site.url("/feed.xml"), *LET_IN).err


def test_only_who_named_a_private_address_is_told_how_to_let_it_in(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    hint = "(--allow-net 10.0.0.1 lets it in)"
    assert hint in variorum("add", "http://10.0.0.1/feed.xml").err
    assert hint in variorum("extract", "http://10.0.0.1/page").err
    item = b"<item><title>Router</title><link>http://10.0.0.1/reboot</link></item>"
    feed = b'<rss version="2.0"><channel><title>The Lorn Post</title>' + item + b"</channel></rss>"
    site.answers["/feed.xml"] = (200, {"Content-Type": "application/rss+xml"}, feed)
    site.answers["/away"] = (302, {"Location": "http://10.0.0.1/"}, b"")
    variorum("add", site.url("/feed.xml"), *LET_IN)
    for told in (variorum("run", *LET_IN).err, variorum("add", site.url("/away"), *LET_IN).err):
        assert "the address 10.0.0.1 is not public" in told
        assert "--allow-net" not in told


@pytest.mark.parametrize(
    "arguments",
    [("log", "--json", "--csv"), ("sources", "--table", "--jsonl"), ("diff", "@1", "--html", "--json")],
)
def test_two_forms_at_once_are_a_mistake(
    variorum: Callable[..., Outcome], arguments: tuple[str, ...]
) -> None:
    outcome = variorum(*arguments)
    assert outcome.code == 2
    assert "exclude each other" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [("compare", "a.txt", "b.txt"), ("extract", "/nope"), ("import", "a.txt"), ("add", "--dry-run", "a.xml")],
)
def test_a_file_that_is_not_there_is_not_found(
    variorum: Callable[..., Outcome], arguments: tuple[str, ...]
) -> None:
    outcome = variorum(*arguments)
    assert outcome.code == 3
    assert "there is no such file" in outcome.err


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("192.168.1.20", "192.168.1.20:8000"),
        ("localhost", "localhost:8000"),
        ("::1", "[::1]:8000"),
        ("[::]", "[::]:8000"),
    ],
)
def test_an_address_without_a_port_is_told_what_is_missing(
    variorum: Callable[..., Outcome], address: str, meant: str
) -> None:
    outcome = variorum("serve", address)
    assert outcome.code == 2
    assert f"its port is missing; write it like {meant}" in outcome.err


def test_the_next_check_is_told_in_one_clause_with_its_reason(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    variorum("run", *LET_IN)
    (line,) = [
        line for line in variorum("show", site.url("/news/1")).out.splitlines() if "next check" in line
    ]
    assert re.fullmatch(
        rf"  next check: {A_MINUTE.pattern}, in [a-z0-9 ]+ \(it is new, so it is checked again after 10 minutes\)",
        line,
    )


def test_sequences_that_command_a_terminal_leave_no_rest(
    variorum: Callable[..., Outcome], tmp_path: Path
) -> None:
    headline = "Ferry \x1b[2J\x1b[31mred\x1b[0m line \x1b]0;owned\x07ends"
    (tmp_path / "page.txt").write_text(f"{headline}\n\n\n\nIt was {headline}.\n", "utf-8")
    variorum("import", tmp_path / "page.txt", "--url", "http://paper.example/1")
    for told in (
        variorum("show", "http://paper.example/1", "--text"),
        variorum("extract", tmp_path / "page.txt"),
    ):
        assert "Ferry red line ends" in told.out
        assert "[31m" not in told.out
        assert "owned" not in told.out


def test_output_that_nobody_reads_ends_a_command_as_a_shell_counts_it(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Ferry runs aground\n\n\n\n" + "It was early. " * 20_000, "utf-8")

    process = subprocess.Popen(
        [sys.executable, "-m", "variorum", "extract", "page.txt"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # before anything is written: what a pipe holds unread differs
        said = process.stderr.read()
    assert (process.returncode, said) == (141, b"")

"""Bad input is normal: one clear sentence, the right code, nothing lost, and the rest of the run goes on."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import HURRIED, LET_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome
    from tests.newsweb import Site

HTML = {"Content-Type": "text/html; charset=utf-8"}
FEED = {"Content-Type": "application/rss+xml"}


def sentences(outcome: Outcome) -> list[str]:
    return [line for line in outcome.err.splitlines() if line.startswith("variorum: ")]


@pytest.mark.parametrize(
    ("path", "answer", "told"),
    [
        ("/missing", (404, HTML, b"<h1>Not found</h1>"), "there is nothing there: it answered 404"),
        (
            "/page",
            (200, HTML, b"<html><body><h1>Hello</h1></body></html>"),
            "no feed and no article was found there",
        ),
        ("/empty", (200, FEED, b""), "empty"),
        ("/broken", (200, FEED, b"<rss><channel><item><title>x</tit"), "broken"),
        ("/error", (500, HTML, b"oops"), "500"),
    ],
)
def test_an_address_that_is_no_feed_gets_one_sentence_that_names_it(
    variorum: Callable[..., Outcome],
    site: Site,
    path: str,
    answer: tuple[int, dict[str, str], bytes],
    told: str,
) -> None:
    site.answers[path] = answer
    outcome = variorum("add", site.url(path), *LET_IN)
    assert outcome.code == 1
    assert outcome.out == ""
    (sentence,) = sentences(outcome)
    assert site.url(path) in sentence
    assert told in sentence


def test_a_host_that_does_not_exist_gets_one_sentence(variorum: Callable[..., Outcome]) -> None:
    outcome = variorum("add", "http://no-such-host.invalid/feed.xml")
    assert outcome.code == 1
    (sentence,) = sentences(outcome)
    assert "no-such-host.invalid" in sentence


def test_a_port_where_nobody_listens_gets_one_sentence(variorum: Callable[..., Outcome]) -> None:
    outcome = variorum("add", "http://127.0.0.1:9/feed.xml", *LET_IN)
    assert outcome.code == 1
    (sentence,) = sentences(outcome)
    assert "127.0.0.1:9" in sentence


def test_an_empty_feed_is_watched_all_the_same(variorum: Callable[..., Outcome], site: Site) -> None:
    site.stories.clear()
    outcome = variorum("add", site.url("/feed.xml"), *LET_IN)
    assert outcome.code == 0
    assert "a feed that lists 0 articles" in outcome.out
    assert variorum("run", *HURRIED).code == 0


def test_one_bad_article_costs_itself_and_the_rest_of_the_run_goes_on(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    huge = b"<html><body>" + b"<p>" + b"x" * 1_000_000 + b"</p>"
    site.answers["/news/1"] = (200, HTML, huge * 100)
    site.answers["/news/2"] = (200, HTML, b"")
    variorum("add", site.url("/feed.xml"), *LET_IN)
    outcome = variorum("run", *HURRIED)
    assert outcome.code == 0
    told = "\n".join(sentences(outcome))
    assert site.url("/news/1") in told
    assert "larger than 8 MiB" in told
    assert site.url("/news/2") in told
    assert (
        "1 source and 3 articles checked: 3 new articles, 1 new version, 0 changes, 2 failures" in outcome.err
    )
    assert len(variorum("show", site.url("/news/3"), "--json").json["versions"]) == 1


def test_a_page_in_another_encoding_is_read_as_it_is_meant(
    variorum: Callable[..., Outcome], site: Site
) -> None:
    story = site.stories["/news/1"]
    story.paragraphs[0] = (
        "Die Fähre „Möwe“ lief am Sonntag vor der Insel Lörn auf Grund, teilte die Küstenwache mit."
    )
    page = story.page(site.url("/news/1")).decode().replace('<meta charset="utf-8">', "")
    site.answers["/news/1"] = (200, {"Content-Type": "text/html"}, page.encode("cp1252"))
    variorum("add", site.url("/feed.xml"), *LET_IN)
    variorum("run", *HURRIED)
    version = variorum("show", site.url("/news/1"), "--json").json["versions"][0]
    assert version["article"]["paragraphs"][0]["text"] == story.paragraphs[0]


def test_a_run_in_which_nothing_could_be_checked_fails(variorum: Callable[..., Outcome], site: Site) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    site.answers["/feed.xml"] = (503, HTML, b"later")
    outcome = variorum("run", *HURRIED)
    assert outcome.code == 1
    assert "503" in sentences(outcome)[0]
    assert "503" in variorum("sources", "--json").json[0]["last_failure"]


def test_a_directory_that_is_no_archive_is_refused(variorum: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = variorum("log")
    assert outcome.code == 1
    assert "there is no archive in" in outcome.err
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "thesis.txt").write_text("mine")
    outcome = variorum("add", "http://127.0.0.1:9/", *LET_IN)
    assert outcome.code == 1
    assert "holds other files and no archive" in outcome.err


def test_a_locked_archive_loses_nothing_and_the_next_run_goes_on(
    variorum: Callable[..., Outcome], site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    variorum("run", *HURRIED)
    site.stories["/news/1"].headline = "Ferry sinks off Lorn"
    monkeypatch.setattr("variorum.archive.database._PATIENCE", 50)
    other = sqlite3.connect(tmp_path / "archive/variorum.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    site.log.clear()
    outcome = variorum("run", "--all", *HURRIED[:2])
    other.execute("ROLLBACK")
    other.close()
    assert outcome.code == 1
    (sentence,) = sentences(outcome)
    assert "locked by another process" in sentence
    assert site.log == []
    assert variorum("run", "--all", *HURRIED).code == 0
    assert [row["classes"][0] for row in variorum("log", "--json").json] == ["headline"]


def test_a_pass_ends_with_one_sentence_when_the_archive_is_locked_under_it(
    variorum: Callable[..., Outcome], site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    variorum("run", *HURRIED)
    for story in site.stories.values():
        story.headline = f"{story.headline} again"
    monkeypatch.setattr("variorum.archive.database._PATIENCE", 50)
    other = sqlite3.connect(
        tmp_path / "archive/variorum.db", isolation_level=None, check_same_thread=False, timeout=30
    )

    def locks_and_answers(_: object) -> tuple[int, dict[str, str], bytes]:
        if not other.in_transaction:
            other.execute("BEGIN EXCLUSIVE")
        return 200, HTML, site.stories["/news/1"].page(site.url("/news/1"))

    site.answers["/news/1"] = locks_and_answers
    outcome = variorum("run", "--all", *HURRIED)
    other.execute("ROLLBACK")
    other.close()
    assert outcome.code == 1
    (sentence,) = sentences(outcome)
    assert "the pass ended early: the archive" in sentence
    site.answers.clear()
    assert variorum("run", "--all", *HURRIED).code == 0
    assert {row["url"] for row in variorum("log", "--json").json} == {site.url(path) for path in site.stories}


def test_an_archive_that_is_being_watched_is_not_watched_twice(
    variorum: Callable[..., Outcome], site: Site, tmp_path: Path
) -> None:
    from variorum.flow.lock import watching_alone  # noqa: PLC0415 - the other process

    variorum("add", site.url("/feed.xml"), *LET_IN)
    with watching_alone(tmp_path / "archive"):
        outcome = variorum("run", *LET_IN)
    assert outcome.code == 1
    assert "is being watched by process" in outcome.err
    assert variorum("run", *HURRIED).code == 0


def test_nothing_in_an_article_commands_the_terminal(variorum: Callable[..., Outcome], site: Site) -> None:
    hostile = "\x1b]0;owned\x07Ferry \x1b[31mred\x1b[0m \u202egnilaets\u202c \x9b2J \u2066x\u2069"
    story = site.stories["/news/1"]
    variorum("add", site.url("/feed.xml"), *LET_IN)
    variorum("run", *HURRIED)
    story.headline = hostile
    story.paragraphs[0] = hostile + " and so on, said the coast guard of the islands on Sunday."
    variorum("run", "--all", *HURRIED)
    url = site.url("/news/1")
    shown = [
        variorum("log"),
        variorum("log", "--json"),
        variorum("log", "--csv"),
        variorum("show", url, "--text"),
        variorum("show", url, "--json"),
        variorum("diff", url),
        variorum("diff", url, "--json"),
        variorum("diff", url, "--unified"),
        variorum("diff", url, "--html"),
        variorum("feed"),
        variorum("feed", "--format", "json"),
        variorum("run", "--all", *HURRIED),
    ]
    for outcome in shown:
        for text in (outcome.out, outcome.err):
            assert not {
                char for char in text if (ord(char) < 32 and char not in "\t\n") or 0x7F <= ord(char) < 0xA0
            }
            assert not set("\u202e\u202c\u2066\u2069") & set(text)
    assert "Ferry" in shown[0].out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("log", "--class", "nonsense"), "nonsense"),
        (("log", "--fields", "nonsense"), "there is no field 'nonsense'"),
        (("log", "--since", "yesterday"), "is no time"),
        (("run", "--allow-net", "nonsense"), "is no network"),
        (("run", "--resolve", "a=b"), "is no host with its address and port"),
        (("run", "--tempo", "0"), "tempo"),
        (("serve", "nonsense"), "is no address"),
        (("nonsense",), "No such command"),
        (("import", "x.html", "--url", "ftp://x"), "ftp://x: this is no http or https address"),
        (("import", "x.html", "--url", "http://xn--a/"), "this is no http or https address"),
        (("import", "x.html", "--url", "http://ann:secret@paper.example/"), "a user's name or password"),
        (("run", "--tempo", "nan"), "no number"),
        (("run", "--tempo", "inf"), "tempo"),
        (("run", "--gap", "nan"), "no number"),
        (("run", "--gap", "inf"), "gap"),
        (("demo", "--tempo", "nan"), "no number"),
        (("log", "--since", "0001-01-01T00:00+05:00"), "is no time"),
        (("serve", ":²"), "is no address"),
        (("serve", ":99999"), "is no address"),
        (("watch", "--websub", "https://desk.example/"), "--websub needs --serve"),
        (("watch", "--serve", ":0", "--websub", "desk.example"), "is no http or https address"),
    ],
)
def test_a_mistake_of_the_user_is_named(
    variorum: Callable[..., Outcome], site: Site, arguments: tuple[str, ...], told: str
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    outcome = variorum(*arguments)
    assert outcome.code == 2
    assert told in outcome.err


def test_a_mistake_in_the_settings_is_named(
    variorum: Callable[..., Outcome], site: Site, tmp_path: Path
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    settings = tmp_path / "archive/variorum.toml"
    settings.write_text("gapp = 3\n")
    outcome = variorum("log")
    assert outcome.code == 2
    assert "there is no setting 'gapp'" in outcome.err
    for mistake, told in (
        ('allow_net = "127.0.0.0/8"', "allow_net is a list"),
        ("allow_net = [127]", "allow_net is a list"),
        ("contact = 7", "contact is a text in quotes"),
        ("gap = true", "gap is a number"),
        ("gap = nan", "no number"),
    ):
        settings.write_text(f"{mistake}\n")
        outcome = variorum("run")
        assert outcome.code == 2
        assert told in outcome.err
    settings.write_text('gap = 0.1\nallow_net = ["127.0.0.0/8"]\ncontact = "desk@paper.example"\n')
    assert variorum("run").code == 0


def test_a_number_that_is_no_version_gets_one_sentence(variorum: Callable[..., Outcome], site: Site) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    variorum("run", *HURRIED)
    for pair in ("²..1", "1..99999999999999999999", "٣..1"):
        outcome = variorum("diff", site.url("/news/1"), pair)
        assert outcome.code == 3
        assert len(sentences(outcome)) == 1


@pytest.mark.parametrize("kept", ["NaN", "Infinity", "0", "-3", '"fast"', "1e12"])
def test_a_clock_that_tells_no_time_is_named_with_the_way_out(
    variorum: Callable[..., Outcome], site: Site, tmp_path: Path, kept: str
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    moment = '"2026-01-01T00:00:00+00:00"'
    with sqlite3.connect(tmp_path / "archive/variorum.db") as database:
        line = f'{{"origin": {moment}, "shown": {moment}, "tempo": {kept}}}'
        database.execute("INSERT INTO meta VALUES ('clock', ?)", (line,))
    database.close()
    outcome = variorum("run", *LET_IN)
    assert outcome.code == 1
    (sentence,) = sentences(outcome)
    assert "tells no time: restore the archive from a copy, or delete that row" in sentence
    with sqlite3.connect(tmp_path / "archive/variorum.db") as database:
        database.execute("DELETE FROM meta WHERE key = 'clock'")
    database.close()
    assert variorum("run", *LET_IN).code == 0


def test_an_address_with_a_password_is_not_added(variorum: Callable[..., Outcome], site: Site) -> None:
    secret = site.url("/feed.xml").replace("http://", "http://ann:secret@")
    outcome = variorum("add", secret, *LET_IN)
    assert outcome.code == 1
    assert "leave out what stands before the @" in sentences(outcome)[0]
    assert "secret" not in variorum("sources", "--json").out


@pytest.mark.parametrize("url", ["http://xn--/", "http://xn--a/", "http://xn--a-.b/", "http://xn--ls8h=.la/"])
def test_an_address_whose_host_no_one_can_read_gets_one_sentence(
    variorum: Callable[..., Outcome], site: Site, url: str
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    for arguments, code in ((("add", url), 1), (("extract", url), 1), (("show", url), 3)):
        outcome = variorum(*arguments)
        assert outcome.code == code
        assert len(sentences(outcome)) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_no_article(variorum: Callable[..., Outcome], site: Site, status: int) -> None:
    page = site.stories["/news/1"].page(site.url("/news/1"))
    site.answers["/news/1"] = (status, HTML, page)
    outcome = variorum("extract", site.url("/news/1"), *LET_IN)
    assert (outcome.code, outcome.out) == (1, "")
    assert f"there is nothing there: it answered {status}" in sentences(outcome)[0]


def test_letters_that_the_output_cannot_write_are_escaped(tmp_path: Path) -> None:
    for name, said in (
        ("old", "It cost 5 € → „Möwe“ 😀 in the morning."),
        ("new", "It cost 6 € → „Möwe“ 😀 there."),
    ):
        (tmp_path / f"{name}.txt").write_text(f"Möwe\n\n\n\n{said}\n", "utf-8")

    def outcome(encoding: str, *form: str) -> str:
        run = subprocess.run(
            [sys.executable, "-m", "variorum", "compare", "old.txt", "new.txt", *form],
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=True,
        )
        assert run.stderr == b""
        return run.stdout.decode(encoding)

    assert "\\u20ac \\u2192 \\u201eMöwe\\u201c \\ud83d\\ude00" in outcome("latin-1")
    for encoding in ("latin-1", "utf-8"):
        assert "5 € → „Möwe“ 😀" in json.dumps(json.loads(outcome(encoding, "--json")), ensure_ascii=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_the_system_refuses_gets_one_sentence(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / f"{name}.txt").write_text(f"Ferry {name}\n\n\n\nIt was {name}.\n", "utf-8")
    with Path("/dev/full").open("wb") as full:
        run = subprocess.run(
            [sys.executable, "-m", "variorum", "compare", "old.txt", "new.txt"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert run.returncode == 1
    assert run.stderr == b"variorum: the system refused: No space left on device\n"


@pytest.mark.parametrize("name", ["@9", "http://127.0.0.1:9/nothing", "aaaaaaaaaaaaaaaa"])
def test_an_article_that_is_not_there_is_not_found(
    variorum: Callable[..., Outcome], site: Site, name: str
) -> None:
    variorum("add", site.url("/feed.xml"), *LET_IN)
    outcome = variorum("show", name)
    assert outcome.code == 3
    assert len(sentences(outcome)) == 1


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 12


@pytest.mark.parametrize("name", ["picture.png", "picture.html", "picture.txt"])
@pytest.mark.parametrize("body", [PICTURE, PICTURE[8:]])
def test_a_binary_file_is_no_article_whatever_its_name(
    variorum: Callable[..., Outcome], tmp_path: Path, name: str, body: bytes
) -> None:
    (tmp_path / name).write_bytes(body)
    (tmp_path / "text.txt").write_text("Ferry sinks\n\n\n\nIt sank.\n", "utf-8")
    outcome = variorum("compare", tmp_path / name, tmp_path / "text.txt")
    assert (outcome.code, outcome.out) == (1, "")
    assert "it is no page and no text, but a binary file" in sentences(outcome)[0]


@pytest.mark.parametrize("option", ["--published", "--seen-before"])
def test_times_that_contradict_each_other_are_a_wrong_use(
    variorum: Callable[..., Outcome], tmp_path: Path, option: str
) -> None:
    (tmp_path / "text.txt").write_text("Ferry sinks\n\n\n\nIt sank.\n", "utf-8")
    times = option, "2026-05-04T09:00Z", "--seen-after", "2026-05-03T09:00Z"
    outcome = variorum("compare", tmp_path / "text.txt", tmp_path / "text.txt", *times)
    assert outcome.code == 2
    assert f"{option} is later than --seen-after" in outcome.err

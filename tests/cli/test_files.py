"""Commands on files: compare, extract, import."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from tests.newsweb import BODY, Story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

URL = "http://lorn-post.example/news/1"


@pytest.fixture
def texts(tmp_path: Path) -> tuple[Path, Path]:
    """Two versions of a text: headline and a figure changed."""
    old = "Ferry runs aground\n\nRescue goes on\n\n" + "\n\n".join(BODY)
    new = old.replace("runs aground", "sinks").replace("14", "41")
    for name, text in (("old.txt", old), ("new.txt", new)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path / "old.txt", tmp_path / "new.txt"


def test_two_texts_are_compared_with_words_marked(
    variorum: Callable[..., Outcome], texts: tuple[Path, Path]
) -> None:
    outcome = variorum("compare", *texts)
    assert outcome.code == 0
    assert "Headline changed; people killed 14 → 41; no correction notice." in outcome.out
    assert "[-14-]{+41+}" in outcome.out
    assert "- Ferry runs aground\n+ Ferry sinks\n" in outcome.out


def test_the_json_of_a_comparison_holds_what_its_contract_says(
    variorum: Callable[..., Outcome], texts: tuple[Path, Path]
) -> None:
    told = variorum(
        "compare", *texts, "--json", "--seen-before", "2026-05-04T09:00Z", "--seen-after", "2026-05-04T09:37Z"
    ).json
    assert told["sentence"] == "Headline changed; people killed 14 → 41; no correction notice."
    headline = next(field for field in told["fields"] if field["name"] == "headline")
    assert (headline["before"], headline["after"], headline["changed"]) == (
        "Ferry runs aground",
        "Ferry sinks",
        True,
    )
    assert {"old", "new", "moved", "changed"} <= set(told["links"][0])
    assert (told["added"], told["deleted"]) == ([], [])
    assert {finding["class"] for finding in told["findings"]} == {"headline", "figure", "unannounced"}
    assert told["times"]["after"] == "2026-05-04T09:37:00Z"


def test_a_comparison_fails_on_findings_that_it_was_told_to_fail_on(
    variorum: Callable[..., Outcome], texts: tuple[Path, Path]
) -> None:
    assert variorum("compare", *texts, "--fail-on", "figure").code == 4
    assert variorum("compare", *texts, "--fail-on", "byline").code == 0


@pytest.mark.parametrize("form", ["--html", "--unified"])
def test_a_comparison_can_be_had_in_other_forms(
    variorum: Callable[..., Outcome], texts: tuple[Path, Path], form: str
) -> None:
    outcome = variorum("compare", *texts, form)
    assert outcome.code == 0
    assert "41" in outcome.out


def test_pages_are_compared_as_the_articles_in_them(variorum: Callable[..., Outcome], tmp_path: Path) -> None:
    old, new = Story("Ferry runs aground"), Story("Ferry runs aground")
    new.paragraphs[3] = (
        "The line had failed its last inspection in March, a spokeswoman for the ministry said."
    )
    (tmp_path / "old.html").write_bytes(old.page(URL))
    (tmp_path / "new.html.gz").write_bytes(gzip.compress(new.page(URL)))
    told = variorum("compare", tmp_path / "old.html", tmp_path / "new.html.gz", "--json").json
    assert {finding["class"] for finding in told["findings"]} == {"negation", "reworded", "unannounced"}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("absent.txt", None, "there is no such file"),
        ("empty.txt", b"", "empty"),
        ("damaged.html.gz", b"\x1f\x8bnonsense", "gzip cannot unpack it"),
        ("picture.html", b"\x89PNG\r\n\x1a\n\x00\x00", ""),
    ],
)
def test_a_file_that_cannot_be_compared_is_named(
    variorum: Callable[..., Outcome],
    texts: tuple[Path, Path],
    tmp_path: Path,
    name: str,
    content: bytes | None,
    told: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    outcome = variorum("compare", texts[0], tmp_path / name)
    assert outcome.code == (3 if content is None else 1)
    assert name in outcome.err
    assert told in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_gzipped_file_is_read_to_the_end_of_its_last_member(
    variorum: Callable[..., Outcome], texts: tuple[Path, Path], tmp_path: Path
) -> None:
    text = texts[0].read_bytes()
    members = gzip.compress(text[:90]) + gzip.compress(b"") + gzip.compress(text[90:])
    for padding in (b"", bytes(512)):
        (tmp_path / "members.txt.gz").write_bytes(members + padding)
        assert "nothing changed" in variorum("compare", texts[0], tmp_path / "members.txt.gz").out.lower()
    (tmp_path / "members.txt.gz").write_bytes(members[:-9])
    assert "gzip cannot unpack it" in variorum("compare", texts[0], tmp_path / "members.txt.gz").err


def test_a_gzipped_file_of_many_members_is_not_unpacked_beyond_the_limit(
    variorum: Callable[..., Outcome], texts: tuple[Path, Path], tmp_path: Path
) -> None:
    member = gzip.compress(bytes(2**20))
    (tmp_path / "bomb.html.gz").write_bytes(member * 400)
    outcome = variorum("compare", texts[0], tmp_path / "bomb.html.gz")
    assert outcome.code == 1
    assert "larger than 24 MiB" in outcome.err


@pytest.mark.parametrize("more", [(), ("--url", URL)])
def test_a_name_that_no_file_can_have_is_told_in_a_sentence(
    variorum: Callable[..., Outcome], more: tuple[str, ...]
) -> None:
    outcome = variorum("import", "x" * 300, *more)
    assert outcome.code == 1
    assert "it cannot be read (File name too long)" in outcome.err
    assert "Traceback" not in outcome.err


def test_extract_tells_what_was_read_and_where(variorum: Callable[..., Outcome], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(Story("Ferry runs aground").page(URL))
    told = variorum("extract", tmp_path / "page.html", "--explain").out
    assert "headline: Ferry runs aground  [" in told
    assert "authors: Mara Lind" in told
    assert "published: 2026-05-04 08:00 UTC" in told
    assert "language detected: en" in told
    read = variorum("extract", tmp_path / "page.html", "--json").json
    assert [paragraph["text"] for paragraph in read["paragraphs"]] == list(BODY)


def test_an_imported_page_is_archived_under_the_address_that_it_claims(
    variorum: Callable[..., Outcome], tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_bytes(Story("Ferry runs aground").page(URL))
    outcome = variorum("import", tmp_path / "page.html")
    assert outcome.code == 0
    assert "1 new version, 0 there already" in outcome.err
    shown = variorum("show", URL, "--json").json
    assert (shown["url"], shown["claimed"], shown["next_check"]) == (URL, True, None)
    page = Story("Ferry runs aground").page(URL).replace(b"<body", b"<body class=new", 1)
    (tmp_path / "redesigned.html").write_bytes(page)
    again = variorum("import", tmp_path / "page.html", tmp_path / "redesigned.html")
    assert "1 there already, 1 kept with no new text" in again.err
    assert len(variorum("show", URL, "--json").json["versions"]) == 1


def test_imported_states_of_a_page_become_versions_in_the_order_of_their_time(
    variorum: Callable[..., Outcome], tmp_path: Path
) -> None:
    for number, (dead, hour) in enumerate(((41, 12), (14, 9), (16, 10))):
        story = Story("Ferry runs aground")
        story.paragraphs[1] = story.paragraphs[1].replace("14", str(dead))
        file = tmp_path / f"{number}.html"
        file.write_bytes(story.page(URL))
        assert variorum("import", file, "--url", URL, "--captured-at", f"2026-05-04T{hour:02}:00Z").code == 0
    shown = variorum("show", URL, "--json").json
    assert shown["claimed"] is False
    assert [change["sentence"] for change in shown["changes"]] == [
        "People killed 16 → 41; no correction notice.",
        "People killed 14 → 16; no correction notice.",
    ]


def test_a_directory_is_imported_with_what_can_be_read_and_names_the_rest(
    variorum: Callable[..., Outcome], tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.html").write_bytes(Story(f"Ferry {number}").page(f"{URL}{number}"))
    (folder / "stub.html").write_bytes(b"<p>Nothing.</p>")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    outcome = variorum("import", folder)
    assert outcome.code == 1
    assert "stub.html" in outcome.err
    assert "4 files: 3 new versions, 0 there already, 0 kept with no new text, 1 failure" in outcome.err


def test_a_text_without_an_address_needs_one(
    variorum: Callable[..., Outcome], texts: tuple[Path, Path]
) -> None:
    outcome = variorum("import", texts[0])
    assert outcome.code == 1
    assert "--url" in outcome.err
    assert variorum("import", texts[0], "--url", URL).code == 0


def test_the_seeds_compare_as_their_readers_would(variorum: Callable[..., Outcome], shared: Path) -> None:
    files = (shared / "seeds/guardian_version_3.txt", shared / "seeds/guardian_version_4.txt")
    told = variorum("compare", *files).out
    assert "Headline changed; standfirst changed" in told
    document = variorum("compare", *files, "--json").json
    changed = {field["name"] for field in document["fields"] if field["changed"]}
    assert {"headline", "standfirst"} <= changed
    assert len(document["links"]) == 5


def test_both_states_of_the_real_feed_are_listed(variorum: Callable[..., Outcome], shared: Path) -> None:
    for number in (1, 2):
        rows = variorum(
            "add", "--dry-run", shared / f"data/feeds/washingtonpost-national-{number}.xml", "--json"
        ).json
        assert len(rows) > 10
        assert all(row["url"].startswith("https://www.washingtonpost.com/") and row["title"] for row in rows)


def test_json_lines_are_a_line_each(variorum: Callable[..., Outcome], shared: Path) -> None:
    feed = shared / "data/feeds/washingtonpost-national-1.xml"
    lines = variorum(
        "add", "--dry-run", feed, "--jsonl", "--fields", "url,title", "--limit", "3"
    ).out.splitlines()
    assert [list(json.loads(line)) for line in lines] == [["url", "title"]] * 3


def test_what_goes_out_comes_in_elsewhere_and_is_found_there(
    variorum: Callable[..., Outcome], texts: tuple[Path, Path], tmp_path: Path
) -> None:
    variorum("import", texts[0], "--url", URL, "--captured-at", "2026-05-04")
    folder = tmp_path / "out"
    folder.mkdir()
    assert variorum("export", "jsonl", folder / "a.jsonl.gz").code == 0
    assert [path.name for path in folder.iterdir()] == ["a.jsonl.gz"]
    here = variorum("search", "ferry", "--json").json
    elsewhere = str(tmp_path / "elsewhere")
    assert variorum("-d", elsewhere, "import", folder / "a.jsonl.gz").code == 0
    assert variorum("-d", elsewhere, "search", "ferry", "--json").json == here != []
    assert variorum("search", "since:never").code == 2
    assert variorum("export", "warc", folder / "absent" / "a.warc").code == 1

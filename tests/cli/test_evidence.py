"""What was kept can be checked, cited and proved to somebody else."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

SAID = ("At least 14 people were killed.", "At least 41 people were killed.")


@pytest.fixture
def archive(variorum: Callable[..., Outcome], tmp_path: Path) -> Path:
    """An archive with two versions of an article."""
    for hour, said in enumerate(SAID, 8):
        file = tmp_path / f"{hour}.txt"
        file.write_text(f"Ferry runs aground\n\n\n\n{said}\n", "utf-8")
        variorum(
            "import", file, "--url", "http://paper.example/1", "--captured-at", f"2026-11-20T{hour:02}:00Z"
        )
    return tmp_path / "archive"


@pytest.mark.usefixtures("archive")
def test_a_sound_archive_is_said_to_be_sound(variorum: Callable[..., Outcome]) -> None:
    outcome = variorum("verify")
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("5 links checked, nothing broken")
    assert variorum("verify", "--since", "2999-01-01").out.startswith("0 links checked")


def test_what_was_altered_is_named_and_ends_with_1(variorum: Callable[..., Outcome], archive: Path) -> None:
    database = sqlite3.connect(archive / "variorum.db")
    database.execute("UPDATE revision SET sentence = 'Nothing changed.'")
    database.commit()
    database.close()
    outcome = variorum("verify")
    assert outcome.code == 1
    assert "link 5: the revision" in outcome.err
    assert "is not what was kept" in outcome.err


def test_a_check_that_was_interrupted_goes_on(variorum: Callable[..., Outcome], archive: Path) -> None:
    database = sqlite3.connect(archive / "variorum.db")
    link = database.execute("SELECT hex(link) FROM chain WHERE number = 3").fetchone()[0].lower()
    database.close()
    (archive / "verify.json").write_text(json.dumps({"number": 3, "link": link, "broken": []}))
    outcome = variorum("verify")
    assert "going on after link 3" in outcome.err
    assert outcome.out.startswith("2 links checked, nothing broken")
    assert not (archive / "verify.json").exists()
    (archive / "verify.json").write_text("no JSON")
    assert variorum("verify").out.startswith("5 links")
    (archive / "verify.json").write_text(json.dumps({"number": 3, "link": link, "broken": []}))
    assert variorum("verify", "--afresh").out.startswith("5 links")


@pytest.mark.usefixtures("archive")
def test_versions_are_cited_as_csl_json(variorum: Callable[..., Outcome]) -> None:
    first, second = variorum("cite", "http://paper.example/1").json
    assert (first["version"], second["version"]) == ("1", "2")
    assert second["title"] == "Ferry runs aground"
    assert second["accessed"] == {"date-parts": [[2026, 11, 20]]}
    assert second["type"] == "article-newspaper"


@pytest.mark.usefixtures("archive")
def test_a_pack_is_checked_where_there_is_no_archive(
    variorum: Callable[..., Outcome], tmp_path: Path
) -> None:
    pytest.importorskip("cryptography", reason="signing needs the extra `sign`: pip install 'variorum[sign]'")
    made = variorum("config", "--new-key")
    assert made.code == 0, made.err
    key = variorum("config", "--public-key").out.strip()
    assert (tmp_path / "archive" / "signing.key").stat().st_mode & 0o777 == 0o600
    assert "is there already" in variorum("config", "--new-key").err
    pack = tmp_path / "out.zip"
    outcome = variorum("cite", "http://paper.example/1", "1..2", "--pack", pack)
    assert outcome.code == 0, outcome.err
    assert key in outcome.err
    elsewhere = variorum("-d", tmp_path / "nowhere", "verify", pack, "--key", key)
    assert elsewhere.code == 0, elsewhere.err
    assert "14 → 41" in elsewhere.out
    assert f"signed with the key {key}" in elsewhere.out
    (tmp_path / "key.pub").write_text(f"{key}\n")
    assert variorum("verify", pack, "--key", tmp_path / "key.pub").code == 0
    stranger = variorum("verify", pack, "--key", "ab" * 32)
    assert (stranger.code, "is not signed with the key" in stranger.err) == (1, True)
    assert "agrees with itself" in variorum("verify", pack).out
    assert variorum("verify", "--key", key).code == 0
    assert "not signed with the key" in variorum("verify", "--key", "ab" * 32).err


@pytest.mark.usefixtures("archive")
def test_a_key_that_others_can_read_signs_nothing(variorum: Callable[..., Outcome], tmp_path: Path) -> None:
    pytest.importorskip("cryptography", reason="signing needs the extra `sign`: pip install 'variorum[sign]'")
    variorum("config", "--new-key")
    (tmp_path / "archive" / "signing.key").chmod(0o644)
    outcome = variorum("cite", "http://paper.example/1", "--pack", tmp_path / "out.zip")
    assert (outcome.code, "chmod 600" in outcome.err) == (1, True)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("key", ["abc", "nofile", ""])
def test_what_is_no_key_is_a_slip_of_the_pen(variorum: Callable[..., Outcome], key: str) -> None:
    assert variorum("verify", "--key", key).code == 2

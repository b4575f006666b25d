"""A run that is killed at any moment loses nothing, doubles nothing, and the next one goes on."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.cli.conftest import HURRIED, LET_IN
from tests.newsweb import Story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome
    from tests.newsweb import Site

KILLS = 10


def _versions(directory: Path) -> dict[str, list[str]]:
    database = sqlite3.connect(directory / "variorum.db")
    try:
        rows = database.execute("SELECT article_id, text_hash FROM version ORDER BY captured_at").fetchall()
    finally:
        database.close()
    found: dict[str, list[str]] = {}
    for article, text in rows:
        found.setdefault(article, []).append(text)
    return found


def test_ten_kills_at_random_moments_lose_and_double_nothing(
    variorum: Callable[..., Outcome], site: Site, tmp_path: Path
) -> None:
    generator = random.Random(7)
    for number in range(4, 13):
        site.stories[f"/news/{number}"] = Story(f"Report {number} from the islands")
    variorum("add", site.url("/feed.xml"), *LET_IN)
    directory = tmp_path / "archive"
    command = [sys.executable, "-m", "variorum", "-d", str(directory), "run", "--all", *HURRIED]
    before: dict[str, list[str]] = {}
    killed = 0
    for attempt in range(KILLS):
        for story in site.stories.values():
            story.paragraphs[1] = (
                f"At least {14 + attempt} people were killed and 60 injured, the harbour police said."
            )
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            timer = threading.Timer(generator.uniform(0.5, 3.0), os.kill, (process.pid, signal.SIGKILL))
            timer.start()
            process.wait()
            timer.cancel()
            killed += process.returncode == -signal.SIGKILL
        after = _versions(directory)
        for article, texts in before.items():
            assert after[article][: len(texts)] == texts, "a version that was there is gone"
        for texts in after.values():
            assert all(one != other for one, other in pairwise(texts)), "a version is doubled"
        before = after
    assert killed > 0
    outcome = variorum("run", "--all", *HURRIED)
    assert outcome.code == 0, outcome.err
    assert len(_versions(directory)) == len(site.stories)
    for path in site.stories:
        latest = variorum("show", site.url(path), "--json").json["versions"][-1]
        assert f"At least {14 + KILLS - 1} people" in latest["article"]["paragraphs"][1]["text"]
    verified = variorum("verify")
    assert verified.code == 0, verified.err
    database = sqlite3.connect(directory / "variorum.db")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()

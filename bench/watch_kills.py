"""Kills a watch of 1,000 outlets with -9, again and again: is anything lost or doubled, and how soon does the next one go on?

    python bench/watch_kills.py path/to/sitegen.py [--hosts 1000] [--kills 20] [--tempo 600]

Takes the script of a site generator whose articles change as its time goes by, starts it on a free port of 127.0.0.1 and
watches 50 articles of each outlet with `variorum watch`, which is killed after a random time once it has asked for something. After
each kill every version that was there is looked for, and every change that was told; no version may have the text of the one
before it. At last the archive is verified. Exits with 1 when anything is lost or doubled, an outlet was asked too soon, or a
watch took five seconds to ask for something.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from newsworld import NewsWorld, command, running, watch_articles

RESUMES = 5.0
GAP = 5.0
Texts = dict[str, list[bytes]]


def main() -> int:
    """Runs and kills; gives the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sitegen", type=Path)
    parser.add_argument("--hosts", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--tempo", type=float, default=600)
    given = parser.parse_args()
    world = [
        "--hosts",
        str(given.hosts),
        "--articles",
        "50",
        "--speed",
        str(given.tempo),
        "--t0",
        str(3 * 86_400),
    ]
    chance = random.Random(9)
    lost = doubled = untold = 0
    resumed: list[float] = []
    with TemporaryDirectory() as made, running(given.sitegen, *world) as news:
        directory = Path(made) / "archive"
        watch_articles(directory, news.port, given.hosts, 50)
        before: Texts = {}
        for _ in range(given.kills):
            told = Path(made) / "told"
            resumed.append(_killed(directory, news, told, given.tempo, chance.uniform(0.5, 6.0)))
            after = _texts(directory)
            lost += sum(texts != after.get(article, [])[: len(texts)] for article, texts in before.items())
            doubled += sum(one == other for texts in after.values() for one, other in pairwise(texts))
            untold += _missing(directory, told)
            before = after
        log = news.log()
        verified = subprocess.run(command(directory, "verify")[:-2], check=False).returncode  # noqa: S603 - our own
        versions = sum(map(len, before.values()))
    least = min(told["min_gap"] for told in log.values() if told["n"] > 1)
    early = sum(told["min_gap"] < GAP / given.tempo for told in log.values())
    print(
        f"{given.kills} kills, {versions} versions of {len(before)} articles: {lost} lost, {doubled} doubled"
    )
    print(f"{untold} changes were told and are not there; verify ended with {verified}")
    print(
        f"went on after {max(resumed):.2f} s at most, {sorted(resumed)[len(resumed) // 2]:.2f} s in the middle"
    )
    print(f"smallest gap {least:.4f} s, promised {GAP / given.tempo:.4f}; {early} outlets had a shorter one")
    return int(lost + doubled + untold + verified + early > 0 or max(resumed) >= RESUMES)


def _killed(directory: Path, news: NewsWorld, told: Path, tempo: float, seconds: float) -> float:
    """Watches until so long after its first request, then kills; gives how long that took to come."""
    before = _asked(news)
    began = time.monotonic()
    options = ("--tempo", str(tempo), "--gap", str(GAP))
    with (
        told.open("wb") as out,
        subprocess.Popen(  # noqa: S603 - our own interpreter
            command(directory, "watch", *options), stdout=out, stderr=subprocess.DEVNULL
        ) as watch,
    ):
        while _asked(news) == before and time.monotonic() - began < 60:
            time.sleep(0.05)
        first = time.monotonic() - began
        time.sleep(seconds)
        watch.kill()
    return first


def _asked(news: NewsWorld) -> int:
    return sum(told["n"] for told in news.log().values())


def _texts(directory: Path) -> Texts:
    """The hashes of the texts of every article's versions, oldest first."""
    database = sqlite3.connect(directory / "variorum.db")
    found: Texts = {}
    for article, text in database.execute("SELECT article_id, text_hash FROM version ORDER BY captured_at"):
        found.setdefault(article, []).append(text)
    database.close()
    return found


def _missing(directory: Path, told: Path) -> int:
    """How many of the changes that were told are not in the archive."""
    database = sqlite3.connect(directory / "variorum.db")
    kept = {
        f"{sentence}  {url}"
        for sentence, url in database.execute(
            "SELECT change.sentence, article.url FROM (SELECT article_id, sentence FROM revision UNION ALL "
            "SELECT article_id, sentence FROM event) AS change JOIN article ON article.id = change.article_id"
        )
    }
    database.close()
    # The last line may have been cut off with the process.
    lines = told.read_text("utf-8", "replace").split("\n")[:-1]
    return sum(line not in kept for line in lines if "  http" in line)


if __name__ == "__main__":
    sys.exit(main())

"""How soon does a watch of a large archive fetch, and how much memory do its processes take?

    python bench/million.py path/to/sitegen.py [--articles 1000000] [--due slowly|at-once] [--seconds 20] [--archive DIRECTORY --port 8901]

Makes an archive of so many articles of 1,000 outlets, each checked before and due again within 40 days (`slowly`) or by now
(`at-once`); starts `variorum watch` over it and asks the site generator's log when the first request came. Then prints the
memory of the watching process and of all processes, shared pages counted once, the most that there was of each. Exits with 1 when
a floor is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from newsworld import NAME, NewsWorld, command, running, watch_feeds

from variorum.archive.schema import moment_text
from variorum.model.identity import article_id
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTS = 1_000
FIRST_FETCH = 5.0
#: Megabytes: of the watching process with up to so many articles, and of all processes with any number.
FEW, WATCHING, ALL = 10_000, 200, 2_000
_SLICE = 20_000
_DAYS = 40


def main() -> int:
    """Makes the archive and watches it; gives the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sitegen", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--due", choices=("slowly", "at-once"), default="slowly")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--tempo", type=float, default=1)
    parser.add_argument("--archive", type=Path, help="made if it is not there, and kept; needs --port")
    parser.add_argument("--port", type=int, default=0, help="of the generator; a free one unless given")
    given = parser.parse_args()
    of_each = max(1, given.articles // HOSTS)
    world = ["--hosts", str(HOSTS), "--articles", str(of_each), "--speed", "1", "--t0", str(7 * 86_400)]
    with TemporaryDirectory() as made, running(given.sitegen, *world, port=given.port) as news:
        directory = given.archive or Path(made) / "archive"
        if not directory.exists():
            began = time.monotonic()
            watch_feeds(directory, news.port, HOSTS)
            fill(directory, news.port, of_each, slowly=given.due == "slowly")
            size = (directory / "variorum.db").stat().st_size / 2**20
            print(f"{HOSTS * of_each} articles in {time.monotonic() - began:.0f} s, {size:.0f} MB on disk")
        first, spent, watching, everything = _watched(directory, news, given.seconds, given.tempo)
    print(
        f"first request {first:.2f} s after the start, at most {FIRST_FETCH:g}; {spent:.2f} s of processor time"
    )
    print(f"memory: {watching:.0f} MB of the watching process, {everything:.0f} MB of all, at most {ALL}")
    too_much = given.articles <= FEW and watching >= WATCHING
    return int(first >= FIRST_FETCH or everything >= ALL or too_much)


def fill(directory: Path, port: int, of_each: int, *, slowly: bool) -> None:
    """Adds the articles of every outlet, each checked within the last 40 days, with its feed's sighting of it."""
    database = sqlite3.connect(directory / "variorum.db")
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1500000"):
        database.execute(f"PRAGMA {setting}").close()
    sources = dict(database.execute("SELECT url, id FROM source"))
    chance, now, rows = random.Random(7), datetime.now(UTC), []
    due_at = moment_text(now + timedelta(days=_DAYS))
    database.execute("UPDATE schedule SET next_check = ?", (due_at,))
    for number in range(of_each):
        for host in range(HOSTS):
            site = f"http://{NAME.format(host)}:{port}"
            rows.append((f"{site}/a/{number}", sources[f"{site}/feed.xml"]))
        if len(rows) >= _SLICE:
            _add(database, rows, chance, now, slowly=slowly)
            rows = []
    _add(database, rows, chance, now, slowly=slowly)
    database.execute("PRAGMA journal_mode = WAL")
    database.close()


def _add(
    database: sqlite3.Connection,
    rows: list[tuple[str, str]],
    chance: random.Random,
    now: datetime,
    *,
    slowly: bool,
) -> None:
    articles, addresses, schedules, sightings = [], [], [], []
    for url, source in rows:
        key = url_key(url)
        new = article_id(key)
        checked = now - timedelta(days=chance.random() * _DAYS)
        since, seen = moment_text(now - timedelta(days=_DAYS / 2)), moment_text(checked)
        # Whoever is due at once is due at the same moment, as what was added together is.
        due = moment_text(now + timedelta(days=chance.random() * _DAYS)) if slowly else moment_text(now)
        articles.append((new, url, source, since))
        addresses.append((key, url, new, since))
        schedules.append((new, due, since, seen))
        sightings.append((source, new, url, since, seen))
    with database:
        database.executemany(
            "INSERT INTO article (id, url, source_id, first_seen) VALUES (?,?,?,?)", articles
        )
        database.executemany("INSERT INTO address VALUES (?,?,?,?)", addresses)
        database.executemany(
            "INSERT INTO schedule VALUES (?,0,?,'unchanged for 20 days, so it is checked again after 20 days',?,1728000,?,9,0,"
            "'\"5-0\"','Mon, 12 Jan 2026 09:30:00 GMT',NULL,0.01,0,0)",
            schedules,
        )
        database.executemany(
            "INSERT INTO sighting (source_id, article_id, url, title, first_seen, last_seen)"
            " VALUES (?,?,?,'Report from the islands',?,?)",
            sightings,
        )


def _watched(
    directory: Path, news: NewsWorld, seconds: float, tempo: float
) -> tuple[float, float, float, float]:
    """When the first request came, in seconds, also of processor time; and the most memory of the process and of all, in MB."""
    began, first, spent, most, most_of_all = time.monotonic(), 0.0, 0.0, 0.0, 0.0
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        command(directory, "watch", "--tempo", str(tempo)), stdout=subprocess.DEVNULL
    ) as watch:
        try:
            while time.monotonic() - began < seconds:
                if watch.poll() is not None:
                    raise SystemExit(f"the watch ended with {watch.returncode}")
                if not first and news.log():
                    first, spent = time.monotonic() - began, _spent(watch.pid)
                most = max(most, _megabytes(watch.pid))
                most_of_all = max(most_of_all, sum(map(_megabytes, _family(watch.pid))))
                time.sleep(0.05)
        finally:
            watch.send_signal(signal.SIGTERM)
            watch.wait(60)
    return first or seconds, spent, most, most_of_all


def _spent(process: int) -> float:
    """The processor time that a process took, in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _family(parent: int) -> Iterator[int]:
    """A process and all below it."""
    yield parent
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                yield from _family(int(child))


def _megabytes(process: int) -> float:
    """What a process holds in memory, a page that several share counted as the part of one."""
    with contextlib.suppress(OSError, StopIteration):
        lines: Any = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    sys.exit(main())

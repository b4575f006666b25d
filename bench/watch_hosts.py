"""Watches 1,000 outlets and asks their server: was any asked too soon, two at once, or while it wanted to be left alone?

    python bench/watch_hosts.py path/to/sitegen.py [--hosts 1000] [--seconds 120] [--tempo 10]

Takes the script of a site generator, starts it on a free port of 127.0.0.1 and watches the feeds of its outlets with
`variorum watch` for so many seconds; then stops it with SIGTERM. A tenth of the articles fail, one in nine of those with 429 and a Retry-After of
three seconds. Everything is read off the generator's own log. Exits with 1 when any outlet was treated worse than promised.
"""

from __future__ import annotations

import argparse
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from newsworld import command, running, watch_feeds

GAP = 5.0


def main() -> int:
    """Runs the watch; gives the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sitegen", type=Path)
    parser.add_argument("--hosts", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--tempo", type=float, default=10)
    given = parser.parse_args()
    world = ["--hosts", str(given.hosts), "--articles", "50", "--speed", "60"]
    world += ["--t0", str(7 * 86_400), "--fault-share", "0.1"]
    with TemporaryDirectory() as made, running(given.sitegen, *world) as news:
        directory = Path(made) / "archive"
        watch_feeds(directory, news.port, given.hosts)
        stopped = _watched(directory, given)
        log = news.log()
        print(_archived(directory))
    least = GAP / given.tempo
    gaps = sorted(told["min_gap"] for told in log.values() if told["n"] > 1)
    asked = sum(told["n"] for told in log.values())
    print(f"{asked} requests to {len(log)} outlets; stopped in {stopped:.1f} s after SIGTERM")
    print(
        f"smallest gap {gaps[0]:.4f} s, promised {least:g} s; {sum(gap < least for gap in gaps)} outlets had a shorter one"
    )
    wrong = sum(gap < least for gap in gaps)
    for name in ("early", "disallowed"):
        wrong += (found := sum(told[name] for told in log.values()))
        print(f"{name}: {found} requests")
    wrong += (found := sum(told["concurrent"] > 1 for told in log.values()))
    print(f"asked twice at once: {found} outlets")
    return int(wrong > 0 or len(log) < given.hosts)


def _watched(directory: Path, given: argparse.Namespace) -> float:
    """Watches for the time that is given; gives how long it took to stop, in seconds."""
    options = ["--tempo", str(given.tempo), "--gap", str(GAP)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        command(directory, "watch", *options),
        stdout=subprocess.DEVNULL,
        stderr=(directory.parent / "stderr").open("w"),
    ) as watch:
        try:
            watch.wait(given.seconds)
        except subprocess.TimeoutExpired:
            watch.send_signal(signal.SIGTERM)
        began = time.monotonic()
        code = watch.wait(60)
    print((directory.parent / "stderr").read_text("utf-8").splitlines()[-1])
    if code:
        raise SystemExit(f"the watch ended with {code}")
    return time.monotonic() - began


def _archived(directory: Path) -> str:
    """What the archive holds of it."""
    database = sqlite3.connect(directory / "variorum.db")
    try:
        told = "SELECT outcome, sum(times) FROM outcome GROUP BY 1 ORDER BY 2 DESC"
        outcomes = ", ".join(f"{name} {times}" for name, times in database.execute(told))
        busy = database.execute(
            "SELECT count(*) FROM failure WHERE status = 429 AND detail LIKE '%answered 429%'"
        )
        versions = database.execute("SELECT count(*) FROM version")
        return f"{versions.fetchone()[0]} versions; {outcomes}; {busy.fetchone()[0]} checks told of a 429"
    finally:
        database.close()


if __name__ == "__main__":
    sys.exit(main())

"""How much memory and time does the import of a large WARC file take, and does it go on after a kill?

    python bench/import_warc.py [--megabytes 1024] [--kill-after SECONDS] [--directory DIRECTORY]

Writes a WARC file of pages of 60 to 900 KB (as sites serve them today: more script than text), pictures and repetitions,
imports it with the command line in a process of its own, kills that once, runs it again, and reports the largest memory that the
process and its workers had together (proportional set size, so that shared pages count once).
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from store import article_of

from variorum.archive import open_archive

if TYPE_CHECKING:
    from typing import BinaryIO

_MARK = "@@"
_START = datetime(2026, 5, 4, tzinfo=UTC)


def template(chance: random.Random) -> str:
    """A page with an article in it and much beside it; where its number is to be stands a mark."""
    article = article_of(chance)
    paragraphs = "".join(f"<p>{paragraph.text}</p>" for paragraph in article.paragraphs)
    script = f"window.a='{chance.randbytes(chance.randrange(25_000, 440_000)).hex()}';"
    return (
        f"<!doctype html><html><head><title>{article.headline}</title><script>{script}</script></head>"
        f"<body><article><h1>{article.headline}</h1><p>Report {_MARK} of the day.</p>{paragraphs}</article></body></html>"
    )


def record(kind: str, url: str, at: datetime, content: bytes, told: str = "") -> bytes:
    """A record as crawlers write it, gzipped alone."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {at:%Y-%m-%dT%H:%M:%SZ}\r\n{told}"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + content + b"\r\n\r\n", 1)


def write(file: BinaryIO, megabytes: int) -> tuple[int, int]:
    """A file whose records have so many megabytes; gives how many pages and records there are."""
    chance = random.Random(11)
    pages = records = length = 0
    templates, pictures = (
        [template(chance) for _ in range(60)],
        [chance.randbytes(2**n) for n in (19, 21, 23)],
    )
    while length < megabytes * 2**20:
        at = _START + timedelta(seconds=records)
        url = f"https://www.paper{records % 50}.example/news/{records}"
        kind, body = "image/jpeg", chance.choice(pictures)
        if chance.random() < 0.9:
            kind, body = (
                "text/html; charset=utf-8",
                chance.choice(templates).replace(_MARK, str(records)).encode(),
            )
            pages += 1
        content = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        file.write(record("response", url, at, content))
        records, length = records + 1, length + len(content)
    return pages, records


def memory_of(process: int) -> int:
    """The proportional set size of a process and of those that it started, in bytes."""
    total = 0
    for directory in Path("/proc").iterdir():
        if not directory.name.isdecimal():
            continue
        try:
            parent = int((directory / "stat").read_text().rpartition(")")[2].split()[1])
            if process not in {int(directory.name), parent}:
                continue
            for line in (directory / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except (OSError, ValueError, IndexError):
            continue
    return total


def run(command: list[str], kill_after: float | None) -> tuple[float, int, int]:
    """Runs a command; gives the seconds that it took, the largest memory seen and how it ended."""
    began, largest = time.monotonic(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        while process.poll() is None:
            largest = max(largest, memory_of(process.pid))
            if kill_after is not None and time.monotonic() - began > kill_after:
                os.kill(process.pid, signal.SIGKILL)
            time.sleep(0.1)
    return time.monotonic() - began, largest, process.returncode


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--kill-after", type=float, default=20.0)
    parser.add_argument("--directory", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.directory) as name:
        file, archive = Path(name) / "crawl.warc.gz", Path(name) / "archive"
        with file.open("wb") as opened:
            pages, records = write(opened, chosen.megabytes)
        print(
            f"{chosen.megabytes} MB of records, {file.stat().st_size / 2**20:.0f} MB packed: {records} records, {pages} pages"
        )
        command = [sys.executable, "-m", "variorum", "-d", str(archive), "import", str(file)]
        seconds, largest, _ = run(command, chosen.kill_after)
        with open_archive(archive) as opened_archive:
            kept = opened_archive.counts()["versions"]
        print(f"killed after {seconds:.0f} s: {kept} versions kept, {largest / 2**20:.0f} MB at most")
        seconds, again, code = run(command, None)
        with open_archive(archive) as opened_archive:
            counts = opened_archive.counts()
        whole = "all there" if counts["versions"] == pages else f"{pages - counts['versions']} MISSING"
        print(
            f"then {seconds:.0f} s, code {code}: {counts['versions']} versions of {pages} pages, {whole}; "
            f"{(counts['versions'] - kept) / seconds:.1f} pages/s, {max(largest, again) / 2**20:.0f} MB at most"
        )


if __name__ == "__main__":
    main()

"""Checks one article under every way in which a server can go wrong: nothing may stall, grow or make a false version.

    python bench/faults.py path/to/sitegen.py [--modes slow,endless]

Takes the script of a site generator that serves `/a/0`, an article, and `/f/MODE`, a fault, for the modes below; starts it on a
free port of 127.0.0.1 and ends it. Each mode is run in a process of its own, in which the article was read before and is
then checked twice under the fault. Exits with 1 when a floor is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from variorum.archive import Archive, open_archive
from variorum.fetching import AiohttpTransport, Fetcher, NetworkPolicy, Politeness, Request, parse_network
from variorum.flow.clock import TempoClock, wall_time
from variorum.flow.decide import decide
from variorum.flow.engine.article_check import check_article
from variorum.flow.engine.desk import Desk
from variorum.flow.engine.workers import Workers
from variorum.flow.keeping import carry_out, first_schedule
from variorum.flow.policy import Policy
from variorum.flow.reading import read
from variorum.model import Failure, Known, Paragraph, Seen, Source, SourceKind, Unreadable
from variorum.text.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from variorum.model import Article, Capture, Version

MODES = [
    "304",
    "404",
    "410",
    "429",
    "503",
    "500",
    "403",
    "slow",
    "endless",
    "bigbody",
    "gzipbomb",
    "brbomb",
    "deepxml",
    "xmlbomb",
    "externalentity",
    "redirectloop",
    "redirectchain",
    "redirect-private",
    "redirect-file",
    "badcharset",
    "truncated",
    "shortlength",
    "chunkedtrunc",
    "wronglength",
    "noheaders",
    "badgzip",
    "latin1",
    "emptybody",
    "soft404",
    "paywall",
    "consent",
    "jsonly",
    "cookiewall",
    "flapping",
    "etaglies",
    "lmlies",
    "headerflood",
    "dripheaders",
    "reset",
]
LONGEST, MOST_MEGABYTES = 60.0, 64.0
#: The paragraph that the mode `flapping` adds to every other answer.
_VARIANT = Paragraph("Variant B.")
_CHECKS = 2


def main() -> int:
    """Runs the modes that were asked for; gives the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sitegen", type=Path)
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(asyncio.run(_one(given.one, given.port))))
        return 0
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, given.sitegen, "--port", str(port), "--freeze", "9e8", "--hosts", "1"],
        stdout=subprocess.PIPE,
    )
    try:
        if server.stdout is not None:
            server.stdout.readline()  # it listens
        return _all(given.modes.split(","), given.sitegen, port)
    finally:
        server.terminate()
        server.wait()


def _all(modes: Iterable[str], sitegen: Path, port: int) -> int:
    missed = 0
    print(f"{'mode':18} {'s':>6} {'MB':>6} {'versions':>8} {'false':>5}  outcomes")
    for mode in modes:
        command = [sys.executable, __file__, str(sitegen), "--one", mode, "--port", str(port)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=300)  # noqa: S603 - the same
        found: dict[str, Any] = json.loads(done.stdout)
        bad = found["seconds"] > LONGEST or found["megabytes"] > MOST_MEGABYTES or found["false"] > 0
        missed += bad
        print(
            f"{mode:18} {found['seconds']:6.1f} {found['megabytes']:6.1f} {found['versions']:8} {found['false']:5}  "
            f"{' '.join(found['outcomes'])}{'   MISSED' if bad else ''}",
            flush=True,
        )
    print(f"{missed} of the modes miss a floor" if missed else "no stall, no growth, no false version")
    return int(missed > 0)


async def _one(mode: str, port: int) -> dict[str, Any]:
    """Reads the article, then checks it under a fault."""
    site = f"http://news0.localhost:{port}"
    clock = TempoClock(wall_time(), wall_time(), 100.0)
    policy = NetworkPolicy((parse_network("127.0.0.0/8"),))
    with TemporaryDirectory() as directory, open_archive(Path(directory) / "a", create=True) as archive:
        async with AiohttpTransport(policy, clock) as transport, Workers(1) as workers:
            fetcher = Fetcher(transport, clock, Politeness(gap=timedelta(seconds=1)))
            served = await fetcher.get(Request(f"{site}/a/0"))
            if isinstance(served, Failure):
                raise SystemExit(served.sentence)
            article = read(served).article
            if isinstance(article, Unreadable):
                raise SystemExit(article.sentence)
            article_id = _kept(archive, replace(served, url=f"{site}/f/{mode}", final_url=""), article)
            desk = Desk(archive, fetcher, clock, workers)
            before, seconds = _resident(), []
            for _ in range(_CHECKS):
                began = time.perf_counter()
                await check_article(desk, article_id, f"{site}/f/{mode}")
                seconds.append(time.perf_counter() - began)
            grown = _resident() - before
            desk.clerk.shutdown()
        history = archive.history(article_id)
        versions = history.versions if history else ()
        return {
            "seconds": max(seconds),
            "megabytes": grown,
            "versions": len(versions),
            "false": sum(not _is_true(version, article) for version in versions),
            "outcomes": [f"{tally.outcome}" for tally in archive.outcomes(of=article_id)],
        }


def _kept(archive: Archive, capture: Capture, article: Article) -> str:
    """The article under the address of the fault, with the version that was read of it before."""
    now = capture.captured_at
    source = Source("s" * 16, "http://127.0.0.1/", SourceKind.FEED, "Faults", now)
    with archive.writing() as writer:
        writer.add_source(source, first_schedule(now, "new", watched=False))
        article_id, _ = writer.add_article(capture.url, source.id, now, first_schedule(now, "new"))
    known = archive.known(article_id) or Known(article_id, capture.url, first_schedule(now, "new"))
    seen = Seen(now, capture, article, fingerprint(article))
    carry_out(archive, known, decide(known, seen, now, Policy()), revision=None, hosts=(), now=now)
    return article_id


def _is_true(version: Version, article: Article) -> bool:
    """Whether a version has the text that the server really has for the article."""
    variant = replace(article, paragraphs=(*article.paragraphs, _VARIANT))
    return version.text_hash in {fingerprint(article), fingerprint(variant)}


def _resident() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())

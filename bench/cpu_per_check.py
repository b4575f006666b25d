"""What does a check cost in processor time, against fetching a page, parsing it with lxml and hashing it?

    python bench/cpu_per_check.py path/to/sitegen.py [--articles 400] [--profile FILE]

Takes the script of a site generator; starts it on a free port of 127.0.0.1, with its time standing still, and ends it. The
articles are those that change between two moments of its world. After a first pass, which reads them all, two kinds of passes
of the real engine are timed over the same articles, and beside each the floor, in the same process:

- unchanged: no time has passed, so that each is answered with 304;
- changed: the generator's time goes back or forth, so that each has another text.

The floor fetches each article whole on a connection of its own (`fresh`) or over connections that are kept (`kept`), parses it
with lxml and takes its SHA-256. Processor time is that of the process and of its workers, without the generator's.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import cProfile
import hashlib
import os
import statistics
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from importlib import util
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import aiohttp
import lxml.html
from newsworld import NAME, NewsWorld, running
from yarl import URL

from variorum.archive import Archive, open_archive
from variorum.fetching import AiohttpTransport, Fetcher, NetworkPolicy, Politeness, parse_network
from variorum.flow.clock import TempoClock
from variorum.flow.engine.desk import Desk
from variorum.flow.engine.local import Engine
from variorum.flow.engine.workers import Workers
from variorum.flow.keeping import first_schedule
from variorum.model import Source, SourceKind

HOSTS, OF_EACH, SEED = 1_000, 50, 1
#: Seconds of the generator's world between which the articles change.
BEFORE, AFTER = 3.0 * 86_400, 3.5 * 86_400
UNCHANGED, CHANGED = 0.34, 0.085
_AT_ONCE = 64
_TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """What a kind of work took: seconds of processor time, and how often it was done."""

    seconds: float
    times: int

    @property
    def rate(self) -> float:
        """How often it was done in a second."""
        return self.times / self.seconds


def main() -> int:
    """Runs the passes; gives the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sitegen", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--profile", type=Path, help="where to write what the unchanged passes spent their time on"
    )
    parser.add_argument("--profile-changed", type=Path, help="the same of the changed ones")
    given = parser.parse_args()
    paths = changing(given.sitegen, given.articles)
    world = ["--seed", str(SEED), "--hosts", str(HOSTS), "--articles", str(OF_EACH), "--freeze", str(BEFORE)]
    with running(given.sitegen, *world) as news, TemporaryDirectory() as directory:
        costs = asyncio.run(_measured(Path(directory), news, paths, given))
    floor = max(costs["fresh"], costs["kept"])
    print(f"floor on fresh connections {costs['fresh']:7.0f} a CPU-second, on kept ones {costs['kept']:.0f}")
    print(f"new versions, for comparison {costs['new']:.0f}")
    missed = 0
    for name, least in (("unchanged", UNCHANGED), ("changed", CHANGED)):
        ratio = costs[name] / floor
        missed += ratio < least
        print(
            f"{name:10} {costs[name]:7.0f} a CPU-second: {ratio:.3f} of the faster floor, "
            f"{costs[name] / costs['fresh']:.3f} of the other; at least {least}"
        )
    return int(missed > 0)


def changing(sitegen: Path, most: int) -> list[tuple[str, int]]:
    """Hosts and numbers of articles that are there at the first moment and have another text at the second."""
    made = util.spec_from_file_location("sitegen", sitegen)
    if made is None or made.loader is None:
        raise SystemExit(f"{sitegen} is no script")
    module = util.module_from_spec(made)
    made.loader.exec_module(module)
    world = module.World(SEED, HOSTS, OF_EACH)
    found = []
    for host in range(HOSTS):
        for number in range(OF_EACH):
            article = world.article(NAME.format(host), number)
            first = world.current(article, BEFORE)
            if 0 <= first < world.current(article, AFTER):
                found.append((NAME.format(host), number))
                if len(found) == most:
                    return found
    return found


async def _measured(
    directory: Path, news: NewsWorld, paths: list[tuple[str, int]], given: argparse.Namespace
) -> dict[str, float]:
    """How often each kind of work was done in a second of processor time: the median of the rounds."""
    urls = [f"http://{host}:{news.port}/a/{number}" for host, number in paths]
    rates: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(given.rounds):
        news.told(f"/_clock?t={BEFORE}")
        for name, cost in (await _round(directory / str(number), news, urls, given)).items():
            rates[name].append(cost.rate)
    return {name: statistics.median(found) for name, found in rates.items()}


async def _round(
    directory: Path, news: NewsWorld, urls: list[str], given: argparse.Namespace
) -> dict[str, Cost]:
    """Each kind of work once, on an archive of its own: no text comes twice."""
    clock = TempoClock.on_the_wall()
    policy = NetworkPolicy((parse_network("127.0.0.0/8"),))
    hurried = Politeness(gap=timedelta(milliseconds=1), crawl_delay_limit=timedelta(0), slowness=0.0)
    costs: dict[str, Cost] = {}
    with open_archive(directory, create=True) as archive:
        _watch(archive, urls)
        async with AiohttpTransport(policy, clock) as transport, Workers() as workers:
            desk = Desk(archive, Fetcher(transport, clock, hurried), clock, workers)
            costs["new"] = await _passed(desk, news, len(urls))
            costs["fresh"] = await _floor(urls, kept=False)
            costs["unchanged"] = await _passed(desk, news, len(urls), given.profile)
            costs["kept"] = await _floor(urls, kept=True)
            news.told(f"/_clock?t={AFTER}")
            costs["changed"] = await _passed(desk, news, len(urls), given.profile_changed)
            desk.clerk.shutdown()
        print(archive.counts(), ", ".join(f"{one.outcome} {one.times}" for one in archive.outcomes()))
    return costs


def _watch(archive: Archive, urls: list[str]) -> None:
    now = datetime.now(UTC)
    source = Source("s" * 16, "http://127.0.0.1/", SourceKind.LIST, "Measured", now)
    with archive.writing() as writer:
        writer.add_source(source, first_schedule(now, "new", watched=False))
        for url in urls:
            writer.add_article(url, source.id, now, first_schedule(now, "new"))


async def _passed(desk: Desk, news: NewsWorld, expected: int, profile: Path | None = None) -> Cost:
    """One pass over everything."""
    engine = Engine(desk)
    before = _spent(news.pid)
    profiler = cProfile.Profile() if profile is not None else None
    if profiler is not None:
        profiler.enable()
    report = await engine.one_pass(everything=True)
    if profiler is not None and profile is not None:
        profiler.disable()
        profiler.dump_stats(profile)
    seconds = _spent(news.pid) - before
    if report.articles != expected or report.failures:
        raise SystemExit(f"{report.articles} of {expected} checked, {report.failures[:3]}")
    return Cost(seconds, report.articles)


def _spent(generator: int) -> float:
    """The processor time of this process and of those below it, in seconds, without the generator's."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            text = stat.read_text("utf-8", "replace")
            fields = text.rpartition(")")[2].split()
            number = int(stat.parent.name)
            parents[number] = int(fields[1])
            spent[number] = (int(fields[11]) + int(fields[12])) / _TICKS
    return time.process_time() + sum(
        seconds for number, seconds in spent.items() if _is_below(number, parents, generator)
    )


def _is_below(number: int, parents: dict[int, int], generator: int) -> bool:
    """Whether a process was started by this one, or by one that was."""
    if number == generator:
        return False
    above = parents.get(number)
    return above is not None and (above == os.getpid() or _is_below(above, parents, generator))


async def _floor(urls: list[str], *, kept: bool) -> Cost:
    """Every address fetched whole, parsed and hashed."""
    places = asyncio.Semaphore(_AT_ONCE)

    async def done(session: aiohttp.ClientSession, url: URL) -> None:
        headers = {"Host": url.raw_authority}
        async with places, session.get(url.with_host("127.0.0.1"), headers=headers) as answer:
            body = await answer.read()
        lxml.html.fromstring(body)
        hashlib.sha256(body).hexdigest()

    before = time.process_time()
    connector = aiohttp.TCPConnector(force_close=not kept, limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(done(session, URL(url)) for url in urls))
    return Cost(time.process_time() - before, len(urls))


if __name__ == "__main__":
    sys.exit(main())

"""Watches a week of a site generator's news world with the real command, then compares the archive with the world's truth.

    python bench/watch_week.py path/to/sitegen.py [--hosts 20 --articles 50 --days 7 --tempo 600 --life 0.3 --seed 1]

Takes the script of a site generator (classes `World` and `App`), serves its world in this process, where each answer is noted,
and runs `variorum watch` as a process of its own on it. Every text that was served at a check must be archived and none
invented; what befell articles must be reported and make no revision; no request may be early, disallowed or nearer to the one
before than the gap. Prints the tables and exits with 1 when one of these does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import signal
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from served_week import Expected, Key, Served, Text, expected

from variorum.archive import open_archive
from variorum.model import ChangeKind
from variorum.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from variorum.archive import Archive
    from variorum.model import Article

    #: The generator's own classes, which are found when it is loaded.
    Generator = Any

_EVENTS = ("withdrawn", "returned", "walled", "moved", "reverted", "alternates", "layout-changed")
#: Of what was served in the last seconds of the world nothing may have been kept when the watch is stopped.
_LAST = 2.0


@dataclass(slots=True)
class World:
    """The world as it was served: the generator's own, with every answer for an article."""

    world: Generator
    app: Generator
    answers: dict[Key, list[Served]] = field(default_factory=lambda: defaultdict(list))

    def text(self, key: Key, number: int, more: str = "") -> Text:
        """What a version of an article says, with one paragraph `more`."""
        version = self.world.article(*key)["versions"][number]
        paragraphs = [*version["paras"], *([more] if more else [])]
        return _plain((version["headline"], version["standfirst"], *paragraphs))


def _plain(parts: Iterable[str]) -> Text:
    return tuple(normalise(part) for part in parts if part)


def _text_of(article: Article) -> Text:
    return _plain(
        (article.headline or "", article.standfirst or "", *(one.text for one in article.paragraphs))
    )


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("sitegen", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no script of a site generator")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def noted(module: ModuleType, given: argparse.Namespace) -> World:
    """The generator's application with every answer for an article noted, at the moment by which it was made."""

    class Pinned(module.World):  # type: ignore[misc, name-defined]  # known once the script is loaded
        """A world whose clock stands still while one answer is made."""

        pinned: float | None = None

        def now(self) -> float:
            """The time of the answer that is being made, else the world's."""
            return float(super().now()) if self.pinned is None else self.pinned

    class Noting(module.App):  # type: ignore[misc, name-defined]  # the same
        """Notes what is sent."""

        status = 0

        def send(self, writer: Any, code: int, *parts: Any, **named: Any) -> Any:
            """Sends an answer, keeping its status."""
            self.status = code
            return super().send(writer, code, *parts, **named)

        async def route(self, host: str, path: str, *parts: Any) -> Any:
            """Answers a request, and notes it where it is for an article."""
            self.w.pinned = now = self.w.now()
            try:
                return await super().route(host, path, *parts)
            finally:
                self.w.pinned = None
                if path.startswith(("/a/", "/m/")):
                    _note(served, (host, int(path[3:])), path, now, self.status)

    days = given.days * 86_400
    world = Pinned(given.seed, given.hosts, given.articles, days, given.tempo, 0.0, 0.0, given.life)
    served = World(world, Noting(world))
    return served


def _note(served: World, key: Key, path: str, now: float, status: int) -> None:
    article = served.world.article(*key)
    event = served.world.active(article, now) or {}
    kind = event.get("kind")
    number = served.world.current(article, now)
    text: Text | None = None
    variant = False
    if status == 200 and kind != "walled":
        variant = kind == "flapping" and served.app.flap[key[0], path] % 2 == 1
        text = served.text(key, number, event["variant"] if variant else "")
    base = None if text is None else served.text(key, number)
    served.answers[key].append(Served(now, path, status, kind, text, variant, base))


async def watched(served: World, given: argparse.Namespace, directory: Path) -> float:
    """Serves the world, runs the command on it until the days are over; gives the world's time at the end."""
    server = await served.app.start("127.0.0.1", 0)
    port = served.app.port
    began = datetime.now(UTC)
    served.world.start = time.monotonic()
    shown = datetime.fromtimestamp(served.world.epoch, UTC)
    if given.wall:
        shown = began
    with open_archive(directory, create=True) as archive, archive.writing() as writer:
        clock = {"origin": began.isoformat(), "shown": shown.isoformat(), "tempo": given.tempo}
        writer.keep_setting("clock", json.dumps(clock))
    hosts = [served.world.host(number) for number in range(given.hosts)]
    command = [sys.executable, "-m", "variorum", "-d", str(directory), "watch", "--allow-net", "127.0.0.0/8"]
    command += ["--tempo", str(given.tempo)]
    command += [part for host in hosts for part in ("--resolve", f"{host}=127.0.0.1:{port}")]
    command += [f"http://{host}{given.behind}" for host in hosts]
    with (directory / "watch.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
        try:
            async with asyncio.timeout(given.days * 86_400 / given.tempo):
                await process.wait()
            raise SystemExit(f"the watch ended by itself: see {log.name}")
        except TimeoutError:
            at_the_end = float(served.world.now())
            process.send_signal(signal.SIGINT)
            await process.wait()
    server.close()
    return at_the_end


@dataclass(slots=True)
class Found:
    """What the archive holds of one article of the world, under all ids."""

    ids: list[str] = field(default_factory=list)
    texts: set[Text] = field(default_factory=set)
    edits: Counter[tuple[Text, Text]] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)


def archived(archive: Archive, served: World) -> dict[Key, Found]:
    """What an archive holds of every article; a revision between a text and its variant is an edit of a text to itself."""
    found: dict[Key, Found] = defaultdict(Found)
    for record in archive.articles(limit=10_000_000):
        host, _, number = record.url.removeprefix("http://").partition("/")
        one = found[host, int(number[2:])]
        history = archive.history(record.id)
        if history is None or not history.versions:
            continue
        one.ids.append(record.id)
        texts = {version.id: _text_of(version.article) for version in history.versions}
        one.texts.update(texts.values())
        bases = {said.text: said.base for said in served.answers[host, int(number[2:])]}
        texts = {version: bases.get(text) or text for version, text in texts.items()}
        for change in history.changes:
            if change.kind is ChangeKind.EVENT:
                one.events[change.classes[0]] += 1
            elif change.before_version and change.after_version:
                one.edits[texts[change.before_version], texts[change.after_version]] += 1
    return found


@dataclass(slots=True)
class Table:
    """Counts of what was to be reported and what was: rows by kind, the articles where both differ as notes."""

    seen: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(
        self, kind: str, key: Key, wanted: Counter[Any], had: Counter[Any], allowed: Counter[Any]
    ) -> None:
        """Adds one article: what was to be there, what is, and what may be since it was served just before the end."""
        missed, false = wanted - had, had - (wanted | allowed)
        self.seen[kind] += wanted.total()
        self.told[kind] += had.total()
        self.missed[kind] += missed.total()
        self.false[kind] += false.total()
        if missed or false:
            words = [f"{missed.total()} missed"] if missed else []
            words += [f"{false.total()} false"] if false else []
            self.notes.append(f"{key[0]}/{key[1]}: {kind} {', '.join(words)}")

    def printed(self) -> None:
        """Prints the rows."""
        print(f"{'reported':16} {'served':>8} {'archived':>9} {'missed':>7} {'false':>6}")
        for kind in self.seen:
            print(
                f"{kind:16} {self.seen[kind]:8} {self.told[kind]:9} {self.missed[kind]:7} {self.false[kind]:6}"
            )


def compared(served: World, found: dict[Key, Found], until: float) -> Table:
    """The archive beside what was served."""
    table = Table()
    nothing = Found()
    for key, answers in sorted(served.answers.items()):
        truth: Expected = expected([one for one in answers if one.at < until])
        at_the_end = expected(answers)
        had = found.get(key, nothing)
        wanted, allowed = (Counter(dict.fromkeys(one.texts, 1)) for one in (truth, at_the_end))
        table.add("text", key, wanted, Counter(dict.fromkeys(had.texts, 1)), allowed)
        table.add("edit", key, truth.edits, had.edits, at_the_end.edits)
        for kind in _EVENTS:
            table.add(
                kind,
                key,
                *(Counter({kind: one.events[kind]}) for one in (truth, had, at_the_end)),
            )
        table.add("split", key, Counter(), Counter({"ids": max(0, len(had.ids) - 1)}), Counter())
    return table


def confusion(served: World, found: dict[Key, Found]) -> None:
    """Prints, for each kind of life that was served at a check, what was reported of how many of its articles."""
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, answers in served.answers.items():
        kinds = {one.event for one in answers if one.event} or {"plain"}
        had = found.get(key, Found())
        told = [kind for kind in _EVENTS if had.events[kind]] or ["no event"]
        for kind in kinds:
            rows[kind]["articles"] += 1
            rows[kind]["edits"] += had.edits.total()
            rows[kind].update(told)
    columns = ("articles", "no event", *_EVENTS, "edits")
    print(f"\n{'life':12}" + "".join(f"{column:>15}" for column in columns))
    for kind, row in sorted(rows.items()):
        print(f"{kind:12}" + "".join(f"{row[column]:15}" for column in columns))


def polite(served: World, tempo: float) -> tuple[int, float]:
    """Prints how the hosts were asked; gives how many requests were early or disallowed, and the smallest gap."""
    log = served.app.log.values()
    total: Counter[str] = Counter()
    for one in log:
        total.update(
            {name: one[name] for name in ("n", "s304", "early", "disallowed", "conditional") if one[name]}
        )
    gap = min(one["min_gap"] for one in log) * tempo
    print(
        f"\n{total['n']} requests, {total['conditional']} conditional, {total['s304']} answered 304; {total['early']} early, "
        f"{total['disallowed']} disallowed; at most {max(one['concurrent'] for one in log)} at once for a host; "
        f"smallest gap {gap:.1f} s"
    )
    return total["early"] + total["disallowed"], gap


def main() -> int:
    """Runs the week; gives the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sitegen", type=Path)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--days", type=float, default=7.0)
    parser.add_argument("--tempo", type=float, default=600.0)
    parser.add_argument("--life", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--behind", default="/", help="the path of what is watched on each host")
    parser.add_argument(
        "--wall", action="store_true", help="begin with the time on the wall, not the world's"
    )
    parser.add_argument("--notes", type=int, default=20, help="so many differences are named")
    given = parser.parse_args()
    served = noted(_loaded(given.sitegen), given)
    directory = Path(mkdtemp(prefix="week-"))
    until = asyncio.run(watched(served, given, directory)) - _LAST * given.tempo
    with open_archive(directory) as archive:
        found = archived(archive, served)
        outcomes: Counter[str] = Counter()
        for source in archive.sources():
            outcomes.update({str(one.outcome): one.times for one in archive.outcomes(source_id=source.id)})
    table = compared(served, found, until)
    print(f"{given.days:g} days of {given.hosts} hosts at tempo {given.tempo:g}, kept in {directory}\n")
    table.printed()
    confusion(served, found)
    print("\ncheck outcomes: " + ", ".join(f"{kind} {times}" for kind, times in outcomes.most_common()))
    rude, gap = polite(served, given.tempo)
    for note in table.notes[: given.notes]:
        print(note)
    return int(bool(table.notes) or rude > 0 or gap < 5)


if __name__ == "__main__":
    sys.exit(main())

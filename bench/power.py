"""Is anything lost that was acknowledged when the power goes at any moment, also while an article is forgotten?

    python bench/power.py [--times 200]

Needs a C compiler. A writer keeps versions and forgets an article; a library that is loaded before the C library (bench/power.c)
writes down each write, truncation and fsync of the archive's files and each acknowledgement, in order. Then the power goes
at random places of that record: what came before the last fsync of a file is there, of what came after it a random part of
the sectors of 512 bytes is, in any order. Each time the archive must open, hold what was acknowledged, and verify.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from variorum.archive import ArchiveError, Place, open_archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEAD = struct.Struct("<cBQQ")
_SECTOR = 512
_FILES = {1: "variorum.db", 2: "variorum.db-wal"}
#: So often the power goes in what one writer did.
_CUTS = 20

_WRITER = """
import os, sys
sys.path.insert(0, {here!r})
from sqlalchemy import event
from store import *
chance = random.Random({seed})
said = os.open({acknowledged!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
archive = open_archive({directory!r})
# The log is written back into the file often, since that is when most can go wrong.
archive.close()
event.listen(archive._database._engine, "connect", lambda c, _: c.execute("PRAGMA wal_autocheckpoint = {every}"))
shelf = Shelf(archive)
articles = [article_of(chance, 1200) for _ in range(4)]
for number in range({transactions}):
    keys = []
    with archive.writing() as writer:
        for place in chance.sample(range(4), 2):
            articles[place] = edited(articles[place], chance)
            at = START + timedelta(seconds=10 * number + place)
            url = "https://paper.example/%d-%d" % (number // 20, place)
            keys.append(shelf.put(writer, url, articles[place], at, compared=True))
    of = {{one.id: one.article_id for one in shelf.latest.values()}}
    os.write(said, "".join("kept %s %s\\n" % (key, of[key]) for key in keys).encode())
    if number % 20 == 19:
        gone = archive.article_id("https://paper.example/%d-0" % (number // 20))
        if gone is not None:
            os.write(said, ("going %s\\n" % gone).encode())
            archive.forget(gone, "bench", at)
            os.write(said, ("gone %s\\n" % gone).encode())
os._exit(0)
"""


class Step(NamedTuple):
    """What was done to a file, or said."""

    what: bytes
    file: int
    offset: int
    data: bytes


@dataclass(slots=True)
class Disk:
    """The files as they lie on the disk, and what was done to them since each was synced last."""

    files: dict[int, bytearray] = field(default_factory=lambda: {number: bytearray() for number in _FILES})
    waiting: dict[int, list[Step]] = field(default_factory=lambda: {number: [] for number in _FILES})

    def do(self, step: Step) -> None:
        """Does a step: a sync makes those before it lasting."""
        if step.what == b"S":
            for one in self.waiting[step.file]:
                _apply(self.files[step.file], one)
            self.waiting[step.file] = []
        else:
            self.waiting[step.file].append(step)

    def after_power_loss(self, chance: random.Random) -> Iterator[tuple[int, bytes]]:
        """The files when the power comes back: of what waits, each sector is there with a chance that is drawn for each file."""
        for number, lasting in self.files.items():
            file, likely = bytearray(lasting), chance.choice((0.0, 1.0, chance.random()))
            for step in self.waiting[number]:
                for part in _sectors(step):
                    if chance.random() < likely:
                        _apply(file, part)
            yield number, bytes(file)


def _apply(file: bytearray, step: Step) -> None:
    if step.what == b"T":
        del file[step.offset :]
        file.extend(bytes(step.offset - len(file)))
        return
    file.extend(bytes(max(0, step.offset - len(file))))
    file[step.offset : step.offset + len(step.data)] = step.data


def _sectors(step: Step) -> Iterator[Step]:
    if step.what == b"T":
        yield step
        return
    place = 0
    while place < len(step.data):
        until = place + _SECTOR - (step.offset + place) % _SECTOR
        yield Step(b"W", step.file, step.offset + place, step.data[place:until])
        place = until


def compiled(directory: Path) -> Path | None:
    """The library that writes everything down; `None` where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or sys.platform != "linux":
        return None
    made, source = directory / "power.so", Path(__file__).with_name("power.c")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True)  # noqa: S603 - our own source
    return made


def recorded(directory: Path, library: Path, seed: int, transactions: int, every: int) -> list[Step]:
    """What a writer did, step by step."""
    archive, log = directory / "a", directory / "log"
    shutil.rmtree(archive, ignore_errors=True)
    log.unlink(missing_ok=True)
    archive.mkdir()
    # The tables are made under the eyes of the library too: the first state of the files is an empty one.
    with_library = {**os.environ, "LD_PRELOAD": str(library), "VARIORUM_LOG": str(log)}
    code = f"from variorum.archive import open_archive; open_archive({str(archive)!r}, create=True).close()"
    subprocess.run([sys.executable, "-c", code], check=True, env=with_library)  # noqa: S603 - our own code
    code = _WRITER.format(
        here=str(Path(__file__).parent),
        seed=seed,
        acknowledged=str(directory / "acknowledged"),
        directory=str(archive),
        transactions=transactions,
        every=every,
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=with_library)  # noqa: S603
    return list(_steps(log.read_bytes()))


def _steps(data: bytes) -> Iterator[Step]:
    place = 0
    while place < len(data):
        what, file, offset, length = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        yield Step(what, file, offset, data[place : place + length])
        place += length


def lost_at(steps: list[Step], cuts: Iterable[int], work: Path, chance: random.Random) -> tuple[int, int]:
    """How many things were acknowledged before the power went at each of some places, and how many were lost or broken."""
    acknowledged = lost = done = 0
    disk, said = Disk(), list[str]()
    for cut in sorted(cuts):
        for step in steps[done:cut]:
            if step.what == b"A":
                said += step.data.decode().splitlines()
            else:
                disk.do(step)
        done = cut
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        for number, data in disk.after_power_loss(chance):
            (work / _FILES[number]).write_bytes(data)
        acknowledged += len(said)
        lost += _lost(work, said)
    return acknowledged, lost


def _lost(work: Path, said: list[str]) -> int:
    """How much of what was said is not so, and how much is broken. Versions of a forgotten article are no loss."""
    told: dict[str, list[list[str]]] = {"kept": [], "going": [], "gone": []}
    for line in said:
        word, *names = line.split()
        told[word].append(names)
    try:
        with open_archive(work) as archive:
            *_, last = archive.verify(Place())
            forgotten = {one.article_id for one in archive.tombstones()}
            lost = [key for key, of in told["kept"] if of not in forgotten and archive.version(key) is None]
            lost += [f"{one} is there" for (one,) in told["gone"] if archive.article(one) is not None]
            lost += [f"{one} has no tombstone" for (one,) in told["gone"] if one not in forgotten]
            lost += [f"{one} was to stay" for one in forgotten if [one] not in told["going"]]
    except ArchiveError as error:
        print(f"lost: {error}")
        return 1
    for one in (*lost, *(f"{found.number} {found.sentence}" for found in last.broken)):
        print(f"lost or broken: {one}")
    return len(lost) + len(last.broken)


def main() -> None:
    """Tells what was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--transactions", type=int, default=60)
    asked = parser.parse_args()
    chance = random.Random(17)
    told, acknowledged, lost = 0, 0, 0
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        library = compiled(directory)
        if library is None:
            sys.exit(
                "skipped: the power loss is recorded by a library that needs Linux and a C compiler (cc)"
            )
        for seed in range(-(-asked.times // _CUTS)):
            steps = recorded(directory, library, seed, asked.transactions, chance.choice((20, 60, 200, 1000)))
            first = next(place for place, step in enumerate(steps) if step.what == b"A")
            cuts = [chance.randrange(first, len(steps) + 1) for _ in range(min(_CUTS, asked.times - told))]
            one, other = lost_at(steps, cuts, directory / "work", chance)
            told, acknowledged, lost = told + len(cuts), acknowledged + one, lost + other
    print(f"{told} power losses: {acknowledged} acknowledgements, {lost} lost or broken")
    sys.exit(int(lost > 0))


if __name__ == "__main__":
    main()

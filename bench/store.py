"""How small, how fast and how safe is the store?

    python bench/store.py size  [--data DIRECTORY]     bytes per version against zstd-3 of each version, real pages
    python bench/store.py change                       all-in bytes per stored change, articles of 5.7 KB
    python bench/store.py speed [--versions 100000]    durable writes in batches of 20, reads of random versions
    python bench/store.py flips [--places 500]         one flipped bit at random places: is it found?
    python bench/store.py kills [--times 200]          kill -9 at random moments: is anything lost that was acknowledged?

`size` needs the development pages beside the repository (../shared) and makes 32 versions of each: an edit that stays, and
two kinds of template noise that do not.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html
import zstandard

from variorum.archive import Archive, ArchiveError, ChangeQuery, Place, open_archive
from variorum.comparison import COMPARER, compare
from variorum.extraction import extract
from variorum.model import Article, Capture, Paragraph, Schedule, Source, SourceKind, Version
from variorum.model.documents import article_document
from variorum.model.identity import source_id, version_id
from variorum.text.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
SOURCE = Source(source_id("files:bench"), "files:bench", SourceKind.FILES, "Bench", START)
_VERSIONS = 32
_BATCH = 20
_WORDS = [
    f"{stem}{end}"
    for stem in (
        "har",
        "mil",
        "tor",
        "ven",
        "cas",
        "pel",
        "dor",
        "sim",
        "lan",
        "quo",
        "bre",
        "fin",
        "gal",
        "rus",
    )
    for end in (
        "bour",
        "ler",
        "ment",
        "ing",
        "ed",
        "ation",
        "er",
        "s",
        "ly",
        "ist",
        "ward",
        "ness",
        "ity",
        "a",
    )
]


def sentence(chance: random.Random) -> str:
    """A sentence of random words with a figure in it."""
    words = [chance.choice(_WORDS) for _ in range(chance.randrange(9, 22))]
    words.insert(chance.randrange(len(words)), str(chance.randrange(2, 900)))
    return " ".join(words).capitalize() + "."


def article_of(chance: random.Random, size: int = 5_700) -> Article:
    """An article of about so many letters."""
    paragraphs: list[Paragraph] = []
    while sum(len(paragraph.text) for paragraph in paragraphs) < size:
        paragraphs.append(Paragraph(" ".join(sentence(chance) for _ in range(3))))
    return Article(
        headline=sentence(chance)[:80], authors=("Anna Blau",), published=START, paragraphs=tuple(paragraphs)
    )


def edited(article: Article, chance: random.Random) -> Article:
    """The article with one sentence of it told anew."""
    paragraphs = list(article.paragraphs)
    place = chance.randrange(len(paragraphs))
    kept = paragraphs[place].text.split(". ")
    kept[chance.randrange(len(kept))] = sentence(chance).removesuffix(".")
    paragraphs[place] = Paragraph(". ".join(kept).removesuffix(".") + ".")
    return Article(
        headline=article.headline,
        authors=article.authors,
        published=article.published,
        paragraphs=tuple(paragraphs),
    )


def headers(at: datetime, length: int) -> tuple[tuple[str, str], ...]:
    """The headers that a news site sends."""
    return (
        ("content-type", "text/html; charset=utf-8"),
        ("date", at.strftime("%a, %d %b %Y %H:%M:%S GMT")),
        ("cache-control", "public, max-age=60, stale-while-revalidate=30"),
        ("content-length", str(length)),
        ("etag", f'W/"{length:x}-{int(at.timestamp()):x}"'),
        ("strict-transport-security", "max-age=31536000; includeSubDomains; preload"),
        ("x-content-type-options", "nosniff"),
        ("x-served-by", f"cache-fra-{int(at.timestamp()) % 977}"),
        ("vary", "Accept-Encoding, Origin"),
    )


class Shelf:
    """Puts versions into an archive, many in a transaction."""

    def __init__(self, archive: Archive) -> None:
        """The source is added at once."""
        self.archive = archive
        self.latest: dict[str, Version] = {}
        self.schedule = Schedule(None, "bench", START)
        with archive.writing() as writer:
            writer.add_source(SOURCE, self.schedule)

    def put(
        self,
        writer: Any,
        url: str,
        article: Article,
        at: datetime,
        *,
        body: bytes = b"",
        compared: bool = False,
    ) -> str:
        """Keeps one version, with its capture and reading, and compares it with the one before where that is wanted."""
        article_id, _ = writer.add_article(url, SOURCE.id, at, self.schedule)
        text_hash = fingerprint(article)
        body = body or (article.headline or "").encode()
        capture = Capture(url, body, at, headers=headers(at, len(body)))
        capture_id = writer.keep_capture(article_id, capture, at)
        writer.keep_reading(capture_id, "1", article)
        key = version_id(article_id, at, text_hash)
        version = Version(key, article_id, at, at, text_hash, article, capture_id, url)
        writer.keep_version(version, "1")
        before = self.latest.get(article_id)
        if compared and before is not None:
            revision = compare(before.article, article)
            writer.keep_revision(before, version, revision, comparer=COMPARER, made_at=at)
        self.latest[article_id] = version
        return key


def pages(data: Path, limit: int) -> Iterator[tuple[str, list[bytes]]]:
    """Real pages, each as a line of versions."""
    sys.path.insert(0, str(data / "bench" / "extract"))
    load, perturb = import_module("data").load, import_module("perturb")
    found = [page for name in ("fe", "ft") for page in load(None, [name]) if page.paragraphs]
    random.Random(1).shuffle(found)
    for page in found[:limit]:
        root = lxml.html.document_fromstring(page.html)
        if len(perturb.anchors(root, page.paragraphs)) < 4:
            continue
        yield page.url, list(_line(page, root, perturb))


def _line(page: Any, root: Any, perturb: Any) -> Iterator[bytes]:
    """Versions of a page: an edit on top of all edits before, and noise that the next version does not have."""
    for number in range(_VERSIONS):
        chance = random.Random(f"{page.id} {number}")
        places = perturb.anchors(root, page.paragraphs)
        if len(places) > 2:
            perturb.EDITS[chance.choice(["number", "last_para_word", "para_add", "short_add"])](
                root, places, chance
            )
        noisy = copy.deepcopy(root)
        places = perturb.anchors(noisy, page.paragraphs)
        for name in chance.sample(sorted(perturb.NOISE), 2) if places else ():
            perturb.NOISE[name](noisy, places, chance)
        yield lxml.html.tostring(noisy, encoding="utf-8", doctype="<!DOCTYPE html>")


def size(data: Path, limit: int) -> None:
    """Bytes of bodies and of texts as they are stored against zstd-3 of each."""
    stored = {"html": 0, "text": 0}
    alone = dict(stored)
    counted = 0
    with tempfile.TemporaryDirectory() as name, open_archive(Path(name) / "a", create=True) as archive:
        shelf = Shelf(archive)
        for url, line in pages(data, limit):
            for number, body in enumerate(line):
                read = extract(body, url)
                if not isinstance(read, Article):
                    continue
                with archive.writing() as writer:
                    shelf.put(writer, url, read, START + timedelta(hours=number), body=body)
                document = json.dumps(article_document(read), separators=(",", ":")).encode()
                alone["html"] += len(zstandard.compress(body, 3))
                alone["text"] += len(zstandard.compress(document, 3))
                counted += 1
        database = sqlite3.connect(archive.directory / "variorum.db")
        for kind, column in (("html", "capture.body"), ("text", "reading.article")):
            query = f"SELECT sum(length(data)) FROM blob WHERE number IN (SELECT {column} FROM {column.partition('.')[0]})"  # noqa: S608
            stored[kind] = database.execute(query).fetchone()[0]
        database.close()
    print(f"{counted} versions of real pages")
    for kind, total in stored.items():
        ratio = total / alone[kind]
        print(
            f"{kind}: {total / counted:.0f} bytes a version, zstd-3 {alone[kind] / counted:.0f}: ratio {ratio:.3f}"
        )


def change() -> None:
    """All that the file grows by for a change: text, findings, index, proof, with and without the page's own bytes."""
    for pages_too in (False, True):
        with tempfile.TemporaryDirectory() as name, open_archive(Path(name) / "a", create=True) as archive:
            shelf, chance = Shelf(archive), random.Random(5)
            articles = [article_of(chance) for _ in range(40)]
            sizes = []
            for number in range(17):
                for place, article in enumerate(articles):
                    articles[place] = edited(article, chance) if number else article
                    body = _page(articles[place], chance) if pages_too else b""
                    at = START + timedelta(hours=number, seconds=place)
                    url = f"https://www.paper.example/news/2026/05/04/story-about-something-{place}"
                    with archive.writing() as writer:
                        shelf.put(writer, url, articles[place], at, body=body, compared=True)
                if number in {0, 16}:
                    sizes.append(_size(archive))
            what = "with the page's own bytes" if pages_too else "text, findings, index and proof"
            print(f"{what}: {(sizes[1] - sizes[0]) / (16 * len(articles)):.0f} bytes a change")
            if not pages_too:
                _tell_tables(archive)


def _page(article: Article, chance: random.Random) -> bytes:
    """A page around an article, some of it new each time."""
    paragraphs = "".join(f"<p>{paragraph.text}</p>" for paragraph in article.paragraphs)
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in _WORDS[:80])
    noise = f'<span data-request="{chance.getrandbits(64):x}">{chance.randrange(2, 59)} minutes ago</span>'
    return f"<!DOCTYPE html><title>{article.headline}</title><ul>{menu}</ul>{noise}<article>{paragraphs}</article>".encode()


def _size(archive: Archive) -> int:
    database = sqlite3.connect(archive.directory / "variorum.db")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages_used, free, page = (
        database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    database.close()
    return int((pages_used - free) * page)


def _tell_tables(archive: Archive) -> None:
    database = sqlite3.connect(archive.directory / "variorum.db")
    try:
        for name, total in database.execute(
            "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 14"
        ):
            print(f"    {name}: {total}")
    except sqlite3.OperationalError:
        for name, query in (
            ("texts", "SELECT sum(length(data)) FROM blob"),
            ("records", "SELECT sum(length(record)) FROM revision"),
        ):
            print(f"    {name}: {database.execute(query).fetchone()[0]}")
    database.close()


def speed(versions: int) -> None:
    """Durable writes in batches of 20, against plain SQLite, and reads of random versions."""
    chance = random.Random(3)
    lines = max(1, versions // 100)
    with tempfile.TemporaryDirectory() as name, open_archive(Path(name) / "a", create=True) as archive:
        shelf = Shelf(archive)
        articles = [article_of(chance) for _ in range(min(lines, 400))]
        told = [articles[place % len(articles)] for place in range(lines)]
        keys: list[str] = []
        spent, busy, at = 0.0, 0.0, START
        while len(keys) < versions:
            batch = []
            for place in chance.sample(range(lines), min(_BATCH, lines)):
                told[place] = edited(told[place], chance)
                at += timedelta(seconds=1)
                batch.append((f"https://www.paper.example/news/story-{place}", told[place], at))
            began, working = time.perf_counter(), time.process_time()
            with archive.writing() as writer:
                keys.extend(shelf.put(writer, *one) for one in batch)
            spent += time.perf_counter() - began
            busy += time.process_time() - working
            if len(keys) % max(_BATCH, versions // 4) < _BATCH:
                _tell_speed(archive, keys, (spent, busy), chance)
        plain = _plain_sqlite(Path(name) / "plain.db", chance)
        print(f"plain SQLite, zstd-3 of each version, the same batches: {plain:.0f} versions/s")


def _tell_speed(archive: Archive, keys: list[str], spent: tuple[float, float], chance: random.Random) -> None:
    times = []
    with open_archive(archive.directory) as fresh:
        for key in chance.sample(keys, min(300, len(keys))):
            began = time.perf_counter()
            fresh.version(key)
            times.append(1000 * (time.perf_counter() - began))
    median, worst = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(
        f"{len(keys)} versions: {len(keys) / spent[0]:.0f} versions/s, {len(keys) / spent[1]:.0f} a second of CPU, random read {median:.2f} ms median, {worst:.2f} ms for 95 %,"
        f" {_size(archive) / len(keys):.0f} bytes a version",
        flush=True,
    )


def _plain_sqlite(file: Path, chance: random.Random) -> float:
    """What SQLite alone does with the same texts: a row each, durable, 20 in a transaction."""
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE version (id TEXT PRIMARY KEY, text BLOB)")
    article, texts = article_of(chance), []
    for _ in range(2000):
        article = edited(article, chance)
        texts.append(json.dumps(article_document(article)).encode())
    began = time.perf_counter()
    for first in range(0, len(texts), _BATCH):
        database.execute("BEGIN IMMEDIATE")
        for number, text in enumerate(texts[first : first + _BATCH], first):
            database.execute(
                "INSERT INTO version VALUES (?, ?)", (f"{number:016}", zstandard.compress(text, 3))
            )
        database.execute("COMMIT")
    rate = len(texts) / (time.perf_counter() - began)
    database.close()
    return rate


def _small(directory: Path) -> None:
    """A small archive with a little of everything."""
    with open_archive(directory, create=True) as archive:
        shelf, chance = Shelf(archive), random.Random(8)
        articles = [article_of(chance, 2000) for _ in range(5)]
        for number in range(20):
            with archive.writing() as writer:
                for place, article in enumerate(articles):
                    articles[place] = edited(article, chance)
                    at = START + timedelta(hours=number, seconds=place)
                    shelf.put(
                        writer,
                        f"https://paper.example/{place}",
                        articles[place],
                        at,
                        body=_page(articles[place], chance),
                        compared=True,
                    )


def contents(directory: Path) -> object:
    """Everything of an archive that is content, as a reader sees it."""
    with open_archive(directory) as archive:
        histories = [archive.history(record.id) for record in archive.articles(limit=1000)]
        found = [history for history in histories if history is not None]
        changes = archive.changes(ChangeQuery(limit=100_000))
        return (
            [(one.versions, one.changes) for one in found],
            [archive.capture(version.capture_id) for one in found for version in one.versions],
            [archive.revision(one.before_version or "", one.after_version or "") for one in changes],
        )


def flips(places: int) -> None:
    """Flips one bit at random places, each in a fresh copy, and looks whether it was found where it touches content."""
    told = {"found": 0, "touches no content": 0, "NOT FOUND": 0}
    with tempfile.TemporaryDirectory() as name:
        good, work, chance = Path(name) / "good", Path(name) / "work", random.Random(13)
        _small(good)
        before, data = contents(good), (good / "variorum.db").read_bytes()
        for _ in range(places):
            place = chance.randrange(len(data) * 8)
            flipped = bytearray(data)
            flipped[place // 8] ^= 1 << place % 8
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            (work / "variorum.db").write_bytes(flipped)
            told[_outcome(work, before)] += 1
    print(
        f"{places} flipped bits in {len(data)} bytes: "
        + ", ".join(f"{count} {what}" for what, count in told.items())
    )


def _outcome(work: Path, before: object) -> str:
    try:
        with open_archive(work) as archive:
            *_, last = archive.verify(Place())
        if last.broken:
            return "found"
        return "touches no content" if contents(work) == before else "NOT FOUND"
    except (ArchiveError, sqlite3.DatabaseError, ValueError, KeyError, TypeError):
        return "found"


_WRITES = """
import sys
sys.path.insert(0, {here!r})
from store import *
chance = random.Random({seed})
with open_archive({directory!r}, create=True) as archive:
    shelf = Shelf(archive)
    article = article_of(chance, 1500)
    for number in range(100_000):
        with archive.writing() as writer:
            keys = []
            for _ in range(5):
                article = edited(article, chance)
                at = START + timedelta(days={seed}, seconds=5 * number + len(keys))
                keys.append(shelf.put(writer, "https://paper.example/1", article, at, compared=True))
        print("\\n".join(keys), flush=True)
"""


def kills(times: int) -> None:
    """Kills a writer at random moments; every version that it said was kept must be there, and the chain valid."""
    chance, acknowledged, lost = random.Random(4), 0, 0
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name) / "a"
        for seed in range(times):
            if seed % 20 == 0:
                shutil.rmtree(directory, ignore_errors=True)
            code = _WRITES.format(here=str(Path(__file__).parent), seed=seed, directory=str(directory))
            with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own code
                assert process.stdout is not None  # noqa: S101 - it was asked for
                first = process.stdout.readline()
                timer = threading.Timer(chance.uniform(0, 0.3), os.kill, (process.pid, signal.SIGKILL))
                timer.start()
                said = (first + process.stdout.read()).split("\n")[:-1]
            acknowledged += len(said)
            with open_archive(directory) as archive:
                lost += sum(archive.version(key) is None for key in said)
                if seed % 20 == 19 or seed == times - 1:
                    *_, last = archive.verify(Place())
                    lost += len(last.broken)
    print(f"{times} kills: {acknowledged} versions acknowledged, {lost} lost or broken")


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("size", "change", "speed", "flips", "kills"))
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--versions", type=int, default=100_000)
    parser.add_argument("--places", type=int, default=500)
    parser.add_argument("--times", type=int, default=200)
    asked = parser.parse_args()
    match asked.what:
        case "size":
            size(asked.data, asked.pages)
        case "change":
            change()
        case "speed":
            speed(asked.versions)
        case "flips":
            flips(asked.places)
        case "kills":
            kills(asked.times)


if __name__ == "__main__":
    main()

"""How fast is a search, and how large is what it looks in?

    python bench/search.py [--versions 1000000] [--queries 200]

Fills the tables of an archive with that many versions (a tenth of them whole texts of 330 words, the others what a revision changed: two
sentences on each side), whose words are as frequent as those of a language are (Zipf's law over 60,000 words); asks for words,
phrases, begun words, two words, and what was added, each taken from a text that is there; and reports the times of each kind.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import tempfile
import time
from bisect import bisect
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from variorum.archive import Archive, open_archive, schema, searching
from variorum.text.queries import parsed_query

_START = datetime(2026, 1, 1, tzinfo=UTC)
_BATCH = 20_000
_CHAIN = 10


class Language:
    """Words as frequent as those of a language."""

    def __init__(self, chance: random.Random, number: int = 60_000) -> None:
        """Makes the words."""
        letters = "bcdfghklmnprstvw", "aeiou"
        syllables = [a + b for a in letters[0] for b in letters[1]]
        self.words = [
            "".join(
                chance.choice(syllables) for _ in range(1 + (rank > 60) + (rank > 3_000) + (rank > 20_000))
            )
            + (str(rank) if rank > 60 else "")
            for rank in range(number)
        ]
        self._sums = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(number)))
        self._chance = chance

    def sentence(self, length: int) -> str:
        """So many words."""
        total = self._sums[-1]
        return " ".join(self.words[bisect(self._sums, self._chance.random() * total)] for _ in range(length))


def fill(archive: Archive, versions: int, language: Language, kept: list[str]) -> None:
    """Puts rows into the tables that a search reads."""
    noughts = "0" * 64
    schedule = {
        "id": "a" * 16,
        "url": "u",
        "kind": "files",
        "title": "Bench",
        "added_at": _START,
        "state": "watched",
    }
    with archive._database.writing() as connection:  # noqa: SLF001 - rows are put in without what a search does not read
        connection.execute(insert(schema.source), [schedule])
        connection.execute(
            insert(schema.article),
            [{"id": "a" * 16, "url": "u", "source_id": "a" * 16, "first_seen": _START}],
        )
        connection.execute(
            insert(schema.blob), [{"number": 1, "hash": noughts, "depth": 0, "size": 0, "data": b""}]
        )
        moments = {"captured_at": _START, "stored_at": _START}
        served = {
            "url": "u",
            "status": 200,
            "body": 1,
            "circumstances": 1,
            "origin": "fetched",
            "claimed": False,
        }
        connection.execute(
            insert(schema.capture),
            [{"id": "a" * 16, "entry": 0, "article_id": "a" * 16, **served, **moments}],
        )
    for first in range(0, versions, _BATCH):
        rows: dict[str, list[dict[str, object]]] = {"article": [], "version": [], "revision": [], "chain": []}
        words = []
        for number in range(first, min(first + _BATCH, versions)):
            article, is_first = number // _CHAIN, number % _CHAIN == 0
            at = _START + timedelta(seconds=number)
            key = f"{number:016}"
            if is_first:
                rows["article"].append(
                    {
                        "id": f"{article:016}",
                        "url": "u",
                        "source_id": "a" * 16,
                        "first_seen": at,
                        "headline": "h",
                    }
                )
            moments = {"captured_at": at, "stored_at": at}
            rows["version"].append(
                {
                    "id": key,
                    "entry": number + 1,
                    "article_id": f"{article:016}",
                    "capture_id": "a" * 16,
                    "extractor": "1",
                    "text_hash": noughts,
                    **moments,
                }
            )
            kind = "v" if is_first else "r"
            rows["chain"].append(
                {"number": number + 1, "kind": kind, "subject": key, "salt": b"", "link": noughts}
            )
            if is_first:
                row = searching.Row(headline=language.sentence(9), body=language.sentence(330))
            else:
                rows["revision"].append(
                    {
                        "id": key,
                        "entry": number + 1,
                        "article_id": f"{article:016}",
                        "before_version": f"{number - 1:016}",
                        "after_version": key,
                        "captured_before": at,
                        "captured_after": at,
                        "made_at": at,
                        "comparer": "1",
                        "sentence": "s",
                        "classes": "",
                        "weight": 0,
                        "superseded": False,
                    }
                )
                row = searching.Row(
                    added=language.sentence(17),
                    reworded=language.sentence(17),
                    removed=language.sentence(5),
                    was=language.sentence(17),
                )
            if number % 997 == 0:
                kept.append(row.body or row.added)
            words.append({"entry": number + 1, **row._asdict()})
        with archive._database.writing() as connection:  # noqa: SLF001
            for name, values in rows.items():
                if values:
                    connection.execute(insert(schema.metadata.tables[name]), values)
            searching._PUT.run_all(connection, words)  # noqa: SLF001


def queries(chance: random.Random, kept: list[str], number: int) -> dict[str, list[str]]:
    """Queries of each kind, of words that stand somewhere."""
    asked: dict[str, list[str]] = {
        "word": [],
        "phrase": [],
        "two words": [],
        "begun": [],
        "added": [],
        "since": [],
    }
    for _ in range(number):
        words = chance.choice(kept).split()
        place = chance.randrange(len(words) - 4)
        asked["word"].append(words[place])
        asked["phrase"].append(f'"{" ".join(words[place : place + 3])}"')
        asked["two words"].append(f"{words[place]} {words[place + 3]}")
        asked["begun"].append(f"{words[place]}*")
        asked["added"].append(f'added:"{" ".join(words[place : place + 2])}"')
        asked["since"].append(f'"{" ".join(words[place : place + 2])}" since:2026-01-05')
    return asked


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--versions", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=100)
    chosen = parser.parse_args()
    chance = random.Random(3)
    kept: list[str] = []
    with tempfile.TemporaryDirectory() as name, open_archive(Path(name) / "a", create=True) as archive:
        began = time.perf_counter()
        fill(archive, chosen.versions, Language(chance), kept)
        print(f"{chosen.versions} versions in {time.perf_counter() - began:.0f} s", flush=True)
        with archive._database.reading() as connection:  # noqa: SLF001
            size = connection.execute(
                text("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search%'")
            ).scalar()
        print(f"{(size or 0) / chosen.versions:.0f} bytes a version for the words")
        every: list[float] = []
        for kind, asked in queries(chance, kept, chosen.queries).items():
            times = []
            for written in asked:
                began = time.perf_counter()
                archive.search(parsed_query(written))
                times.append(1000 * (time.perf_counter() - began))
            every += times
            print(
                f"{kind}: {statistics.median(times):.1f} ms median, {statistics.quantiles(times, n=20)[-1]:.0f} ms for 95 %"
            )
        print(
            f"all: {statistics.median(every):.1f} ms median, {statistics.quantiles(every, n=20)[-1]:.0f} ms for 95 %"
        )


if __name__ == "__main__":
    main()

"""What the gates measure, each on files of the development data: names of values, each the better the higher."""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from gates import corpus, draft, edit_shape, edit_words, generated

from variorum.extraction import extract
from variorum.model import Article
from variorum.text.align import align

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: the files that it is taken on, and the values that it gives."""

    data: Callable[[Path], Iterable[Path]]
    measured: Callable[[Path], dict[str, float]]
    #: Whether the files are those of ../shared; the others are the project's own.
    shared: bool = True


@contextmanager
def _bench(folder: Path) -> Iterator[None]:
    """Makes the modules of a benchmark importable, and leaves no trace of them."""
    before, writes = set(sys.modules), sys.dont_write_bytecode
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        sys.dont_write_bytecode = writes
        for name in set(sys.modules) - before:
            if getattr(sys.modules[name], "__file__", None) and str(folder) in str(
                sys.modules[name].__file__
            ):
                del sys.modules[name]


def _alignment(shared: Path) -> dict[str, float]:
    """F1 of alignment on generated version pairs, by how heavily they were edited."""

    def groups(old: list[str], new: list[str]) -> list[Any]:
        return list(align(old, new))

    values = {}
    with _bench(shared / "bench/compare"):
        bench, synth = importlib.import_module("bench"), importlib.import_module("synth")
        for level in synth.LEVELS:
            scores = bench.evaluate(groups, [synth.make(10_000 + number, level) for number in range(60)])
            for name, (_, _, f1) in scores.items():
                values[f"alignment {level} {name} F1"] = f1
    return values


def _extraction(shared: Path) -> dict[str, float]:
    """Means over pages with known truth: exact paragraphs (F1), and fields that are right."""
    with _bench(shared / "bench/extract"):
        data, score = importlib.import_module("data"), importlib.import_module("score")
        pages = [(page, _read(page.html, page.url)) for page in data.load(None, ["fe", "ft"])]
        values = {
            f"extraction {name} paragraphs F1": fmean(
                score.para_exact(page.paragraphs, [paragraph.text for paragraph in article.paragraphs])[0]
                for page, article in pages
                if page.set == name and page.paragraphs
            )
            for name in ("fe", "ft")
        }
        values |= {
            f"extraction {name} perfect pages": fmean(
                score.para_exact(page.paragraphs, [paragraph.text for paragraph in article.paragraphs])[0]
                == 1.0
                for page, article in pages
                if page.set == name and page.paragraphs
            )
            for name in ("fe", "ft")
        }
        right = {
            "headline": [score.title_ok(page.title, read.headline) for page, read in pages if page.title],
            # The known truth counts whoever signs, and names the day on the outlet's own clock.
            "authors": [
                score.authors_f1(page.authors, [*read.authors, *read.houses])
                for page, read in pages
                if page.authors
            ],
            "day": [score.date_ok(page.date, _told(read)) for page, read in pages if page.date],
            "standfirst": [
                score.title_ok(page.standfirst, read.standfirst) for page, read in pages if page.standfirst
            ],
        }
        return values | {
            f"extraction {field} right": fmean(map(float, found)) for field, found in right.items()
        }


def _extraction_data(shared: Path) -> Iterable[Path]:
    return [*(shared / "bench/extract").glob("*.py"), *(shared / "data/extraction").glob("*/gold.jsonl")]


def _read(html: str, url: str) -> Article:
    """The article in a page; an empty one where none was found."""
    read = extract(html, url)
    return read if isinstance(read, Article) else Article()


def _told(article: Article) -> str | None:
    """The moment of publication in the zone in which the page tells it."""
    if article.published is None:
        return None
    zone = datetime.strptime(article.published_zone or "+00:00", "%z").tzinfo
    return article.published.astimezone(zone).isoformat()


def _compare_data(shared: Path) -> Iterable[Path]:
    return [*(shared / "bench/compare").glob("*.py"), shared / "data/extraction/fe/gold.jsonl"]


def _findings(_shared: Path) -> dict[str, float]:
    """Precision and recall of each class on the corpus, of all on the pairs no rule was tuned on, and how often values are right."""
    judged = list(corpus.pairs())
    values = {}
    for name, count in corpus.counts(judged).items():
        values[f"findings {name} precision"] = corpus.precision(count)
        values[f"findings {name} recall"] = corpus.recall(count)
    blind = sum(corpus.counts(pair for pair in judged if pair.blind).values(), Counter[str]())
    values["findings values right"] = corpus.precision(
        sum(corpus.values_right(judged).values(), Counter[str]())
    )
    values["findings blind precision"] = corpus.precision(blind)
    values["findings blind recall"] = corpus.recall(blind)
    return values


def _generated(_shared: Path) -> dict[str, float]:
    """Precision and recall of all classes together on generated version pairs."""
    summed = sum(corpus.counts(generated.generated()).values(), Counter[str]())
    return {
        "findings generated precision": corpus.precision(summed),
        "findings generated recall": corpus.recall(summed),
    }


def _generated_data(_shared: Path) -> Iterable[Path]:
    """What generated pairs are made of and with."""
    made_by = (
        f"{module.__name__.rpartition('.')[2]}.py" for module in (generated, draft, edit_shape, edit_words)
    )
    return [*corpus.FOLDER.glob("*.toml"), *(Path(__file__).parent / name for name in made_by)]


def _sentences(_shared: Path) -> dict[str, float]:
    """F1 of the ends of sentences on hard cases, and on those that no rule was tuned on."""
    return {
        "sentences F1": corpus.sentence_ends(lambda _: True),
        "sentences blind F1": corpus.sentence_ends(lambda row: bool(row["blind"])),
    }


ALL = (
    Measure(_compare_data, _alignment),
    Measure(_extraction_data, _extraction),
    Measure(lambda _: corpus.FOLDER.glob("*.toml"), _findings, shared=False),
    Measure(_generated_data, _generated, shared=False),
    Measure(lambda _: [corpus.SENTENCES], _sentences, shared=False),
)

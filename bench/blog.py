"""How long does a comparison take, and how much memory, as texts grow?

    python bench/blog.py

Compares a live blog of N paragraphs of three sentences with its next version: twenty paragraphs new on top, some sentences
edited, a block moved. Prints CPU seconds and the peak of memory that Python holds, for each N.
"""

from __future__ import annotations

import random
import time
import tracemalloc

from variorum.comparison import compare
from variorum.model import Article, Paragraph

_SIZES = (100, 400, 1_600)
_WORDS = [
    "minister",
    "council",
    "bridge",
    "ferry",
    "harbour",
    "report",
    "police",
    "court",
    "budget",
    "school",
    "water",
    "storm",
    "vote",
    "union",
    "strike",
    "hospital",
    "museum",
    "river",
    "train",
    "energy",
    "price",
    "house",
    "street",
    "market",
    "farmer",
    "doctor",
    "teacher",
    "player",
    "coach",
    "film",
    "song",
    "museum",
    "island",
    "border",
    "treaty",
    "tax",
]


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) + str(chance.randrange(300)) for _ in range(chance.randrange(8, 24))]
    return f"The {' '.join(words)} of {chance.randrange(2, 900)} people."


def _versions(paragraphs: int, chance: random.Random) -> tuple[Article, Article]:
    texts = [" ".join(_sentence(chance) for _ in range(3)) for _ in range(paragraphs)]
    later = [" ".join(_sentence(chance) for _ in range(3)) for _ in range(20)] + texts
    for _ in range(paragraphs // 10):
        at = chance.randrange(len(later))
        later[at] = later[at].replace("The ", "A ", 1).replace("1", "7", 1)
    block = later[30:40]
    del later[30:40]
    later[60:60] = block
    return (
        Article("Live", paragraphs=tuple(map(Paragraph, texts))),
        Article("Live", paragraphs=tuple(map(Paragraph, later))),
    )


def main() -> None:
    """Prints one line a size."""
    print(f"{'paragraphs':>10} {'seconds':>8} {'MB':>6}  links  findings")
    for size in _SIZES:
        before, after = _versions(size, random.Random(size))
        start = time.process_time()
        revision = compare(before, after)
        spent = time.process_time() - start
        tracemalloc.start()
        compare(before, after)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(
            f"{size:>10} {spent:>8.2f} {peak / 1e6:>6.1f}  {len(revision.links):>5}  {len(revision.findings)}"
        )


if __name__ == "__main__":
    main()

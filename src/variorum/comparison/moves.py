"""Takes links in the order of the old side, tells which of them moved: those outside the heaviest increasing run."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Link


def moved(links: Sequence[Link], weights: Sequence[float]) -> tuple[bool, ...]:
    """Whether each link left the order that the most text keeps.

    `links` come in the order of the old side; `weights` are the lengths of their texts. What stays is the heaviest
    subsequence whose places on the new side increase (as in patience sorting, Aldous and Diaconis 1999, weighted);
    time is n log n.

    >>> from variorum.model import Link
    >>> moved([Link((0,), (1,)), Link((1,), (2,)), Link((2,), (0,))], [9, 9, 4])
    (False, False, True)
    """
    places: list[int] = []  # ends of increasing runs: ascending places, ascending weights
    best: list[tuple[float, int]] = []  # the weight of the run that ends there, and its last link
    before: list[int] = []
    for number, (link, weight) in enumerate(zip(links, weights, strict=True)):
        place = link.new[0]
        at = bisect_right(places, place)
        total = weight + (best[at - 1][0] if at else 0.0)
        before.append(best[at - 1][1] if at else -1)
        end = at
        while end < len(places) and best[end][0] <= total:
            end += 1
        places[at:end] = [place]
        best[at:end] = [(total, number)]
    stays: set[int] = set()
    number = best[-1][1] if best else -1
    while number >= 0:
        stays.add(number)
        number = before[number]
    return tuple(number not in stays for number in range(len(links)))

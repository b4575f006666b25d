"""Takes sentences of two sides, gives how much of each is told by each of the other side."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from variorum.text.features import Features, features

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tuning:
    """The numbers of alignment, found on the development benchmark and on the two Guardian versions among the seeds."""

    cut_off: Final = 0.255
    words: Final = 0.5
    neighbour: Final = 0.08
    joiner_score: Final = 0.12
    joiner_cover: Final = 0.4
    joiner_gain: Final = 0.06
    stop_word: Final = 0.2
    bigram: Final = 0.5


#: Tables of at most so many cells are multiplied as they are, larger ones without their zeros.
_DENSE_UP_TO = 800_000
#: Of at least so many anchored sentences, evenly spread, the words are counted: it takes no more to tell which are rare.
_SAMPLED = 16
#: Signs that stand at words in plain prose.
_SIGNS = ',.:;"“”’'


class Similarity:
    """Scores in [0, 1] between the words of left-over sentences of two sides.

    `scores[x, y]` speaks of `old[x]` and `new[y]`, as `cover[x, y]` does: the share of the lighter sentence's words that
    the other one has too, by weight. Words weigh by how rare they are in both versions: also in the sentences that
    both have, `anchored`, whose words are taken roughly, since there are many and they tell no more.
    """

    def __init__(
        self, old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], anchored: Sequence[str]
    ) -> None:
        self._olds = at = len(old)
        found = features([*old, *new])
        table = _table(found, len(old) + len(new))
        on_old, on_new = table[:at].sum(axis=0), table[at:].sum(axis=0)
        mass = _mass(found, on_old + on_new, len(old) + len(new), anchored)
        self._words, self._mass = table[:, : found.bigrams], mass[: found.bigrams]
        ends = 0, found.bigrams, found.grams, found.end
        totals = [table[:, start:end] @ mass[start:end] + 1e-9 for start, end in pairwise(ends)]
        self._told, pairs, runs = ((total[:at], total[at:]) for total in totals)
        on_both = np.logical_and(on_old, on_new).nonzero()[0]
        words, bigrams, grams = _shared(
            table[:, on_both], mass[on_both], at, np.searchsorted(on_both, ends).tolist()
        )
        length = np.add.outer(*self._told)
        word_dice = words / length
        dice = (words + bigrams) / (length + np.add.outer(*pairs))
        cosine = grams / np.sqrt(np.multiply.outer(*runs))
        self.scores: np.ndarray = 2 * Tuning.words * word_dice + (1 - Tuning.words) * (dice + cosine / 2)
        self.cover: np.ndarray = words / np.minimum.outer(*self._told)

    def gain(
        self, x: int, y: int, partners_of_new: list[int], partners_of_old: list[int]
    ) -> tuple[float, float]:
        """What each of two sentences tells of the other that the other's partners do not, as a share by weight."""
        rows = [x, self._olds + y, *partners_of_new, *(self._olds + partner for partner in partners_of_old)]
        has = self._words[rows] if isinstance(self._words, np.ndarray) else self._words[rows].toarray()
        shared = has[0] * has[1] * self._mass
        cut = 2 + len(partners_of_new)
        told_of_new = shared[~has[2:cut].any(axis=0)].sum()
        told_of_old = shared[~has[cut:].any(axis=0)].sum()
        return float(told_of_new / self._told[1][y]), float(told_of_old / self._told[0][x])


def _table(found: Features, sentences: int) -> np.ndarray | sparse.csr_array:
    """One where a sentence (row) has a feature (column)."""
    shape = sentences, found.end
    if sentences * found.end <= _DENSE_UP_TO:
        dense = np.zeros(shape, dtype=np.float32)
        dense[found.sentence, found.feature] = 1
        return dense
    thin = sparse.csr_array((np.ones(len(found.feature)), (found.sentence, found.feature)), shape=shape)
    thin.data[:] = 1
    return thin


def _shared(
    table: np.ndarray | sparse.csr_array, mass: np.ndarray, olds: int, cuts: list[int]
) -> list[np.ndarray]:
    """Of each kind of features the mass that each pair of sentences shares; `table` holds what stands on both sides."""
    if not isinstance(table, np.ndarray) and table.shape[0] * table.shape[1] <= _DENSE_UP_TO:
        table = table.toarray()
    if isinstance(table, np.ndarray):
        weighed, new = table[:olds] * mass, table[olds:].T
        return [weighed[:, start:end] @ new[start:end] for start, end in pairwise(cuts)]
    thin = table.tocsc()
    return [
        (thin[:olds, start:end].multiply(mass[start:end]).tocsr() @ thin[olds:, start:end].T).toarray()
        for start, end in pairwise(cuts)
    ]


def _mass(found: Features, frequency: np.ndarray, sentences: int, anchored: Sequence[str]) -> np.ndarray:
    """What each feature weighs, by how many of the sentences have it."""
    step = 1 + len(anchored) // _SAMPLED
    rough = filter(found.vocabulary.__contains__, _rough_words("\n".join(anchored[::step])))
    elsewhere = Counter(rough)
    often = np.fromiter(map(elsewhere.get, found.vocabulary, repeat(0)), dtype=np.int64, count=found.bigrams)
    mass = frequency + 1
    mass[: found.bigrams] += 2 * step * often
    words, grams = mass[: found.grams], mass[found.grams :]
    words[:] = np.log((1 + sentences + 2 * len(anchored)) / words) + 0.5
    words[found.stops] *= Tuning.stop_word
    words[found.bigrams :] *= Tuning.bigram
    np.maximum(words, 0.0, out=words)
    # Grams enter a cosine, which multiplies their weights.
    grams[:] = (np.log((1 + sentences) / grams) + 1) ** 2
    return mass


def _rough_words(text: str) -> list[str]:
    """Words between blanks, the commonest signs taken off: a third of the time of words told exactly."""
    text = text.lower()
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    return text.split()

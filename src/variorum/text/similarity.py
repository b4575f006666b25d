"""Takes sentences of two sides, gives how much of each is told by each of the other side."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from variorum.text.features import BIGRAM, GRAM, features

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
_DENSE_UP_TO = 2_000_000
#: What a word, a stop word, a bigram and a bigram of stop words weigh beside their idf.
_BESIDE_IDF = (1.0, Tuning.stop_word, Tuning.bigram, Tuning.bigram * Tuning.stop_word)
#: Of at least so many anchored sentences, evenly spread, the words are counted: it takes no more to tell which are rare.
_SAMPLED = 16
#: Signs that stand at words in plain prose.
_SIGNS = ',.;:!?()"“”’–—'


class Similarity:
    """Scores in [0, 1] between the words of left-over sentences of two sides.

    `scores[x, y]` speaks of `old[x]` and `new[y]`, as `cover[x, y]` does: the share of the lighter sentence's words that
    the other one has too, by weight. Words weigh by how rare they are in both versions: also in the sentences that
    both have, `anchored`, whose words are taken roughly, since there are many and they tell no more.
    """

    def __init__(
        self, old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], anchored: Sequence[str]
    ) -> None:
        self._olds, self._sentences = len(old), len(old) + len(new)
        step = 1 + len(anchored) // _SAMPLED
        self._features = features([*old, *new], Counter(_rough_words("\n".join(anchored[::step]))))
        ends, often = self._features.ends, self._features.elsewhere
        frequency = 1 + np.bincount(self._features.feature, minlength=len(often)) + 2 * step * often
        mass = np.log((1 + self._sentences + 2 * len(anchored)) / frequency) + 0.5
        for kind, beside in enumerate(_BESIDE_IDF):
            mass[ends[kind] : ends[kind + 1]] *= beside
        # Grams enter a cosine, which multiplies their weights.
        mass[ends[GRAM] :] = (np.log((1 + self._sentences) / frequency[ends[GRAM] :]) + 1) ** 2
        self._mass = np.maximum(mass, 0.0)
        self._score()

    def _score(self) -> None:
        at, ends = self._olds, self._features.ends
        part = np.zeros(len(self._mass), dtype=np.int64)  # 0 for words, 1 for bigrams, 2 for grams
        part[ends[BIGRAM] :] = 1
        part[ends[GRAM] :] = 2
        totals = np.bincount(
            self._features.sentence * 3 + part[self._features.feature],
            weights=self._mass[self._features.feature],
            minlength=3 * self._sentences,
        ).reshape(-1, 3)
        words, bigrams, grams = self._shared()
        told, of_words = totals[:, 0] + totals[:, 1] + 1e-9, totals[:, 0] + 1e-9
        length = np.sqrt(totals[:, 2])
        dice = (words + bigrams) / np.add.outer(told[:at], told[at:])
        word_dice = words / np.add.outer(of_words[:at], of_words[at:])
        cosine = grams / np.multiply.outer(length[:at], length[at:])
        self.scores: np.ndarray = 2 * Tuning.words * word_dice + (1 - Tuning.words) * (dice + cosine / 2)
        self.cover: np.ndarray = words / np.minimum.outer(of_words[:at], of_words[at:])
        self._total = of_words

    def _shared(self) -> list[np.ndarray]:
        """The mass of the words, of the bigrams and of the grams that each pair of sentences shares."""
        sentence, feature, ends, _ = self._features
        is_old = sentence < self._olds
        on_old = np.zeros(len(self._mass), dtype=bool)
        on_both = on_old.copy()
        on_old[feature[is_old]] = True
        on_both[feature[~is_old]] = True
        on_both &= on_old
        kept = on_both[feature]
        column = np.cumsum(on_both) - 1
        places = sentence[kept], column[feature[kept]]
        mass = self._mass[on_both]
        shape = self._sentences, len(mass)
        cuts = [int(on_both[:end].sum()) for end in (0, ends[BIGRAM], ends[GRAM], len(on_both))]
        if shape[0] * shape[1] <= _DENSE_UP_TO:
            table = np.zeros(shape)
            table[places] = 1
            weighed, other = table[: self._olds] * mass, table[self._olds :].T
            return [weighed[:, start:end] @ other[start:end] for start, end in pairwise(cuts)]
        thin = sparse.csc_array((np.ones(len(places[0])), places), shape=shape)
        old, new = thin[: self._olds], thin[self._olds :]
        return [
            (old[:, start:end].multiply(mass[start:end]).tocsr() @ new[:, start:end].T).toarray()
            for start, end in pairwise(cuts)
        ]

    def gain(
        self, x: int, y: int, partners_of_new: list[int], partners_of_old: list[int]
    ) -> tuple[float, float]:
        """What each of two sentences tells of the other that the other's partners do not, as a share by weight."""
        shared = self._words(x) & self._words(self._olds + y)
        told_of_new = shared.difference(*(self._words(partner) for partner in partners_of_new))
        told_of_old = shared.difference(*(self._words(self._olds + partner) for partner in partners_of_old))
        return (
            float(self._mass[list(told_of_new)].sum() / self._total[self._olds + y]),
            float(self._mass[list(told_of_old)].sum() / self._total[x]),
        )

    def _words(self, sentence: int) -> frozenset[int]:
        """The words of a sentence, as features."""
        mine = self._features.feature[self._features.sentence == sentence]
        return frozenset(mine[: np.searchsorted(mine, self._features.ends[BIGRAM])].tolist())


def _rough_words(text: str) -> list[str]:
    """Words between blanks, the commonest signs taken off: a third of the time of words told exactly."""
    text = text.casefold()
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    return text.split()

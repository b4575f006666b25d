"""Takes the words of sentences on two sides, gives how much of each is told by each of the other side."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from variorum.text.word_lists import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Tuning:
    """The numbers of alignment, found on the development benchmark and on the two Guardian versions among the seeds."""

    cut_off: Final = 0.255
    words: Final = 0.5
    neighbour: Final = 0.06
    joiner_score: Final = 0.12
    joiner_cover: Final = 0.4
    joiner_gain: Final = 0.06
    stop_word: Final = 0.2
    bigram: Final = 0.5
    gram: Final = 4


class Similarity:
    """Scores in [0, 1] between the residues of two sides; idf is taken over all sentences of both.

    `scores[x, y]` speaks of `old[rest_old[x]]` and `new[rest_new[y]]`.
    """

    def __init__(
        self,
        old: Sequence[list[str]],
        new: Sequence[list[str]],
        rest_old: Sequence[int],
        rest_new: Sequence[int],
    ) -> None:
        everything = [*old, *new]
        places = [*rest_old, *(len(old) + j for j in rest_new)]
        presence, mass, is_word = _word_features(everything)
        presence = presence[places]
        left, right = presence[: len(rest_old)], presence[len(rest_old) :]
        total = np.asarray(presence @ mass).ravel() + 1e-6
        shared = (left.multiply(mass).tocsr() @ right.T).toarray()
        dice = 2 * shared / (total[: len(rest_old), None] + total[None, len(rest_old) :])
        grams = _gram_vectors([everything[place] for place in places])
        cosine = (grams[: len(rest_old)] @ grams[len(rest_old) :].T).toarray()
        self._weight = mass * is_word
        words_only = presence.multiply(is_word).tocsr()
        word_total = np.asarray(words_only @ mass).ravel() + 1e-6
        word_shared = (
            words_only[: len(rest_old)].multiply(mass).tocsr() @ words_only[len(rest_old) :].T
        ).toarray()
        word_dice = 2 * word_shared / (word_total[: len(rest_old), None] + word_total[None, len(rest_old) :])
        self.scores: np.ndarray = Tuning.words * word_dice + (1 - Tuning.words) / 2 * (dice + cosine)
        self._left = [set(row.indices[is_word[row.indices]].tolist()) for row in left]
        self._right = [set(row.indices[is_word[row.indices]].tolist()) for row in right]

    def _mass(self, features: Iterable[int]) -> float:
        return float(self._weight[list(features)].sum())

    def cover(self, x: int, y: int) -> float:
        """The share of the lighter sentence's words that the other one has too, by weight."""
        lighter = min(self._mass(self._left[x]), self._mass(self._right[y])) + 1e-6
        return self._mass(self._left[x] & self._right[y]) / lighter

    def gain(
        self, x: int, y: int, partners_of_new: list[int], partners_of_old: list[int]
    ) -> tuple[float, float]:
        """What each of two sentences tells of the other that the other's partners do not, as a share by weight."""
        shared = self._left[x] & self._right[y]
        told_of_new = shared.difference(*(self._left[partner] for partner in partners_of_new))
        told_of_old = shared.difference(*(self._right[partner] for partner in partners_of_old))
        return (
            self._mass(told_of_new) / (self._mass(self._right[y]) + 1e-6),
            self._mass(told_of_old) / (self._mass(self._left[x]) + 1e-6),
        )


def _word_features(sentences: list[list[str]]) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
    """Presence of words and bigrams per sentence, the weight of each feature, and which features are single words."""
    vocabulary: dict[tuple[str, ...], int] = {}
    rows = []
    for found in sentences:
        features: dict[tuple[str, ...], None] = dict.fromkeys((word,) for word in found)
        features |= dict.fromkeys(pairwise(found))
        rows.append([vocabulary.setdefault(feature, len(vocabulary)) for feature in features])
    presence = _matrix(rows, [[1.0] * len(row) for row in rows], len(vocabulary))
    frequency = np.asarray(presence.sum(axis=0)).ravel()
    mass = np.log((1 + len(sentences)) / (1 + frequency)) + 0.5
    for feature, place in vocabulary.items():
        stops = sum(word in STOP_WORDS for word in feature)
        if len(feature) > 1:
            mass[place] *= Tuning.bigram if stops < len(feature) else Tuning.bigram * Tuning.stop_word
        elif stops:
            mass[place] *= Tuning.stop_word
    is_word = np.zeros(len(mass), dtype=bool)
    is_word[[place for feature, place in vocabulary.items() if len(feature) == 1]] = True
    return presence, mass, is_word


def _gram_vectors(sentences: list[list[str]]) -> sparse.csr_matrix:
    """Unit vectors of idf-weighted character 4-grams, term frequencies damped by the logarithm."""
    vocabulary: dict[str, int] = {}
    rows, values = [], []
    for found in sentences:
        text = f" {' '.join(found)} "
        counts = Counter(text[at : at + Tuning.gram] for at in range(max(1, len(text) - Tuning.gram + 1)))
        rows.append([vocabulary.setdefault(gram, len(vocabulary)) for gram in counts])
        values.append([1 + np.log(count) for count in counts.values()])
    matrix = _matrix(rows, values, len(vocabulary))
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    matrix = matrix.multiply(np.log((1 + len(sentences)) / (1 + frequency)) + 1).tocsr()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()) + 1e-9
    return sparse.diags_array(1 / length).tocsr() @ matrix


def _matrix(rows: list[list[int]], values: list[list[float]], width: int) -> sparse.csr_matrix:
    starts = np.cumsum([0, *(len(row) for row in rows)])
    flat = np.fromiter((place for row in rows for place in row), dtype=np.int32, count=int(starts[-1]))
    data = np.fromiter((value for row in values for value in row), dtype=np.float64, count=int(starts[-1]))
    return sparse.csr_matrix((data, flat, starts), shape=(len(rows), max(width, 1)))

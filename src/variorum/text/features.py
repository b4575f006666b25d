"""Takes the words of sentences, gives their features: words, pairs of words and runs of four characters, numbered."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from variorum.text.word_lists import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GRAM_LENGTH: Final = 4
#: A table of 65,536 slots lies in the cache of a processor; in one sixteenth full, few codes lose their slot.
_LEAST_BITS, _SPARE_BITS = 14, 4
#: The golden ratio in 64 bits: multiplied by it, numbers spread over the upper bits (Knuth 1973, section 6.4).
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Features(NamedTuple):
    """Which sentence has which feature, one entry a place, so that a feature that stands twice has two.

    Words are numbered from 0, in the order of `vocabulary`; pairs of words from `bigrams`, runs of characters from
    `grams`, all below `end`; not every number is in use. `stops` tells of each word and pair whether it says little.
    """

    sentence: np.ndarray
    feature: np.ndarray
    vocabulary: Mapping[str, int]
    bigrams: int
    grams: int
    end: int
    stops: np.ndarray


def features(sentences: Sequence[Sequence[str]]) -> Features:
    """The features of sentences, given as words."""
    number = dict(zip(dict.fromkeys(chain.from_iterable(sentences)), count()))
    word = np.fromiter(map(number.__getitem__, chain.from_iterable(sentences)), dtype=np.int64)
    sentence = np.arange(len(sentences)).repeat([len(found) for found in sentences])
    stop = np.fromiter(map(STOP_WORDS.__contains__, number), dtype=bool, count=len(number))
    inside = (sentence[:-1] == sentence[1:]).nonzero()[0]
    first, second = word[inside], word[inside + 1]
    gram_code, gram_sentence = _grams(sentences)
    # No run begins with the sign NUL, so that the codes of runs are larger than those of pairs.
    pair_code = (first * len(number) + second).astype(np.uint64)
    others = _numbered(np.concatenate((pair_code, gram_code))) + len(number)
    grams = len(number) + len(pair_code)
    return Features(
        sentence=np.concatenate((sentence, sentence[inside], gram_sentence)),
        feature=np.concatenate((word, others)),
        vocabulary=number,
        bigrams=len(number),
        grams=grams,
        end=grams + len(gram_code),
        stops=np.concatenate((stop, stop[first] & stop[second])),
    )


def _numbered(codes: np.ndarray) -> np.ndarray:
    """For each code the place of one that is the same.

    Found by a hash table with room to spare, in which later codes overwrite earlier ones; those that lost their slot to
    a different one are few.
    """
    bits = max(_LEAST_BITS, len(codes).bit_length() + _SPARE_BITS)
    slot = codes * _SPREAD >> np.uint64(64 - bits)
    last = np.empty(1 << bits, dtype=np.int32)
    last[slot] = np.arange(len(codes), dtype=np.int32)
    place: np.ndarray = last[slot]
    lost = (codes[place] != codes).nonzero()[0]
    first: dict[int, int] = {}
    place[lost] = list(map(first.setdefault, codes[lost].tolist(), lost.tolist()))
    return place


def _grams(sentences: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
    """The code of every run of four characters, and the sentence it stands in."""
    texts = [f" {' '.join(found)} ".ljust(GRAM_LENGTH) for found in sentences]
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sentence = np.arange(len(texts)).repeat([len(text) for text in texts])
    # Four signs fit into a number; what those beyond the basic plane have more is folded into the sign before.
    signs = points.astype(np.uint64)
    pairs = signs[:-1] << np.uint64(16) ^ signs[1:]
    codes = pairs[:-2] << np.uint64(32) ^ pairs[2:]
    inside = (sentence[: len(codes)] == sentence[GRAM_LENGTH - 1 :]).nonzero()[0]
    return codes[inside], sentence[inside]

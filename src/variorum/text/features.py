"""Takes the words of sentences, gives their features: words, pairs of words and runs of four characters, numbered."""

from __future__ import annotations

from itertools import chain, count, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from variorum.text.word_lists import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The kinds of features, in the order in which they are numbered.
WORD, STOP_WORD, BIGRAM, STOP_BIGRAM, GRAM = range(5)
GRAM_LENGTH: Final = 4
#: So many bits name a kind and what it was made of; the rest of 63 bits is for the sentence.
_HASH_BITS = 38
_SENTENCE_BITS = 22
_KIND = _HASH_BITS + _SENTENCE_BITS
SENTENCES_UP_TO: Final = 1 << _SENTENCE_BITS
#: The golden ratio in 64 bits: multiplied by it, numbers spread over the upper bits (Knuth 1973, section 6.4).
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Features(NamedTuple):
    """Which sentence has which feature, one entry a pair, in the order of the features.

    `ends[kind]` is the number of the first feature of a kind, `ends[5]` how many there are; `elsewhere` tells for each
    feature how often it stands in other sentences than these.
    """

    sentence: np.ndarray
    feature: np.ndarray
    ends: list[int]
    elsewhere: np.ndarray


def features(sentences: Sequence[Sequence[str]], elsewhere: Mapping[str, int]) -> Features:
    """The features of sentences, given as words; `elsewhere` counts words in the sentences that are not looked at."""
    number = dict(zip(dict.fromkeys(chain.from_iterable(sentences)), count()))
    flat = np.fromiter(map(number.__getitem__, chain.from_iterable(sentences)), dtype=np.int64)
    sentence = np.repeat(np.arange(len(sentences)), [len(found) for found in sentences])
    stop = np.fromiter(map(STOP_WORDS.__contains__, number), dtype=np.int64, count=len(number))
    # Words keep their numbers below the bits of a hash, so that what is known of them is found again.
    word_code = flat | stop[flat] << _HASH_BITS
    inside = np.flatnonzero(sentence[:-1] == sentence[1:])
    first, second = flat[inside], flat[inside + 1]
    both = (first * len(number) + second).astype(np.uint64) * _SPREAD
    bigram_code = (both >> np.uint64(64 - _HASH_BITS)).astype(np.int64)
    bigram_code |= 2 + (stop[first] & stop[second]) << _HASH_BITS
    gram_code, gram_sentence = _grams(sentences)
    packed = np.concatenate((word_code, bigram_code, gram_code)) << _SENTENCE_BITS
    packed |= np.concatenate((sentence, sentence[inside], gram_sentence))
    packed.sort()
    packed = packed[_firsts(packed)]
    code = packed >> _SENTENCE_BITS
    is_first = _firsts(code)
    feature = np.cumsum(is_first) - 1
    kinds = np.arange(1, 5, dtype=np.int64) << _HASH_BITS
    ends = [
        0,
        *(
            int(feature[at - 1]) + 1 if at else 0
            for at in (*np.searchsorted(code, kinds).tolist(), len(code))
        ),
    ]
    words = code[is_first][: ends[BIGRAM]] & (1 << _HASH_BITS) - 1
    counts = np.zeros(ends[-1])
    counts[: len(words)] = np.fromiter(
        map(elsewhere.get, number, repeat(0)), dtype=np.int64, count=len(number)
    )[words]
    return Features(packed & SENTENCES_UP_TO - 1, feature, ends, counts)


def _firsts(ordered: np.ndarray) -> np.ndarray:
    """Whether each is the first of its value."""
    found = np.empty(len(ordered), dtype=bool)
    found[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=found[1:])
    return found


def _grams(sentences: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
    """The code of every run of four characters, and the sentence it stands in."""
    texts = [f" {' '.join(found)} ".ljust(GRAM_LENGTH) for found in sentences]
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    sentence = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    signs = (points ^ points >> 16).astype(np.uint64) & np.uint64(0xFFFF)
    pairs = signs[:-1] << np.uint64(16) | signs[1:]
    codes = (pairs[:-2] << np.uint64(32) | pairs[2:]) * _SPREAD >> np.uint64(64 - _HASH_BITS)
    inside = sentence[: len(codes)] == sentence[GRAM_LENGTH - 1 :]
    return codes[inside].astype(np.int64) | GRAM << _HASH_BITS, sentence[: len(codes)][inside]

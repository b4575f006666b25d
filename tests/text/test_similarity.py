"""The features and scores of sentences: exact whatever the size of the table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from variorum.model import Link
from variorum.text import align, similarity
from variorum.text.features import _numbered, features

_WORDS = st.lists(
    st.sampled_from(
        ["the", "of", "ferry", "sank", "harbour", "minister", "Öl", "14", "41", "京", "😀", "ab"]
    ),
    min_size=1,
    max_size=9,
)
_SIDE = st.lists(_WORDS, min_size=1, max_size=6)


@given(_SIDE, _SIDE)
def test_scores_are_the_same_from_a_table_that_leaves_out_its_zeros(
    old: list[list[str]], new: list[list[str]]
) -> None:
    whole = similarity.Similarity(old, new, ["The ferry sank."])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similarity, "_DENSE_UP_TO", 0)
        thin = similarity.Similarity(old, new, ["The ferry sank."])
    assert thin.scores == pytest.approx(whole.scores, abs=1e-5)
    assert thin.cover == pytest.approx(whole.cover, abs=1e-5)
    assert thin.gain(0, 0, [], []) == pytest.approx(whole.gain(0, 0, [], []), abs=1e-5)


@given(_SIDE, _SIDE)
def test_scores_lie_between_nothing_and_all(old: list[list[str]], new: list[list[str]]) -> None:
    scores = similarity.Similarity(old, new, []).scores
    assert scores.shape == (len(old), len(new))
    assert (scores >= 0).all()
    assert (scores <= 1 + 1e-6).all()


@given(st.lists(st.integers(0, 60) | st.integers(0, 2**64 - 1), max_size=400))
def test_equal_codes_get_the_place_of_one_of_them(codes: list[int]) -> None:
    places = _numbered(np.array(codes, dtype=np.uint64)).tolist()
    assert [codes[place] for place in places] == codes
    assert len(set(places)) == len(set(codes))


def test_codes_that_share_a_slot_are_told_apart() -> None:
    # Neighbouring numbers spread; more of them than there are slots must share some.
    codes = np.arange(60_000, dtype=np.uint64)
    assert len(set(_numbered(codes).tolist())) == len(codes)
    few = np.arange(0, 2**62, 2**50, dtype=np.uint64)
    assert len(set(_numbered(few).tolist())) == len(few)


def test_pairs_of_words_run_within_a_sentence_only() -> None:
    found = features([["a", "b"], ["c"], ["a", "b"]])
    assert list(found.vocabulary) == ["a", "b", "c"]
    assert found.grams - found.bigrams == 2
    pairs = {int(feature) for feature in found.feature if found.bigrams <= feature < found.grams}
    assert len(pairs) == 1


def test_a_sentence_that_moved_is_not_linked_a_second_time_from_its_new_place() -> None:
    moved = "The ferry company had been warned twice before the accident in the harbour."
    like_it = moved.replace("twice", "three times")
    old = ["First comes this.", like_it, "Then comes that.", moved]
    new = ["First comes this.", moved, "Then comes that."]
    assert align.align(old, new) == (Link((0,), (0,)), Link((2,), (2,)), Link((3,), (1,)))


def test_a_rewritten_sentence_without_a_rival_is_linked_though_nothing_else_is_left() -> None:
    old = ["Rain fell.", "The mayor opened the new bridge over the river on Monday morning."]
    new = ["The mayor opened a new bridge over the river early on Monday.", "Rain fell.", "Nobody spoke."]
    assert Link((1,), (0,)) in align.align(old, new)


_TELLING = st.sampled_from(
    ["ferry", "harbour", "mill", "fire", "police", "mayor", "bridge", "river", "storm", "vote"]
)
_SMALL = st.sampled_from(
    ["the", "of", "a", "in", "to", "and", "was", "is", "it", "he", "she", "there", "with", "for"]
)


@given(st.lists(_TELLING | _SMALL, min_size=1, max_size=14), st.data())
def test_nothing_is_linked_under_the_cut_off(old: list[str], data: st.DataObject) -> None:
    changed = st.none() | _TELLING | _SMALL
    new = [data.draw(changed) or word for word in old]
    linked = align.align([" ".join(old)], [" ".join(new)])
    if linked and old != new:
        score = similarity.Similarity([old], [new], []).scores[0, 0]
        ratio = fuzz.ratio(" ".join(old), " ".join(new))
        assert score >= similarity.Tuning.cut_off or ratio >= 90


def test_sentences_that_share_small_words_only_are_no_counterparts() -> None:
    pairs = (
        ("There is a lot of rain to come in the north.", "There is a lack of food to eat in the camp."),
        ("He was in the park with a dog.", "She was in the pub with a cat."),
    )
    for old, new in pairs:
        assert align.align([old], [new]) == ()

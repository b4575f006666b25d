"""Alignment: sentences beside their counterparts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from variorum.model import Link
from variorum.text.align import align

_SENTENCES = st.lists(
    st.sampled_from(
        [
            "The ferry sank off Lorn on Sunday.",
            "The ferry Astrid sank off Lorn late on Sunday evening.",
            "Nine people were saved.",
            "Rescue crews saved nine people from the water.",
            "The mayor spoke.",
            "The mayor spoke!",
            "",
            "…",
        ]
    ),
    max_size=8,
)


@given(_SENTENCES, _SENTENCES)
def test_swapping_mirrors_the_links(old: list[str], new: list[str]) -> None:
    assert sorted(Link(b, a) for a, b in align(new, old)) == list(align(old, new))


@given(_SENTENCES, _SENTENCES)
def test_no_sentence_is_in_two_links(old: list[str], new: list[str]) -> None:
    links = align(old, new)
    for side in (0, 1):
        used = [index for link in links for index in link[side]]
        assert len(used) == len(set(used))
        assert all(list(link[side]) == sorted(link[side]) for link in links)


def test_repeated_sentences_are_settled_by_their_neighbours() -> None:
    old = ["A storm came.", "He left.", "Rain fell on the town.", "He left.", "The end was near."]
    new = ["Rain fell on the town.", "He left.", "The end was near."]
    assert align(old, new) == (Link((2,), (0,)), Link((3,), (1,)), Link((4,), (2,)))


def test_an_empty_side_links_nothing() -> None:
    assert align([], ["A sentence."]) == ()
    assert align(["A sentence."], []) == ()

"""The generator of labelled version pairs: the same for the same seed, each pair an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from gates.generated import generated

if TYPE_CHECKING:
    from gates.corpus import Pair


@pytest.fixture(scope="module")
def made() -> list[Pair]:
    """Read once from the corpus, before a test watches for files."""
    return list(generated(60, seed=1))


def test_the_same_seed_gives_the_same_pairs_and_another_seed_others(made: list[Pair]) -> None:
    assert list(generated(60, seed=1)) == made
    assert list(generated(60, seed=2)) != made


def test_every_generated_pair_differs_and_expects_what_it_does_not_merely_allow(made: list[Pair]) -> None:
    for pair in made:
        assert pair.before != pair.after
        assert pair.expect
        assert not pair.expect & pair.allow

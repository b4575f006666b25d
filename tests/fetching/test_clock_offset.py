"""What is known of the machine's clock stands with each capture, and nothing that is not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.fetching.clock_offset import KernelClock, clock_offset, known_offset

KEPT, NANOSECONDS, UNSYNCHRONISED = 0x0001, 0x2000, 0x0040


@pytest.mark.parametrize(
    ("told", "offset"),
    [
        (KernelClock(0, KEPT, 2_500), -0.003),
        (KernelClock(0, KEPT | NANOSECONDS, 2_500_000), -0.003),
        (KernelClock(0, KEPT | NANOSECONDS, 0), 0.0),
        (KernelClock(5, KEPT, 0), None),
        (KernelClock(0, UNSYNCHRONISED, 0), None),
        (KernelClock(-1, 0, 0), None),
    ],
)
def test_an_offset_is_told_only_where_something_keeps_the_clock_in_step(
    told: KernelClock, offset: float | None
) -> None:
    assert known_offset(told) == pytest.approx(offset, abs=0.001) if offset else known_offset(told) == offset


@given(st.timedeltas(min_value=timedelta(seconds=6), max_value=timedelta(days=9000)))
def test_nothing_is_told_of_a_clock_that_is_not_the_walls(ahead: timedelta) -> None:
    assert clock_offset(datetime.now(UTC) + ahead) is None
    assert clock_offset(datetime.now(UTC) - ahead) is None


def test_the_machines_own_clock_is_asked_without_harm() -> None:
    found = clock_offset(datetime.now(UTC))
    assert found is None or abs(found) < 1000

"""Figures: their value, their unit and what they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.text.numbers import figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Twenty-three soldiers died", [("23", "", "soldiers died")]),
        ("more than 9,061 people", [("9061", "", "people")]),
        ("a fine of $2.5bn and €1.200,50", [("2500000000.0", "$", ""), ("1200.50", "€", "")]),
        ("up 4% to 12 per cent", [("4", "%", ""), ("12", "%", "")]),
        ("two hundred and five houses", [("205", "", "houses")]),
        ("on 3 May 2024, at 10:30, the 21st time, in 2019", []),
        ("one of them", []),
        ("between 10 and 20 people", [("10", "", ""), ("20", "", "people")]),
    ],
)
def test_figures_are_read_as_a_reader_would(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(str(figure.value), figure.unit, figure.subject) for figure in figures(text)] == found


def test_a_qualifier_is_kept_beside_its_figure() -> None:
    assert [figure.qualifier for figure in figures("At least 14 dead, about 60 hurt, 3 missing")] == [
        "At least",
        "about",
        "",
    ]


@given(st.text(alphabet="0123456789.,'  %$€ andtwentyhundred-", max_size=60))
def test_reading_figures_never_fails_and_points_into_the_text(text: str) -> None:
    assert all(0 <= figure.start < figure.end <= len(text) for figure in figures(text))


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("fr", "12 000 coureurs", ["12000"]),
        ("es", "1 250 000 euros", ["1250000"]),
        ("fr", "appelez le 01 23 45 67 89", []),
        ("en", "3.125 seconds", ["3.125"]),
        ("de", "3.125 Menschen", ["3125"]),
    ],
)
def test_thousands_are_set_apart_as_the_language_does(language: str, text: str, values: list[str]) -> None:
    assert [str(figure.value) for figure in figures(text, language)] == values


def test_what_is_measured_and_what_a_price_is_for_are_told() -> None:
    told = figures("5 km of coast at $5 an hour, at 60 miles")
    assert [figure.measure for figure in told] == ["km", "/hour", "mile"]


def test_a_year_behind_a_preposition_is_no_figure_whatever_follows() -> None:
    assert figures("She was born in 1931 above the shop.") == ()

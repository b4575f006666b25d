"""Names, dates and numbers in words: found where a reader finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.text.dates import is_other_time, named_times
from variorum.text.languages import spoken_language
from variorum.text.names import names
from variorum.text.numbers import figures
from variorum.text.numerals import NUMERALS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On Tuesday Mr Edith Maarsen’s friends of Harland Bank met.", ["edith maarsen", "harland bank"]),
        ("The Bank of Lowmere and the Vellin Trust merged.", ["bank of lowmere", "vellin trust"]),
        ("Prime Minister Anna Blau spoke in March 2019.", ["anna blau"]),
        ("The probe Aurelia 3 came in.", ["aurelia 3"]),
        ("In Gaza 14 people died.", ["gaza"]),
        ("nobody was named", []),
    ],
)
def test_names_are_found_without_titles_and_times(text: str, found: list[str]) -> None:
    titles = frozenset({"mr", "prime", "minister"})
    assert [" ".join(name.words) for name in names(text, titles)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "on Tuesday, 3 May 2024, at 9.30 pm",
            [("weekday", (2,)), ("day", (2024, 5, 3)), ("clock", (1290,))],
        ),
        ("am 3. Oktober um 20.15 Uhr", [("day", (0, 10, 3)), ("clock", (1215,))]),
        ("le 1er mars à 14h30, en 2019", [("day", (0, 3, 1)), ("clock", (870,)), ("year", (2019,))]),
        ("el 5 de mayo de 2020 a las 9:00", [("day", (2020, 5, 5)), ("clock", (540,))]),
        ("2026-03-05 and 5.3.2026", [("day", (2026, 3, 5)), ("day", (2026, 3, 5))]),
        ("He may march in a score of 3.30 with April Conlan.", []),
    ],
)
def test_times_are_found_in_four_languages(text: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(time.kind, time.value) for time in named_times(text)] == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It begins in March.", "March"),
        ("It begins at 9.30 pm.", "9.30 pm"),
        ("It began on 3 May.", "3 May"),
        ("It began on Sept. 27, 2024.", "Sept. 27, 2024"),
    ],
)
def test_a_time_does_not_take_the_full_stop_of_its_sentence(text: str, told: str) -> None:
    (time,) = named_times(text)
    assert text[time.start : time.end] == told


def test_a_year_that_is_not_told_is_any_year() -> None:
    untold, told, other = named_times("3 May, then May 3, 2024, then 4 May 2024")
    assert not is_other_time(untold, told)
    assert is_other_time(told, other)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "two hundred and five", "205"),
        ("en", "three million", "3000000"),
        ("de", "dreiundzwanzig", "23"),
        ("de", "zweitausend", "2000"),
        ("fr", "quatre-vingt-dix-sept", "97"),
        ("fr", "vingt et un", "21"),
        ("es", "ciento cuarenta y dos", "142"),
    ],
)
def test_numbers_in_words_have_their_value(language: str, text: str, value: str) -> None:
    assert str(NUMERALS[language].value(text)) == value
    assert [str(figure.value) for figure in figures(f"{text} xs", language)] == [value]


@pytest.mark.parametrize(
    "text", ["call 0555 218 340", "555-1234", "No. 10", "the 3rd time", "le 2e homme", "2019", "on 3 May"]
)
def test_codes_ordinals_and_dates_are_no_figures(text: str) -> None:
    assert figures(text) == ()


def test_half_of_the_houses_is_a_figure_and_the_second_half_is_none() -> None:
    assert [str(figure.value) for figure in figures("Half of the houses fell")] == ["0.5"]
    assert figures("It came in the second half") == ()


def test_a_text_tells_its_language() -> None:
    assert spoken_language("La ministre a dit que ce n’est pas vrai pour les gens.") == "fr"
    assert spoken_language("", "es-MX") == "es"
    assert spoken_language("", "ja") == "en"


@given(st.text(max_size=200), st.sampled_from(sorted(NUMERALS)))
def test_whatever_is_found_points_into_the_text(text: str, language: str) -> None:
    spans = [(name.start, name.end) for name in names(text)]
    spans += [(time.start, time.end) for time in named_times(text)]
    spans += [(figure.start, figure.end) for figure in figures(text, language)]
    assert all(0 <= start < end <= len(text) for start, end in spans)

"""Thousands of quotations, dates or notices in one text: what is looked at grows as they do, not as their square."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from variorum.comparison import compare
from variorum.comparison.rules import notices, quotations
from variorum.model import Article, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.model import Revision


def report(*paragraphs: str) -> Article:
    return Article("Mill", paragraphs=tuple(map(Paragraph, paragraphs)))


def said(number: int, season: str) -> list[str]:
    return [f"“We will not close mill {k} before the {season},” said Anna Blau." for k in range(number)]


def counted(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> list[int]:
    """Counts the calls of a function of a module, in a list of one."""
    calls = [0]
    real: Callable[..., object] = getattr(module, name)

    def counting(*arguments: object) -> object:
        calls[0] += 1
        return real(*arguments)

    monkeypatch.setattr(module, name, counting)
    return calls


@pytest.mark.parametrize("number", [400, 800])
def test_quotations_are_compared_with_those_of_their_counterparts_where_they_are_many(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    calls = counted(monkeypatch, quotations, "_alike")
    revision = compare(report(*said(number, "spring")), report(*said(number, "winter")))
    assert len([finding for finding in revision.findings if finding.kind == "quote-altered"]) == number
    assert calls[0] <= 16 * number


def test_quotations_of_one_sentence_are_compared_with_those_near_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = counted(monkeypatch, quotations, "_alike")
    one, other = (
        ", ".join(part.rstrip(".") for part in said(400, season)) for season in ("spring", "winter")
    )
    compare(report(one), report(other))
    assert calls[0] <= 16 * 400


def test_quotations_that_begin_alike_are_joined_with_few_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counted(monkeypatch, quotations, "_joined")
    whole = [f"“We will not close it and we will open mill {k},” said Anna Blau." for k in range(600)]
    parts = [f"“We will not close it,” said Anna Blau, “and we will open mill {k}.”" for k in range(600)]
    revision = compare(report(*whole), report(*parts))
    assert not {"quote-altered", "quote-dropped", "quote-added"} & set(revision.classes)
    assert calls[0] <= 2 * 8 * 600


def test_a_calendar_of_thousands_of_dates_names_no_single_one() -> None:
    def calendar(month: str) -> str:
        return (
            ", ".join(f"{k % 28 + 1} {month} {1900 + k % 99}" for k in range(3_000)) + " were days of rest."
        )

    assert "date" not in compare(report(calendar("March")), report(calendar("April"))).classes


def test_thousands_of_notices_are_told_each_once() -> None:
    def notes(minute: int) -> list[str]:
        return [f"Updated at {k % 24}:{minute:02} by desk {k}" for k in range(1_500)]

    revision: Revision = compare(report(*notes(10)), report(*notes(20)))
    told = [finding for finding in revision.findings if finding.kind == "update-note"]
    assert sum(finding.before is not None for finding in told) == 1_500
    assert sum(finding.after is not None for finding in told) == 1_500


def test_runs_of_a_long_text_are_bounded_by_their_length() -> None:
    assert sum(1 for _ in notices.runs(["word"] * 1_000, 12)) <= 12 * 1_000
    assert list(islice(notices.runs(["a", "b"]), 2)) == ["a", "a b"]

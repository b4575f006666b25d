"""What was read as a note of the newsroom is a notice whatever its words, label and text together."""

from __future__ import annotations

import pytest

from variorum.comparison import compare
from variorum.model import Article, FindingClass, Paragraph, ParagraphKind

TEXT = ("The bridge was built in {} and carries ferries' trucks.", "The council meets on Monday to vote.")


def article(year: str, *notes: str) -> Article:
    paragraphs = tuple(Paragraph(text.format(year)) for text in TEXT)
    return Article(
        "Bridge shut", paragraphs=paragraphs + tuple(Paragraph(n, ParagraphKind.NOTE) for n in notes)
    )


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        (("Correction", "We misstated the year. It was 1931, not 1913."), "correction notice added"),
        (("The year was 1931.",), "correction notice added"),
        (("Correzione: il ponte è del 1931, non del 1913.",), "correction notice added"),
        (("Clarifications", "The trucks are those of the ferries, built in 1931."), "clarification added"),
        (("Nota della redazione: il ponte è del 1931.",), "editor’s note added"),
    ],
)
def test_a_note_is_one_notice_that_points_at_the_change(notes: tuple[str, ...], told: str) -> None:
    revision = compare(article("1913"), article("1931", *notes))
    assert revision.sentence == f"1913 → 1931; {told}."
    (notice,) = (one for one in revision.findings if told.startswith(one.sentence) and one.sentence)
    assert ("corrects", "0") in notice.details
    assert FindingClass.GROWN not in revision.classes


def test_a_note_that_is_told_anew_is_edited() -> None:
    before = article("1931", "Correction", "We misstated the year. It was 1931, not 1913.")
    after = article("1931", "Correction", "We misstated the number of the dead. It was 41, not 14.")
    assert compare(before, after).sentence == "Correction notice edited."


def test_the_report_goes_on_behind_an_update_that_was_read_as_a_note() -> None:
    revision = compare(article("1931"), article("1931", "Update, 3pm: Police came. Two men were held."))
    assert {FindingClass.UPDATE_NOTE, FindingClass.GROWN} <= set(revision.classes)

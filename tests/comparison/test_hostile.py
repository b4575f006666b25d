"""Texts that were made to be slow: compared all the same, in time and memory that grow no faster than they do."""

from __future__ import annotations

import pytest

from variorum.comparison import apply, compare
from variorum.model import Article, Paragraph
from variorum.text.numbers import figures
from variorum.text.sentences import sentence_spans

LONG = 80_000
HOSTILE = {
    "stops": "." * LONG + "x",
    "stops that end nothing": "a. " * (LONG // 3),
    "a word without end": "x" * LONG + ".",
    "opening marks": "“" * LONG,
    "quotations": "“one two three” " * (LONG // 16),
    "digits": "1" * LONG,
    "digits and commas": "1,111" * (LONG // 5),
    "number words": "twenty-three " * (LONG // 13),
    "blanks": " " * LONG + "x",
    "line ends": "\n" * LONG,
    "signs": "!?" * (LONG // 2),
    "controls": "\x00\x1b\u202e" * (LONG // 3),
    "sentences": "It is so. " * (LONG // 10),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_giant_paragraph_compares_with_another(name: str) -> None:
    text = HOSTILE[name]
    before = Article(paragraphs=(Paragraph(text),))
    after = Article(
        paragraphs=(Paragraph("New. " + text[: len(text) // 2] + " else " + text[len(text) // 2 :]),)
    )
    assert apply(compare(before, after), before) == after


@pytest.mark.parametrize("name", HOSTILE)
def test_sentences_and_figures_of_a_giant_paragraph_are_found(name: str) -> None:
    text = HOSTILE[name]
    assert sentence_spans(text)[-1][1] == len(text)
    assert all(figure.end <= len(text) for figure in figures(text))


def test_thousands_of_sentences_that_have_nothing_in_common_are_deleted_and_added() -> None:
    before = Article(paragraphs=tuple(Paragraph(f"Old report {n} speaks of alpha{n}.") for n in range(3_000)))
    after = Article(paragraphs=tuple(Paragraph(f"“New words {n} tell beta{n} today.”") for n in range(3_000)))
    revision = compare(before, after)
    assert apply(revision, before) == after
    assert len(revision.added) == len(revision.deleted) == 3_000

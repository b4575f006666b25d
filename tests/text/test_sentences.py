"""Sentences: where they end, and where they only seem to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.text.sentences import sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["“It works.”", "Mr. Blau of the U.S. team left on Sept. 27.", "He paid 3.5 m."],
        ["The ship left the U.S. The crew stayed.".removesuffix(" The crew stayed."), "The crew stayed."],
        ["He met J. K. Arden in the U.S. Senate.", "“Why?” Arden asked.", "“So we go.”"],
        ["Am 3. Oktober kam er an.", "Der Zug blieb stehen."],
        ["Wait... he said.", "No. 5 is alive."],
        ["東京で会議が開かれた。", "次は大阪だ。"],
        ["¿Quién paga?", "Nadie lo sabe."],
        ["(See below.)", "It ended."],
        ["Who pays?", "Nobody knows!", "Really…", "Yes."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]) -> None:
    joined = "".join(sentences) if sentences[0].endswith("。") else " ".join(sentences)
    assert split(joined) == sentences


def test_a_quote_set_without_a_blank_opens_a_sentence() -> None:
    assert split("They were released.“That is it,” he said.") == [
        "They were released.",
        "“That is it,” he said.",
    ]


@given(st.text())
def test_sentences_cover_a_paragraph_without_a_gap(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)

"""Plain text files: blocks between blank lines, a headline, a standfirst where there is one, captions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.extraction import extract_text
from variorum.model import Article, ParagraphKind, Unreadable, UnreadableReason

STORY = """Mill Bridge closed after crack is found

Engineers say the deck may have to be replaced before the winter

GENEVA (Reuters) — The bridge was closed
on Monday.

The bridge at dusk. (Photo: H. Ober)

A ferry begins on Tuesday.
"""


def read(text: str | bytes) -> Article:
    article = extract_text(text, "story.txt")
    assert isinstance(article, Article), article
    return article


def test_the_blocks_of_a_file_become_headline_standfirst_and_paragraphs() -> None:
    article = read(STORY)
    assert article.headline == "Mill Bridge closed after crack is found"
    assert article.standfirst == "Engineers say the deck may have to be replaced before the winter"
    assert article.dateline == "GENEVA (Reuters)"
    assert [(paragraph.text, paragraph.kind) for paragraph in article.paragraphs] == [
        ("GENEVA (Reuters) — The bridge was closed on Monday.", ParagraphKind.PARAGRAPH),
        ("The bridge at dusk. (Photo: H. Ober)", ParagraphKind.CAPTION),
        ("A ferry begins on Tuesday.", ParagraphKind.PARAGRAPH),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_make_no_difference(ending: str) -> None:
    assert read(STORY.replace("\n", ending).encode()) == read(STORY)


def test_a_file_without_blank_lines_has_a_block_on_every_line() -> None:
    article = read("Bridge closed\nIt shut at noon.\nA ferry begins on Tuesday.")
    assert [paragraph.text for paragraph in article.paragraphs] == [
        "It shut at noon.",
        "A ferry begins on Tuesday.",
    ]


@pytest.mark.parametrize(
    "second", ["It shut at noon.", "Did it shut?", "“It is shut.”", "word " * 40, "Dusk (AP/H. Ober)"]
)
def test_a_sentence_a_long_block_or_a_caption_is_no_standfirst(second: str) -> None:
    assert read(f"Bridge closed\n\n{second}\n\nIt rained.").standfirst is None


@pytest.mark.parametrize(
    "caption",
    [
        "A crowd. (credit: H. Ober)",
        "A crowd (AP/H. Ober)",
        "Menge (Foto: dpa)",
        "A crowd. (H. Ober/Getty Images)",
    ],
)
def test_a_credit_at_the_end_makes_a_caption(caption: str) -> None:
    assert read(f"Bridge closed\n\nIt shut.\n\n{caption}").paragraphs[-1].kind is ParagraphKind.CAPTION


def test_an_aside_in_brackets_makes_no_caption() -> None:
    assert (
        read("Bridge closed\n\nIt shut.\n\nIt reopened (at last)").paragraphs[-1].kind
        is ParagraphKind.PARAGRAPH
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", UnreadableReason.EMPTY),
        (b"one block only", UnreadableReason.NO_ARTICLE),
        (b"%PDF-1.4", UnreadableReason.NOT_TEXT),
    ],
)
def test_a_file_without_an_article_is_unreadable(text: bytes, reason: UnreadableReason) -> None:
    found = extract_text(text, "story.txt")
    assert isinstance(found, Unreadable)
    assert found.reason is reason


@given(st.binary(max_size=600) | st.text(max_size=600))
def test_no_bytes_make_the_reading_of_text_fail(text: bytes | str) -> None:
    found = extract_text(text, "story.txt")
    if isinstance(found, Article):
        assert found.headline
        assert found.paragraphs
        assert all(paragraph.text == " ".join(paragraph.text.split()) for paragraph in found.paragraphs)

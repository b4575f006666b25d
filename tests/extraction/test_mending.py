"""What markup tears apart is read whole: large first letters, and texts behind headings that were not closed."""

from __future__ import annotations

import pytest
from tests.extraction.templates import ENGLISH, URL

from variorum.extraction import extract
from variorum.model import Article

LEAD = ENGLISH.paragraphs[0]
LETTER, LEFT = LEAD[0], LEAD[1:]
WORD, _, REST = LEAD.partition(" ")
FURTHER = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs[1:])
OPENINGS = {
    "a letter in a block before the paragraph": f"<div class='dropcap'>{LETTER}</div><p>{LEFT}</p>",
    "a letter in a block before a box around the paragraph": f"<p class='first'>{LETTER}</p><div><p>{LEFT}</p></div>",
    "a block within the paragraph": f"<p><div class='drop-cap'>{LETTER}</div>{LEFT}</p>",
    "a letter shown beside its word": f"<p><span aria-hidden='true'>{LETTER}</span><span class='visually-hidden'>{WORD}</span> {REST}</p>",
    "a letter shown and read": f"<p><span aria-hidden='true'>{LETTER}</span><span class='sr-only'>{LETTER}</span>{LEFT}</p>",
}


def texts(html: str) -> list[str]:
    article = extract(html, URL)
    assert isinstance(article, Article), article
    assert article.headline == "Mill Bridge closed"
    return [one.text for one in article.paragraphs]


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_large_first_letter_is_part_of_its_word(opening: str) -> None:
    page = f"<main><article><h1>Mill Bridge closed</h1><div class='text'>{OPENINGS[opening]}{FURTHER}</div></article></main>"
    assert texts(page) == list(ENGLISH.paragraphs)


def test_letters_that_name_what_follows_are_no_first_letters() -> None:
    rows = "".join(
        f"<div>{letter}</div><p>{text}</p>" for letter, text in (("A", "apples, red"), ("B", "beans, green"))
    )
    page = f"<main><article><h1>Mill Bridge closed</h1><div class='text'><p>{LEAD}</p>{rows}{FURTHER}</div></article></main>"
    assert not {"Aapples, red", "Bbeans, green"} & set(texts(page))


@pytest.mark.parametrize("closing", ["</h2>", ""])
def test_a_heading_that_was_not_closed_holds_its_own_words_alone(closing: str) -> None:
    page = f"<main><article><h1>Mill Bridge closed{closing}<div class='text'><p>{LEAD}</p>{FURTHER}</div></article></main>"
    assert texts(page) == list(ENGLISH.paragraphs)

"""Whatever is asked means something or is refused with a sentence, and a text's words are found under themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.model.search import SearchField, SearchTerm
from variorum.text.queries import parsed_query, placed_words, search_words


@given(st.text(max_size=80))
def test_any_text_is_a_query_or_is_refused(text: str) -> None:
    try:
        query = parsed_query(text)
    except ValueError:
        return
    assert all(word == search_words(word) for term in query.terms for word in term.words)


@given(st.text(max_size=80))
def test_words_are_looked_up_in_the_form_in_which_they_are_kept(text: str) -> None:
    words = search_words(text).split()
    assert [word.form for word in placed_words(text)] == words
    assert search_words(" ".join(words)).split() == words


def test_words_phrases_fields_and_choices_are_understood() -> None:
    query = parsed_query('Fire OR "blaze at" headline:mill -author:"A. Blau" harb* https://a.example/b')
    assert query.groups == (
        (SearchTerm(("fire",)), SearchTerm(("blaze", "at"))),
        (SearchTerm(("mill",), SearchField.HEADLINE),),
        (SearchTerm(("harb",), is_prefix=True),),
        (SearchTerm(("https", "a", "example", "b")),),
    )
    assert query.without == (SearchTerm(("a", "blau"), SearchField.AUTHOR),)
    with pytest.raises(ValueError, match="at least one word"):
        parsed_query("-court")

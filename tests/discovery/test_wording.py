"""Titles and summaries: what is markup in them and what is text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.discovery.limits import LONGEST_MARKUP, LONGEST_TEXT
from variorum.discovery.wording import literal, plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Ferry runs <i>again</i>", "Ferry runs again"),
        ("<p>One</p><p>two<br/>three</p>", "One two three"),
        ("H<sub>2</sub>O and AT&amp;T", "H2O and AT&T"),
        ("Caf&eacute; &#8217;n&#x2019; quay &#146;s", "Café ’n’ quay ’s"),
        ("It\x92s here", "It’s here"),
        ("R&D at AT&T &unknown; &copy 2026", "R&D at AT&T &unknown; &copy 2026"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("if a <b then", "if a <b then"),
        ("List<String> by <name withheld>", "List<String> by <name withheld>"),
        ("Use &lt;b&gt; sparingly", "Use <b> sparingly"),
        ("a<!-- <p>old</p> -->b<script>x = '</p>'</script>c<style>p{}</style>d", "a b c d"),
        ("a<!-- never closed", "a"),
        ('<a href="x" title="5 > 4">link</a>', "link"),
        ("<a title='it's'>link</a>", "link"),
        ("\u202eno\x1b[31m commands\x07", "no[31m commands"),
        ("  many\n\t spaces\u00a0here ", "many spaces here"),
        ("", ""),
    ],
)
def test_markup_is_read_as_a_reader_sees_it(markup: str, text: str) -> None:
    assert plain(markup) == text


def test_literal_text_keeps_its_tags() -> None:
    assert literal("Use <b> &amp; <i>") == "Use <b> & <i>"


def test_long_texts_are_cut() -> None:
    assert len(plain("word " * LONGEST_MARKUP)) <= LONGEST_TEXT
    assert plain("<p>a</p>" + "<img src='" + "x" * LONGEST_MARKUP) == "a"


@pytest.mark.parametrize(
    "piece", ["<", "<a ", '<a "', "<a '", "<!--", "<script>", "<style ", "&", "&#", "</a", "<a <b "]
)
def test_no_repetition_makes_reading_slow(piece: str) -> None:
    start = time.process_time()
    for _ in range(20):
        plain(piece * LONGEST_MARKUP)
    assert time.process_time() - start < 2


@given(st.text() | st.text(alphabet="<>!-&;#'\"/ abpx0", max_size=300))
def test_any_text_becomes_one_line(markup: str) -> None:
    for text in (plain(markup), literal(markup)):
        assert len(text.splitlines()) <= 1
        assert text == text.strip()

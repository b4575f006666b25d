"""Normalised forms: what looks the same compares the same, what counts stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from variorum.text.normalise import normalise
from variorum.text.printable import escaped, one_line, printable
from variorum.text.tokens import tokens


def test_quotes_dashes_and_blanks_of_every_kind_are_alike() -> None:
    assert normalise("„Nein“ – ‘so’\u00a0it\u2009is") == normalise("\"Nein\"  -  'so' it is")


def test_numbers_keep_their_value() -> None:
    assert normalise("5½") != normalise("51/2")
    assert normalise("10²") != normalise("102")
    assert normalise("−5") == "-5"


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_nothing_printable_commands_a_terminal(text: str) -> None:
    shown = printable(text) + one_line(text)
    assert not any(ord(char) < 32 and char not in "\t\n" for char in shown)
    assert not set("\x1b\x9b\u202e\u2066\u200f") & set(shown)
    shown.encode("utf-8")


def test_letters_of_every_script_stay() -> None:
    text = "नमस्ते \u200d ए مدينة עברית 東京 é"
    assert printable(text) == text


def test_escaped_json_keeps_its_value() -> None:
    import json  # noqa: PLC0415 - only this test needs it

    value = {"a": "x\u202ey\x9b\U000e0041\u2028"}
    written = escaped(json.dumps(value, ensure_ascii=False))
    assert json.loads(written) == value
    assert "\u202e" not in written
    assert "\x9b" not in written


@given(st.text())
def test_tokens_cover_a_text_without_a_gap(text: str) -> None:
    assert "".join(text[token.start : token.end] for token in tokens(text)) == text

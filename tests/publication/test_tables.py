"""Tables of rows, which no text can turn against a terminal or a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.model import Change, ChangeKind
from variorum.publication import CHANGE_FIELDS, change_row, json_text, rows_csv, rows_json, rows_jsonl
from variorum.text.printable import printable

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
_CELLS = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=3)
_ROWS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c"]), _CELLS), max_size=5)
CHANGE = Change(
    id="r" * 16,
    kind=ChangeKind.REVISION,
    article_id="a" * 16,
    url="https://news.example/bridge",
    source="The Harbour Post",
    source_id="s" * 16,
    headline="Bridge closed",
    captured_before=NOON,
    captured_after=NOON.replace(hour=13),
    made_at=NOON.replace(hour=13, minute=1),
    sentence="Headline changed.",
    classes=("headline", "unannounced"),
    weight=0.6,
    before_version="b" * 16,
    after_version="c" * 16,
)


def read(written: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written, newline="")))


@given(_ROWS)
def test_no_cell_commands_a_terminal_or_begins_a_formula(rows: list[dict[str, object]]) -> None:
    written = rows_csv(rows, ["a", "b", "c"])
    assert printable(written) == written
    cells = read(written)
    assert len(cells) == len(rows) + 1
    for row, shown in zip(rows, cells[1:], strict=True):
        for field, cell in zip(["a", "b", "c"], shown, strict=True):
            if not isinstance(row.get(field), int):
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1", " =1", "＝1", "\x00=1", "-"]
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert read(rows_csv([{"a": text}], ["a"]))[1][0] == f"'{printable(text)}"


def test_numbers_stay_numbers_and_everything_else_has_a_plain_form() -> None:
    row = {"n": -5, "f": -0.5, "b": True, "t": NOON, "c": ("figure", "headline"), "x": None, "d": {"k": "v"}}
    assert rows_csv([row], list(row)) == (
        'n,f,b,t,c,x,d\n-5,-0.5,true,2026-03-01T12:00:00Z,figure headline,,"{""k"": ""v""}"\n'
    )


def test_cells_with_commas_quotes_and_line_ends_read_back() -> None:
    text = 'He said "no", and\nleft'
    assert read(rows_csv([{"a": text}], ["a"])) == [["a"], [text]]


def test_only_the_fields_asked_for_are_written_in_their_order() -> None:
    assert rows_csv([{"a": 1, "b": 2, "c": 3}], ["c", "a", "missing"]) == "c,a,missing\n3,1,\n"


@given(_ROWS)
def test_json_reads_back_and_shows_nothing_that_commands(rows: list[dict[str, object]]) -> None:
    plain = json.loads(json.dumps(rows))  # two lone surrogates in a row are one letter in JSON
    assert json.loads(rows_json(rows)) == plain
    lines = rows_jsonl(rows).splitlines()
    assert [json.loads(line) for line in lines] == plain
    for written in (rows_json(rows), rows_jsonl(rows)):
        assert printable(written) == written


def test_json_keeps_letters_of_every_script_as_they_are() -> None:
    assert rows_jsonl([{"a": "Zürich 東京"}]) == '{"a": "Zürich 東京"}\n'


def test_json_writes_times_in_utc_and_refuses_what_it_does_not_know() -> None:
    assert json_text({"at": NOON}, indent=None) == '{"at": "2026-03-01T12:00:00Z"}'
    with pytest.raises(TypeError, match="object"):
        json_text(object())
    with pytest.raises(ValueError, match="JSON"):
        json_text(nan)


def test_the_row_of_a_change_has_all_that_a_log_promises() -> None:
    assert change_row(CHANGE) == {
        "id": "r" * 16,
        "article_id": "a" * 16,
        "url": "https://news.example/bridge",
        "source": "The Harbour Post",
        "kind": "revision",
        "captured_before": "2026-03-01T12:00:00Z",
        "captured_after": "2026-03-01T13:00:00Z",
        "sentence": "Headline changed.",
        "classes": ["headline", "unannounced"],
        "weight": 0.6,
        "headline": "Bridge closed",
        "claimed": False,
        "superseded": False,
        "before_version": "b" * 16,
        "after_version": "c" * 16,
    }


def test_the_fields_of_a_row_stand_in_the_order_of_the_reference() -> None:
    assert tuple(change_row(CHANGE)) == CHANGE_FIELDS


def test_the_row_of_an_event_has_no_moment_before() -> None:
    event = Change(
        **{name: getattr(CHANGE, name) for name in CHANGE.__slots__}
        | {"kind": ChangeKind.EVENT, "captured_before": None, "before_version": None}
    )
    row = change_row(event)
    assert (row["kind"], row["captured_before"], row["before_version"]) == ("event", None, None)

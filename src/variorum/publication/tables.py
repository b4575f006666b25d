"""Takes rows, gives them as CSV, JSON or JSON lines in which no text commands a terminal or a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from variorum.model.documents import time_text
from variorum.text.printable import escaped, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from variorum.model import Change

# What spreadsheets take for a formula, wide forms included (OWASP, "CSV Injection"); line ends and tabs go before it.
_FORMULA = tuple("=+-@＝＋－＠")

#: The fields of the row of a change, in the order of docs/reference/json.md.
CHANGE_FIELDS = (
    "id",
    "article_id",
    "url",
    "source",
    "kind",
    "captured_before",
    "captured_after",
    "sentence",
    "classes",
    "weight",
    "headline",
    "claimed",
    "superseded",
    "before_version",
    "after_version",
)


def change_row(change: Change) -> dict[str, object]:
    """A change as a row of `log`: its `CHANGE_FIELDS`, in order, as plain values."""
    plain = {
        "kind": str(change.kind),
        "captured_before": None if change.captured_before is None else time_text(change.captured_before),
        "captured_after": time_text(change.captured_after),
        "classes": list(change.classes),
    }
    return {field: plain[field] if field in plain else getattr(change, field) for field in CHANGE_FIELDS}


def rows_csv(rows: Iterable[Mapping[str, object]], fields: Sequence[str]) -> str:
    r"""Rows as CSV with a header, lines ended by `\n`: the cells of `fields`, empty where a row has none.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers. Lists are joined with blanks.

    >>> rows_csv([{"n": -1, "text": "=1+1"}, {"text": 'a "b", c'}], ["n", "text"])
    'n,text\n-1,\'=1+1\n,"a ""b"", c"\n'
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_cell(field) for field in fields)
    writer.writerows([_cell(row.get(field)) for field in fields] for row in rows)
    return file.getvalue()


def rows_json(rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as one JSON array, indented, without a line end at the end."""
    return json_text(list(rows))


def rows_jsonl(rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as JSON, one a line, each ended by a line end."""
    return "".join(f"{json_text(row, indent=None)}\n" for row in rows)


def json_text(value: object, *, indent: int | None = 2) -> str:
    r"""A value as JSON text that a terminal can show: letters as they are, everything that commands as an escape.

    Times become ISO 8601 with a `Z`. Raises TypeError for what JSON does not know.

    >>> json_text({"say": "\u202eé"}, indent=None)
    '{"say": "\\u202eé"}'
    """
    return escaped(json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False, default=_plain))


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return time_text(value)
    raise TypeError(f"JSON has no form for {value!r}")


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case datetime():
            return time_text(value)
        case str():
            return _harmless(value)
        case list() | tuple():
            return _harmless(" ".join(str(part) for part in value))
    return _harmless(json_text(value, indent=None))


def _harmless(text: str) -> str:
    text = printable(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text[:1] in {"\t", "\n"} else text

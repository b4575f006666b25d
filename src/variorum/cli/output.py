"""Takes values, writes them: data to standard output, everything else to standard error, nothing that commands a terminal."""

from __future__ import annotations

import codecs
import functools
import os
import sys
from datetime import datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click

from variorum.flow.words import moment
from variorum.publication import rows_csv, rows_json, rows_jsonl
from variorum.text.printable import escape, one_line, printable, without_sequences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Row = dict[str, Any]

_ESCAPE = "variorum.escape"
#: Letters of the widest column of a table.
_WIDEST = 60
_FORMS = ("json", "jsonl", "csv", "table")
#: Fields that hold a time: ISO 8601 for programs, in a table as people are told it everywhere else.
_TIMES = frozenset(
    ("added_at", "next_check", "last_checked", "captured_before", "captured_after", "published", "updated")
)


def bear_every_letter() -> None:
    r"""Lets output whose encoding lacks a letter show it as JSON writes it, `\u2192`, where it would end the command."""
    codecs.register_error(_ESCAPE, _escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_ESCAPE)


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return escape(error.object[error.start : error.end]), error.end


def say(text: str = "") -> None:
    """Writes a line of data."""
    click.echo(printable(without_sequences(text)))


def say_styled(text: str) -> None:
    """Writes text that was made printable before our own colours were put in."""
    click.echo(text)


def warn(text: str) -> None:
    """Writes a line of progress or warning."""
    click.echo(f"variorum: {one_line(without_sequences(text))}", err=True)


def note(text: str) -> None:
    """Writes a line beside the data that is no warning."""
    click.echo(one_line(without_sequences(text)), err=True)


def colour_wanted() -> bool:
    """Whether standard output is a terminal whose user has not set NO_COLOR (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def listing_options(limit: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options that every listing has: its form, its fields and how many rows; handed over as `listing`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option("--json", is_flag=True, help="One JSON array.")
        @click.option("--jsonl", is_flag=True, help="One JSON object a line.")
        @click.option("--csv", is_flag=True, help="Comma-separated values, safe for spreadsheets.")
        @click.option("--table", is_flag=True, help="A table, the default.")
        @click.option("--fields", help="Only these fields, by comma, in this order.")
        @click.option(
            "--limit",
            type=click.IntRange(min=1),
            default=limit,
            show_default=True,
            help="At most so many rows.",
        )
        @functools.wraps(command)
        def wrapped(*arguments: Any, fields: str | None, limit: int, **named: Any) -> Any:
            form = only_form(named, _FORMS)
            chosen = tuple(name.strip() for name in fields.split(",")) if fields else ()
            return command(*arguments, listing=Listing(form or "table", chosen, limit), **named)

        return wrapped

    return decorate


def only_form(named: dict[str, Any], forms: Iterable[str]) -> str | None:
    """Takes the flags of forms out of a command's options and gives the one that is set; two are a usage error."""
    chosen = [form for form in forms if named.pop(form)]
    if len(chosen) > 1:
        raise click.UsageError(f"--{chosen[0]} and --{chosen[1]} exclude each other: choose one form")
    return chosen[0] if chosen else None


class Listing:
    """How rows are to be written."""

    def __init__(self, form: str, fields: tuple[str, ...], limit: int) -> None:
        self.form = form
        self.fields = fields
        self.limit = limit

    def write(self, rows: Sequence[Row], columns: Mapping[str, str], *, all_fields: Sequence[str]) -> None:
        """Writes rows. `columns` are the fields of the table with their headings; `all_fields` those of data forms.

        Raises a usage error when a field is asked for that there is none of.
        """
        unknown = [name for name in self.fields if name not in all_fields]
        if unknown:
            raise click.UsageError(f"there is no field {unknown[0]!r}; there are: {', '.join(all_fields)}")
        if self.form == "table":
            shown = {name: columns.get(name, name) for name in self.fields} or dict(columns)
            # Headings over nothing tell a person nothing.
            for line in _table(rows, shown) if rows else ():
                say(line)
            return
        fields = self.fields or tuple(all_fields)
        chosen = [{name: row.get(name) for name in fields} for row in rows]
        if self.form == "csv":
            click.echo(rows_csv(chosen, fields), nl=False)
        else:
            click.echo({"json": rows_json, "jsonl": rows_jsonl}[self.form](chosen).rstrip("\n"))


def _table(rows: Iterable[Row], columns: Mapping[str, str]) -> Iterable[str]:
    """Lines of a table; the last column is not padded, so that long sentences may wrap as the terminal likes.

    A cell that is longer than a column can be wide is shown whole and pushes only its own line to the right.
    """
    cells = [[one_line(without_sequences(_cell(name, row.get(name)))) for name in columns] for row in rows]
    headings = list(columns.values())
    lines = [headings, *cells]
    widths = [max(min(len(line[n]), _WIDEST) for line in lines) for n in range(len(headings))]
    for line in lines:
        padded = [cell.ljust(width) for cell, width in zip(line[:-1], widths, strict=False)]
        yield "  ".join([*padded, line[-1]]).rstrip()


def _cell(name: str, value: object) -> str:
    match value:
        case None:
            return ""
        case str() if name in _TIMES:
            return moment(datetime.fromisoformat(value))
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(str, value))
    return str(value)

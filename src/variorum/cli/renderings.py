"""Takes a revision and the form that is asked for, writes it."""

from __future__ import annotations

import functools
import shutil
from typing import TYPE_CHECKING, Any

import click

from variorum.cli.exits import FINDINGS
from variorum.cli.output import colour_wanted, only_form, say_styled
from variorum.model import FindingClass
from variorum.publication import (
    comparison_document,
    comparison_html,
    comparison_text,
    comparison_unified,
    json_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.model import Revision

_CLASSES = [str(kind) for kind in FindingClass]


def rendering_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that shows a comparison; handed over as `form` and `fail_on`."""

    @click.option("--json", is_flag=True, help="One JSON object (docs/reference/json.md).")
    @click.option("--html", is_flag=True, help="An HTML fragment.")
    @click.option("--unified", is_flag=True, help="A unified text diff.")
    @click.option(
        "--fail-on",
        multiple=True,
        type=click.Choice(_CLASSES),
        metavar="CLASS",
        help="End with code 4 when there is a finding of this class. Repeatable.",
    )
    @functools.wraps(command)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        form = only_form(named, ("json", "html", "unified"))
        return command(*arguments, form=form or "text", **named)

    return wrapped


def render(revision: Revision, form: str) -> None:
    """Writes a revision to standard output."""
    match form:
        case "json":
            click.echo(json_text(comparison_document(revision)))
        case "html":
            click.echo(comparison_html(revision))
        case "unified":
            click.echo(comparison_unified(revision), nl=False)
        case _:
            colour = colour_wanted()
            width = shutil.get_terminal_size().columns if colour else None
            say_styled(comparison_text(revision, colour=colour, width=width).rstrip("\n"))


def fail_on_findings(revision: Revision, fail_on: tuple[str, ...]) -> None:
    """Ends the command with code 4 when there is a finding of one of these classes."""
    if set(fail_on) & set(revision.classes):
        raise click.exceptions.Exit(FINDINGS)

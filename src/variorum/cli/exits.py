"""The exit codes, the same for every command."""

from __future__ import annotations

from typing import NoReturn

import click

from variorum.cli.output import warn

FAILURE = 1
USAGE = 2
NOT_FOUND = 3
FINDINGS = 4
INTERRUPTED = 130


def leave(sentence: str, code: int = FAILURE) -> NoReturn:
    """Says why on standard error and ends the command."""
    warn(sentence)
    raise click.exceptions.Exit(code)

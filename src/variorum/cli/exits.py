"""The exit codes, the same for every command."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import click

from variorum.cli.output import warn
from variorum.model import FailureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Failure

FAILURE = 1
USAGE = 2
NOT_FOUND = 3
FINDINGS = 4
INTERRUPTED = 130
#: As a shell counts the signal SIGPIPE.
UNREAD = 141


def leave(sentence: str, code: int = FAILURE) -> NoReturn:
    """Says why on standard error and ends the command."""
    warn(sentence)
    raise click.exceptions.Exit(code)


def failure_code(failures: Sequence[Failure]) -> int:
    """The code of a command that failed: not found where nothing is wrong but that files are not there."""
    return NOT_FOUND if all(failure.kind is FailureKind.NO_FILE for failure in failures) else FAILURE

"""Takes the directory of an archive, gives its user's outlet rules; a mistake in them ends the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from variorum.flow.outlets import user_rules

if TYPE_CHECKING:
    from pathlib import Path

    from variorum.model import OutletRule


def rules_of(directory: Path) -> tuple[OutletRule, ...]:
    """The rules in `outlets/*.toml` of an archive. Raises a usage error that names the first mistake."""
    found = user_rules(directory)
    if found.mistakes:
        more = len(found.mistakes) - 1
        told = f" (and {more} more; `variorum outlet check FILE` lists them)" if more else ""
        raise click.UsageError(found.mistakes[0].sentence + told)
    return found.rules

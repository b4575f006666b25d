"""Takes what a user gives as a public key, the key or a file with it, gives the key in hexadecimal."""

from __future__ import annotations

import re
from pathlib import Path

import click

_KEY = re.compile(r"[0-9a-f]{64}")
_LONGEST = 4096


def public_key(text: str) -> str:
    """The key that a text or the file that it names holds. Raises a usage error when there is none."""
    if _KEY.fullmatch(text.strip().lower()):
        return text.strip().lower()
    try:
        with Path(text).open("rb") as file:
            words = file.read(_LONGEST).decode("ascii", "replace").lower().split()
    except (OSError, ValueError) as error:
        raise click.UsageError(
            f"{text!r} is no public key of 64 hexadecimal digits and no file with one"
        ) from error
    found = [word for word in words if _KEY.fullmatch(word)]
    if len(found) != 1 or "signing" in words:
        raise click.UsageError(f"{text} holds no public key (64 hexadecimal digits)")
    return found[0]

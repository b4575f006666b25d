"""Takes `variorum.toml` in the archive's directory, gives the defaults of options: flag > VARIORUM_* > file."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FILE = "variorum.toml"
#: Every setting with what it means; options of the same name take it as their default.
SETTINGS = {
    "contact": "an e-mail address or URL that the User-Agent names, so that a publisher can reach you",
    "gap": "seconds between two requests to one registered domain",
    "horizon": "days without a change after which an article is no longer checked",
    "keep_captures": "days after which `variorum compact` lets go of the bytes of a capture",
    "tsa": "the address of the time-stamping authority (RFC 3161) that `stamp` and `cite` ask",
    "allow_net": "networks beyond the public internet that may be fetched from, as a list",
    "resolve": "addresses that stand for host names, as a list of HOST=ADDRESS:PORT",
    "browser": "hosts whose pages are drawn by Chromium before they are read, as a list",
}
_KINDS: dict[str, Any] = {
    "contact": str,
    "gap": (int, float),
    "horizon": (int, float),
    "keep_captures": (int, float),
    "tsa": str,
    "allow_net": list,
    "resolve": list,
    "browser": list,
}
_WORDS = {str: "a text in quotes", (int, float): "a number", list: 'a list, such as ["..."]'}


def default_map(directory: Path, commands: Sequence[str]) -> dict[str, Any]:
    """The defaults that the settings file gives to the options of all commands. Raises a usage error that names a mistake."""
    file = directory / FILE
    try:
        text = file.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file} cannot be read: {error}") from error
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise click.UsageError(f"{file} is no valid TOML: {error}") from error
    for name, value in settings.items():
        if name not in SETTINGS:
            raise click.UsageError(f"{file}: there is no setting {name!r}; there are: {', '.join(SETTINGS)}")
        if not isinstance(value, kind := _KINDS[name]) or isinstance(value, bool):
            raise click.UsageError(f"{file}: {name} is {_WORDS[kind]}, not {value!r}")
        if isinstance(value, list) and not all(isinstance(one, str) for one in value):
            raise click.UsageError(f"{file}: {name} is {_WORDS[list]}, each of them in quotes")
    return dict.fromkeys(commands, settings)

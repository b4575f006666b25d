"""`variorum config`: what an archive is set to, and its signing key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.archive.signing import KEY_FILE, kept_key
from variorum.archive.signing import new_key as key_made
from variorum.cli.output import note, say
from variorum.cli.settings import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from variorum.archive.signing import SigningKey


@click.command(short_help="Show settings; make a signing key.")
@click.option("--new-key", is_flag=True, help="Make the key that signs what the archive proves.")
@click.option("--public-key", is_flag=True, help="Only the public key, to be told to whoever checks.")
@click.pass_context
def config(context: click.Context, *, new_key: bool, public_key: bool) -> None:
    """Shows what variorum.toml sets and the public half of the archive's signing key; makes the key when asked to.

    The key lies in the archive's directory, readable by its owner only. Tell its public half to readers by another way than
    the packs that it signs: a key that comes with a pack proves nothing.

    \b
    Examples:
      variorum config
      variorum config --new-key
    """
    directory: Path = context.obj
    key = _made(directory) if new_key else kept_key(directory)
    if public_key:
        if key is None:
            raise click.UsageError("there is no key yet: --new-key makes one")
        say(key.public)
        return
    defaults = (context.find_root().default_map or {}).get("config", {})
    for name, meaning in SETTINGS.items():
        say(f"{name}: {defaults.get(name, 'not set')}  ({meaning})")
    say(f"public key: {'none' if key is None else key.public}")


def _made(directory: Path) -> SigningKey:
    open_archive(directory).close()
    made = key_made(directory)
    note(f"{directory / KEY_FILE} is the private key: keep a copy of it in a safe place")
    return made

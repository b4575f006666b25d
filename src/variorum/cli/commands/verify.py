"""`variorum verify`: whether everything is as it was kept."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress

from variorum.archive import ArchiveError, Broken, Place, open_archive
from variorum.archive.stamping import StampError, can_check_stamps, certificates, stamped_at
from variorum.archive.verifying import Trusted
from variorum.cli.exits import FAILURE, leave
from variorum.cli.keys import public_key
from variorum.cli.output import note, say, warn
from variorum.cli.times import MOMENT
from variorum.flow.citing import checked_pack
from variorum.flow.words import moment
from variorum.model import TombstoneKind
from variorum.text.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from variorum.archive import Archive
    from variorum.model import Tombstone

#: How far a check came that was interrupted.
_PLACE = "verify.json"
_SHOWN = 20


@click.command(short_help="Check that nothing was altered or lost.")
@click.argument("pack", required=False, type=click.Path(path_type=Path))
@click.option("--since", type=MOMENT, metavar="TIME", help="Only what was stored since.")
@click.option(
    "--key", help="The public key, or a file with it, that must have signed; learn it from elsewhere."
)
@click.option(
    "--authority",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Certificates (PEM) of time-stamping authorities that time stamps must lead to.",
)
@click.option("--afresh", is_flag=True, help="From the start, also when an earlier check was interrupted.")
@click.pass_obj
def verify(
    directory: Path,
    pack: Path | None,
    *,
    since: datetime | None,
    key: str | None,
    authority: Path | None,
    afresh: bool,
) -> None:
    """Reads everything again and names what is broken: the archive, or the evidence pack PACK (which needs no archive).

    A check of the archive that is interrupted goes on where it stopped. Ends with 1 when anything is broken. With --key
    the roots, or the pack's, must be signed with that key; the key that a pack brings along is never trusted, nor are the
    certificates in a time stamp: --authority names those that are.

    \b
    Examples:
      variorum verify
      variorum verify --since 2026-11-01
      variorum verify evidence.zip --key 3b6a27bc...
    """
    trusted = Trusted(None if key is None else public_key(key), _authorities(authority))
    if pack is not None:
        _verify_pack(pack, trusted)
        return
    with open_archive(directory) as archive:
        start, kept = _start(archive, since, afresh=afresh or since is not None)
        place = _checked(archive, start, trusted, kept=kept)
        stamped = archive.newest_root(stamped=True)
        taken_out, is_scrubbed = archive.tombstones(), archive.is_scrubbed()
        if kept is not None:
            with suppress(OSError):
                kept.unlink(missing_ok=True)
    for one in place.broken[:_SHOWN]:
        warn(_told(one))
    if place.broken:
        more = len(place.broken) - _SHOWN
        leave(
            f"{counted(len(place.broken), 'thing')} broken" + (f", {more} not shown" if more > 0 else ""),
            FAILURE,
        )
    signed = "" if trusted.signer is None else ", every root signed with the key"
    say(
        f"{counted(place.number - start.number, 'link')} checked, nothing broken{signed}; last link {place.link}"
    )
    if stamped is not None and can_check_stamps():
        said = "" if trusted.authorities else ", by an authority that nobody named (--authority)"
        at = moment(stamped_at(stamped.stamp or b"", stamped))
        say(f"all links until {stamped.last} were there at {at}, as a time stamp says{said}")
    for line in _told_of(taken_out):
        say(line)
    if not is_scrubbed:
        warn(
            "words that were forgotten may still stand in the database's files: `variorum compact` takes them out"
        )


def _told_of(taken_out: Sequence[Tombstone]) -> Iterator[str]:
    """What was taken out: articles that were forgotten, and captures that were let go, by which setting."""
    forgotten = [one for one in taken_out if one.kind is TombstoneKind.FORGOTTEN]
    if forgotten:
        links = sum(one.count for one in forgotten)
        yield f"{counted(links, 'link')} of {counted(len(forgotten), 'forgotten article')}: only their hashes stand"
    let_go: Counter[str] = Counter()
    for one in taken_out:
        if one.kind is TombstoneKind.LET_GO:
            let_go[one.reason] += one.count
    for reason, captures in let_go.items():
        yield f"{counted(captures, 'capture')} let go by {reason}: their hashes and what was read in them stand"


def _told(one: Broken) -> str:
    return f"link {one.number}: {one.sentence}" if one.number else one.sentence


def _start(archive: Archive, since: datetime | None, *, afresh: bool) -> tuple[Place, Path | None]:
    """Where to begin, and the file that remembers how far a check came; a check of a part remembers nothing."""
    if since is not None:
        return archive.start_since(since), None
    file = archive.directory / _PLACE
    if not afresh:
        with suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads(file.read_text("utf-8"))
            broken = tuple(Broken(int(number), str(sentence)) for number, sentence in told["broken"])
            place = Place(int(told["number"]), str(told["link"]), broken=broken)
            note(f"going on after link {place.number}; --afresh starts over")
            return place, file
    return Place(), file


def _checked(archive: Archive, start: Place, trusted: Trusted, *, kept: Path | None) -> Place:
    console = Console(stderr=True)
    place = start
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("checking", total=None)
        for place in archive.verify(start, trusted.signer, trusted.authorities):
            progress.update(task, total=place.of, completed=place.number)
            if kept is not None:
                _remember(kept, place)
    return place


def _remember(file: Path, place: Place) -> None:
    told = {
        "number": place.number,
        "link": place.link,
        "broken": [[one.number, one.sentence] for one in place.broken],
    }
    with suppress(OSError):
        file.write_text(json.dumps(told), "utf-8")


def _authorities(file: Path | None) -> tuple[bytes, ...]:
    """The certificates in a file. Raises a usage error where it holds none."""
    if file is None:
        return ()
    try:
        return certificates(file.read_bytes())
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror}") from error
    except StampError as error:
        raise click.UsageError(f"{file}: {error}") from error


def _verify_pack(pack: Path, trusted: Trusted) -> None:
    try:
        told = checked_pack(pack, trusted.signer, trusted.authorities)
    except ArchiveError as error:
        leave(f"{pack}: {error}", FAILURE)
    for line in told:
        say(line)

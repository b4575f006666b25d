"""`variorum forget`: takes an article out of the archive for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from variorum.archive import open_archive
from variorum.cli.choice import chosen_article, forget_rows
from variorum.cli.exits import FAILURE, leave
from variorum.cli.output import note, say, warn
from variorum.flow.clock import archive_clock
from variorum.flow.words import moment
from variorum.text.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from variorum.archive import Archive
    from variorum.model import ArticleRecord, Copy, Forgotten


@click.command(short_help="Take an article out of the archive for good.")
@click.argument("article")
@click.option(
    "--reason", required=True, help="Why; readers are told it, so it must not repeat what is to go."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def forget(directory: Path, article: str, *, reason: str, yes: bool) -> None:
    """Forgets ARTICLE (an id, a URL, or @n): its versions, captures, comparisons and addresses leave pages, feeds, listings and
    the database's files, and it is not fetched or imported again. This cannot be undone.

    A tombstone with the reason keeps the chain whole: `verify` still checks everything else, and the article's pages answer
    410. Backups, exports and packs that the archive knows of are named, since they still hold it.

    \b
    Examples:
      variorum forget https://www.example.org/news/1 --reason "court order 12 O 34/26"
      variorum forget @3 --reason "asked for by the person concerned" --yes
    """  # noqa: D205 - the summary takes two lines
    if not reason.strip():
        raise click.UsageError("--reason must say why")
    with open_archive(directory) as archive:
        record = chosen_article(archive, article)
        _tell_what_goes(record, archive.copies(record.id))
        if not yes:
            click.confirm("Forget it for good?", abort=True, err=True)
        found = archive.forget(record.id, reason.strip(), archive_clock(archive).now())
        if found is None:
            leave(f"{article}: no such article any more", FAILURE)
        forget_rows(archive)
        _tell(archive, found)
    if not found.is_scrubbed:
        leave(
            "its words may still stand in the database's files, since another process reads them or the disk is full: `variorum compact` takes them out",
            FAILURE,
        )


def _tell_what_goes(record: ArticleRecord, copies: Sequence[Copy]) -> None:
    note(f"{record.headline} ({record.url})")
    note(f"{counted(record.versions, 'version')} and {counted(record.changes, 'change')} go")
    _tell_copies(copies)


def _tell_copies(copies: Sequence[Copy]) -> None:
    for one in copies:
        note(f"still held by the {one.kind} {one.path} of {moment(one.made_at)}")


def _tell(archive: Archive, found: Forgotten) -> None:
    """What went, and what is left elsewhere."""
    say(
        f"forgotten: {counted(found.versions, 'version')}, {counted(found.captures, 'capture')}; "
        f"tombstone {found.tombstone.id} over {counted(found.tombstone.count, 'link')}"
    )
    for one in found.copies:
        say(
            f"still held by the {one.kind} {one.path} of {moment(one.made_at)}: delete it there, or take it out of it"
        )
    for other in found.shared:
        record = archive.article(other)
        named = other if record is None else f"{record.id} ({record.url})"
        warn(
            f"the same bytes or text were served for the article {named}: they stay until that is forgotten too"
        )

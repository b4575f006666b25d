"""`variorum cite`: citations of versions, and the pack that proves them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from variorum.archive import open_archive
from variorum.cli.choice import chosen_article, chosen_versions
from variorum.cli.copies import record_copy
from variorum.cli.exits import NOT_FOUND, leave
from variorum.cli.output import note, say
from variorum.flow.citing import citations, evidence_pack, roots_of
from variorum.flow.clock import archive_clock
from variorum.flow.stamping import stamp
from variorum.model import CopyKind
from variorum.publication import json_text


@click.command(short_help="Cite two versions, with a pack that proves them.")
@click.argument("article")
@click.argument("versions", required=False, metavar="[M..N]")
@click.option(
    "--pack",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write an evidence pack (zip) to this file.",
)
@click.option(
    "--tsa",
    metavar="URL",
    envvar="VARIORUM_TSA",
    help="Have the pack's roots stamped by this time-stamping authority (RFC 3161).",
)
@click.pass_obj
def cite(directory: Path, article: str, versions: str | None, *, pack: Path | None, tsa: str | None) -> None:
    """Gives citations (CSL-JSON) of versions M and N of ARTICLE (an id, a URL, or @n); the last two when none are named.

    The pack holds both texts, the bytes that were served, headers, proofs and a page to read; `variorum verify PACK --key KEY`
    checks it on a machine without the archive. It is signed where `variorum config --new-key` made a key.

    \b
    Examples:
      variorum cite @1
      variorum cite @1 1..2 --pack evidence.zip
    """
    with open_archive(directory) as archive:
        history = archive.history(chosen_article(archive, article).id)
        if history is None or not history.versions:
            leave(f"{article}: no version was kept of it so far", NOT_FOUND)
        before, after = chosen_versions(history.versions, versions)
        if pack is None:
            say(json_text(citations(history, (before, after))))
            return
        now = archive_clock(archive).now()
        if tsa is not None:
            asyncio.run(stamp(archive, roots_of(archive, before, after, now=now), tsa))
        made = evidence_pack(archive, history, before, after, now=now)
        key = archive.key()
        pack.write_bytes(made)
        record_copy(archive, CopyKind.PACK, pack, history.article.id)
    signed = (
        "not signed: `variorum config --new-key` makes a key" if key is None else f"signed, key {key.public}"
    )
    note(f"{pack}: {len(made)} bytes, {signed}")

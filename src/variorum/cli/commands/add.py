"""`variorum add`: finds what is to be watched behind addresses, and watches it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from variorum.archive import Archive, open_archive
from variorum.cli.exits import FAILURE, failure_code, leave
from variorum.cli.network import Network, network_options
from variorum.cli.outlets import rules_of
from variorum.cli.output import Listing, listing_options, note, say, warn
from variorum.flow.adding import Behind, Found, add_found, file_sightings, list_found, look
from variorum.flow.clock import TempoClock, archive_clock
from variorum.flow.engine.workers import Workers
from variorum.flow.files import LARGEST, file_bytes
from variorum.model import Failure, OutletRule, SourceKind
from variorum.model.documents import time_text
from variorum.text.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

#: So many of the feeds that were left out are named.
_SHOWN = 5
_NAMES = {
    SourceKind.FEED: "a feed",
    SourceKind.SITEMAP: "a sitemap",
    SourceKind.PAGE: "a page",
    SourceKind.LIST: "a list",
}
_FIELDS = ("url", "title", "published", "updated", "authors", "summary", "source")
_COLUMNS = {"published": "PUBLISHED", "title": "TITLE", "url": "URL"}


@click.command(short_help="Watch what stands behind addresses: feeds, or an article.")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option(
    "--list",
    "lists",
    multiple=True,
    metavar="FILE",
    help="Watch the articles at the addresses in FILE, one a line; - is standard input. Repeatable.",
)
@click.option(
    "--page", is_flag=True, help="Watch the articles that each URL links to, whatever else it names."
)
@click.option("--dry-run", is_flag=True, help="Only list what is found; URL may also be a file.")
@listing_options(limit=1000)
@network_options
@click.pass_obj
def add(
    directory: Path,
    urls: tuple[str, ...],
    *,
    lists: tuple[str, ...],
    page: bool,
    dry_run: bool,
    listing: Listing,
    network: Network,
) -> None:
    """Finds the feeds, the sitemap or the article behind each URL and watches them; `variorum run` then checks them.

    A page's feeds are those that it declares, or else those of its own site that it links to. Where a page has none, the
    news sitemap is watched that its site's robots.txt names, or else the articles that the page links to. What is found
    is checked at the next `run`, or at once by a `watch`; an article that was given up is taken up again.

    \b
    Examples:
      variorum add https://www.example.org/news
      variorum add --page https://www.example.org/politics
      variorum add --list addresses.txt
      variorum add --dry-run feed.xml --json

    \b
    Columns of --dry-run: url, title, published, updated, authors, summary, source
    """
    if not urls and not lists:
        raise click.UsageError("there is nothing to add: name a URL, or a file of addresses with --list")
    read = [_read_list(name) for name in lists]
    if dry_run:
        asyncio.run(_list(urls, read, network, listing, as_page=page, rules=rules_of(directory)))
    else:
        with open_archive(directory, create=True) as archive:
            asyncio.run(_watch(archive, urls, read, network, as_page=page))


def _read_list(name: str) -> Found | Failure:
    """The addresses in a file, or on standard input."""
    if name == "-":
        return list_found(sys.stdin.buffer.read(LARGEST), "standard input")
    body = file_bytes(Path(name))
    return body if isinstance(body, Failure) else list_found(body, str(Path(name).resolve()))


async def _watch(
    archive: Archive,
    urls: Sequence[str],
    lists: Sequence[Found | Failure],
    network: Network,
    *,
    as_page: bool,
) -> None:
    clock = archive_clock(archive)
    rules = rules_of(archive.directory)
    failures: list[Failure] = []
    begun = 0
    async with (
        network.fetcher(clock, (*archive.hosts(), *archive.conducts())) as fetcher,
        Workers(1) as workers,
    ):
        for thing in lists:
            if isinstance(thing, Failure):
                failures.append(thing)
                warn(thing.sentence)
            else:
                begun += _add(archive, thing, clock.now(), rules)
        for url in urls:
            found = await look(fetcher, workers, url, clock.now(), rules=rules, as_page=as_page)
            if isinstance(found, Failure):
                warn(found.sentence)
                failures.append(found)
                continue
            for thing in found.found:
                begun += _add(archive, thing, clock.now(), rules)
            tell_left_out(url, found)
        with archive.writing() as writer:
            writer.keep_hosts(fetcher.learnt())
    if begun and network.politeness.contact is None:
        note(
            "No contact is set: requests name the project only. Set one with --contact, VARIORUM_CONTACT or variorum.toml."
        )
    if any(isinstance(thing, Failure) for thing in lists):
        leave("not every list could be read", failure_code(failures))
    if failures:
        raise click.exceptions.Exit(FAILURE)


def _add(archive: Archive, thing: Found, now: datetime, rules: Sequence[OutletRule]) -> bool:
    """Watches what was found, and says so; gives whether that began now."""
    source, begins = add_found(archive, thing, now, rules)
    word = "watching" if begins else "watching already:"
    place = "" if source.url == source.title else f" {source.url}"
    say(f"{word} {source.title} ({_described(thing)}){place}")
    return begins


def tell_left_out(url: str, behind: Behind) -> None:
    """Says which feeds a page names too that are not watched."""
    if behind.left_out:
        feeds = counted(len(behind.left_out), "more feed")
        shown = ", ".join(behind.left_out[:_SHOWN]) + (", …" if len(behind.left_out) > _SHOWN else "")
        note(f"{url} links to {feeds}, left out; to watch one, add its own address: {shown}")


def _described(found: Found) -> str:
    if found.kind is SourceKind.ARTICLE:
        return "an article"
    listed = len(found.discovery.sightings) if found.discovery else 0
    name = _NAMES.get(found.kind, str(found.kind))
    return f"{name} that lists one article" if listed == 1 else f"{name} that lists {listed} articles"


async def _list(
    places: Sequence[str],
    lists: Sequence[Found | Failure],
    network: Network,
    listing: Listing,
    *,
    as_page: bool,
    rules: Sequence[OutletRule],
) -> None:
    rows: list[dict[str, Any]] = []
    failures: list[Failure] = []
    for one in lists:
        if isinstance(one, Failure):
            warn(one.sentence)
            failures.append(one)
        else:
            rows += _rows(one)
    clock = TempoClock.on_the_wall()
    async with network.fetcher(clock) as fetcher, Workers(1) as workers:
        for place in places:
            if "://" in place:
                found = await look(fetcher, workers, place, clock.now(), rules=rules, as_page=as_page)
            else:
                found = await file_sightings(workers, Path(place))
            if isinstance(found, Failure):
                warn(found.sentence)
                failures.append(found)
            else:
                tell_left_out(place, found)
                for thing in found.found:
                    rows += _rows(thing)
                    if thing.discovery is not None and thing.discovery.skipped:
                        warn(
                            f"{place}: {thing.discovery.skipped} items without a usable address were left out"
                        )
    listing.write(rows[: listing.limit], _COLUMNS, all_fields=_FIELDS)
    if failures:
        leave(f"{len(failures)} of {len(places) + len(lists)} could not be listed", failure_code(failures))


def _rows(found: Found) -> list[dict[str, Any]]:
    if found.discovery is None:
        published = found.article.published if found.article else None
        return [{"url": found.url, "title": found.title, "published": _text(published), "source": found.url}]
    return [
        {
            "url": sighting.url,
            "title": sighting.title,
            "published": _text(sighting.published),
            "updated": _text(sighting.updated),
            "authors": list(sighting.authors),
            "summary": sighting.summary,
            "source": found.url,
        }
        for sighting in found.discovery.sightings
    ]


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else time_text(moment)

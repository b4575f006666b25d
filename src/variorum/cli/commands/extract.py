"""`variorum extract`: the article in a file or behind an address, as read."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import click

from variorum.archive import NotAnArchive, open_archive
from variorum.cli.articles import article_lines, block_lines, evidence_lines
from variorum.cli.exits import FAILURE, failure_code, leave
from variorum.cli.network import Network, network_options
from variorum.cli.outlets import rules_of
from variorum.cli.output import note, say
from variorum.flow.adding import fetched
from variorum.flow.clock import TempoClock
from variorum.flow.engine.remembering import memory_of
from variorum.flow.files import file_capture
from variorum.flow.reading import claimed_address, explained, is_plain, read
from variorum.flow.words import moment
from variorum.model import Capture, Failure, SiteMemory, Unreadable
from variorum.model.documents import article_document
from variorum.publication import json_text
from variorum.text.amounts import counted
from variorum.text.urls import refusal, registered_domain, web_url


@click.command(short_help="Show the article in a file or behind a URL, as read.")
@click.argument("place", metavar="FILE|URL")
@click.option("--url", help="The address of a file, if it claims none or another.")
@click.option("--explain", is_flag=True, help="Tell where each value was read, and of each block why.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object (docs/reference/json.md).")
@network_options
@click.pass_obj
def extract(
    directory: Path, place: str, *, url: str | None, explain: bool, as_json: bool, network: Network
) -> None:
    """Shows the article as Variorum reads it: headline, standfirst, authors, times, paragraphs.

    The rules in `outlets/` of the archive's directory, if there is one, are followed as when it is watched, and what the
    archive remembers of the site counts: of a file by the address that it claims, or that --url names. With --explain follow the version of that memory, from how many pages it learnt, and
    every block of a page: whether it was taken (+), its zone, who voted for it, the reason, its slot. Where a wall or something else stands in the article's place, --explain
    tells on standard error what was seen.

    \b
    Examples:
      variorum extract page.html
      variorum extract saved.html --url https://www.example.org/a
      variorum extract https://www.example.org/a --explain
    """
    why = None if url is None else refusal(url)
    if why is not None:
        raise click.UsageError(f"{url}: {why}")
    path = Path(place)
    is_file = path.exists() or "://" not in place
    capture = file_capture(path) if is_file else asyncio.run(_fetched(place, network))
    if isinstance(capture, Failure):
        leave(capture.sentence, failure_code([capture]))
    rules = rules_of(directory)
    if is_file:
        capture = replace(capture, url=url or claimed_address(read(capture, rules).article) or capture.url)
    memory, known = _memory(directory, capture)
    article = read(capture, rules, memory).article
    if isinstance(article, Unreadable):
        for line in evidence_lines(article) if explain else ():
            note(line)
        leave(f"{place}: {article.detail}", FAILURE)
    if as_json:
        click.echo(json_text(article_document(article)))
        return
    for line in article_lines(article, explain=explain):
        say(line)
    if explain and not is_plain(capture):
        say(known)
        for line in block_lines(explained(capture, rules, memory)):
            say(line)


def _memory(directory: Path, capture: Capture) -> tuple[SiteMemory, str]:
    """What the archive remembers of a page's site, if there is an archive, and a line that says so."""
    try:
        opened = open_archive(directory)
    except NotAnArchive:
        return SiteMemory(), "no memory: there is no archive"
    if web_url(capture.address) is None:
        opened.close()
        return SiteMemory(), "no memory: the file names no address, so no site"
    domain = registered_domain(capture.address)
    with opened as archive:
        memory = memory_of(archive, archive.article_id(capture.address) or "", capture.address)
        site = memory.site(domain)
        record = next((one for one in archive.site_memories(domain) if one.version == site.version), None)
    rule = "with the rule of its latest version" if site.rules else "without a rule"
    if record is None:
        return memory, f"no memory of {domain}, {rule}"
    pages = counted(record.pages, "page")
    return (
        memory,
        f"memory of {domain}: version {record.version} of {moment(record.learnt_at)}, learnt from {pages}, {rule}",
    )


async def _fetched(url: str, network: Network) -> Capture | Failure:
    async with network.fetcher(TempoClock.on_the_wall()) as fetcher:
        capture = await fetched(fetcher, url)
        return capture.with_way_out if isinstance(capture, Failure) else capture

"""`variorum outlet`: rules that tell how an outlet's pages are made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from variorum.cli.articles import article_lines, evidence_lines
from variorum.cli.exits import FAILURE, USAGE, failure_code, leave
from variorum.cli.output import note, say, warn
from variorum.extraction import extract
from variorum.flow.files import file_capture
from variorum.flow.outlets import rule_file
from variorum.flow.reading import claimed_address, read
from variorum.model import Failure, OutletRule, Unreadable
from variorum.model.documents import article_document
from variorum.publication import json_text
from variorum.text.amounts import counted
from variorum.text.urls import refusal, web_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import Capture


@click.group(short_help="Check rules that tell how an outlet's pages are made.")
def outlet() -> None:
    """Works on outlet rules: files in `outlets/` of the archive's directory that tell how pages are made.

    \b
    Example:
      variorum outlet check variorum-archive/outlets/harbour-courier.toml saved.html
    """


@outlet.command(short_help="Check a file of rules, and show what it yields on a page.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("page", type=click.Path(path_type=Path), required=False)
@click.option("--url", help="The page's address, if it claims none or another.")
@click.option(
    "--json", "as_json", is_flag=True, help="The article as one JSON object (docs/reference/json.md)."
)
def check(file: Path, page: Path | None, *, url: str | None, as_json: bool) -> None:
    """Tells every mistake in a file of outlet rules; with a saved page, shows how it is read by them, and by which.

    All rules for the page's address are tried, whatever the days on which they hold.

    \b
    Examples:
      variorum outlet check harbour-courier.toml
      variorum outlet check harbour-courier.toml saved.html --url https://www.courier.example/news/1
    """
    why = None if url is None else refusal(url)
    if why is not None:
        raise click.UsageError(f"{url}: {why}")
    found = rule_file(file)
    for mistake in found.mistakes:
        warn(mistake.sentence)
    if found.mistakes:
        raise click.exceptions.Exit(failure_code(found.mistakes))
    if page is None:
        for rule in found.rules:
            say(_described(rule))
        return
    capture = file_capture(page)
    if isinstance(capture, Failure):
        leave(capture.sentence, failure_code([capture]))
    _show(_addressed(capture, found.rules, url), found.rules, as_json=as_json)


def _show(capture: Capture, rules: Sequence[OutletRule], *, as_json: bool) -> None:
    address = web_url(capture.address)
    if address is None or not any(rule.speaks_of(address.host or "", address.path) for rule in rules):
        leave(f"no rule speaks of {capture.address}: look at hosts and path", FAILURE)
    content_type = capture.header("content-type") or ""
    article = extract(capture.body, capture.address, rules=rules, content_type=content_type)
    if isinstance(article, Unreadable):
        for line in evidence_lines(article):
            note(line)
        leave(article.sentence, FAILURE)
    if not any(one.source.startswith("rule ") for one in article.field_sources):
        warn("no rule found a text or a field on this page: it is read as without them")
    if as_json:
        click.echo(json_text(article_document(article)))
        return
    for line in article_lines(article, explain=True):
        say(line)


def _addressed(capture: Capture, rules: Sequence[OutletRule], url: str | None) -> Capture:
    """A saved page under the address that was given, or that it claims."""
    found = url or claimed_address(read(capture, rules).article)
    if found is None:
        leave(f"{capture.address}: the page claims no address of its own: give it one with --url", USAGE)
    return replace(capture, url=found, final_url="")


def _described(rule: OutletRule) -> str:
    """A rule in one line."""
    held = f"until {rule.valid_until}" if rule.valid_until else "with no end"
    selectors = len(rule.body) + len(rule.keep) + len(rule.drop) + len(rule.fields)
    return f"{rule.name}, {held}: {', '.join(rule.hosts)}{rule.path}, {counted(selectors, 'selector')}"

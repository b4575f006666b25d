"""`variorum extract`: the article in a file or behind an address, as read."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from variorum.cli.exits import FAILURE, failure_code, leave
from variorum.cli.network import Network, network_options
from variorum.cli.output import say
from variorum.flow.adding import fetched
from variorum.flow.clock import TempoClock
from variorum.flow.files import file_capture
from variorum.flow.reading import read
from variorum.flow.words import moment
from variorum.model import Article, Capture, Failure, ParagraphKind, Unreadable
from variorum.model.documents import article_document
from variorum.publication import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_NAMES = {
    "headline_json_ld": "headline in JSON-LD",
    "headline_og_title": "headline in og:title",
    "headline_h1": "headline in h1",
}
_SIGNS = {
    ParagraphKind.SUBHEAD: "## ",
    ParagraphKind.QUOTE: "> ",
    ParagraphKind.LIST: "- ",
    ParagraphKind.CAPTION: "[caption] ",
    ParagraphKind.NOTE: "[note] ",
}


@click.command(short_help="Show the article in a file or behind a URL, as read.")
@click.argument("place", metavar="FILE|URL")
@click.option("--explain", is_flag=True, help="Tell where each value was read.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object (docs/reference/json.md).")
@network_options
def extract(place: str, *, explain: bool, as_json: bool, network: Network) -> None:
    """Shows the article as Variorum reads it: headline, standfirst, authors, times, paragraphs.

    \b
    Examples:
      variorum extract page.html
      variorum extract https://www.example.org/a --explain
    """
    path = Path(place)
    capture = (
        file_capture(path) if path.exists() or "://" not in place else asyncio.run(_fetched(place, network))
    )
    if isinstance(capture, Failure):
        leave(capture.sentence, failure_code([capture]))
    article, _ = read(capture)
    if isinstance(article, Unreadable):
        leave(f"{place}: {article.detail}", FAILURE)
    if as_json:
        click.echo(json_text(article_document(article)))
        return
    for line in _lines(article, explain=explain):
        say(line)


async def _fetched(url: str, network: Network) -> Capture | Failure:
    async with network.fetcher(TempoClock.on_the_wall()) as fetcher:
        capture = await fetched(fetcher, url)
        return capture.with_way_out if isinstance(capture, Failure) else capture


def _lines(article: Article, *, explain: bool) -> Iterator[str]:
    where = {source.field: source.source for source in article.field_sources}
    values = {
        "headline": article.headline,
        **(_surfaces(article) if explain else {}),
        "standfirst": article.standfirst,
        "authors": article.byline or None,
        "houses": ", ".join(article.houses) or None,
        "dateline": article.dateline,
        "published": _told(article.published, article.published_zone),
        "modified": _told(article.modified, article.modified_zone),
        "section": article.section,
        "language": article.language,
        "language_detected": article.language_detected if explain else None,
        "free_to_read": {True: "yes", False: "no", None: None}[article.free_to_read],
        "canonical_url": article.canonical_url,
        "lead_image": article.lead_image,
    }
    for name, value in values.items():
        if value is not None:
            source = f"  [{where.get(name, 'unknown')}]" if explain else ""
            yield f"{_NAMES.get(name, name.replace('_', ' '))}: {value}{source}"
    if explain:
        yield f"paragraphs: {len(article.paragraphs)}  [{where.get('paragraphs', 'unknown')}]"
    for paragraph in article.paragraphs:
        yield ""
        kind = f"[{paragraph.kind}] " if explain else _SIGNS.get(paragraph.kind, "")
        yield kind + paragraph.text
    for correction in article.corrections:
        yield ""
        yield f"[correction, in the metadata] {correction}"
    for caption in article.captions:
        yield ""
        yield f"[caption] {caption}"


def _surfaces(article: Article) -> dict[str, str | None]:
    """What the surfaces of the headline say, as far as that differs from it."""
    names = ("headline_json_ld", "headline_og_title", "headline_h1")
    return {
        name: text
        for name, text in zip(names, article.surfaces, strict=True)
        if text and text != article.headline
    }


def _told(time: datetime | None, zone: str | None) -> str | None:
    """A moment, with the zone in which the page tells it where that is another."""
    if time is None:
        return None
    return moment(time) + (f" (told at {zone})" if zone and zone != "+00:00" else "")

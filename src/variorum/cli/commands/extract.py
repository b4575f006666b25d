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
        "standfirst": article.standfirst,
        "authors": article.byline or None,
        "dateline": article.dateline,
        "published": moment(article.published) if article.published else None,
        "modified": moment(article.modified) if article.modified else None,
        "language": article.language,
        "canonical_url": article.canonical_url,
        "lead_image": article.lead_image,
    }
    for name, value in values.items():
        if value is not None:
            source = f"  [{where.get(name, 'unknown')}]" if explain else ""
            yield f"{name.replace('_', ' ')}: {value}{source}"
    if explain:
        yield f"paragraphs: {len(article.paragraphs)}  [{where.get('paragraphs', 'unknown')}]"
    for paragraph in article.paragraphs:
        yield ""
        kind = f"[{paragraph.kind}] " if explain else _SIGNS.get(paragraph.kind, "")
        yield kind + paragraph.text
    for caption in article.captions:
        yield ""
        yield f"[caption] {caption}"

"""Takes an OPML file, gives the sources in it: they are watched from the next run on; nobody is asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from variorum.flow.keeping import first_schedule
from variorum.model import Failure, FailureKind, Source, SourceKind
from variorum.model.identity import source_id
from variorum.publication.opml import CATEGORY
from variorum.text.printable import one_line
from variorum.text.urls import url_key, web_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from variorum.archive import ArchivePort

_LARGEST, _MOST = 8 * 2**20, 50_000
_REASON = "listed in an OPML file, so it is checked at the next run"
_KINDS = {f"{CATEGORY}{kind}": kind for kind in (SourceKind.SITEMAP, SourceKind.PAGE, SourceKind.FEED)}


def sources_in(path: Path, now: datetime) -> Iterator[Source | Failure]:
    """The feeds of an OPML file, and what Variorum wrote of other sources; a failure for what has no address, or for all of it."""
    root = _outline(path)
    if isinstance(root, Failure):
        yield root
        return
    found: set[str] = set()
    for outline in list(root.iter("outline"))[:_MOST]:
        told = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        kind = SourceKind.FEED if "xmlurl" in told else _KINDS.get(told.get("category", ""))
        if kind is None:
            continue  # a folder, or a link that nobody wants watched
        url = told.get("xmlurl", told.get("url", "")).strip()
        if web_url(url) is None:
            named = one_line(told.get("text", ""))[:100]
            yield Failure(
                FailureKind.BAD_ADDRESS, path.name, f"the outline {named!r} has no address of the web"
            )
        elif url not in found:
            found.add(url)
            title = one_line(told.get("title") or told.get("text") or url).strip()
            yield Source(source_id(url_key(url)), url, kind, title or url, now)


def _outline(path: Path) -> etree._Element | Failure:
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        return Failure(FailureKind.TOO_LARGE, path.name, "it is larger than any list of feeds")
    # Entities are not resolved, nothing is loaded.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return Failure(FailureKind.MALFORMED, path.name, f"it is no XML ({error})")
    if root is None or etree.QName(root).localname.lower() != "opml":
        return Failure(FailureKind.MALFORMED, path.name, "it is no OPML")
    return root


def watch_outlines(
    archive: ArchivePort, path: Path, now: datetime
) -> Iterator[tuple[Source, bool] | Failure]:
    """Watches the sources of an OPML file; gives each with whether it is a new one."""
    for found in sources_in(path, now):
        if isinstance(found, Failure):
            yield found
            continue
        known = archive.source(found.id)
        if known is None:
            with archive.writing() as writer:
                writer.add_source(found, first_schedule(now, _REASON))
        yield known or found, known is None

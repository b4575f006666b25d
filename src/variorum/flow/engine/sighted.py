"""Takes what a source lists, gives the article that is meant: a known one under another address, or a new one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from variorum.extraction.outlet_rules import BUNDLED
from variorum.flow.outlets import plain_address
from variorum.text.urls import registered_domain, web_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from variorum.archive import ArchiveWriter
    from variorum.model import OutletRule, Schedule, Sighting, Source

TWO_NAMES = "it may be an article that moved here: the address that its source gave before is asked first"


def identified(listed: Sequence[Sighting]) -> Iterator[Sighting]:
    """What a source lists, each with its identifier where that tells it from everything else.

    It tells nothing where the source has it twice, or where it is the address of another site or of a front page.

    >>> from variorum.model import Sighting
    >>> listed = [Sighting(f"http://a.example/{n}", identifier=name) for n, name in enumerate(("x", "y", "y", "http://a.example/"))]
    >>> [one.identifier for one in identified(listed)]
    ['x', None, None, None]
    """
    times = Counter(seen.identifier for seen in listed)
    for seen in listed:
        name = seen.identifier or ""
        address = web_url(name)
        elsewhere = address is not None and registered_domain(name) != registered_domain(seen.url)
        home = address is not None and address.path.strip("/") == "" and not address.query
        tells = times[name] == 1 and not elsewhere and not home
        yield seen if tells else replace(seen, identifier=None)


def article_at(
    writer: ArchiveWriter,
    url: str,
    source_id: str,
    now: datetime,
    first: Schedule,
    *,
    rules: Sequence[OutletRule] = (),
) -> tuple[str, bool]:
    """The id of the article at an address, by the rules of its outlet for addresses too, and whether it is new."""
    plain = plain_address((*rules, *BUNDLED), url)
    if plain == url:
        return writer.add_article(url, source_id, now, first)
    if writer.is_forgotten(plain):
        return writer.add_article(plain, source_id, now, first)
    known = writer.article_id(plain)
    if known is not None:
        writer.record_address(known, url, now)
    article_id, is_new = writer.add_article(url, source_id, now, first)
    writer.record_address(article_id, plain, now)
    return article_id, is_new


def is_forgotten(writer: ArchiveWriter, url: str, rules: Sequence[OutletRule] = ()) -> bool:
    """Whether the article at an address was forgotten, by the rules of its outlet for addresses too."""
    plain = plain_address((*rules, *BUNDLED), url)
    return writer.is_forgotten(url) or (plain != url and writer.is_forgotten(plain))


def asked_before(writer: ArchiveWriter, source: Source, sighting: Sighting, now: datetime) -> bool:
    """Whether a source lists a known article under another address now: then that is asked at once whether it moved."""
    if sighting.identifier is None or writer.article_id(sighting.url) is not None:
        return False
    known = writer.listed_as(source.id, sighting.identifier) or writer.article_id(sighting.identifier)
    before = writer.listed_before(source.id, known) if known is not None else None
    if known is None or before is None or before[1].last_checked is None:
        return False
    schedule = before[1]
    if schedule.next_check is not None and schedule.next_check > now:
        told = f"its source lists it at {sighting.url} now, so it is checked again at once"
        # Asked for as a whole: the page may tell its new address though its text did not change.
        asked = replace(schedule, next_check=now, reason=told, etag=None, last_modified=None)
        writer.set_schedule(known, asked)
    return registered_domain(before[0].url) == registered_domain(sighting.url)

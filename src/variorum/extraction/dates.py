"""Takes a page, gives when its article was published and modified, as aware UTC, with the source of each."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.declarations import Claim
from variorum.extraction.headline import after_heading
from variorum.extraction.moments import stamp, written_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.page import Page

_PUBLISHED = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "itemprop datepublished",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "citation_date",
)
_MODIFIED = (
    "article:modified_time",
    "article:modified",
    "og:article:modified_time",
    "og:updated_time",
    "itemprop datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
)
_MODIFIED_MARK = re.compile(
    r"modif|updat|uppdat|oppdat|opdat|aktualis|actuali|atualiz|aggiorn|mis(?:e)? à jour|gewijzigd|更新|수정|تحديث",
    re.IGNORECASE,
)
#: The words of a `time` element tell in so many letters whether it is a change.
_LABEL = 40
#: Two claims at most this far apart may be the same moment, told with a zone and without.
_SAME = timedelta(hours=27)
#: How many elements or blocks around the headline are searched.
_NEAR, _ABOVE = 40, 5
_LONGEST_DATE_LINE = 120
_DAY_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")


class Told(NamedTuple):
    """A moment (aware UTC), where the page tells it, and the zone in which it does, such as `+02:00`."""

    moment: datetime
    source: str
    zone: str | None = None


def published(page: Page, heading: HtmlElement | None) -> Told | None:
    """When the article was published, as JSON-LD, meta, `itemprop` or a `time` near the headline states it."""
    claims = [Claim(text, "json-ld datePublished") for text in page.stated.texts("datePublished")]
    times = [claim for claim, is_change in _times(page, heading) if not is_change]
    return _best([*claims, *page.declared.claims(*_PUBLISHED), *times[:1]])


def modified(page: Page, heading: HtmlElement | None) -> Told | None:
    """When the article was last modified, as the page states it."""
    claims = [Claim(text, "json-ld dateModified") for text in page.stated.texts("dateModified")]
    times = [claim for claim, is_change in _times(page, heading) if is_change]
    return _best([*claims, *page.declared.claims(*_MODIFIED), *times[:1]])


def only_day(page: Page, blocks: Sequence[Block]) -> Told | None:
    """The day that the address holds, else, as a guess, the first that a short line near the headline names; midnight UTC."""
    in_address = _DAY_IN_ADDRESS.search(page.url)
    day = stamp("-".join(in_address.groups())) if in_address else None
    if day is not None:
        return Told(day.moment, "url, day only")
    top = next((place for place, block in enumerate(blocks) if block.element.tag == "h1"), 0)
    for block in blocks[max(0, top - _ABOVE) : top + _NEAR]:
        if len(block.text) <= _LONGEST_DATE_LINE and (moment := written_day(block.text)):
            return Told(moment, "guessed from the text")
    return None


def _times(page: Page, heading: HtmlElement | None) -> Iterator[tuple[Claim, bool]]:
    """The `time` elements that follow the headline, each with whether it tells a change."""
    for element in islice(after_heading(page, heading, "time"), _NEAR):
        if element.get("datetime"):
            marks = " ".join(element.get(name) or "" for name in ("class", "itemprop", "id", "data-testid"))
            told = f"{marks} {element.text_content()[:_LABEL]}"
            yield Claim(element.get("datetime"), "dom time"), bool(_MODIFIED_MARK.search(told))


def _best(claims: list[Claim]) -> Told | None:
    """The first claim, or a later one about the same moment that tells its time of day and zone where the first does not."""
    read = [(found, source) for value, source in claims if (found := stamp(value))]
    if not read:
        return None
    first = read[0][0]
    same = [(found, source) for found, source in read if abs(found.moment - first.moment) <= _SAME]
    found, source = max(same, key=lambda one: (one[0].timed, one[0].zone is not None))
    told = source if found.zone or not found.timed else f"{source} (no zone)"
    return Told(found.moment, told, found.zone)

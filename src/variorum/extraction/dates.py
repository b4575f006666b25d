"""Takes a page, gives when its article was published and modified, as aware UTC, with the source of each."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.declarations import Claim
from variorum.extraction.headline import after_heading
from variorum.extraction.moments import Stamp, stamp, written_day
from variorum.extraction.particulars import lead_image

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
_GUESSED = "guessed"
#: How many elements or blocks around the headline are searched.
_NEAR, _ABOVE = 40, 5
_LONGEST_DATE_LINE = 120
#: So far apart two statements of one moment contradict each other, and so many make a statement doubtful.
_YEARS, _ENOUGH = timedelta(days=731), 2
_DAY_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")


class Told(NamedTuple):
    """A moment (aware UTC), where the page tells it, and the zone in which it does, such as `+02:00`."""

    moment: datetime
    source: str
    zone: str | None = None


#: A date as read, and where it stands.
_Read = tuple[Stamp, str]


def told_by(found: Stamp, source: str) -> Told:
    """What a source tells; one that tells no zone or no time of day says so."""
    if not found.timed:
        source = f"{source}, day only"
    elif found.zone is None:
        source = f"{source} (no zone)"
    return Told(found.moment, source, found.zone)


def published(page: Page, heading: HtmlElement | None) -> Told | None:
    """When the article was published, as JSON-LD, meta, `itemprop` or a `time` near the headline states it.

    What the rest of the page contradicts by years is left out.
    """
    declared = _read(
        [
            *(Claim(text, "json-ld datePublished") for text in page.stated.texts("datePublished")),
            *page.declared.claims(*_PUBLISHED),
        ]
    )
    changes = [found.moment for found, _ in _read(_declared_changes(page))]
    seen = _read([claim for claim, is_change in _times(page, heading) if not is_change][:1])
    days = _days_in_addresses(page)
    likely = [one for one in declared if not _is_contradicted(one, declared, changes[:1], days)]
    return _best([*likely, *seen])


def modified(page: Page, heading: HtmlElement | None, issued: Told | None = None) -> Told | None:
    """When the article was last modified, as the page states it; nothing is modified years before it is published.

    `issued` is its publication; one that is only guessed forbids nothing.
    """
    first = None if issued is None or issued.source.startswith(_GUESSED) else issued.moment - _YEARS
    times = [claim for claim, is_change in _times(page, heading) if is_change]
    found = _read([*_declared_changes(page), *times[:1]])
    return _best([one for one in found if first is None or one[0].moment >= first])


def _declared_changes(page: Page) -> list[Claim]:
    stated = (Claim(text, "json-ld dateModified") for text in page.stated.texts("dateModified"))
    return [*stated, *page.declared.claims(*_MODIFIED)]


def _days_in_addresses(page: Page) -> list[datetime]:
    """The days in the addresses of the page and of its lead image; that of the page counts twice."""
    image = lead_image(page)
    addresses = [page.url, page.url, image.value if image else ""]
    found = (_DAY_IN_ADDRESS.search(address) for address in addresses)
    days = (stamp("-".join(match.groups())) for match in found if match)
    return [day.moment for day in days if day]


def _is_contradicted(
    one: _Read, declared: Sequence[_Read], changes: Sequence[datetime], days: Sequence[datetime]
) -> bool:
    """Whether at least two statements contradict a publication by years, and more than there are that bear it out.

    Statements are the other publications that the page declares, the days in addresses, and a change if it lies before.
    """
    moment = one[0].moment
    others = [found.moment for found, source in declared if source != one[1]] + [*days]
    against = sum(abs(other - moment) > _YEARS for other in others)
    against += sum(change < moment - _YEARS for change in changes)
    borne_out = sum(abs(other - moment) <= _YEARS for other in [*others, *changes])
    return against >= _ENOUGH and against > borne_out


def only_day(page: Page, blocks: Sequence[Block]) -> Told | None:
    """The day that the address holds, else, as a guess, the first that a short line near the headline names; midnight UTC."""
    in_address = _DAY_IN_ADDRESS.search(page.url)
    day = stamp("-".join(in_address.groups())) if in_address else None
    if day is not None:
        return Told(day.moment, "url, day only")
    top = next((place for place, block in enumerate(blocks) if block.element.tag == "h1"), 0)
    for block in blocks[max(0, top - _ABOVE) : top + _NEAR]:
        if len(block.text) <= _LONGEST_DATE_LINE and (moment := written_day(block.text)):
            return Told(moment, f"{_GUESSED} from the text")
    return None


def _times(page: Page, heading: HtmlElement | None) -> Iterator[tuple[Claim, bool]]:
    """The `time` elements that follow the headline, each with whether it tells a change."""
    for element in islice(after_heading(page, heading, "time"), _NEAR):
        text = element.text_content()
        moment = element.get("datetime")
        if not moment and stamp(text[:_LONGEST_DATE_LINE]):
            # What no attribute tells machines stands there for readers.
            moment = text[:_LONGEST_DATE_LINE]
        if moment:
            marks = " ".join(element.get(name) or "" for name in ("class", "itemprop", "id", "data-testid"))
            yield Claim(moment, "dom time"), bool(_MODIFIED_MARK.search(f"{marks} {text[:_LABEL]}"))


def _read(claims: Iterable[Claim]) -> list[_Read]:
    return [(found, source) for value, source in claims if (found := stamp(value))]


def _best(read: Sequence[_Read]) -> Told | None:
    """The first claim, or a later one about the same moment that tells its time of day and zone where the first does not."""
    if not read:
        return None
    first = read[0][0]
    same = [(found, source) for found, source in read if abs(found.moment - first.moment) <= _SAME]
    return told_by(*max(same, key=lambda one: (one[0].timed, one[0].zone is not None)))

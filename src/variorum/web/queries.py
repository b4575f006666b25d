"""Takes the query of a request, gives its values; what means nothing is answered with 400 and a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, get_args

from variorum.model import CHANGE_CLASSES
from variorum.publication import View
from variorum.web.errors import bad_request, not_found
from variorum.web.words import quoted

if TYPE_CHECKING:
    from starlette.requests import Request

    from variorum.archive import ArchiveReader
    from variorum.model import Source

VIEWS: tuple[View, ...] = get_args(View)
_LAST_PAGE = 1_000_000


class Wanted(NamedTuple):
    """Which changes are asked for."""

    finding: str | None
    source: Source | None
    since: datetime | None
    since_text: str

    @property
    def query(self) -> dict[str, object]:
        """The same as the query of an address."""
        return {
            "finding": self.finding,
            "source": self.source and self.source.id,
            "since": self.since_text,
        }

    @property
    def narrow(self) -> bool:
        """Whether anything less than everything is asked for."""
        return any(self.query.values())


def wanted(request: Request, archive: ArchiveReader) -> Wanted:
    """The filters `class`, `source` and `since`. Raises for a class, source or time that there is not."""
    finding = _value(request, "class")
    if finding and finding not in CHANGE_CLASSES:
        raise bad_request(
            f"{quoted(finding)} is no class of change. The classes are {', '.join(CHANGE_CLASSES)}."
        )
    source_id = _value(request, "source")
    source = archive.source(source_id) if source_id else None
    if source_id and source is None:
        raise not_found(f"There is no source {quoted(source_id)} in this archive.")
    since = _value(request, "since")
    return Wanted(finding or None, source, _moment(since) if since else None, since)


def page_number(request: Request) -> int:
    """The number of the page of a listing, counted from 1."""
    text = _value(request, "page")
    if not text:
        return 1
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(_LAST_PAGE)) else 0
    if not 1 <= number <= _LAST_PAGE:
        raise bad_request(f"{quoted(text)} is no page: pages are numbered 1, 2, 3 and so on.")
    return number


def row_limit(request: Request, most: int) -> int | None:
    """How many rows are asked for with `limit`, never more than `most`; `None` where nothing is said."""
    text = _value(request, "limit")
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(_LAST_PAGE)) else 0
    if number < 1:
        raise bad_request(f"{quoted(text)} is no limit: give a number of rows, from 1 to {most}.")
    return min(number, most)


def ranked(request: Request) -> bool:
    """Whether a listing is asked for by weight (`order=ranked`) rather than by time (`order=newest`)."""
    order = _value(request, "order") or "newest"
    if order not in {"newest", "ranked"}:
        raise bad_request(f"{quoted(order)} is no order: changes are listed newest or ranked.")
    return order == "ranked"


def view(request: Request) -> View:
    """The view of a comparison, inline by default."""
    name = _value(request, "view") or "inline"
    if name not in VIEWS:
        raise bad_request(f"{quoted(name)} is no view: a comparison has the views {', '.join(VIEWS)}.")
    return name


def _value(request: Request, name: str) -> str:
    return request.query_params.get(name, "").strip()


def _moment(text: str) -> datetime:
    # A plus sign that was not written as %2B arrives as a blank.
    written = text.replace(" ", "+") if "T" in text else text
    try:
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise bad_request(
            f"{quoted(text)} is no time: give a date such as 2026-05-04, or a time such as 2026-05-04T09:30Z."
        ) from None

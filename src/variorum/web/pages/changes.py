"""What changed: the front page, ranked, and the list of changes, newest first, with its JSON and CSV."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from variorum.archive import ChangeQuery
from variorum.model import CHANGE_CLASSES
from variorum.model.documents import time_text
from variorum.publication import CHANGE_FIELDS, change_row, rows_csv, rows_json
from variorum.web.answers import CSV, FEEDS, JSON, answer, twin
from variorum.web.errors import not_found
from variorum.web.queries import Wanted, page_number, ranked, row_limit, wanted
from variorum.web.rendering import page

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.model import Change
    from variorum.publication import Addresses
    from variorum.web.site import Site

_ON_A_PAGE = 30
#: Programs read more at once than people.
_IN_A_DOCUMENT = 1_000
_WINDOWS = (("past day", 1), ("past week", 7), ("past month", 30))


class _Listing(NamedTuple):
    """A page of changes, and whether there is another one."""

    wanted: Wanted
    changes: tuple[Change, ...]
    number: int
    more: bool
    ranked: bool
    limit: int | None = None

    def address(self, to: Addresses, suffix: str = "", number: int = 1) -> str:
        """The address of a page of this listing, or of a twin of it."""
        query = {**self.wanted.query, "page": number if number > 1 else None, "limit": self.limit}
        if self.ranked and not suffix:
            return to.home(**query)
        return to.changes(suffix, **query, order="ranked" if self.ranked else None)


def front_page(site: Site, request: Request, _suffix: str) -> Response:
    """What changed, heaviest first."""
    return _page(site, request, _listing(site, request, by_weight=True, limit=_ON_A_PAGE))


def listing(site: Site, request: Request, suffix: str) -> Response:
    """What changed, newest first unless `order=ranked`; a page, or its rows as JSON or CSV."""
    limit = _IN_A_DOCUMENT if suffix else _ON_A_PAGE
    listed = _listing(site, request, by_weight=ranked(request), limit=limit)
    if not suffix:
        return _page(site, request, listed)
    rows = [change_row(change) for change in listed.changes]
    to = site.absolute(request)
    headers = (
        {"Link": f'<{listed.address(to, suffix, listed.number + 1)}>; rel="next"'} if listed.more else {}
    )
    if suffix == ".csv":
        return answer(request, rows_csv(rows, CHANGE_FIELDS), CSV, headers=headers)
    return answer(request, rows_json(rows), JSON, headers=headers)


def _listing(site: Site, request: Request, *, by_weight: bool, limit: int) -> _Listing:
    asked, number = wanted(request, site.archive), page_number(request)
    fewer = row_limit(request, limit)
    limit = fewer or limit
    found = site.archive.changes(
        ChangeQuery(
            source_id=asked.source.id if asked.source else None,
            finding=asked.finding,
            since=asked.since,
            ranked=by_weight,
            superseded=False,
            limit=limit + 1,
            offset=(number - 1) * limit,
        )
    )
    if number > 1 and not found:
        raise not_found(f"There is no page {number}: the list of changes ends before it.")
    return _Listing(asked, found[:limit], number, len(found) > limit, by_weight, fewer)


def _page(site: Site, request: Request, listed: _Listing) -> Response:
    to = site.within(request)
    twins = [twin(suffix, listed.address(to, suffix)) for suffix in (".json", ".csv")]
    twins += [twin(suffix, to.changes(suffix, **listed.wanted.query)) for suffix in FEEDS]
    empty = not listed.changes and not listed.wanted.narrow
    return page(
        site,
        request,
        "changes.html",
        listed=listed,
        classes=CHANGE_CLASSES,
        sources=site.archive.sources(),
        windows=_windows(site.now(), listed, to),
        counts=site.archive.counts() if empty else None,
        next_due=site.archive.next_due() if empty else None,
        twins=twins,
    )


def _windows(now: datetime, listed: _Listing, to: Addresses) -> list[tuple[str, str, bool]]:
    """Shortcuts to lately: name, address, and whether it is the one that is shown. To the hour, so that they last."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    whole = Wanted(listed.wanted.finding, listed.wanted.source, None, "")
    found = [("all time", listed._replace(wanted=whole).address(to), listed.wanted.since is None)]
    for name, days in _WINDOWS:
        since = time_text(hour - timedelta(days=days))
        there = listed._replace(wanted=whole._replace(since_text=since)).address(to)
        found.append((name, there, listed.wanted.since_text == since))
    return found

"""What was ever said, in any version: a page of what was found, its JSON, and the changes among it as feeds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from variorum.flow import feeds
from variorum.flow.searching import Shown, shown
from variorum.publication import rows_json
from variorum.publication.search_rows import hit_row
from variorum.text.printable import one_line
from variorum.text.queries import parsed_query
from variorum.web.answers import FEEDS, JSON, answer, twin
from variorum.web.errors import bad_request, not_found
from variorum.web.feeds import feed_answer
from variorum.web.queries import page_number, wanted
from variorum.web.rendering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.model import SearchQuery, Source
    from variorum.publication import Addresses
    from variorum.web.site import Site

_ON_A_PAGE, _IN_A_DOCUMENT, _IN_A_FEED = 20, 200, 50


class _Asked(NamedTuple):
    """What is searched for, as it was written and as it is understood."""

    text: str
    query: SearchQuery
    source: Source | None
    since_text: str
    newest: bool

    def address(self, to: Addresses, suffix: str = "", number: int = 1) -> str:
        """The address of a page of what is found, or of a twin of it."""
        return to.search(
            suffix,
            q=self.text,
            source=self.source.id if self.source else None,
            since=self.since_text,
            order="newest" if self.newest and suffix in {"", ".json"} else None,
            page=number if number > 1 else None,
        )


def search_page(site: Site, request: Request, suffix: str) -> Response:
    """What is found, heaviest first unless `order=newest`; without a query, how to write one."""
    asked = _asked(site, request)
    if asked is None:
        if suffix:
            raise bad_request("Give a query: /search.json?q=…")
        return page(site, request, "search.html", asked=None, text="", found=(), twins=())
    number = page_number(request)
    limit = _IN_A_DOCUMENT if suffix else _ON_A_PAGE
    hits = site.archive.search(
        asked.query, ranked=not asked.newest, limit=limit + 1, offset=(number - 1) * limit
    )
    if number > 1 and not hits:
        raise not_found(f"There is no page {number}: what was found ends before it.")
    found: tuple[Shown, ...] = tuple(shown(site.archive, asked.query, hits[:limit]))
    more = len(hits) > limit
    if suffix:
        rows = [hit_row(one.hit, one.text) for one in found]
        following = asked.address(site.absolute(request), suffix, number + 1)
        return answer(
            request, rows_json(rows), JSON, headers={"Link": f'<{following}>; rel="next"'} if more else {}
        )
    to = site.within(request)
    return page(
        site,
        request,
        "search.html",
        asked=asked,
        text=asked.text,
        found=found,
        whole=not site.archive.unsearched(),
        number=number,
        more=more,
        twins=[twin(kind, asked.address(to, kind)) for kind in (".json", *FEEDS)],
    )


def search_feed(site: Site, request: Request, suffix: str) -> Response:
    """The changes among what is found, those captured last."""
    asked = _asked(site, request)
    if asked is None:
        raise bad_request(f"Give a query: /search{suffix}?q=…")
    hits = site.archive.search(asked.query, ranked=False, limit=_IN_A_FEED)
    subject = feeds.of_search(
        asked.text, tuple(hit.version_id for hit in hits), asked.source, asked.since_text
    )
    return feed_answer(site, request, suffix, subject)


def _asked(site: Site, request: Request) -> _Asked | None:
    text = one_line(request.query_params.get("q", "")).strip()
    if not text:
        return None
    among = wanted(request, site.archive)
    try:
        query = parsed_query(text)
    except ValueError as error:
        raise bad_request(f"This cannot be searched for: {error}.") from None
    order = request.query_params.get("order", "").strip() or "ranked"
    if order not in {"newest", "ranked"}:
        raise bad_request("What is found is listed newest or ranked.")
    source = among.source
    query = replace(query, since=among.since or query.since, source_id=source.id if source else None)
    return _Asked(text, query, source, among.since_text, order == "newest")

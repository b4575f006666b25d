"""Politeness: how the hosts of a source were asked, what their robots.txt says, and how to opt out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.fetching.agent import PRODUCT
from variorum.flow.politeness import politeness_record
from variorum.model.documents import Document, time_text
from variorum.publication import json_text
from variorum.web.answers import JSON, answer, twin
from variorum.web.archived import found_source
from variorum.web.rendering import page

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.flow.politeness import OriginRecord, PolitenessRecord
    from variorum.web.site import Site

#: More of a robots.txt is not repeated on the page.
_LONGEST_SHOWN = 20_000


def politeness_page(site: Site, request: Request, suffix: str) -> Response:
    """How the hosts of one source were asked."""
    source = found_source(site, request)
    record = politeness_record(site.archive, source.id)
    now = site.now()
    if suffix == ".json":
        document = {
            "source_id": source.id,
            "title": source.title,
            "url": source.url,
            **_document(record, now),
        }
        return answer(request, json_text(document), JSON)
    return page(
        site,
        request,
        "politeness.html",
        source=source,
        record=record,
        product=PRODUCT,
        longest_shown=_LONGEST_SHOWN,
        twins=[twin(".json", site.within(request).politeness(source.id, ".json"))],
    )


def _document(record: PolitenessRecord, now: datetime) -> Document:
    return {
        "requests": record.requests,
        "not_modified": record.unmodified,
        "not_modified_share": record.share_unmodified,
        "failed": record.failed,
        "disallowed": record.disallowed,
        "smallest_gap_seconds": _seconds(record.smallest_gap),
        "opt_out": f"User-agent: {PRODUCT}\nDisallow: /",
        "outcomes": [
            {
                "outcome": str(tally.outcome),
                "times": tally.times,
                "first_at": time_text(tally.first_at),
                "last_at": time_text(tally.last_at),
            }
            for tally in record.outcomes
        ],
        "origins": [_origin_document(one, now) for one in record.origins],
    }


def _origin_document(one: OriginRecord, now: datetime) -> Document:
    conduct, host, held = one.conduct, one.host, one.held_until(now)
    return {
        "origin": conduct.origin,
        "since": time_text(conduct.since),
        "last_asked": _time(conduct.last_asked),
        "requests": conduct.requests,
        "not_modified": conduct.unmodified,
        "failed": conduct.failed,
        "disallowed": conduct.disallowed,
        "smallest_gap_seconds": _seconds(conduct.smallest_gap),
        "latency_seconds": _seconds(conduct.latency),
        "left_alone_until": _time(held),
        "left_alone_because": conduct.held_because if held else None,
        "validators_unused_until": _time(one.distrusted_until(now)),
        "robots_fetched_at": _time(host.fetched_at) if host else None,
        "robots": host.robots if host else None,
        "robots_allows": one.allows,
        "crawl_delay_seconds": one.delay.total_seconds(),
    }


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else time_text(moment)

"""Sources: all of them, and one with its state, its schedule in words, its articles and its latest failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.flow.checking import checking
from variorum.flow.health import source_alarms
from variorum.publication import alarm_row, article_row, failure_row, json_text, rows_json, source_row
from variorum.web.answers import FEEDS, JSON, answer, twin
from variorum.web.archived import found_source
from variorum.web.errors import not_found
from variorum.web.queries import page_number
from variorum.web.rendering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.web.site import Site

_ON_A_PAGE = 50
_FAILURES = 10


def sources_page(site: Site, request: Request, suffix: str) -> Response:
    """All sources with what is done about them."""
    archive = site.archive
    sources = [(source, archive.source_schedule(source.id)) for source in archive.sources()]
    if suffix == ".json":
        rows = [source_row(*pair, archive.failures(pair[0].id, limit=1)) for pair in sources]
        return answer(request, rows_json(rows), JSON)
    now = site.now()
    listed = [
        (source, schedule and checking(schedule, source.state, now), schedule) for source, schedule in sources
    ]
    twins = [twin(".json", site.within(request).sources(".json"))]
    return page(site, request, "sources.html", sources=listed, twins=twins)


def source_page(site: Site, request: Request, suffix: str) -> Response:
    """One source, its articles in pages."""
    source = found_source(site, request)
    schedule = site.archive.source_schedule(source.id)
    number = page_number(request)
    articles = site.archive.articles(source.id, limit=_ON_A_PAGE + 1, offset=(number - 1) * _ON_A_PAGE)
    if number > 1 and not articles:
        raise not_found(f"There is no page {number}: the list of articles ends before it.")
    failures = site.archive.failures(source.id, limit=_FAILURES)
    alarms = source_alarms(site.archive, source, site.now())
    if suffix == ".json":
        document = {
            **source_row(source, schedule, failures),
            "alarms": [alarm_row(alarm) for alarm in alarms],
            "latest_failures": [failure_row(recorded) for recorded in failures],
            "articles": [article_row(article) for article in articles[:_ON_A_PAGE]],
        }
        return answer(request, json_text(document), JSON)
    to = site.within(request)
    return page(
        site,
        request,
        "source.html",
        source=source,
        schedule=schedule,
        checking=schedule and checking(schedule, source.state, site.now()),
        articles=articles[:_ON_A_PAGE],
        number=number,
        more=len(articles) > _ON_A_PAGE,
        failures=failures,
        alarms=alarms,
        twins=[twin(kind, to.source(source.id, kind)) for kind in (".json", *FEEDS)],
    )

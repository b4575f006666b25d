"""One article: its standing facts and its history, versions and events in the order in which they came."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.flow.checking import checking
from variorum.model import ChangeKind
from variorum.publication import ALIAS_WORDS, CHANGE_FIELDS, change_row, history_document, json_text, rows_csv
from variorum.web.answers import CSV, FEEDS, JSON, answer, twin
from variorum.web.archived import change_to, found_history
from variorum.web.rendering import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.model import Change, History, Version
    from variorum.web.site import Site

_FAILURES = 5


class Step(NamedTuple):
    """A version with its number, the one before it and the change that led to it; or an event."""

    version: Version | None = None
    number: int = 0
    before: Version | None = None
    change: Change | None = None


def article_page(site: Site, request: Request, suffix: str) -> Response:
    """An article with its history; as JSON, or its changes as CSV."""
    history = found_history(site, request)
    if suffix == ".json":
        return answer(request, json_text(history_document(history)), JSON)
    if suffix == ".csv":
        rows = [change_row(change) for change in history.changes]
        return answer(request, rows_csv(rows, CHANGE_FIELDS), CSV)
    article, to = history.article, site.within(request)
    return page(
        site,
        request,
        "article.html",
        article=article,
        versions=history.versions,
        aliases=history.aliases,
        alias_words=ALIAS_WORDS,
        steps=list(_steps(history)),
        checking=checking(article.schedule, article.state, site.now()),
        failures=site.archive.failures(article.id, limit=_FAILURES),
        twins=[twin(suffix, to.article(article.id, suffix)) for suffix in (".json", ".csv", *FEEDS)],
    )


def _steps(history: History) -> Iterator[Step]:
    """Versions and events, oldest first."""
    events = [change for change in reversed(history.changes) if change.kind is ChangeKind.EVENT]
    before: Version | None = None
    for number, version in enumerate(history.versions, 1):
        while events and events[0].captured_after < version.captured_at:
            yield Step(change=events.pop(0))
        yield Step(version, number, before, change_to(history, version, before))
        before = version
    yield from (Step(change=event) for event in events)

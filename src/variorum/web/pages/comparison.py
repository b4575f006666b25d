"""One comparison: what changed between two versions, as it was found when the second one came, or made on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.publication import revision_tag
from variorum.web.answers import FEEDS, JSON, TEXT, answer, redirect, twin
from variorum.web.archived import change_to, found_history, found_version, neighbours
from variorum.web.errors import bad_request, not_found
from variorum.web.made import LARGEST_MADE, LARGEST_SHOWN, Asked
from variorum.web.queries import VIEWS, view
from variorum.web.rendering import markup, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.model import History, Version
    from variorum.publication import View
    from variorum.web.made import Form, Made
    from variorum.web.site import Site

_TWINS: dict[str, Form] = {".json": ".json", ".diff": ".diff"}


class Compared(NamedTuple):
    """Two versions of an article and their comparison."""

    history: History
    before: Version
    after: Version
    made: Made

    @property
    def between(self) -> int:
        """How many versions lie between the two."""
        first, last = self.before.captured_at, self.after.captured_at
        return sum(first < version.captured_at < last for version in self.history.versions)


def comparison_page(site: Site, request: Request, suffix: str) -> Response:
    """The comparison of two versions; as JSON or a unified diff. Numbers and `latest` lead to the permanent address."""
    history = found_history(site, request)
    names = (request.path_params["before"], request.path_params["after"])
    pair = [found_version(site, history, name) for name in names]
    before, after = sorted(pair, key=lambda version: (version.captured_at, version.id))
    shown = view(request)
    if names != (before.id, after.id):
        told = None if shown == "inline" else shown
        to = site.within(request)
        return redirect(to.comparison(history.article.id, before.id, after.id, suffix, view=told))
    asked = Asked(before, after, _TWINS.get(suffix, shown), history.article.url)
    made = site.comparisons.made(site.archive, asked)
    if made is None:
        return _too_large(site, request, suffix, history, asked)
    if suffix and made.failed:
        raise not_found("These two versions could not be compared when the later one came.")
    if suffix:
        return answer(request, made.written, JSON if suffix == ".json" else TEXT)
    return _page(site, request, Compared(history, before, after, made), shown)


def chosen(site: Site, request: Request, _suffix: str) -> Response:
    """The way to the comparison of the versions `from` and `to`, as the form of the article's page asks for them."""
    history = found_history(site, request)
    names = [request.query_params.get(name, "").strip() for name in ("from", "to")]
    if not all(names):
        raise bad_request("Two versions make a comparison: name them as from and to.")
    before, after = (found_version(site, history, name) for name in names)
    return redirect(site.within(request).comparison(history.article.id, before.id, after.id))


def _too_large(site: Site, request: Request, suffix: str, history: History, asked: Asked) -> Response:
    if suffix:
        raise not_found("The comparison of these two versions is too large to be made here.")
    return page(
        site,
        request,
        "too_large.html",
        article=history.article,
        asked=asked,
        most=LARGEST_MADE if asked.letters <= LARGEST_SHOWN else LARGEST_SHOWN,
    )


def _page(site: Site, request: Request, found: Compared, shown: View) -> Response:
    to, history, before, after = site.within(request), found.history, found.before, found.after
    article = history.article
    earlier, later = neighbours(history, before)[0], neighbours(history, after)[1]
    views = {
        name: to.comparison(article.id, before.id, after.id, view=None if name == "inline" else name)
        for name in VIEWS
    }
    own = (".json", ".diff") if not found.made.failed else ()
    twins = [twin(kind, to.comparison(article.id, before.id, after.id, kind)) for kind in own]
    twins += [twin(kind, to.article(article.id, kind)) for kind in FEEDS]
    return page(
        site,
        request,
        "comparison.html",
        article=article,
        found=found,
        before_number=history.number(before.id),
        after_number=history.number(after.id),
        previous=earlier and to.comparison(article.id, earlier.id, before.id),
        following=later and to.comparison(article.id, after.id, later.id),
        change=change_to(history, after, before),
        fragment=markup(found.made.written),
        view=shown,
        views=views,
        next_view=VIEWS[(VIEWS.index(shown) + 1) % len(VIEWS)],
        permanent=site.absolute(request).comparison(article.id, before.id, after.id),
        tag=revision_tag(before.id, after.id),
        twins=twins,
    )

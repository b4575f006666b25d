"""One comparison: what changed between two versions, as it was found when the second one came, or made on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.flow.comparing import compared
from variorum.model import Uncompared
from variorum.model.identity import revision_id
from variorum.publication import (
    comparison_document,
    comparison_html,
    comparison_unified,
    json_text,
    revision_tag,
)
from variorum.publication.layout import layout
from variorum.web.answers import FEEDS, JSON, TEXT, answer, redirect, twin
from variorum.web.archived import change_to, found_history, found_version, neighbours
from variorum.web.errors import bad_request, not_found
from variorum.web.queries import VIEWS, view
from variorum.web.rendering import markup, page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from variorum.model import History, Revision, Version
    from variorum.model.documents import Document
    from variorum.publication import View
    from variorum.web.site import Site


class Compared(NamedTuple):
    """Two versions of an article and their revision: as it was stored, or made for this request.

    There is none where comparing them failed when the later one came: it is not tried again for a page.
    """

    history: History
    before: Version
    after: Version
    revision: Revision | None
    stored: bool

    @property
    def told(self) -> Revision | Uncompared:
        """What tells the change: its sentence and its classes."""
        return self.revision or Uncompared()

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
        asked = None if shown == "inline" else shown
        to = site.within(request)
        return redirect(to.comparison(history.article.id, before.id, after.id, suffix, view=asked))
    stored = site.archive.revision(before.id, after.id)
    failed = stored is None and site.archive.change(revision_id(before.id, after.id)) is not None
    revision = stored if stored or failed else compared(before, after.article, after.captured_at)
    found = Compared(history, before, after, revision, stored is not None)
    if not suffix:
        return _page(site, request, found, shown)
    if revision is None:
        raise not_found("These two versions could not be compared when the later one came.")
    if suffix == ".json":
        return answer(request, json_text(_document(found, revision)), JSON)
    return answer(request, comparison_unified(revision), TEXT)


def chosen(site: Site, request: Request, _suffix: str) -> Response:
    """The way to the comparison of the versions `from` and `to`, as the form of the article's page asks for them."""
    history = found_history(site, request)
    names = [request.query_params.get(name, "").strip() for name in ("from", "to")]
    if not all(names):
        raise bad_request("Two versions make a comparison: name them as from and to.")
    before, after = (found_version(site, history, name) for name in names)
    return redirect(site.within(request).comparison(history.article.id, before.id, after.id))


def _document(found: Compared, revision: Revision) -> Document:
    before, after = found.before.id, found.after.id
    return {
        "id": revision_id(before, after),
        "article_id": found.history.article.id,
        "url": found.history.article.url,
        "before_version": before,
        "after_version": after,
        **comparison_document(revision),
    }


def _page(site: Site, request: Request, found: Compared, shown: View) -> Response:
    to, history, before, after = site.within(request), found.history, found.before, found.after
    revision = found.revision
    article = history.article
    earlier, later = neighbours(history, before)[0], neighbours(history, after)[1]
    views = {
        name: to.comparison(article.id, before.id, after.id, view=None if name == "inline" else name)
        for name in VIEWS
    }
    own = (".json", ".diff") if revision else ()
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
        fragment=revision and markup(comparison_html(revision, shown)),
        number_of_changes=layout(revision).changes if revision else 0,
        view=shown,
        views=views,
        next_view=VIEWS[(VIEWS.index(shown) + 1) % len(VIEWS)],
        permanent=site.absolute(request).comparison(article.id, before.id, after.id),
        tag=revision_tag(before.id, after.id),
        twins=twins,
    )

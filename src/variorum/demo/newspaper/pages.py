"""Takes an edition, gives the pages of its outlets as a browser shows them, each in its outlet's own design."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from variorum.demo.newspaper.listings import FEED_TYPES
from variorum.demo.newspaper.wording import stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.demo.newspaper.editions import Edition
    from variorum.demo.newspaper.values import Outlet, Report

_Item = TypeVar("_Item")
_RELATED = 3
_MOST_READ = 4


@dataclass(frozen=True, slots=True)
class Press:
    """Prints the pages of an outlet.

    `root` is its own address without a last slash; `request` is the number of the request, which turns the most-read
    list, the advertisement and the counter of readers.
    """

    outlet: Outlet
    edition: Edition
    root: str
    request: int

    def article(self, report: Report) -> str:
        """The page of an article."""
        standing = [other for other in self.edition.standing(self.outlet.slug) if other.id != report.id]
        related = sorted(standing, key=lambda other: other.story != report.story)[:_RELATED]
        return self._page(
            "article",
            report=report,
            related=related,
            canonical=self.root + report.draft.path,
            linked_data=_linked_data(self.outlet, report, self.root),
        )

    def front(self, section: str | None = None) -> str:
        """The front page, or the page of one section."""
        reports = [
            report
            for report in self.edition.standing(self.outlet.slug)
            if section is None or report.section == section
        ]
        return self._page("front", reports=reports, section=section, canonical=f"{self.root}/")

    def notice(self, title: str, text: str) -> str:
        """A page that says one thing, such as that there is none."""
        return self._page("notice", title=title, text=text, canonical=f"{self.root}/")

    def _page(self, kind: str, **values: Any) -> str:
        template = _environment().get_template(f"{self.outlet.slug}/{kind}.html")
        return template.render(
            outlet=self.outlet,
            root=self.root,
            now=self.edition.now,
            feed_type=FEED_TYPES[self.outlet.feed_format],
            sections=[(section, section_path(section)) for section in self.outlet.sections],
            most_read=_turned(self.edition.standing(self.outlet.slug), self.request)[:_MOST_READ],
            advertisement=_turned(self.outlet.advertisements, self.request)[0],
            readers=1_000 + 7_919 * (self.request + 1) % 23_456,
            **values,
        )


def section_path(section: str) -> str:
    """The path of a section's page."""
    return f"/section/{section.lower()}"


def directory(papers: Sequence[Outlet], port: str) -> str:
    """The plain page for a host that is nobody's: where the outlets are. `port` is empty or `:` and a number."""
    return _environment().get_template("directory.html").render(outlets=papers, port=port)


def _turned(items: Sequence[_Item], by: int) -> list[_Item]:
    """The items in a ring, begun `by` places later."""
    at = by % len(items) if items else 0
    return [*items[at:], *items[:at]]


def _linked_data(outlet: Outlet, report: Report, root: str) -> dict[str, Any]:
    """The article as schema.org's NewsArticle."""
    draft = report.draft
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": root + draft.path,
        "headline": draft.headline,
        "description": draft.standfirst,
        "articleSection": report.section,
        "inLanguage": outlet.language,
        "datePublished": report.published.isoformat(timespec="seconds"),
        "dateModified": report.modified.isoformat(timespec="seconds"),
        "author": [{"@type": "Person", "name": name} for name in draft.byline]
        or [{"@type": "Organization", "name": draft.credit or outlet.name}],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name, "url": f"{root}/"},
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("variorum.demo.newspaper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["stamp"] = stamp
    return environment

"""Takes ids, gives the addresses of their pages: the only place that knows where a page lives (docs/reference/pages.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from variorum.publication.entries import EntryAddresses

if TYPE_CHECKING:
    from variorum.model import Change


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses under `base`: empty or a path within a site, `https://host/path` for feeds and citations.

    A `suffix` names a twin of the page: `.json`, `.csv`, `.atom`, `.rss`, `.jsonfeed`, `.diff`, `.txt`. Query values that are
    `None` or empty are left out.

    >>> Addresses().changes(".json", finding="figure")
    '/changes.json?class=figure'
    """

    base: str = ""

    def home(self, **query: object) -> str:
        """What changed, heaviest first."""
        return self._address("/", "", query)

    def changes(self, suffix: str = "", **query: object) -> str:
        """What changed, newest first."""
        return self._address("/changes", suffix, query)

    def article(self, article_id: str, suffix: str = "") -> str:
        """An article with its history."""
        return f"{self.base}/a/{article_id}{suffix}"

    def choice(self, article_id: str) -> str:
        """Where two versions of an article are chosen to be compared."""
        return f"{self.base}/a/{article_id}/compare"

    def version(self, article_id: str, version_id: str, suffix: str = "") -> str:
        """One version."""
        return f"{self.base}/a/{article_id}/v/{version_id}{suffix}"

    def capture(self, article_id: str, version_id: str) -> str:
        """The capture that a version was read in, as text."""
        return f"{self.version(article_id, version_id)}/capture"

    def comparison(self, article_id: str, before: str, after: str, suffix: str = "", **query: object) -> str:
        """The comparison of two versions."""
        return self._address(f"/a/{article_id}/{before}..{after}", suffix, query)

    def of_change(self, change: Change) -> str:
        """The page that shows a change: its comparison, or the history in which an event stands."""
        if change.before_version and change.after_version:
            return self.comparison(change.article_id, change.before_version, change.after_version)
        return f"{self.article(change.article_id)}#event-{change.id}"

    def of_entry(self, change: Change) -> EntryAddresses:
        """The pages that the entry of a change in a feed leads to."""
        history = self.article(change.article_id)
        if not (change.before_version and change.after_version):
            return EntryAddresses(history=history, original=change.url)
        return EntryAddresses(
            comparison=self.of_change(change),
            before=self.version(change.article_id, change.before_version),
            after=self.version(change.article_id, change.after_version),
            history=history,
            original=change.url,
        )

    def sources(self, suffix: str = "") -> str:
        """All sources."""
        return f"{self.base}/sources{suffix}"

    def source(self, source_id: str, suffix: str = "", **query: object) -> str:
        """One source."""
        return self._address(f"/source/{source_id}", suffix, query)

    def politeness(self, source_id: str, suffix: str = "") -> str:
        """How the hosts of a source were asked."""
        return f"{self.base}/source/{source_id}/politeness{suffix}"

    def lookup(self, suffix: str = "", **query: object) -> str:
        """The article at an address from the web."""
        return self._address("/lookup", suffix, query)

    def search(self, suffix: str = "", **query: object) -> str:
        """What was ever said."""
        return self._address("/search", suffix, query)

    def help(self) -> str:
        """Keys and marks."""
        return f"{self.base}/help"

    def static(self, name: str) -> str:
        """A style sheet, script or picture."""
        return f"{self.base}/static/{name}"

    def _address(self, path: str, suffix: str, query: dict[str, object]) -> str:
        named = {
            "class" if name == "finding" else name: value
            for name, value in query.items()
            if value not in {None, ""}
        }
        return f"{self.base}{path}{suffix}" + (f"?{urlencode(named)}" if named else "")

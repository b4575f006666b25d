"""What every page is made from: the archive, the clock of its schedule, and where the site is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from variorum.publication import Addresses
from variorum.web.made import Comparisons

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request

    from variorum.archive import ArchiveReader


@dataclass(frozen=True, slots=True)
class Site:
    """An archive as it is shown. `now` is the schedule's clock; `base_url` is where the site is found, if that is known.

    Without a `base_url`, absolute addresses are those that the reader asked for: the Host header is believed.
    """

    archive: ArchiveReader
    now: Callable[[], datetime]
    base_url: str | None = None
    comparisons: Comparisons = field(default_factory=Comparisons)

    def within(self, request: Request) -> Addresses:
        """Addresses for links on a page."""
        return Addresses(urlsplit(self.absolute(request).base).path)

    def absolute(self, request: Request) -> Addresses:
        """Addresses for what leaves the site: feeds and citations."""
        return Addresses((self.base_url or str(request.base_url)).rstrip("/"))

"""Takes an archive and a source, gives how its hosts were asked: what one can show to its publisher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.fetching.robots import Rules

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from variorum.archive import ArchiveReader
    from variorum.model import Conduct, Host, OutcomeCount


@dataclass(frozen=True, slots=True)
class OriginRecord:
    """One origin: how it was asked, and what its robots.txt says to us as last fetched.

    `allows` is whether the file lets us ask for the front page, `None` where no file was read yet; `delay` the time that it
    wants between two requests.
    """

    conduct: Conduct
    host: Host | None
    allows: bool | None
    delay: timedelta

    def held_until(self, now: datetime) -> datetime | None:
        """Until when it is left alone, if it is."""
        until = self.conduct.held_until
        return until if until is not None and until > now else None

    def distrusted_until(self, now: datetime) -> datetime | None:
        """Until when its 304s are not believed, if they are not."""
        until = self.conduct.distrusted_until
        return until if until is not None and until > now else None


@dataclass(frozen=True, slots=True)
class PolitenessRecord:
    """All origins of a source, and what the checks of the source and its articles came to."""

    origins: tuple[OriginRecord, ...]
    outcomes: tuple[OutcomeCount, ...]

    @property
    def requests(self) -> int:
        """How many requests there were, robots.txt and redirects included."""
        return sum(one.conduct.requests for one in self.origins)

    @property
    def unmodified(self) -> int:
        """How many were answered with 304: not modified."""
        return sum(one.conduct.unmodified for one in self.origins)

    @property
    def failed(self) -> int:
        """How many failed."""
        return sum(one.conduct.failed for one in self.origins)

    @property
    def disallowed(self) -> int:
        """How many were not made, since robots.txt forbids them."""
        return sum(one.conduct.disallowed for one in self.origins)

    @property
    def share_unmodified(self) -> float | None:
        """The share of requests that were answered with 304; `None` where there was none."""
        return self.unmodified / self.requests if self.requests else None

    @property
    def smallest_gap(self) -> timedelta | None:
        """The shortest time between two requests to one registered domain."""
        gaps = [one.conduct.smallest_gap for one in self.origins if one.conduct.smallest_gap is not None]
        return min(gaps, default=None)


def politeness_record(archive: ArchiveReader, source_id: str) -> PolitenessRecord:
    """How the hosts of a source were asked: that of its address, and those of the articles that it brought in last."""
    named = archive.origins(source_id)
    files = {host.origin: host for host in archive.hosts(named)}
    conducts = {conduct.origin: conduct for conduct in archive.conducts(named)}
    origins = tuple(_of(conducts[name], files.get(name)) for name in named if name in conducts)
    return PolitenessRecord(origins, archive.outcomes(source_id=source_id))


def _of(conduct: Conduct, host: Host | None) -> OriginRecord:
    rules = Rules((host.robots if host else None) or "")
    allows = None if host is None else not host.robots_denied and rules.allows(f"{conduct.origin}/")
    return OriginRecord(conduct, host, allows, rules.delay)

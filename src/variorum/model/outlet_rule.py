"""How an outlet's pages are made, as data: which elements hold which field, and since when they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Selection:
    """A field of an article, the CSS selector of the elements that hold it, and the attribute that does (else their text)."""

    field: str
    selector: str
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class OutletRule:
    """How pages of an outlet are read for as long as it makes them so.

    `hosts` are registered domains or hosts, which stand for their subdomains too; `path` is what the path of an address
    begins with. From `valid_from` until before `valid_until` (days, in UTC) it holds; `None` leaves the side open. `body`,
    `keep` and `drop` are CSS selectors: the elements that hold the text, those that belong to it wherever they stand, and
    those that are not read at all. Several selections of one field are tried in order.

    `ignored_parameters` are those of a query that tell no article apart from another (`ref`, or `ref*` for all that begin
    so); `is_one_site` says that all hosts serve the same articles under the same paths. Both hold on all days.

    >>> rule = OutletRule("Harbour Courier", ("courier.example",), body=("div.text",))
    >>> rule.speaks_of("www.courier.example", "/news/1"), rule.speaks_of("notcourier.example", "/news/1")
    (True, False)
    """

    outlet: str
    hosts: tuple[str, ...]
    path: str = "/"
    valid_from: date | None = None
    valid_until: date | None = None
    body: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    fields: tuple[Selection, ...] = ()
    ignored_parameters: tuple[str, ...] = ()
    is_one_site: bool = False

    @property
    def name(self) -> str:
        """The outlet and the day from which the rule holds."""
        return self.outlet if self.valid_from is None else f"{self.outlet} from {self.valid_from}"

    def speaks_of(self, host: str, path: str) -> bool:
        """Whether the rule is for an address."""
        host = host.lower().rstrip(".")
        named = any(host == known or host.endswith(f".{known}") for known in self.hosts)
        return named and (path or "/").startswith(self.path)

    def holds_on(self, day: date) -> bool:
        """Whether the outlet made its pages so on a day.

        >>> from datetime import date
        >>> rule = OutletRule("Courier", ("courier.example",), valid_from=date(2026, 1, 1), valid_until=date(2026, 7, 1))
        >>> [rule.holds_on(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 7, 1))]
        [False, True, False]
        """
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day < self.valid_until)

"""Takes the items of a feed one by one, gives them as a listing: each article once, what cannot be used counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from variorum.discovery.limits import MOST_ITEMS
from variorum.model import Discovery
from variorum.text.urls import joined, url_key, web_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from variorum.model import Sighting


Item = TypeVar("Item")


def address(where: str, reference: str) -> str | None:
    """The absolute http or https address of a reference in the feed at `where`; `None` where it gives none.

    A feed that was read from a file has no address of its own: only its absolute references can be used.

    >>> address("https://example.org/feed", " /a?x=1&amp;y=2 "), address("feed.xml", "https://example.org/a")
    ('https://example.org/a?x=1&y=2', 'https://example.org/a')
    >>> address("https://example.org/feed", " "), address("feed.xml", "a"), address("https://example.org/feed", "urn:a")
    (None, None, None)
    """
    reference = reference.strip().replace("&amp;", "&")  # escaped twice
    if not reference:
        return None
    return joined(where, reference) if web_url(where) else joined(reference, "")


def first(candidates: Iterable[str | None]) -> str | None:
    """The first of the candidates that is not empty."""
    return next((candidate for candidate in candidates if candidate), None)


def listing(
    title: str | None, form: str, items: Sequence[Item], sighting: Callable[[Item], Sighting | None]
) -> Discovery:
    """The sightings of a feed in its own order.

    Of items that lead to one article the first counts. Skipped are items without a usable address (`sighting` gives
    `None`) and those beyond the first `MOST_ITEMS`.
    """
    found: dict[str, Sighting] = {}
    skipped = max(0, len(items) - MOST_ITEMS)
    for item in items[:MOST_ITEMS]:
        seen = sighting(item)
        if seen is None:
            skipped += 1
        else:
            found.setdefault(url_key(seen.url), seen)
    return Discovery(title or None, tuple(found.values()), form, skipped)

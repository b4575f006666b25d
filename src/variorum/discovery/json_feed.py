"""Takes the text of a JSON Feed, gives what it lists, or the failure that tells why it lists nothing."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from variorum.discovery.dates import moment
from variorum.discovery.limits import MOST_REPEATS
from variorum.discovery.listing import address, first, listing
from variorum.discovery.wording import literal, plain
from variorum.model import Failure, FailureKind, Sighting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from variorum.model import Discovery

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(\d{1,2}(?:\.\d{1,2})?)/?", re.IGNORECASE)


def json_feed(source: str, where: str) -> Discovery | Failure:
    """The articles that a JSON Feed 1.0 or 1.1 lists (https://www.jsonfeed.org/version/1.1/)."""
    try:
        document = json.loads(source, strict=False)
    except json.JSONDecodeError as error:
        reason = f"the JSON breaks at line {error.lineno}, column {error.colno}: {error.msg}"
        return Failure(FailureKind.MALFORMED, where, reason)
    except ValueError:  # a number of more digits than Python converts
        return Failure(FailureKind.TOO_LARGE, where, "the feed holds a number that is too long")
    except RecursionError:
        return Failure(FailureKind.TOO_LARGE, where, "the feed's brackets are nested too deep")
    feed = document if isinstance(document, dict) else {}
    version = _VERSION.fullmatch(_text(feed, "version").strip())
    if version is None:
        return Failure(FailureKind.NOT_A_FEED, where, "this is JSON, but not a JSON Feed")
    number = version[1] if "." in version[1] else f"{version[1]}.0"
    items = feed.get("items")
    listed = items if isinstance(items, list) else []
    return listing(
        literal(_text(feed, "title")),
        f"json feed {number}",
        listed,
        partial(_sighting, where, _authors(feed)),
    )


def _sighting(where: str, authors: tuple[str, ...], item: Any) -> Sighting | None:
    if not isinstance(item, dict):
        return None
    # `external_url` is what an item speaks about; `id` "ideally" is the item's address.
    url = first(address(where, _text(item, name)) for name in ("url", "external_url")) or address(
        "", _text(item, "id")
    )
    if url is None:
        return None
    said = (
        literal(_text(item, "summary")),
        literal(_text(item, "content_text")),
        plain(_text(item, "content_html")),
    )
    return Sighting(
        url=url,
        title=literal(_text(item, "title")) or None,
        published=moment(_text(item, "date_published")),
        updated=moment(_text(item, "date_modified")),
        authors=_authors(item) or authors,
        summary=first(said),
        identifier=literal(_identifier(item)) or None,
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    """A value as text; what is no string counts as absent."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _identifier(item: Mapping[str, Any]) -> str:
    """The id as text, which a number becomes ("Items" in the specification)."""
    value = item.get("id")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(item, "id")


def _authors(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The authors of a feed or an item, in the form of 1.1 or of 1.0 (a single one)."""
    authors = values.get("authors") or [values.get("author")]
    people = [person for person in authors if isinstance(person, dict)] if isinstance(authors, list) else []
    names = (literal(_text(person, "name")) for person in people[:MOST_REPEATS])
    return tuple(dict.fromkeys(name for name in names if name))

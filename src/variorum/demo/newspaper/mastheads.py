"""Takes the list of outlets as it is written in TOML, gives the outlets."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from variorum.demo.newspaper.tables import CopyError, Table
from variorum.demo.newspaper.values import Outlet
from variorum.demo.newspaper.wording import LANGUAGES

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,61}")
_FEED_FORMATS = ("rss", "atom", "json")
_VALIDATORS = {"etag", "last-modified"}


@cache
def outlets() -> tuple[Outlet, ...]:
    """The outlets of the fictional news web, each on its host `<slug>.localhost`."""
    return read_outlets(
        files("variorum.demo.newspaper").joinpath("outlets.toml").read_text("utf-8"), "outlets.toml"
    )


def read_outlets(text: str, name: str) -> tuple[Outlet, ...]:
    """The outlets that a file lists; `name` is the file's. Raises CopyError with the place and the reason."""
    try:
        table = Table(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as error:
        raise CopyError(f"{name}: {error}") from error
    found = tuple(_outlet(entry) for entry in table.tables("outlet", "outlet"))
    table.end()
    return found


def _outlet(table: Table) -> Outlet:
    outlet = Outlet(
        slug=table.text("slug"),
        name=table.text("name"),
        language=table.text("language"),
        tagline=table.text("tagline"),
        imprint=table.text("imprint"),
        feed_path=table.text("feed_path"),
        feed_format=table.text("feed_format"),
        feed_query=table.text("feed_query", ""),
        robots=table.verbatim("robots"),
        validators=table.texts("validators", []),
        sections=table.texts("sections"),
        advertisements=table.texts("advertisements"),
    )
    table.end()
    faults = {
        "slug": not _SLUG.fullmatch(outlet.slug),
        "language": outlet.language not in LANGUAGES,
        "feed_path": not outlet.feed_path.startswith("/"),
        "feed_format": outlet.feed_format not in _FEED_FORMATS,
        "validators": not _VALIDATORS.issuperset(outlet.validators),
        "advertisements": not outlet.advertisements,
    }
    for name, faulty in faults.items():
        if faulty:
            raise table.fault(f"“{name}” cannot be “{getattr(outlet, name)}”")
    return outlet

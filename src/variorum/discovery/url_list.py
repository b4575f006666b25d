"""Takes the bytes of a list of addresses, one a line, gives the articles it lists."""

from __future__ import annotations

from variorum.discovery.limits import LARGEST_LIST, MOST_LINES
from variorum.discovery.listing import address
from variorum.model import Discovery, Failure, FailureKind, Sighting
from variorum.text.encodings import decoded
from variorum.text.urls import url_key


def url_list(body: bytes, where: str) -> Discovery | Failure:
    r"""The addresses of a list: empty lines and those that begin with # are passed over, others without an address skipped.

    A failure where nothing is an address, or the list is too large.

    >>> found = url_list(b"# mine\nhttps://example.org/a\nnothing\n", "list.txt")
    >>> [seen.url for seen in found.sightings], found.skipped
    (['https://example.org/a'], 1)
    """
    if len(body) > LARGEST_LIST:
        return Failure(
            FailureKind.TOO_LARGE, where, f"the list is larger than {LARGEST_LIST // 1_000_000} MB"
        )
    lines = [line.strip() for line in decoded(body).text.lstrip("\ufeff").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    found: dict[str, Sighting] = {}
    skipped = max(0, len(lines) - MOST_LINES)
    for line in lines[:MOST_LINES]:
        url = address("", line)
        if url is None:
            skipped += 1
        else:
            found.setdefault(url_key(url), Sighting(url))
    if not found:
        return Failure(FailureKind.NOT_A_FEED, where, "no line of it is an http or https address")
    return Discovery(None, tuple(found.values()), "list", skipped)

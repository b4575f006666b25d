"""Takes a feed (a file, else the real one of the development data), prints CPU and what is repaired, beside feedparser.

Run: .venv/bin/python bench/feeds.py [FILE]
"""

from __future__ import annotations

import io
import re
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser
from lxml import etree

from variorum.discovery import lenient_sightings, sightings
from variorum.model import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.model import Discovery

REAL = Path(__file__).parents[2] / "shared/data/feeds/washingtonpost-national-1.xml"
WHERE = "https://example.org/feed"
ROUNDS = 40


def default_feedparser(body: bytes) -> object:
    """Feedparser as it comes, which sanitises and resolves."""
    return feedparser.parse(io.BytesIO(body))


def cpu(readers: dict[str, Callable[[bytes], object]], body: bytes) -> dict[str, float]:
    """The median CPU seconds of each reader, all in turn in each round so that a busy machine slows all alike."""
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, reader in readers.items():
            start = time.process_time()
            reader(body)
            spent[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in spent.items()}


def _into_titles(body: bytes, text: bytes) -> bytes:
    """Every title begins with `text`, outside of CDATA."""
    return re.sub(rb"<title>", lambda _: b"<title>" + text, body)


#: Breakages with their share among the XML errors that Google Reader met (December 2005), in percent.
BREAKAGES: tuple[tuple[str, float, Callable[[bytes], bytes]], ...] = (
    ("cp1252 that claims to be UTF-8", 15.6, lambda body: body.decode().encode("cp1252", "replace")),
    ("end tag that does not match", 14.9, lambda body: body.replace(b"</item>", b"</dc:creator></item>", 1)),
    ("end tag that is missing", 14.9, lambda body: body.replace(b"</description>", b"", 1)),
    ("entity of HTML", 13.9, lambda body: _into_titles(body, b"A&nbsp;B &eacute; ")),
    ("control character", 5.7, lambda body: _into_titles(body, b"A\x08B ")),
    ("something behind the end", 5.5, lambda body: body + b"<script>track()</script>"),
    ("reference without semicolon", 4.2, lambda body: _into_titles(body, b"A &copy B ")),
    ("attribute without quotes", 4.2, lambda body: body.replace(b'version="2.0"', b"version=2.0")),
    ("feed cut short", 3.8, lambda body: body[: len(body) * 2 // 3]),
    ("bare ampersand", 3.3, lambda body: _into_titles(body, b"Q & A ")),
    ("something before the declaration", 2.1, lambda body: b"\n<br />Warning\n" + body),
    ("prefix that is not declared", 1.8, lambda body: body.replace(b"xmlns:dc=", b"xmlns:other=")),
    ("bare < in a text", 0.2, lambda body: _into_titles(body, b"3 < 4 ")),
)


def listed(found: Discovery | Failure) -> int:
    """How many sightings were read."""
    return 0 if isinstance(found, Failure) else len(found.sightings)


def strict(body: bytes) -> int:
    """How many items lxml finds by itself, if it accepts the feed."""
    try:
        return len(etree.fromstring(body, etree.XMLParser(resolve_entities=False)).findall(".//item"))
    except etree.XMLSyntaxError:
        return 0


def with_full_texts(body: bytes) -> bytes:
    """The feed with some 5 KB of escaped HTML as each description, as many outlets serve it."""
    paragraph = b'&lt;p&gt;A sentence with &lt;a href="https://example.org/a"&gt;a link&lt;/a&gt; &amp;amp; more.&lt;/p&gt;'
    return re.sub(
        rb"<description>.*?</description>", b"<description>" + paragraph * 50 + b"</description>", body
    )


def main() -> None:
    """Prints both tables."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else REAL
    body = path.read_bytes()
    readers: dict[str, Callable[[bytes], object]] = {
        "sightings": lambda given: sightings(given, WHERE),
        "lenient_sightings": lambda given: lenient_sightings(given, WHERE),
        "feedparser": default_feedparser,
    }
    feeds = {
        path.name: body,
        "with full texts": with_full_texts(body),
        "with bare ampersands": _into_titles(body, b"Q & A "),
    }
    for name, given in feeds.items():
        spent = cpu(readers, given)
        print(
            f"{name}: {len(given):,} bytes, {listed(sightings(given, WHERE))} items, median of {ROUNDS} rounds"
        )
        for reader, seconds in spent.items():
            print(
                f"  {reader:20} {seconds * 1000:8.2f} ms CPU   {seconds / spent['feedparser']:.3f} of feedparser's"
            )
    print(f"\n{'items listed in spite of':34}  share  lxml  sightings  lenient_sightings")
    for name, share, breakage in BREAKAGES:
        broken = breakage(body)
        own, lenient = listed(sightings(broken, WHERE)), listed(lenient_sightings(broken, WHERE))
        print(f"{name:34} {share:5.1f}% {strict(broken):5} {own:10} {lenient:18}")


if __name__ == "__main__":
    main()

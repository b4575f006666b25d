"""Takes what other trackers of edits kept, gives captures with the articles that they read."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from variorum.archive.exchange.trackers import TrackedVersion, tracked_versions
from variorum.fetching.codings import unpacked
from variorum.fetching.transport import Limits, NoAnswerError
from variorum.flow.files import LARGEST, is_directory
from variorum.flow.intake.found import Found, damage
from variorum.flow.told import CHANGEDETECTION
from variorum.model import Article, Capture, Circumstances, Origin, Paragraph
from variorum.text.printable import one_line
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path
    from typing import Any

_WATCHES, _WATCH, _HISTORY = "url-watches.json", "watch.json", "history.txt"
_PARAGRAPH = re.compile(r"</?(?:p|h\d|li|div|blockquote|br)\b[^>]{0,1000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_LARGEST_LIST = 64 * 2**20


def found_in_tracker(path: Path, place: str, kind: str) -> Generator[Found]:
    """The versions in a database of diffengine, News Sniffer or NewsDiffs, behind a row."""
    row = int(place) if place.isdecimal() else 0
    try:
        for tracked in tracked_versions(path, kind, max(0, row - 1)):
            yield _found(path.name, tracked, kind)
    except ValueError as error:
        yield Found(place, failure=damage(path.name, place or 0, str(error)))


def _found(name: str, tracked: TrackedVersion, kind: str) -> Found:
    place = str(tracked.number)
    trouble = tracked.trouble
    if web_url(tracked.url) is None:
        trouble = f"it has no address of the web ({tracked.url[:100]!r})"
    if tracked.at is None:
        trouble = trouble or "it has no time that can be read"
    if trouble or tracked.at is None:
        return Found(place, failure=damage(name, f"row {place}", trouble))
    if tracked.is_markup:
        body, media = f"<h1>{html.escape(tracked.title)}</h1>\n\n{tracked.text}", "text/html; charset=utf-8"
        parts = [html.unescape(_TAG.sub("", part)) for part in _PARAGRAPH.split(tracked.text)]
    else:
        body, media = f"{tracked.title}\n{tracked.byline}\n{tracked.text}", "text/plain; charset=utf-8"
        parts = tracked.text.split("\n")
    article = _article(tracked.title, parts, tracked.byline)
    capture = _capture(tracked.url, body.encode("utf-8", "replace"), tracked.at, media, (name, kind))
    return Found(place, capture, article)


def _article(title: str, parts: list[str], byline: str = "") -> Article:
    """An article of what a tracker kept: a title and the lines of a text."""
    paragraphs = tuple(Paragraph(text) for part in parts if (text := one_line(part).strip()))
    author = re.sub(r"^by\s+", "", one_line(byline).strip(), flags=re.IGNORECASE)
    return Article(
        headline=one_line(title).strip() or None, authors=(author,) if author else (), paragraphs=paragraphs
    )


def _capture(url: str, body: bytes, at: datetime, media: str, origin: tuple[str, str]) -> Capture:
    name, tool = origin
    return Capture(
        url,
        body,
        at,
        headers=(("content-type", media),),
        origin=Origin.IMPORTED,
        circumstances=Circumstances(tool=tool, custody=(name,)),
    )


def is_changedetection(path: Path) -> bool:
    """Whether a directory is the data of changedetection.io."""
    return is_directory(path) and ((path / _WATCHES).is_file() or any(path.glob(f"*/{_WATCH}")))


def found_in_changedetection(path: Path, place: str) -> Generator[Found]:
    """The snapshots of every watch, in the order of the watches' names and of their times.

    Where the pages themselves were kept for all snapshots of a watch they are read as pages, otherwise the texts that were made of them.
    """
    for key, watch in sorted(_watches(path).items()):
        url = str(watch.get("url", "")).removeprefix("source:").strip()
        for at, text, page in _history(path / key):
            here = f"{key}/{at}"
            if here < place:
                continue
            found = _snapshot(path.name, here, url, watch, page or text, is_page=page is not None)
            yield found


def _watches(path: Path) -> dict[str, dict[str, Any]]:
    """The watches by the names of their folders: in one list, and in newer versions each in its folder."""
    listed = _document(path / _WATCHES).get("watching")
    found: dict[str, dict[str, Any]] = {
        key: watch
        for key, watch in (listed.items() if isinstance(listed, dict) else ())
        if isinstance(watch, dict) and re.fullmatch(r"[\w-]{1,64}", key)
    }
    for file in path.glob(f"*/{_WATCH}"):
        found[file.parent.name] = _document(file)
    return found


def _document(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            told = json.loads(opened.read(_LARGEST_LIST))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _history(folder: Path) -> Iterator[tuple[int, Path, Path | None]]:
    """The snapshots of a watch: when, the file of the text, and that of the page where every snapshot has one."""
    try:
        lines = (folder / _HISTORY).read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    told = []
    for line in lines:
        at, _, name = line.strip().partition(",")
        # Older versions wrote whole paths, which are not those of this machine.
        file = folder / name.replace("\\", "/").rpartition("/")[2]
        if at.isdecimal() and len(at) <= 12 and file.name and file.name not in {".", ".."}:  # noqa: PLR2004
            told.append((int(at), file, folder / f"{at}.html.br"))
    pages_too = bool(told) and all(page.is_file() for _, _, page in told)
    for moment, file, page in sorted(told):
        packed = file.with_name(f"{file.name}.br")
        yield moment, packed if packed.is_file() and not file.is_file() else file, page if pages_too else None


def _snapshot(name: str, place: str, url: str, watch: dict[str, Any], file: Path, *, is_page: bool) -> Found:
    if web_url(url) is None:
        return Found(place, failure=damage(name, place, f"it has no address of the web ({url[:100]!r})"))
    try:
        with file.open("rb") as opened:
            body = opened.read(LARGEST + 1)
        if file.suffix == ".br":
            body = unpacked(body, "br", Limits())
        moment = datetime.fromtimestamp(int(place.rpartition("/")[2]), UTC)
    except (OSError, NoAnswerError, ValueError, OverflowError) as error:
        return Found(place, failure=damage(name, place, f"the snapshot {file.name} cannot be read ({error})"))
    media = "text/html; charset=utf-8" if is_page else "text/plain; charset=utf-8"
    capture = _capture(url, body, moment, media, (name, CHANGEDETECTION))
    if is_page:
        return Found(place, capture)
    parts = body.decode("utf-8", "replace").splitlines()
    title = (
        watch.get("title") or watch.get("page_title") or next((part for part in parts if part.strip()), "")
    )
    return Found(place, capture, _article(str(title), parts))

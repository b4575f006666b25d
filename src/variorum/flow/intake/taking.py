"""Takes what a file brings, in its order, keeps each capture at its place in time, and remembers how far it came."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from variorum.flow.importing import Imported, import_captures
from variorum.flow.intake.found import FAST_SECONDS, Bookmark, Found, Progress
from variorum.model import GONE, Failure, FailureKind, Source, SourceKind
from variorum.model.identity import source_id
from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Sequence
    from datetime import datetime
    from pathlib import Path

    from variorum.archive import ArchivePort
    from variorum.flow.engine.workers import Workers
    from variorum.model import Capture, OutletRule

#: So many captures, of so many bytes together, are read at once and remembered as done together.
_BATCH, _BATCH_BYTES = 16, 4 * 2**20
#: So many that repeat what did not come yet may wait for it.
_MOST_WAITING = 10_000
_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Shelf:
    """A file that is taken in: `open` gives what it holds from a place on, `name` labels all that comes from it."""

    path: Path
    name: str
    bookmark: Bookmark
    open: Callable[[str], Generator[Found]]

    @property
    def url(self) -> str:
        """The address of the source that stands for this file."""
        return f"files:{self.name}"


async def take_in(
    archive: ArchivePort,
    workers: Workers,
    shelf: Shelf,
    *,
    now: Callable[[], datetime],
    rules: Sequence[OutletRule] = (),
) -> AsyncIterator[Imported]:
    """Takes in what is left of a file; what was kept before an interruption is neither read nor kept again.

    What is damaged comes as a failure that names the place; all else is kept. Yields what each thing came to.
    """
    taking = _Taking(archive, workers, shelf, now=now, rules=rules)
    if taking.progress.done:
        return
    batch: list[Found] = []
    size = 0
    for one in shelf.open(taking.progress.place):
        if batch and (one.repeats or len(batch) == _BATCH or size > _BATCH_BYTES):
            async for imported in taking.keep(batch, one.place):
                yield imported
            batch, size = [], 0
        found = taking.resolved(one)
        if found is None:
            continue
        if found.failure is not None:
            yield Imported(shelf.path, failure=found.failure)
            continue
        batch.append(found)
        size += len(found.capture.body) if found.capture else 0
    async for imported in taking.keep(batch, ""):
        yield imported
    async for imported in taking.keep_waiting():
        yield imported
    taking.finish()


class _Taking:
    """The taking in of one file."""

    def __init__(
        self,
        archive: ArchivePort,
        workers: Workers,
        shelf: Shelf,
        *,
        now: Callable[[], datetime],
        rules: Sequence[OutletRule],
    ) -> None:
        self._archive, self._workers, self._shelf = archive, workers, shelf
        self._now, self._rules = now, rules
        self.progress = shelf.bookmark.progress(archive)
        self._source = Source(source_id(url_key(shelf.url)), shelf.url, SourceKind.FILES, shelf.name, now())

    def resolved(self, found: Found) -> Found | None:
        """The thing with its bytes; `None` where these are to come, or where it is nothing to keep."""
        capture = found.capture
        if capture is None:
            return found
        if (capture.captured_at - self._now()).total_seconds() > FAST_SECONDS:
            told = f"it says that it was captured in the future ({capture.captured_at.isoformat()})"
            return replace(found, failure=Failure(FailureKind.MALFORMED, _named(self._shelf, found), told))
        if found.repeats is not None:
            body = _repeated_body(self._archive, found)
            if body is None:
                if len(self.progress.waiting) < _MOST_WAITING:
                    self.progress = replace(self.progress, waiting=(*self.progress.waiting, found.place))
                    return None
                return replace(found, failure=_unfound(self._shelf, found))
            return replace(found, capture=replace(capture, body=body[0], headers=body[1] or capture.headers))
        if capture.status in GONE and self._archive.article_id(capture.url) is None:
            return None
        return found

    async def keep(self, batch: Sequence[Found], following: str) -> AsyncIterator[Imported]:
        """Keeps some things, those of one article one after the other, and remembers the place that follows."""
        groups: dict[str, list[Found]] = {}
        for found in batch:
            if found.capture is not None:
                groups.setdefault(url_key(found.capture.url), []).append(found)
        kept = await asyncio.gather(*map(self._keep_group, groups.values()))
        for imported in kept:
            for one in imported:
                yield one
        if following:
            self.progress = replace(self.progress, place=following)
            self._remember()

    async def _keep_group(self, group: list[Found]) -> list[Imported]:
        group.sort(key=lambda found: found.capture.captured_at if found.capture else self._now())
        captures = [(_named(self._shelf, one), one.capture, one.article) for one in group if one.capture]
        return await import_captures(
            self._archive,
            self._workers,
            captures,
            path=self._shelf.path,
            source=self._source,
            now=self._now,
            rules=self._rules,
        )

    async def keep_waiting(self) -> AsyncIterator[Imported]:
        """Keeps those whose bytes came later in the file; the others are failures."""
        for place in self.progress.waiting:
            with closing(self._shelf.open(place)) as rest:
                found = next(rest, None)
            if found is None or found.capture is None or found.place != place:
                continue
            body = _repeated_body(self._archive, found)
            if body is None:
                yield Imported(self._shelf.path, failure=_unfound(self._shelf, found))
                continue
            capture = replace(found.capture, body=body[0], headers=body[1] or found.capture.headers)
            async for imported in self.keep([replace(found, capture=capture)], ""):
                yield imported

    def finish(self) -> None:
        """Remembers that all was taken in."""
        self.progress = Progress(done=True)
        self._remember()

    def _remember(self) -> None:
        if not self._shelf.bookmark.key:
            return
        with self._archive.writing() as writer:
            writer.keep_setting(
                self._shelf.bookmark.key, self._shelf.bookmark.document(self._shelf.name, self.progress)
            )


def _named(shelf: Shelf, found: Found) -> str:
    return f"{shelf.name} at {found.place.removesuffix('+0')}"


def _unfound(shelf: Shelf, found: Found) -> Failure:
    told = "it repeats the bytes of a capture that is neither in this file nor in the archive"
    return Failure(FailureKind.MALFORMED, _named(shelf, found), told)


def _repeated_body(archive: ArchivePort, found: Found) -> tuple[bytes, tuple[tuple[str, str], ...]] | None:
    """The bytes that a capture repeats, with the headers of those that say how to read them."""
    repeats = found.repeats
    if repeats is None:
        return None
    for other in archive.captured(repeats.url, repeats.at, limit=_LOOKED_AT):
        if repeats.at is not None or _has_digest(other, repeats.digest):
            kinds = tuple(pair for pair in other.headers if pair[0] == "content-type")
            own = found.capture.headers if found.capture else ()
            return other.body, own if any(name == "content-type" for name, _ in own) else (*own, *kinds)
    return None


def _has_digest(capture: Capture, digest: str) -> bool:
    """Whether a body has a digest as WARC files state it: an algorithm, a colon, and the digest in base 32 or 16."""
    name, _, value = digest.partition(":")
    if name.lower() not in {"sha1", "sha256", "md5"}:
        return False
    made = hashlib.new(name.lower(), capture.body, usedforsecurity=False).digest()
    return value.lower().rstrip("=") in {base64.b32encode(made).decode().lower().rstrip("="), made.hex()}

"""What a file of an archive brings, one thing after the other, and how far it was taken in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.model import Failure, FailureKind

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from variorum.archive import ArchivePort
    from variorum.model import Article, Capture

_KEY = "import {}"
#: So much of a file tells it from others.
_BEGINNING = 2**16
#: Clocks are wrong by so much at most before a capture counts as one of the future.
FAST_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a file, at its `place`: a capture, or why there is none.

    `article` is what the file's maker read in it, where the file holds that and no page. One whose body stands elsewhere (a
    revisit record) is `repeats`: the address and the moment of the capture whose bytes it had, and their digest as stated.
    """

    place: str
    capture: Capture | None = None
    article: Article | None = None
    failure: Failure | None = None
    repeats: Repeated | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """Which capture's bytes another one had; `at` and `digest` where they are stated."""

    url: str
    at: datetime | None
    digest: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file was taken in: the place of the first thing that is not, those that wait for others, and whether all is."""

    place: str = ""
    waiting: tuple[str, ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where the archive remembers how far a file was taken in: under what the file is, wherever it lies.

    Without a key nothing is remembered, as of what grows from one import to the next.
    """

    key: str

    @classmethod
    def of_file(cls, path: Path, form: str) -> Bookmark:
        """The bookmark of a file, by its size and how it begins and ends."""
        size = path.stat().st_size
        digest = hashlib.sha256(f"{form} {size} ".encode())
        with path.open("rb") as file:
            digest.update(file.read(_BEGINNING))
            file.seek(max(0, size - _BEGINNING))
            digest.update(file.read(_BEGINNING))
        return cls(_KEY.format(digest.hexdigest()[:32]))

    def progress(self, archive: ArchivePort) -> Progress:
        """How far the file was taken in."""
        if not self.key:
            return Progress()
        told = json.loads(archive.setting(self.key) or "{}")
        return Progress(told.get("place", ""), tuple(told.get("waiting", ())), bool(told.get("done")))

    @staticmethod
    def document(name: str, progress: Progress) -> str:
        """What is remembered, as text."""
        told = {"name": name, "place": progress.place, "waiting": progress.waiting, "done": progress.done}
        return json.dumps(told)


def damage(name: str, offset: object, sentence: str) -> Failure:
    """What is damaged in a file, with where it is."""
    where = f"byte {offset}" if isinstance(offset, int) else offset
    return Failure(FailureKind.MALFORMED, f"{name} at {where}", sentence)

"""What stands where something was taken out of an archive: of which article, why, when; and the copies that left the archive."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class TombstoneKind(StrEnum):
    """An article was forgotten with all that was said of it, or the bytes of old captures were let go by a setting."""

    FORGOTTEN = "forgotten"
    LET_GO = "let-go"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What was taken out: `links` are the stretches (first, last) of the chain that spoke of it, `reason` is why.

    `article_id` is empty where bytes were let go of many articles; `at` is when.
    """

    id: str
    kind: TombstoneKind
    article_id: str
    reason: str
    at: datetime
    links: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """How many links it speaks of."""
        return sum(last - first + 1 for first, last in self.links)


class CopyKind(StrEnum):
    """In which form something left the archive."""

    BACKUP = "backup"
    EXPORT = "export"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class Copy:
    """A file outside the archive that was made of it: of one article, or of everything where `article_id` is `None`."""

    kind: CopyKind
    path: str
    made_at: datetime
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting an article took out, what it leaves elsewhere, and whether the words are gone from the database's files too.

    `copies` left the archive and are out of its reach; `shared` are articles that were served the very same bytes or text,
    which therefore stay. `is_scrubbed` is false where another process was reading the file meanwhile.
    """

    tombstone: Tombstone
    versions: int
    captures: int
    copies: tuple[Copy, ...] = ()
    shared: tuple[str, ...] = ()
    is_scrubbed: bool = False


def stretches(numbers: list[int]) -> tuple[tuple[int, int], ...]:
    """Numbers as the stretches that they make.

    >>> stretches([7, 1, 2, 3])
    ((1, 3), (7, 7))
    """
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)

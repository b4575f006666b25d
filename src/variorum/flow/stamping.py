"""Takes an archive and the address of a time-stamping authority, has roots stamped there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.archive import ArchiveError
from variorum.archive.stamping import LARGEST_STAMP, granted_stamp, stamp_request, stamped_at
from variorum.fetching import posted, user_agent
from variorum.model import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from variorum.archive import ArchivePort, Root

_QUERY = "application/timestamp-query"


async def stamp_newest(
    archive: ArchivePort, authority: str, now: datetime, *, contact: str | None = None
) -> tuple[Root, datetime] | None:
    """Makes a root over what none covers yet and has the newest stamped; gives it with its time, `None` where nothing is kept.

    Each link is made of the one before it, so the newest root holds all that came before. Raises `ArchiveError` when the
    authority gives no stamp; nothing is changed then but that the root is made.
    """
    with archive.writing() as writer:
        writer.seal(now)
    newest = archive.newest_root()
    if newest is None:
        return None
    await stamp(archive, [newest], authority, contact=contact)
    newest = archive.newest_root() or newest
    return newest, stamped_at(newest.stamp or b"", newest)


async def stamp(
    archive: ArchivePort, roots: Iterable[Root], authority: str, *, contact: str | None = None
) -> None:
    """Has those of the roots stamped that are not. Raises `ArchiveError` at the first that the authority does not stamp."""
    for root in dict.fromkeys(roots):
        if root.stamp is not None:
            continue
        request = stamp_request(root)
        answer = await posted(
            authority, request.body, _QUERY, agent=user_agent(contact), largest=LARGEST_STAMP
        )
        if isinstance(answer, Failure):
            raise ArchiveError(f"the time-stamping authority gave no stamp: {answer.sentence}")
        granted = granted_stamp(answer, root, request)
        with archive.writing() as writer:
            writer.keep_stamp(root, granted)

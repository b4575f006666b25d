"""Takes what is known of an article and a text that was served, gives what is to be done where it had that text before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.flow.sameness import tells_the_same
from variorum.flow.words import moment
from variorum.model import Article, EventKind, KeepVariant, RecordEvent
from variorum.text.amounts import counted

if TYPE_CHECKING:
    from variorum.model import Intent, Known, Seen


def went_back_to(known: Known, seen: Seen) -> tuple[Intent, ...]:
    """What is to be done about a text that an earlier version has and the one before does not; nothing for any other.

    The first time (A, B, A) it is told that the change was taken back. When the article changes once more to a text that
    it had (A, B, A, B) it alternates, as pages do that are served in variants to compare their success: that is told once,
    and from then on these texts make neither versions nor revisions.
    """
    text_hash = seen.text_hash
    if not isinstance(seen.reading, Article) or text_hash is None or known.latest is None:
        return ()
    if text_hash not in known.earlier or tells_the_same(known, seen):
        return ()
    among = {variant.text_hash for variant in known.variants} | {text_hash}
    beside = known.latest.text_hash if len(among) > 1 or seen.takes_turns else None
    kept = KeepVariant(text_hash, seen.at, alternates=len(among) > 1, beside=beside)
    if not known.variants:
        told = f"The article went back to an earlier text; the one in between was first seen at {moment(known.latest.captured_at)}."
        return (kept, RecordEvent(EventKind.REVERTED, seen.at, seen.at, told))
    if len(known.variants) == 1 and len(among) > 1:
        since = min(known.variants[0].last_at, seen.at)
        told = f"The article alternates between {counted(len(among), 'text')} that it had before."
        return (kept, RecordEvent(EventKind.ALTERNATES, since, seen.at, told))
    return (kept,)

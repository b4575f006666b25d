"""Takes what is known of an article and what a check saw, gives whether both say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.model import Article
from variorum.text.fingerprint import says_the_same

if TYPE_CHECKING:
    from variorum.model import Known, Seen


def tells_the_same(known: Known, seen: Seen) -> bool:
    """Whether an article that was read says what the latest version says, as that was read then or as its capture reads today."""
    if known.latest is None or not isinstance(seen.reading, Article) or seen.text_hash is None:
        return False
    return seen.is_same or says_the_same(known.latest, seen.reading, seen.text_hash)

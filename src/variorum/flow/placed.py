"""What a capture that came late does to its article's history, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction import EXTRACTOR
from variorum.flow.returning import Returns

if TYPE_CHECKING:
    from variorum.model import ReadingRule, RecordEvent, Revision, Seen, Version


class Made(NamedTuple):
    """A comparison of two versions; `None` for one that failed."""

    before: Version
    after: Version
    revision: Revision | None


@dataclass(slots=True)
class Step:
    """What one capture does to a history: the version that it makes now, what that is compared with, what is superseded.

    `read_by` is the name under which what is read in the capture is kept.
    """

    capture_id: str
    seen: Seen
    version: Version | None = None
    is_new: bool = False
    made: list[Made] = field(default_factory=list)
    event: RecordEvent | None = None
    superseded: Version | None = None
    superseded_event: str | None = None
    read_by: str = EXTRACTOR


@dataclass(slots=True)
class Placed:
    """What a capture at its place does: its own step first, then those of the captures after it that are judged again.

    `rule` is how the article's latest version is read, `None` where that stays as it is. `returns` tells what went back to an
    earlier text, `made` the comparisons of versions that then follow one another; `is_whole` that all captures were gone through.
    """

    steps: list[Step]
    rule: ReadingRule | None = None
    returns: Returns = field(default_factory=Returns)
    made: list[Made] = field(default_factory=list)
    is_whole: bool = False

    @property
    def own(self) -> Step:
        """The step of the capture itself."""
        return self.steps[0]

"""Takes a capture, gives whether what it says was told by another tracker: such a text is believed, and not read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.flow.reading import is_plain
from variorum.model import Origin

if TYPE_CHECKING:
    from variorum.model import Capture

CHANGEDETECTION = "changedetection.io"
#: Trackers that keep texts and no pages; changedetection.io keeps either.
_TELLERS = frozenset({"diffengine", "newssniffer", "newsdiffs"})


def is_told(capture: Capture) -> bool:
    """Whether a capture holds what another tracker read, and not the page that it read."""
    tool = capture.circumstances.tool
    if capture.origin is not Origin.IMPORTED:
        return False
    return tool in _TELLERS or (tool == CHANGEDETECTION and is_plain(capture))

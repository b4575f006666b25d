"""Takes what is known of a site and what one of its pages teaches, gives what is known then: counting, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from variorum.model.site_memory import (
    MOST_ADDRESSES,
    MOST_LINES,
    MOST_SLOTS,
    LineCount,
    Site,
    SlotCount,
)

#: A page of whose paragraphs more than this share are known is another address of a known article.
_SAME_ARTICLE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one page teaches of its site, to be counted once for its address.

    `text` are the marks of the article's own lines, `lines` of all lines of the page, each once, in their slots; `taken` are the
    slots of its text, `left` the others.

    >>> lesson = Lesson("example.org", "example.org/1", ("3f",), ("3f", "a0"), ("main > p",), ("nav > a",))
    >>> site = taught(Site("example.org"), lesson)
    >>> site.pages, taught(site, lesson) is site
    (1, True)
    """

    domain: str
    address: str
    text: tuple[str, ...]
    lines: tuple[str, ...]
    taken: tuple[str, ...]
    left: tuple[str, ...]


def taught(site: Site, lesson: Lesson) -> Site:
    """The site with a page counted; the same value where its address was, or most of its text under another address."""
    if lesson.address in site.addresses:
        return site
    lines = Counter({count.mark: count.pages for count in site.lines})
    if lesson.text and sum(line in lines for line in lesson.text) > _SAME_ARTICLE * len(lesson.text):
        return site
    lines.update(lesson.lines)
    return replace(
        site,
        addresses=(*site.addresses, lesson.address)[-MOST_ADDRESSES:],
        slots=_slots(site, lesson),
        lines=_most(lines, frozenset(lesson.lines)),
    )


def _most(lines: Counter[str], newest: frozenset[str]) -> tuple[LineCount, ...]:
    """The lines of most pages; among those of one page, the newest, which may yet come again."""
    ordered = sorted(lines, key=lambda line: (-lines[line], line not in newest, line))
    return tuple(LineCount(line, lines[line]) for line in ordered[:MOST_LINES])


def _slots(site: Site, lesson: Lesson) -> tuple[SlotCount, ...]:
    counts = {count.slot: count for count in site.slots}
    for written in lesson.taken:
        known = counts.get(written, SlotCount(written, 0, 0))
        counts[written] = SlotCount(written, known.taken + 1, known.left)
    for written in lesson.left:
        known = counts.get(written, SlotCount(written, 0, 0))
        counts[written] = SlotCount(written, known.taken, known.left + 1)
    ordered = sorted(counts.values(), key=lambda count: (-count.taken, -count.left, count.slot))
    return tuple(ordered[:MOST_SLOTS])

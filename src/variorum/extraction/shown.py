"""Takes two readings of one article, gives the first with the lines and fields that the rule of the second takes there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from variorum.extraction.plain import key
from variorum.model import Article, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from variorum.extraction.blocks import Block
    from variorum.extraction.trace import Trace

#: A text of so many letters and digits is the same wherever it stands, also within a longer line.
_TELLING = 40
#: An edited line has at least so many words, and shares this much of them with what it was.
_FEWEST_WORDS, _SAME_WORDS = 6, 0.6
#: So many lines are looked at for one that was edited where it stands: more are another page.
_MOST_LINES = 400


class _Lines(NamedTuple):
    """The lines of some blocks: how often each stands there, and all of their letters on end."""

    counts: Counter[str]
    joined: str

    def times(self, line: str) -> int:
        """How often a line stands here, a telling one also within others."""
        return self.joined.count(line) if len(line) >= _TELLING else self.counts[line]

    def shows(self, text: str | None) -> bool:
        """Whether a text, or nothing, is said here."""
        return not text or key(text) in self.joined


class _Side(NamedTuple):
    """A reading with its lines: all of its page, those of its text and those that were left."""

    article: Article
    trace: Trace
    all: _Lines
    kept: _Lines
    left: _Lines


def as_read_by(
    before: Article, was: Trace, after: Article, became: Trace, *, is_rebuilt: bool = True
) -> Article:
    """The article before as the rule reads it by which the later one was read.

    What stands on both pages is text on both where it is text on the later, and a field says on both what it says on the
    later. A line that was edited is known by its words. What stands on the earlier page alone stays as it was read. In one
    build, where the page was not `is_rebuilt`, of the fields only the standfirst can have become text, or the reverse.
    """
    old, new = _side(before, was), _side(after, became)
    fields = _fields(old, new) if is_rebuilt else _standfirst(old, new)
    shown = replace(before, **fields)
    if before.entries or len(was.kept) != len(before.paragraphs) or not set(was.kept) <= set(was.blocks):
        return shown
    kept = _kept(old, new)
    own = dict(zip(was.kept, before.paragraphs, strict=True))
    later = {key(paragraph.text): paragraph for paragraph in after.paragraphs} if is_rebuilt else {}
    return replace(shown, paragraphs=tuple(_paragraph(block, own, later) for block in kept))


def _fields(old: _Side, new: _Side) -> dict[str, Any]:
    """The fields that both pages show as the later rule reads them."""
    before, after = old.article, new.article
    fields = {
        name: getattr(after, name)
        for name in ("headline", "standfirst", "dateline")
        if old.all.shows(getattr(after, name)) and new.all.shows(getattr(before, name))
    }
    if all(map(old.all.shows, after.authors)) and all(map(new.all.shows, before.authors)):
        fields["authors"] = after.authors
    return {**fields, "captions": _captions(old, new)}


def _standfirst(old: _Side, new: _Side) -> dict[str, Any]:
    """The standfirst, where it is text on the other page and stands there as often."""
    was, became = key(old.article.standfirst or ""), key(new.article.standfirst or "")
    has_moved = (
        was != became
        and (not was or 0 < old.all.times(was) <= new.all.times(was))
        and (not became or 0 < new.all.times(became) <= old.all.times(became))
    )
    return {"standfirst": new.article.standfirst} if has_moved else {}


def _side(article: Article, trace: Trace) -> _Side:
    own = frozenset(trace.kept)
    left = [block for block in trace.blocks if block not in own]
    return _Side(article, trace, _lines(trace.blocks), _lines(trace.kept), _lines(left))


def _lines(blocks: Iterable[Block]) -> _Lines:
    keys = [block.key for block in blocks if block.key]
    return _Lines(Counter(keys), "".join(keys))


def _kept(old: _Side, new: _Side) -> list[Block]:
    """The blocks of the earlier page that the later rule takes."""
    own = frozenset(old.trace.kept)
    dropped = {block for block in own if _is_left_later(block.key, old, new)}
    taken: set[Block] = set()
    missing: Counter[str] = Counter()
    for block in old.trace.blocks:
        line = block.key
        if block in own or not line or not new.kept.times(line):
            continue
        more = new.kept.times(line) - old.kept.times(line) - missing[line]
        if more > 0 and old.left.times(line) > new.left.times(line):
            missing[line] += 1
            taken.add(block)
    came = [block for block in new.trace.kept if not old.all.times(block.key)]
    went = [block for block in old.trace.kept if not new.all.times(block.key)]
    beside = [block for block in old.trace.blocks if block not in own and not new.all.times(block.key)]
    beside_later = [block for block in new.trace.blocks if not old.all.times(block.key)]
    taken |= {was for _, was in _edited(came, [*went, *beside])} - own
    later = frozenset(new.trace.kept)
    dropped |= {was for was, became in _edited(went, beside_later) if became not in later}
    return [block for block in old.trace.blocks if block in taken or (block in own and block not in dropped)]


def _is_left_later(line: str, old: _Side, new: _Side) -> bool:
    """Whether a line of the earlier text stands on the later page, but beside its text."""
    return (
        bool(line)
        and new.kept.times(line) < old.kept.times(line)
        and new.left.times(line) > old.left.times(line)
    )


def _edited(lines: Sequence[Block], among: Sequence[Block]) -> list[tuple[Block, Block]]:
    """Each line with the one among others that says most of its words, where one does."""
    if len(lines) > _MOST_LINES or len(among) > _MOST_LINES:
        return []
    words = {block: Counter(block.text.split()) for block in (*lines, *among)}
    found = []
    for line in lines:
        best = max(among, key=lambda other: _shared(words[line], words[other]), default=None)
        if best is not None and _shared(words[line], words[best]) >= _SAME_WORDS:
            found.append((line, best))
    return found


def _shared(one: Counter[str], other: Counter[str]) -> float:
    most = max(one.total(), other.total())
    return (one & other).total() / most if most >= _FEWEST_WORDS else 0.0


def _captions(old: _Side, new: _Side) -> tuple[str, ...]:
    """The captions that the later rule finds on the earlier page, in its order, then those of the earlier page alone."""
    later = [caption for caption in new.article.captions if old.all.shows(caption)]
    known = {key(caption) for caption in later}
    alone = [
        caption
        for caption in old.article.captions
        if key(caption) not in known and not new.all.shows(caption)
    ]
    return (*later, *alone)


def _paragraph(block: Block, own: Mapping[Block, Paragraph], later: Mapping[str, Paragraph]) -> Paragraph:
    """A block as a paragraph, of the kind that its line has later."""
    same = later.get(block.key)
    paragraph = own.get(block) or Paragraph(block.text)
    return paragraph if same is None else replace(paragraph, kind=same.kind)

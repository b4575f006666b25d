"""Takes the captures of an article in the order of time, gives those that went back to an earlier text, as watching tells them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from variorum.flow.sameness import tells_the_same
from variorum.flow.variants import went_back_to
from variorum.model import EventKind, Variant
from variorum.model.identity import event_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from variorum.model import Intent, Known, Seen, Version

#: What only a text that comes back makes.
_OF_RETURNS = (EventKind.REVERTED, EventKind.ALTERNATES)


class Served(NamedTuple):
    """A capture, what is seen in it, and the version that it makes where nothing but the capture before it is asked."""

    capture_id: str
    seen: Seen
    version: Version | None


class Return(NamedTuple):
    """A capture that went back to an earlier text: what was known before it, and what is to be done about it."""

    capture_id: str
    known: Known
    intents: tuple[Intent, ...]


@dataclass(slots=True)
class Returns:
    """What watching would have made of captures: which went back, which versions are none, which follow one another.

    `out_of_date` are the ids of the events that nothing tells any more, `apart` those of comparisons whose versions do not follow one another.
    """

    back: list[Return] = field(default_factory=list)
    none: list[Version] = field(default_factory=list)
    pairs: list[tuple[Version, Version]] = field(default_factory=list)
    out_of_date: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)


def returns(known: Known, served: Iterable[Served]) -> Returns:
    """Goes through the captures of an article as watching would have, from the first on."""
    state = replace(known, latest=None, earlier=(), variants=())
    first: dict[str, Version] = {}
    found = Returns()
    for capture_id, seen, version in served:
        is_one = False
        intents = went_back_later(state, seen)
        told = {event_id(known.article_id, kind, seen.at) for kind in _OF_RETURNS}
        if intents and seen.text_hash is not None:
            found.back.append(Return(capture_id, state, intents))
            state = _gone_back(state, seen.text_hash, first[seen.text_hash], seen)
            told -= {event_id(known.article_id, kind, seen.at) for kind in _kinds(intents)}
        elif version is not None and not tells_the_same(state, seen):
            if state.latest is not None:
                found.pairs.append((state.latest, version))
            first[version.text_hash] = version
            state = replace(state, latest=version, earlier=(*state.earlier, version.text_hash))
            is_one = True
        if version is not None and not is_one:
            found.none.append(version)
        found.out_of_date += sorted(told)
    return found


def went_back_later(known: Known, seen: Seen) -> tuple[Intent, ...]:
    """What `went_back_to` gives; nothing for one of several texts of one moment, of which none came back."""
    stood = [known.latest.captured_at] if known.latest else []
    stood += [variant.last_at for variant in known.variants]
    return went_back_to(known, seen) if seen.at > max(stood, default=seen.at) else ()


def _kinds(intents: Iterable[Intent]) -> list[EventKind]:
    return [kind for kind in (getattr(intent, "kind", None) for intent in intents) if kind is not None]


def _gone_back(state: Known, text_hash: str, version: Version, seen: Seen) -> Known:
    others = tuple(one for one in state.variants if one.text_hash != text_hash)
    times = 1 + sum(one.times for one in state.variants if one.text_hash == text_hash)
    return replace(state, latest=version, variants=(Variant(text_hash, version.id, times, seen.at), *others))

"""Takes a capture that came late, gives what it adds to its article's history: read at its place in time, as watching would have."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from variorum.archive import ChangeQuery
from variorum.extraction import EXTRACTOR
from variorum.flow.comparing import compared, sides
from variorum.flow.decide import doubtful, laid_out_anew
from variorum.flow.keeping import is_layout_only, version_of
from variorum.flow.placed import Made, Placed, Step
from variorum.flow.reading import Reading, read, with_rule
from variorum.flow.returning import Return, Returns, Served, returns, went_back_later
from variorum.flow.told import is_told
from variorum.model import Article, EventKind, KeepVersion, Revision, Seen
from variorum.model.identity import capture_id, event_id
from variorum.text.fingerprint import fingerprint, says_the_same
from variorum.text.urls import registered_domain

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from variorum.archive import ArchivePort
    from variorum.flow.witness import Witness
    from variorum.model import Capture, ReadingRule, RecordEvent, SiteMemory, Version

#: Behind the ids of all captures of a moment.
_LAST = "~"
#: So far back is looked for a version whose rule can be told.
_FARTHEST = 40
_AT_ONCE = 50
_EVER = 1_000_000
_FIRST = datetime.fromtimestamp(0, UTC)


class Placing:
    """Places captures in the history of one article, each read by the rule of the version before it."""

    def __init__(self, archive: ArchivePort, witness: Witness, article_id: str, now: datetime) -> None:
        self._archive = archive
        self._witness = witness._replace(capture_of=self._page_of)
        self._unkept: dict[str, Capture] = {}
        self._told: dict[str, Article] = {}
        self._article_id = article_id
        self._now = now

    async def placed(self, subject: str, capture: Capture, told: Article | None = None) -> Placed:
        """What a capture of a file or of another archive adds, and changes after it, at its place in time.

        `told` is what another tracker read in it: it is believed, and the capture is never read.
        The version after a new one is judged again, by the rule of the new one, and so on until one stays as it is.
        """
        archive, at = self._archive, capture.captured_at
        before, _ = archive.around(self._article_id, at)
        is_last = not archive.captures_after(self._article_id, at, _LAST, most=1)
        known = archive.known(self._article_id)
        if is_last and known is not None and known.latest is not None and known.latest.captured_at < at:
            # The text that stood there last, which may be an earlier one than that of the last version.
            before = known.latest
        rule = archive.reading_rule(self._article_id) if is_last else None
        if rule is None and before is not None:
            rule = await self._rule_of(before)
        kept_as = capture_id(self._article_id, at, capture.body_hash)
        self._unkept[kept_as] = capture
        if told is not None:
            self._told[kept_as] = told
        seen = await self._seen(subject, before, kept_as, capture, self._memory(capture, rule))
        own = Step(kept_as, seen, read_by=self._reader(kept_as, capture))
        if not _is_read(subject, seen):
            return Placed([own])
        new_rule = seen.rule or rule
        went_back = went_back_later(known, seen) if is_last and known is not None else ()
        if before is not None and (went_back or _says_the_same(before, seen)):
            own.event = _event(before, seen)
            if went_back and known is not None:
                return Placed([own], new_rule, Returns([Return(kept_as, known, went_back)]))
        elif archive.version_at(kept_as) is None:
            own.version, own.is_new = self._version(seen, kept_as), True
            await self._compare(subject, own, before, own.version)
        steps = [own]
        # Of two versions of one moment only the one behind tells how the next is read.
        is_behind = (
            before is None or own.version is None or (before.captured_at, before.id) < (at, own.version.id)
        )
        if not is_last and own.version is not None and is_behind:
            last = await self._judge_again(subject, own.version, (before, rule), new_rule, steps)
            return await self._gone_through(subject, Placed(steps, last))
        placed = Placed(steps, new_rule if is_last else None)
        return placed if is_last else await self._gone_through(subject, placed)

    async def _gone_through(self, subject: str, placed: Placed) -> Placed:
        """Goes through all captures where a text of the article comes back: what is told of that is the same in any order of imports."""
        known = self._archive.known(self._article_id)
        new = [step.version.text_hash for step in placed.steps if step.is_new and step.version is not None]
        if known is None or not (
            known.variants or set(new).intersection(known.earlier) or len(set(new)) < len(new)
        ):
            return placed
        steps = {step.capture_id: step for step in placed.steps}
        served = [
            one async for one in self._served(subject, [*self._captures(), placed.own.capture_id], steps)
        ]
        served.sort(key=lambda one: (one.seen.at, one.version.id if one.version else ""))
        found = returns(known, served)
        none = {version.id for version in found.none}
        pairs = {(before.id, after.id) for before, after in found.pairs}
        done = {(made.before.id, made.after.id) for step in placed.steps for made in step.made}
        for step in placed.steps:
            step.made = [made for made in step.made if (made.before.id, made.after.id) in pairs]
            if step.version is not None and step.version.id in none:
                was_there = self._archive.version(step.version.id) is not None
                step.superseded = step.version if was_there else step.superseded
                step.version, step.is_new = None, False
        found.none = [one for one in found.none if self._archive.version(one.id) is not None]
        follows = dict(pairwise(one.version.id for one in served if one.version is not None))
        placed.returns, placed.is_whole = found, True
        # What followed a text that had come back was compared with that, and may follow another one now.
        query = ChangeQuery(self._article_id, kind="revision", superseded=False, limit=_EVER)
        current = self._archive.changes(query)
        compared_with = {one.after_version: one.before_version for one in current}
        found.apart = [one.id for one in current if (one.before_version, one.after_version) not in pairs]
        placed.made = [
            Made(before, after, await self._revision(subject, before, after.article, after.captured_at))
            for before, after in found.pairs
            if (follows.get(before.id) != after.id or compared_with.get(after.id, before.id) != before.id)
            and (before.id, after.id) not in done
        ]
        return placed

    def _captures(self) -> list[str]:
        """All captures of the article that are kept, in the order of time."""
        found: list[str] = []
        at, after = _FIRST, ""
        while some := self._archive.captures_after(self._article_id, at, after, most=_AT_ONCE):
            found += some
            last = self._archive.capture(some[-1]) or self._archive.version_at(some[-1])
            if last is None:
                break
            at, after = last.captured_at, some[-1]
        return found

    async def _served(
        self, subject: str, capture_ids: Sequence[str], steps: Mapping[str, Step]
    ) -> AsyncIterator[Served]:
        """What is seen in each capture: as it was just read, as its version has it, or as it reads by the rule of the latest."""
        for one in dict.fromkeys(capture_ids):
            step, capture = steps.get(one), await self._capture_of(one)
            there = None if step is not None else self._archive.version_at(one)
            if capture is None:
                if there is not None:
                    yield Served(one, _seen_before(there), there)
                continue
            if step is not None:
                if _is_read(subject, step.seen):
                    yield Served(one, step.seen, step.version)
            elif there is not None:
                seen = Seen(capture.captured_at, capture, there.article, there.text_hash)
                yield Served(one, seen, there)
            else:
                rule = self._archive.reading_rule(self._article_id)
                reading = await self._read(subject, capture, self._memory(capture, rule))
                if reading is not None:
                    seen = Seen(capture.captured_at, capture, reading.article, reading.text_hash)
                    if _is_read(subject, seen):
                        yield Served(one, seen, None)

    async def _capture_of(self, capture_id: str) -> Capture | None:
        """A capture of the archive, or the one that is being placed."""
        return self._unkept.get(capture_id) or self._archive.capture(capture_id)

    async def _judge_again(
        self,
        subject: str,
        current: Version,
        earlier: tuple[Version | None, ReadingRule | None],
        rule: ReadingRule | None,
        steps: list[Step],
    ) -> ReadingRule | None:
        """Judges captures after a new version by its rule until one makes the version that it made; the rule of the latest, if it came to that.

        `earlier` is the version that was before them until now, with its rule.
        """
        old_rule = earlier[1]
        at, after = current.captured_at, _LAST
        while some := self._archive.captures_after(self._article_id, at, after, most=_AT_ONCE):
            for one in some:
                capture, there = self._archive.capture(one), self._archive.version_at(one)
                if capture is None:
                    if there is not None:
                        # Its bytes were let go: it stays as it was read.
                        step = Step(one, _seen_before(there), there)
                        steps.append(step)
                        if current.text_hash != there.text_hash:
                            made = await self._revision(subject, current, there.article, there.captured_at)
                            step.made.append(Made(current, there, made))
                        return None
                    continue
                at, after = capture.captured_at, one
                memory = self._memory(capture, rule, there)
                seen = await self._seen(subject, current, one, capture, memory)
                if not _is_read(subject, seen):
                    continue
                step = Step(one, seen, read_by=self._reader(one, capture))
                steps.append(step)
                was = await self._read(subject, capture, self._memory(capture, old_rule, there))
                old_rule = (was.rule if was else None) or old_rule
                rule = seen.rule or rule
                if _says_the_same(current, seen):
                    step.superseded, step.event = there, _event(current, seen)
                else:
                    version = self._version(seen, one)
                    # What only a newer reader reads otherwise is none of the new neighbour's doing.
                    stays = there is not None and (
                        seen.text_hash == there.text_hash or (was and was.text_hash == seen.text_hash)
                    )
                    if there is not None and not stays:
                        step.superseded = there
                    step.version, step.is_new = (there, False) if stays else (version, True)
                    if step.version is not None:
                        await self._compare(subject, step, current, step.version)
                        current = step.version
                if step.event is None:
                    step.superseded_event = event_id(
                        self._article_id, EventKind.LAYOUT_CHANGED, capture.captured_at
                    )
                if there is not None and current is there:
                    return None
        return rule

    async def _compare(self, subject: str, step: Step, before: Version | None, version: Version) -> None:
        """Compares a version with the one before it as watching does, and with others of its moment as they are."""
        seen = step.seen
        if before is not None and before.captured_at < version.captured_at:
            step.event = _event(before, seen)
            kept = self._kept(seen)
            revision = await self._revision(subject, *sides(before, kept), version.captured_at)
            if not is_layout_only(kept, revision):
                step.made.append(Made(before, version, revision))
            return
        earlier, later = self._archive.around(self._article_id, version.captured_at, version.id)
        for one, other in ((earlier, version), (version, later)):
            if one is None or other is None or one.text_hash == other.text_hash:
                continue
            if other is later and later.captured_at > version.captured_at:
                continue
            revision = await self._revision(subject, one, other.article, other.captured_at)
            step.made.append(Made(one, other, revision))

    async def _revision(
        self, subject: str, before: Version, after: Article, captured_at: datetime
    ) -> Revision | None:
        revision = await self._witness.workers.run(subject, compared, before, after, captured_at)
        return revision if isinstance(revision, Revision) else None

    def _kept(self, seen: Seen) -> KeepVersion:
        if seen.capture is None or not isinstance(seen.reading, Article) or seen.text_hash is None:
            raise ValueError("only what was read makes a version")
        return KeepVersion(seen.capture, seen.reading, seen.text_hash, seen.layout, seen.before, seen.memory)

    def _version(self, seen: Seen, kept_as: str) -> Version:
        return version_of(self._article_id, self._kept(seen), kept_as, self._now)

    def _memory(
        self, capture: Capture, rule: ReadingRule | None, version: Version | None = None
    ) -> SiteMemory:
        """What is remembered of a capture's site, or was when a version was read in it, with the rule to read it by."""
        domain = registered_domain(capture.address)
        then = version.memory if version is not None else 0
        memory = self._archive.site_memory(domain, then) if then else None
        if memory is None or not memory.sites:
            memory = self._archive.site_memory(domain)
        return with_rule(memory, capture.address, rule)

    def _told_in(self, capture_key: str, capture: Capture) -> Article | None:
        """What another tracker read in a capture, if it comes from one."""
        if capture_key in self._told:
            return self._told[capture_key]
        return self._archive.reading(capture_key, capture.circumstances.tool) if is_told(capture) else None

    def _reader(self, capture_key: str, capture: Capture) -> str:
        """Under which name what was read in a capture is kept: the extractor's, or that of the tracker that read it."""
        told = self._told_in(capture_key, capture)
        return EXTRACTOR if told is None else capture.circumstances.tool

    async def _seen(
        self, subject: str, before: Version | None, capture_key: str, capture: Capture, memory: SiteMemory
    ) -> Seen:
        """What is seen in a capture after the version before it."""
        told = self._told_in(capture_key, capture)
        if told is None:
            return await self._witness.seen(subject, before, capture, memory)
        return Seen(capture.captured_at, capture, told, fingerprint(told))

    async def _page_of(self, capture_id: str) -> Capture | None:
        """A capture that can be read again: one of another tracker is as that read it."""
        capture = await self._capture_of(capture_id)
        return None if capture is None or is_told(capture) else capture

    async def _read(self, subject: str, capture: Capture, memory: SiteMemory) -> Reading | None:
        told = self._told_in(capture_id(self._article_id, capture.captured_at, capture.body_hash), capture)
        if told is not None:
            return Reading(told, fingerprint(told))
        reading = await self._witness.workers.run(subject, read, capture, self._witness.rules, memory)
        return reading if isinstance(reading, Reading) else None

    async def _rule_of(self, version: Version, depth: int = 0) -> ReadingRule | None:
        """How a version was read: by itself, where that gives its text, else by the rule of the version before it."""
        capture = self._archive.capture(version.capture_id)
        if capture is None:
            return None
        if is_told(capture):
            earlier, _ = self._archive.around(self._article_id, version.captured_at, version.id)
            is_end = earlier is None or depth >= _FARTHEST
            return None if is_end or earlier is None else await self._rule_of(earlier, depth + 1)
        reading = await self._read(version.url, capture, self._memory(capture, None, version))
        found = None if reading is None else reading.rule
        if depth >= _FARTHEST or (reading is not None and reading.text_hash == version.text_hash):
            return found
        earlier, _ = self._archive.around(self._article_id, version.captured_at, version.id)
        rule = None if earlier is None else await self._rule_of(earlier, depth + 1)
        if rule is None:
            return found
        reading = await self._read(version.url, capture, self._memory(capture, rule, version))
        return found if reading is None else reading.rule or rule


def _seen_before(version: Version) -> Seen:
    """What was seen in a capture whose bytes were let go, as its version has it."""
    return Seen(version.captured_at, None, version.article, version.text_hash)


def _is_read(subject: str, seen: Seen) -> bool:
    """Whether an article was read that nothing speaks against."""
    return isinstance(seen.reading, Article) and doubtful(subject, seen.reading) is None


def _says_the_same(version: Version, seen: Seen) -> bool:
    return seen.is_same or (
        isinstance(seen.reading, Article)
        and seen.text_hash is not None
        and says_the_same(version, seen.reading, seen.text_hash)
    )


def _event(before: Version, seen: Seen) -> RecordEvent | None:
    """The event of a redesign, if there was one."""
    if seen.layout is None:
        return None
    return laid_out_anew(before, seen.at)

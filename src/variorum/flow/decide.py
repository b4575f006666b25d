"""Takes what is known of an article and what a check saw, gives what is to be done: pure, every decision with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from variorum.flow.live import is_live
from variorum.flow.moving import moved, named
from variorum.flow.sameness import tells_the_same
from variorum.flow.spacing import Step, life, step
from variorum.flow.variants import went_back_to
from variorum.flow.words import moment
from variorum.model import (
    WALLS,
    Article,
    Capture,
    EventKind,
    Failure,
    FailureKind,
    Gap,
    Intent,
    KeepCapture,
    KeepMemory,
    KeepVersion,
    Known,
    Outlook,
    RecordEvent,
    RecordFailure,
    RecordGap,
    Reschedule,
    Schedule,
    Seen,
    Unreadable,
    UnreadableReason,
)
from variorum.text.amounts import span
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.flow.policy import Policy
    from variorum.model import Version

_NOT_MODIFIED = 304
_DAY = timedelta(days=1)

#: What a decision goes by while nothing is learnt.
NOTHING_LEARNT = Outlook()
#: The number that stands for chance where none is drawn: it leaves every span as it is.
_NO_CHANCE = 0.5


def decide(
    known: Known,
    seen: Seen,
    now: datetime,
    policy: Policy,
    *,
    outlook: Outlook = NOTHING_LEARNT,
    chance: float = _NO_CHANCE,
) -> tuple[Intent, ...]:
    """What is to be done about one check of an article, in the order in which it is to be done.

    `now` is when the next check is counted from; `seen.at` is when the answer was served. Whatever was served is kept,
    also when it could not be read; the article returns or moves only with an article that was read, or a 304. `outlook`
    is what was learnt of other articles; `chance`, drawn evenly from 0 to 1, spreads checks that would fall together.
    """
    capture = seen.capture
    desk = _Desk(now, policy, outlook, 1 + policy.jitter * (2 * chance - 1))
    if capture is None:
        return _failed(known, seen.failure or _NO_OUTCOME, desk)
    if capture.is_gone or _leads_home(known, capture) or _says_gone(seen):
        return _gone(known, seen, capture, desk)
    kept = KeepCapture(capture, seen.reading, seen.text_hash)
    unread = _unread(known, seen, capture, desk)
    if unread:
        return (kept, *unread)
    events = (
        *_returned(known, seen),
        *moved(known, seen),
        *named(known, seen),
        *_laid_out_anew(known, seen),
        *_remembered(known, seen),
    )
    went_back = went_back_to(known, seen)
    if went_back:
        settled = len(known.variants) > 0
        schedule = _unchanged(known, seen, desk) if settled else _changed(known, seen, desk)
        watched = _watched(known, seen, changed=not settled)
        return (kept, *went_back, *events, *watched, Reschedule(schedule))
    if isinstance(seen.reading, Article) and seen.text_hash and not tells_the_same(known, seen):
        version = KeepVersion(capture, seen.reading, seen.text_hash, seen.layout, seen.before, seen.memory)
        only_layout = seen.layout is not None and seen.layout.is_layout_only
        schedule = _unchanged(known, seen, desk) if only_layout else _changed(known, seen, desk)
        watched = _watched(known, seen, changed=not only_layout)
        return (kept, version, *events, *watched, Reschedule(schedule))
    return (
        kept,
        *events,
        *_watched(known, seen, changed=False),
        Reschedule(_unchanged(known, seen, desk)),
    )


class _Desk(NamedTuple):
    """What every decision of one check goes by; `spread` is what chance makes of a span."""

    now: datetime
    policy: Policy
    outlook: Outlook
    spread: float


_NO_OUTCOME = Failure(FailureKind.BAD_RESPONSE, "", "nothing was served")


def _watched(known: Known, seen: Seen, *, changed: bool) -> tuple[Intent, ...]:
    """What this check tells of the time since the last one, if the article was seen then and ever before."""
    schedule = known.schedule
    if known.latest is None or schedule.last_checked is None:
        return ()
    if schedule.failures or schedule.missing_since is not None or known.withdrawn_since is not None:
        return ()
    live = is_live(known.url, known.latest.article)
    after = life(known, seen.at, live=live)
    before = after.age - (seen.at - schedule.last_checked) / timedelta(hours=1)
    if not 0 <= before < after.age:
        return ()
    gap = Gap(after.outlet, before, after.age, after.last_change, after.changes, changed, live)
    return (RecordGap(gap),)


def _returned(known: Known, seen: Seen) -> tuple[Intent, ...]:
    if known.withdrawn_since is None:
        return ()
    told = f"The article is back after {span(seen.at - known.withdrawn_since)}."
    return (RecordEvent(EventKind.RETURNED, known.withdrawn_since, seen.at, told),)


def _laid_out_anew(known: Known, seen: Seen) -> tuple[Intent, ...]:
    """A page that is built otherwise than the latest version's: what a template changed is no edit.

    Of a page that is served in one build and another, with one text, it is told once a day.
    """
    if seen.layout is None or known.latest is None:
        return ()
    is_same = tells_the_same(known, seen)
    if is_same and known.laid_out_at is not None and seen.at - known.laid_out_at < _DAY:
        return ()
    return (laid_out_anew(known.latest, seen.at),)


def laid_out_anew(latest: Version, at: datetime) -> RecordEvent:
    """The event of a redesign since a version; it says the same whatever else changed, and whatever is imported later."""
    told = "The layout of the page changed; what it alone changed is no edit."
    return RecordEvent(EventKind.LAYOUT_CHANGED, latest.captured_at, at, told)


def _remembered(known: Known, seen: Seen) -> tuple[Intent, ...]:
    """How the article was read, and what a text that is new teaches: what stays the same is not counted at each check."""
    lesson = None if tells_the_same(known, seen) else seen.lesson
    return () if seen.rule is None and lesson is None else (KeepMemory(seen.rule, lesson),)


def _leads_home(known: Known, capture: Capture) -> bool:
    """Whether the article's address now leads to a site's front page, as some outlets do with what they withdraw."""
    if capture.address == known.url:
        return False
    asked, answered = web_url(known.url), web_url(capture.address)
    return (
        asked is not None
        and answered is not None
        and asked.path.rstrip("/") != ""
        and answered.path.rstrip("/") == ""
    )


def _says_gone(seen: Seen) -> bool:
    """Whether the page that was served says that nothing is there, as an answer of 404 would."""
    return isinstance(seen.reading, Unreadable) and seen.reading.reason is UnreadableReason.NOT_FOUND


def _gone(known: Known, seen: Seen, capture: Capture, desk: _Desk) -> tuple[Intent, ...]:
    """The article is not there: looked for again before it counts as withdrawn."""
    now, policy = desk.now, desk.policy
    schedule = known.schedule
    says_gone = not capture.is_gone and _says_gone(seen)
    told = (
        f"answered {capture.status}"
        if capture.is_gone
        else "served a page that says so"
        if says_gone
        else "led to the front page"
    )
    kept = KeepCapture(capture, seen.reading if says_gone else None, None)
    answered = replace(schedule, last_checked=seen.at, checks=schedule.checks + 1, failures=0)
    if known.withdrawn_since is not None:
        return (kept, Reschedule(_spaced(answered, desk, f"it still {told}", "it never came back")))
    if schedule.missing_since is None:
        next_check = now + policy.confirm
        reason = f"it {told}; looked for again {span(policy.confirm)} later, before it counts as withdrawn"
        waiting = replace(answered, missing_since=seen.at, next_check=next_check, reason=reason)
        return (kept, RecordFailure(_missing(capture, told)), Reschedule(waiting))
    since = schedule.missing_since
    if seen.at - since < policy.confirm:
        again = replace(answered, next_check=since + policy.confirm)
        return (kept, Reschedule(again))
    if known.latest is None:
        given_up = replace(
            answered, next_check=None, reason=f"no longer checked: it never was there (it {told})"
        )
        return (kept, RecordFailure(_missing(capture, told)), Reschedule(given_up))
    event = RecordEvent(
        EventKind.WITHDRAWN, since, seen.at, f"The article was withdrawn: its address {told}."
    )
    spaced = replace(answered, since=seen.at, interval=policy.confirm, next_check=now + policy.confirm)
    reason = f"it was withdrawn; looked for again in case it returns ({span(policy.confirm)} later, then ever less often)"
    return (kept, event, Reschedule(replace(spaced, reason=reason)))


def _missing(capture: Capture, told: str) -> Failure:
    status = capture.status if capture.is_gone else None
    return Failure(
        FailureKind.HTTP_STATUS, capture.url, f"the article is not there: its address {told}", status
    )


def _changed(known: Known, seen: Seen, desk: _Desk) -> Schedule:
    is_new = known.latest is None
    told = "it is new" if is_new else f"it changed (seen at {moment(seen.at)})"
    answered = _answered(known.schedule, seen, since=seen.at, vain_hints=0)
    article = seen.reading if isinstance(seen.reading, Article) else None
    if not is_new and seen.capture is not None and not seen.capture.has_validators:
        # A page that is made anew for each request may be one of several that take turns.
        wait = desk.policy.least * desk.spread
        reason = f"{told}, so it is checked again after {span(wait)}, to see whether it stays so"
        return replace(
            answered, interval=desk.policy.first, expected=0.0, next_check=desk.now + wait, reason=reason
        )
    found = _step(known, article, desk, quiet=timedelta(0), changed=not is_new)
    if found is not None:
        return _stepped(answered, found, desk, told, told)
    wait = desk.policy.first * desk.spread
    return replace(
        answered,
        interval=desk.policy.first,
        expected=0.0,
        next_check=desk.now + wait,
        reason=f"{told}, so it is checked again after {span(wait)}",
    )


def _unchanged(known: Known, seen: Seen, desk: _Desk) -> Schedule:
    schedule = known.schedule
    since = schedule.since
    if known.latest is not None and not known.variants:
        # Watched anew after it was given up, it has been the same for longer than its schedule runs.
        since = min(since, known.latest.captured_at)
    told = f"unchanged for {span(seen.at - since)}"
    answered = _answered(schedule, seen, vain_hints=schedule.vain_hints + schedule.hinted)
    article = known.latest.article if known.latest else None
    found = _step(known, article, desk, quiet=desk.now - schedule.since, changed=False)
    if found is not None:
        return _stepped(answered, found, desk, told, told)
    return _spaced(answered, desk, told, told)


def _step(
    known: Known, article: Article | None, desk: _Desk, *, quiet: timedelta, changed: bool
) -> Step | None:
    """The wait that what was learnt speaks for; `None` while too little is."""
    if desk.outlook.hazard is None:
        return None
    state = life(known, desk.now, live=is_live(known.url, article))
    if changed:
        state = state._replace(last_change=state.age, changes=state.changes + 1)
    return step(state, quiet, desk.outlook, desk.policy, desk.spread)


def _stepped(schedule: Schedule, found: Step, desk: _Desk, told: str, at_the_end: str) -> Schedule:
    """The next check after a step; the last one falls on the horizon, after which it is given up."""
    end = schedule.since + desk.policy.horizon
    if desk.now >= end:
        return replace(schedule, next_check=None, reason=f"no longer checked: {at_the_end}")
    wait, ground = found.length, found.ground
    if desk.now + wait >= end:
        wait, ground = end - desk.now, ", for the last time"
    return replace(
        schedule,
        interval=found.length,
        expected=found.expected,
        next_check=desk.now + wait,
        reason=f"{told}, so it is checked again after {span(wait)}{ground}",
    )


def _unread(known: Known, seen: Seen, capture: Capture, desk: _Desk) -> tuple[Intent, ...]:
    """What is to be done about an answer in which no article was read; nothing when one was."""
    if seen.failure is not None:
        # Something was served: the article is not missing any more, whatever it says.
        schedule = replace(known.schedule, checks=known.schedule.checks + 1, missing_since=None)
        return _failed(replace(known, schedule=schedule), seen.failure, desk)
    if isinstance(seen.reading, Unreadable):
        told = "no article could be read in what was served"
        failure = Failure(FailureKind.UNREADABLE, capture.address, seen.reading.detail)
        # Its validators are not taken: a 304 must always speak of an article that was read.
        answered = _answered(known.schedule, seen, read=False)
        walled = _walled(known, seen, seen.reading, desk.policy)
        return (RecordFailure(failure), *walled, Reschedule(_spaced(answered, desk, told, told)))
    if isinstance(seen.reading, Article) and (failure_of := doubtful(capture.address, seen.reading)):
        told = "what was read in it is doubtful"
        answered = _answered(known.schedule, seen, read=False)
        return (RecordFailure(failure_of), Reschedule(_spaced(answered, desk, told, told)))
    if capture.status == _NOT_MODIFIED and known.latest is None:
        told = "it answered that nothing changed, but nothing was ever read"
        answered = replace(_answered(known.schedule, seen), etag=None, last_modified=None)
        return (Reschedule(_spaced(answered, desk, told, told)),)
    return ()


def doubtful(subject: str, article: Article) -> Failure | None:
    """Why what was read is not published, where it is doubtful; it is kept, and may be read anew."""
    if not article.doubts:
        return None
    told = "; ".join(f"{sign.seen} ({sign.where})" for sign in article.doubts)
    return Failure(FailureKind.DOUBTFUL, subject, f"what was read is doubtful and not published: {told}")


def _walled(known: Known, seen: Seen, reading: Unreadable, policy: Policy) -> tuple[Intent, ...]:
    """A wall before an article that was read once, told when it still stands after the time that confirms it, and once."""
    since = known.walled_since
    if reading.reason not in WALLS or known.latest is None or since is None or known.wall_is_told:
        return ()
    if seen.at - since < policy.confirm:
        return ()
    return (RecordEvent(EventKind.WALLED, since, seen.at, f"The article is walled off: {reading.detail}."),)


def _answered(schedule: Schedule, seen: Seen, *, read: bool = True, **also: Any) -> Schedule:
    """The schedule after an answer, with what `also` is set; the validators of a full answer that could be read are for the next request."""
    etag, last_modified = schedule.etag, schedule.last_modified
    if read and seen.capture is not None and seen.capture.status != _NOT_MODIFIED:
        etag, last_modified = seen.capture.header("etag"), seen.capture.header("last-modified")
    return replace(
        schedule,
        last_checked=seen.at,
        checks=schedule.checks + 1,
        failures=0,
        missing_since=None,
        hinted=False,
        etag=etag,
        last_modified=last_modified,
        **also,
    )


def _spaced(schedule: Schedule, desk: _Desk, told: str, at_the_end: str) -> Schedule:
    """The next check after a span that grows; the last one falls on the horizon, after which it is given up."""
    end = schedule.since + desk.policy.horizon
    if desk.now >= end:
        reason = f"no longer checked: {at_the_end}"
        return replace(schedule, next_check=None, reason=reason)
    interval = schedule.interval * desk.policy.factor
    wait = min(interval * desk.spread, end - desk.now)
    return replace(
        schedule,
        interval=interval,
        expected=0.0,
        next_check=desk.now + wait,
        reason=f"{told}, so it is checked again after {span(wait)}",
    )


def _failed(known: Known, failure: Failure, desk: _Desk) -> tuple[Intent, ...]:
    schedule, now = known.schedule, desk.now
    if failure.until is not None and failure.until > now:
        # Nobody was asked: what is due waits for its host, and nothing is held against it.
        waiting = replace(schedule, next_check=failure.until, reason=failure.detail)
        return (RecordFailure(failure), Reschedule(waiting))
    failed = replace(schedule, last_checked=now, failures=schedule.failures + 1, hinted=False)
    if now >= schedule.since + desk.policy.horizon:
        reason = f"no longer checked: {failure.detail}, and no change for {span(now - schedule.since)}"
        return (RecordFailure(failure), Reschedule(replace(failed, next_check=None, reason=reason)))
    rest = _rest_after(failure, failed.failures, desk.policy) * desk.spread
    reason = f"{failure.detail}, so it is tried again after {span(rest)}"
    return (RecordFailure(failure), Reschedule(replace(failed, next_check=now + rest, reason=reason)))


def _rest_after(failure: Failure, failures: int, policy: Policy) -> timedelta:
    if failure.kind in {FailureKind.ROBOTS_DENIED, FailureKind.ADDRESS_REFUSED}:
        return policy.denied_rest
    growth: int = policy.factor ** min(failures - 1, 16)
    return min(policy.first * growth, policy.failing_rest)


def source_checked(
    schedule: Schedule, now: datetime, policy: Policy, *, new: int, capture: Capture
) -> Schedule:
    """The schedule of a source that answered and listed `new` articles not seen before."""
    grown = min(schedule.interval * policy.factor, policy.source_rest)
    interval = policy.first if new else grown
    listed = "listed something new" if new else "listed nothing new"
    full = capture.status != _NOT_MODIFIED
    return replace(
        schedule,
        since=now if new else schedule.since,
        interval=interval,
        next_check=now + interval,
        last_checked=now,
        checks=schedule.checks + 1,
        failures=0,
        etag=capture.header("etag") if full else schedule.etag,
        last_modified=capture.header("last-modified") if full else schedule.last_modified,
        reason=f"it {listed}, so it is checked again after {span(interval)}",
    )


def source_failed(schedule: Schedule, failure: Failure, now: datetime, policy: Policy) -> Schedule:
    """The schedule of a source whose check failed; a source is never given up by itself."""
    if failure.until is not None and failure.until > now:
        return replace(schedule, next_check=failure.until, reason=failure.detail)
    failures = schedule.failures + 1
    rest = _rest_after(failure, failures, policy)
    return replace(
        schedule,
        next_check=now + rest,
        last_checked=now,
        failures=failures,
        reason=f"{failure.detail}, so it is tried again after {span(rest)}",
    )

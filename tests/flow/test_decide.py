"""Decisions about checks: what is kept, what is told, and when to look again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from variorum.flow.decide import decide, source_checked, source_failed
from variorum.flow.policy import Policy
from variorum.model import (
    Article,
    Capture,
    EventKind,
    Failure,
    FailureKind,
    Intent,
    KeepCapture,
    KeepVersion,
    Known,
    Paragraph,
    RecordAddress,
    RecordEvent,
    RecordFailure,
    Reschedule,
    Schedule,
    Seen,
    Sign,
    Unreadable,
    UnreadableReason,
    Version,
)
from variorum.text.fingerprint import fingerprint

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
URL = "http://paper.example/news/1"
POLICY = Policy()


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def article(text: str) -> Article:
    return Article("Fire at the mill", paragraphs=(Paragraph(text),))


def version(text: str) -> Version:
    read = article(text)
    return Version("v" * 16, "a" * 16, START, START, fingerprint(read), read, "c" * 16, URL)


def known(text: str | None = None, **schedule: object) -> Known:
    first = Schedule(next_check=START, reason="new", since=START)
    return Known(
        "a" * 16,
        URL,
        replace(first, **schedule),  # type: ignore[arg-type]
        None if text is None else version(text),
        addresses=(URL,),
    )


def answer(at: datetime, text: str | None = None, status: int = 200, **capture: object) -> Seen:
    served = Capture(URL, (text or "").encode(), at, status, **capture)  # type: ignore[arg-type]
    read = None if text is None else article(text)
    return Seen(at, served, read, None if read is None else fingerprint(read))


def schedule_of(intents: tuple[Intent, ...]) -> Schedule:
    (found,) = [intent.schedule for intent in intents if isinstance(intent, Reschedule)]
    return found


def kinds(intents: tuple[Intent, ...]) -> list[type]:
    return [type(intent) for intent in intents]


def events(intents: tuple[Intent, ...]) -> list[EventKind]:
    return [intent.kind for intent in intents if isinstance(intent, RecordEvent)]


def after(article_known: Known, seen: Seen) -> Known:
    """What is known once a decision has been carried out."""
    intents = decide(article_known, seen, seen.at, POLICY)
    result = replace(article_known, schedule=schedule_of(intents))
    for intent in intents:
        if isinstance(intent, KeepVersion):
            result = replace(result, latest=version(intent.article.paragraphs[0].text))
        elif isinstance(intent, RecordEvent) and intent.kind is not EventKind.MOVED:
            since = intent.since if intent.kind is EventKind.WITHDRAWN else None
            result = replace(result, withdrawn_since=since)
    return result


def test_the_first_reading_makes_a_version_and_looks_again_after_ten_minutes() -> None:
    intents = decide(known(), answer(START, "It burns."), START, POLICY)
    assert kinds(intents) == [KeepCapture, KeepVersion, Reschedule]
    assert schedule_of(intents).next_check == START + minutes(10)
    assert "it is new" in schedule_of(intents).reason


def test_unchanged_articles_are_looked_at_after_twice_the_time_each_time() -> None:
    now_known, at, waits = after(known(), answer(START, "It burns.")), START + minutes(10), []
    for _ in range(5):
        now_known = after(now_known, answer(at, "It burns."))
        next_check = now_known.schedule.next_check
        assert next_check is not None
        waits.append((next_check - at) / minutes(1))
        at = next_check
    assert waits == [20, 40, 80, 160, 320]


def test_a_change_brings_the_wait_back_to_ten_minutes() -> None:
    seen = answer(START + minutes(400), "It is out.")
    intents = decide(known("It burns.", interval=minutes(320)), seen, seen.at, POLICY)
    assert KeepVersion in kinds(intents)
    assert schedule_of(intents).next_check == seen.at + minutes(10)


def test_an_article_is_given_up_after_forty_days_without_a_change_and_looked_at_on_the_last_one() -> None:
    now_known, at, checks = after(known(), answer(START, "It burns.")), START + minutes(10), []
    while now_known.schedule.next_check is not None:
        at = now_known.schedule.next_check
        checks.append(at)
        now_known = after(now_known, answer(at, "It burns."))
    assert checks[-1] == START + timedelta(days=40)
    assert now_known.schedule.reason == "no longer checked: unchanged for 40 days"
    assert len(checks) < 20


def test_typography_and_time_stamps_make_no_version() -> None:
    seen = answer(START + minutes(10), "It  burns.")
    assert KeepVersion not in kinds(decide(known("It burns."), seen, seen.at, POLICY))


def with_surface(article_known: Known, text: str, title: str) -> tuple[Intent, ...]:
    """The decision on an answer that says a text under an `og:title`."""
    seen = answer(START + minutes(10), text)
    read = replace(article(text), headline_og_title=title)
    return decide(article_known, replace(seen, reading=read, text_hash=fingerprint(read)), seen.at, POLICY)


def test_a_changed_title_for_sharing_makes_a_version() -> None:
    first = with_surface(known(), "It burns.", "Fire!")
    (kept,) = (intent for intent in first if isinstance(intent, KeepVersion))
    latest = replace(version("It burns."), article=kept.article, text_hash=kept.text_hash)
    again = replace(known("It burns."), latest=latest)
    assert KeepVersion not in kinds(with_surface(again, "It burns.", "Fire!"))
    assert KeepVersion in kinds(with_surface(again, "It burns.", "Fire at last"))


def test_what_a_later_reader_tells_beside_the_same_text_makes_no_version() -> None:
    assert KeepVersion not in kinds(with_surface(known("It burns."), "It burns.", "Fire!"))
    assert KeepVersion in kinds(with_surface(known("It burns."), "It burnt.", "Fire!"))


def test_an_unmodified_answer_is_kept_as_evidence_and_keeps_the_validators() -> None:
    seen = answer(START + minutes(10), status=304)
    intents = decide(known("It burns.", etag='"1"'), seen, seen.at, POLICY)
    assert kinds(intents) == [KeepCapture, Reschedule]
    assert schedule_of(intents).etag == '"1"'


def test_validators_of_a_full_answer_replace_those_before() -> None:
    seen = answer(START, "It burns.", headers=(("etag", '"2"'),))
    schedule = schedule_of(decide(known("It burns.", etag='"1"', last_modified="x"), seen, START, POLICY))
    assert (schedule.etag, schedule.last_modified) == ('"2"', None)


def test_a_missing_article_counts_as_withdrawn_only_when_it_is_missing_an_hour_later() -> None:
    at = START + minutes(30)
    once = decide(known("It burns."), answer(at, status=404), at, POLICY)
    assert events(once) == []
    assert RecordFailure in kinds(once)
    assert schedule_of(once).next_check == at + minutes(60)
    waiting = after(known("It burns."), answer(at, status=404))
    soon = decide(waiting, answer(at + minutes(20), status=404), at + minutes(20), POLICY)
    assert events(soon) == []
    assert schedule_of(soon).next_check == at + minutes(60)
    twice = decide(waiting, answer(at + minutes(60), status=410), at + minutes(60), POLICY)
    assert events(twice) == [EventKind.WITHDRAWN]
    (event,) = [intent for intent in twice if isinstance(intent, RecordEvent)]
    assert (event.since, event.at) == (at, at + minutes(60))


def test_an_article_that_was_missing_once_and_is_there_again_is_no_event() -> None:
    waiting = after(known("It burns."), answer(START, status=404))
    intents = decide(waiting, answer(START + minutes(60), "It burns."), START + minutes(60), POLICY)
    assert events(intents) == []
    assert schedule_of(intents).missing_since is None


def test_a_withdrawn_article_that_comes_back_has_returned_once() -> None:
    gone = after(
        after(known("It burns."), answer(START, status=410)), answer(START + minutes(60), status=410)
    )
    assert gone.withdrawn_since == START
    back = answer(START + minutes(200), "It burns.")
    assert events(decide(gone, back, back.at, POLICY)) == [EventKind.RETURNED]
    assert events(decide(after(gone, back), answer(START + minutes(300), "It burns."), back.at, POLICY)) == []


def test_an_article_that_never_was_there_is_given_up_without_an_event() -> None:
    waiting = after(known(), answer(START, status=404))
    intents = decide(waiting, answer(START + minutes(60), status=404), START + minutes(60), POLICY)
    assert events(intents) == []
    assert schedule_of(intents).next_check is None
    assert "never was there" in schedule_of(intents).reason


def test_an_address_that_leads_to_the_front_page_is_missing() -> None:
    seen = answer(START, "Welcome to The Paper, all the news.", final_url="http://paper.example/")
    assert KeepVersion not in kinds(decide(known("It burns."), seen, START, POLICY))


def test_a_permanent_redirect_to_a_new_address_is_a_move_that_is_told_once() -> None:
    new = "http://paper.example/archive/1"
    seen = answer(START, "It burns.", final_url=new, redirects=(URL,), permanent=True)
    intents = decide(known("It burns."), seen, START, POLICY)
    assert RecordAddress(new) in intents
    assert events(intents) == [EventKind.MOVED]
    assert events(decide(replace(known("It burns."), addresses=(URL, new)), seen, START, POLICY)) == []


def test_a_temporary_redirect_is_no_move() -> None:
    seen = answer(START, "It burns.", final_url="http://paper.example/edition/1", redirects=(URL,))
    assert events(decide(known("It burns."), seen, START, POLICY)) == []


def test_failures_are_tried_again_less_and_less_often_and_at_least_daily() -> None:
    failure = Failure(FailureKind.TIMEOUT, URL, "no complete answer within 45 s")
    now_known, at, waits = known("It burns."), START, []
    for _ in range(12):
        now_known = after(now_known, Seen(at, failure=failure))
        next_check = now_known.schedule.next_check
        assert next_check is not None
        waits.append((next_check - at) / minutes(1))
        at = next_check
    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-1] == 24 * 60
    assert now_known.schedule.reason.startswith("no complete answer within 45 s, so it is tried again after")


def test_a_failing_article_is_given_up_at_the_horizon_too() -> None:
    at = START + timedelta(days=41)
    failure = Failure(FailureKind.UNREACHABLE, URL, "the host name can't be resolved")
    assert schedule_of(decide(known("It burns."), Seen(at, failure=failure), at, POLICY)).next_check is None


def test_what_robots_txt_disallows_rests_for_a_day() -> None:
    failure = Failure(FailureKind.ROBOTS_DENIED, URL, "robots.txt of paper.example disallows it")
    intents = decide(known("It burns."), Seen(START, failure=failure), START, POLICY)
    assert schedule_of(intents).next_check == START + timedelta(days=1)


def test_an_unreadable_page_is_kept_counted_and_makes_no_version() -> None:
    seen = Seen(
        START, Capture(URL, b"?", START), Unreadable(URL, UnreadableReason.EMPTY, "the page is empty")
    )
    assert kinds(decide(known("It burns."), seen, START, POLICY)) == [KeepCapture, RecordFailure, Reschedule]


def unreadable(at: datetime, **capture: object) -> Seen:
    served = Capture(URL, b"<p>Subscribe", at, **capture)  # type: ignore[arg-type]
    return Seen(at, served, Unreadable(URL, UnreadableReason.NO_ARTICLE, "the page holds no article"))


def test_what_the_reader_could_not_cope_with_is_kept_and_tried_again() -> None:
    failure = Failure(FailureKind.TOOK_TOO_LONG, URL, "it could not be read within 20 s")
    served = Capture(URL, b"<p>Endless", START, headers=(("etag", '"2"'),))
    waiting = known("It burns.", etag='"1"', missing_since=START - minutes(60))
    intents = decide(waiting, Seen(START, served, failure=failure), START, POLICY)
    assert kinds(intents) == [KeepCapture, RecordFailure, Reschedule]
    assert intents[0] == KeepCapture(served, None, None)
    schedule = schedule_of(intents)
    assert schedule.reason == "it could not be read within 20 s, so it is tried again after 10 minutes"
    assert (schedule.etag, schedule.missing_since, schedule.failures) == ('"1"', None, 1)


def test_a_withdrawn_article_has_not_returned_with_a_page_that_is_no_article() -> None:
    gone = replace(known("It burns."), withdrawn_since=START)
    at = START + minutes(300)
    assert events(decide(gone, unreadable(at), at, POLICY)) == []
    failed = Seen(
        at, Capture(URL, b"?", at), failure=Failure(FailureKind.CRASHED, URL, "the process broke down")
    )
    assert events(decide(gone, failed, at, POLICY)) == []
    assert events(decide(gone, answer(at, status=304), at, POLICY)) == [EventKind.RETURNED]


def walled(at: datetime, reason: UnreadableReason = UnreadableReason.PAYWALL) -> Seen:
    read = Unreadable(URL, reason, "a paywall: no more than the beginning is shown")
    return Seen(at, Capture(URL, b"<p>Subscribe", at), read)


def test_a_wall_is_never_a_version_and_told_once_when_it_has_stood_for_an_hour() -> None:
    before = known("It burns.")
    assert events(decide(before, walled(START), START, POLICY)) == []
    since = replace(before, walled_since=START)
    soon, later = START + minutes(59), START + minutes(60)
    assert events(decide(since, walled(soon), soon, POLICY)) == []
    intents = decide(since, walled(later), later, POLICY)
    assert kinds(intents) == [KeepCapture, RecordFailure, RecordEvent, Reschedule]
    (event,) = [intent for intent in intents if isinstance(intent, RecordEvent)]
    assert (event.kind, event.since, event.at) == (EventKind.WALLED, START, later)
    assert event.sentence == "The article is walled off: a paywall: no more than the beginning is shown."
    told = replace(since, wall_is_told=True)
    assert events(decide(told, walled(later), later, POLICY)) == []


def test_a_wall_before_an_article_that_was_never_read_is_no_event() -> None:
    later = START + minutes(90)
    assert events(decide(replace(known(), walled_since=START), walled(later), later, POLICY)) == []


def test_a_page_that_is_no_wall_tells_of_none() -> None:
    later = START + minutes(90)
    seen = walled(later, UnreadableReason.SCRIPT_ONLY)
    assert events(decide(replace(known("It burns."), walled_since=START), seen, later, POLICY)) == []


def test_a_page_that_says_that_nothing_is_there_counts_as_an_answer_of_404() -> None:
    seen = walled(START, UnreadableReason.NOT_FOUND)
    intents = decide(known("It burns."), seen, START, POLICY)
    assert intents[0] == KeepCapture(Capture(URL, b"<p>Subscribe", START), seen.reading, None)
    waiting = replace(known("It burns."), schedule=schedule_of(intents))
    assert waiting.schedule.missing_since == START
    later = START + minutes(60)
    intents = decide(waiting, walled(later, UnreadableReason.NOT_FOUND), later, POLICY)
    (event,) = [intent for intent in intents if isinstance(intent, RecordEvent)]
    assert event.sentence == "The article was withdrawn: its address served a page that says so."


def test_a_doubtful_article_is_kept_counted_and_makes_no_version() -> None:
    doubtful = replace(article("Teasers."), doubts=(Sign("80% of what was read stands in teasers", "dom"),))
    served = Capture(URL, b"<p>Teasers", START, headers=(("etag", '"2"'),))
    seen = Seen(START, served, doubtful, fingerprint(doubtful))
    intents = decide(known("It burns.", etag='"1"'), seen, START, POLICY)
    assert kinds(intents) == [KeepCapture, RecordFailure, Reschedule]
    assert schedule_of(intents).etag == '"1"'
    (failure,) = [intent.failure for intent in intents if isinstance(intent, RecordFailure)]
    assert failure.kind is FailureKind.DOUBTFUL
    assert "80% of what was read stands in teasers (dom)" in failure.detail


def test_a_redirect_for_good_to_a_page_that_is_no_article_is_no_move() -> None:
    seen = unreadable(START, final_url="http://paper.example/subscribe", redirects=(URL,), permanent=True)
    assert kinds(decide(known("It burns."), seen, START, POLICY)) == [KeepCapture, RecordFailure, Reschedule]


def test_an_unmodified_answer_never_speaks_of_a_page_that_could_not_be_read() -> None:
    seen = unreadable(START, headers=(("etag", '"2"'), ("last-modified", "x")))
    schedule = schedule_of(decide(known("It burns.", etag='"1"'), seen, START, POLICY))
    assert (schedule.etag, schedule.last_modified) == ('"1"', None)


def test_where_nothing_was_ever_read_nothing_is_called_unchanged_and_the_whole_page_is_asked_for() -> None:
    seen = answer(START + minutes(10), status=304)
    schedule = schedule_of(decide(known(etag='"2"', last_modified="x"), seen, seen.at, POLICY))
    assert "unchanged" not in schedule.reason
    assert "nothing was ever read" in schedule.reason
    assert (schedule.etag, schedule.last_modified) == (None, None)


_SEEN = st.builds(
    lambda text, status, final, permanent: answer(
        START + minutes(10),
        text if status < 300 else None,
        status,
        final_url=final,
        permanent=permanent,
    ),
    st.sampled_from(["It burns.", "It is out."]),
    st.sampled_from([200, 304, 404, 410]),
    st.sampled_from([URL, "http://paper.example/", "http://paper.example/2"]),
    st.booleans(),
)


@given(_SEEN, st.booleans(), st.integers(0, 60 * 24 * 50), st.booleans())
def test_every_check_ends_in_one_schedule_with_a_reason_and_keeps_its_capture(
    seen: Seen,
    new: bool,
    age: int,
    withdrawn: bool,
) -> None:
    article_known = replace(known(None if new else "It burns."), withdrawn_since=START if withdrawn else None)
    now = seen.at + minutes(age)
    intents = decide(article_known, replace(seen, at=now), now, POLICY)
    schedule = schedule_of(intents)
    assert schedule.reason
    assert schedule.next_check is None or schedule.next_check > now
    assert KeepCapture in kinds(intents)


def test_a_source_is_looked_at_soon_after_it_listed_something_new_and_at_least_hourly() -> None:
    schedule = Schedule(next_check=START, reason="new", since=START)
    capture = Capture("http://paper.example/feed", b"", START, headers=(("etag", '"f"'),))
    fresh = source_checked(schedule, START, POLICY, new=3, capture=capture)
    assert (fresh.next_check, fresh.etag) == (START + minutes(10), '"f"')
    stale = fresh
    for _ in range(6):
        stale = source_checked(stale, START, POLICY, new=0, capture=replace(capture, status=304))
    assert stale.next_check == START + minutes(60)
    assert stale.etag == '"f"'


def test_a_failing_source_is_never_given_up() -> None:
    schedule = Schedule(next_check=START, reason="new", since=START - timedelta(days=400))
    failure = Failure(FailureKind.TIMEOUT, "http://paper.example/feed", "no answer")
    for _ in range(20):
        schedule = source_failed(schedule, failure, START, POLICY)
    assert schedule.next_check == START + timedelta(days=1)

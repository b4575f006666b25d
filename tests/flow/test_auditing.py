"""304s are put to the test, and outcomes are told in one word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.flow.test_decide import POLICY, START, URL, answer, known, minutes, unreadable, version

from variorum.flow.auditing import article_request, is_audit, source_request, validators_lie
from variorum.flow.decide import decide, source_failed
from variorum.flow.outcomes import outcome_of
from variorum.model import (
    Article,
    Failure,
    FailureKind,
    Known,
    Outcome,
    RecordFailure,
    Reschedule,
    Schedule,
    Seen,
    Sign,
    Unreadable,
    UnreadableReason,
)
from variorum.text.fingerprint import fingerprint

OLD = START - timedelta(days=30)


def old_article(**changes: object) -> Known:
    """An article of a month ago, served as a whole an hour ago."""
    found = replace(
        known("It burns.", etag='"1"', last_modified="x"), first_seen=OLD, whole_at=START - minutes(60)
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def test_the_tenth_answer_is_asked_for_as_a_whole() -> None:
    asked = [article_request(old_article(unmodified=number), START, POLICY).etag for number in range(12)]
    assert asked == ['"1"'] * 9 + [None] * 3


def test_both_validators_go_with_a_conditional_request() -> None:
    request = article_request(old_article(), START, POLICY)
    assert (request.etag, request.last_modified) == ('"1"', "x")


def test_a_young_article_is_asked_for_as_a_whole_once_a_day() -> None:
    young = old_article(first_seen=START - timedelta(days=2))
    assert not is_audit(replace(young, whole_at=START - timedelta(hours=23)), START, POLICY)
    assert is_audit(replace(young, whole_at=START - timedelta(hours=24)), START, POLICY)
    older = old_article(first_seen=START - timedelta(days=3), whole_at=START - timedelta(days=2))
    assert not is_audit(older, START, POLICY)


@given(st.lists(st.booleans(), max_size=40))
def test_there_are_never_more_than_nine_unmodified_answers_in_a_row(changed: list[bool]) -> None:
    unmodified = longest = 0
    for differs in changed:
        whole = is_audit(old_article(unmodified=unmodified), START, POLICY) or differs
        unmodified = 0 if whole else unmodified + 1
        longest = max(longest, unmodified)
    assert longest <= 9


def test_every_tenth_check_of_a_source_is_whole() -> None:
    schedule = Schedule(START, "new", START, etag='"f"')
    asked = [source_request(URL, replace(schedule, checks=number), POLICY).etag for number in range(20)]
    assert [number for number, etag in enumerate(asked) if etag is None] == [9, 19]


@pytest.mark.parametrize(
    ("kept", "headers", "text", "lies"),
    [
        (('"1"', None), (("etag", '"1"'),), "It is out.", True),
        (('"1"', None), (("etag", '"2"'),), "It is out.", False),
        (('"1"', None), (("etag", '"1"'),), "It burns.", False),
        (('"1"', "x"), (("etag", '"2"'), ("last-modified", "x")), "It is out.", False),
        ((None, "x"), (("last-modified", "x"),), "It is out.", True),
        ((None, "x"), (("last-modified", "y"),), "It is out.", False),
        ((None, None), (), "It is out.", False),
    ],
)
def test_other_words_under_the_same_validators_prove_them_untrue(
    kept: tuple[str | None, str | None], headers: tuple[tuple[str, str], ...], text: str, lies: bool
) -> None:
    article = known("It burns.", etag=kept[0], last_modified=kept[1])
    assert validators_lie(article, answer(START, text, headers=headers)) is lies


def word(article: Known, seen: Seen) -> Outcome:
    return outcome_of(article, seen, decide(article, seen, seen.at, POLICY))


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (UnreadableReason.PAYWALL, Outcome.WALL),
        (UnreadableReason.CONSENT_WALL, Outcome.WALL),
        (UnreadableReason.SIGN_IN, Outcome.WALL),
        (UnreadableReason.REGION_WALL, Outcome.WALL),
        (UnreadableReason.BOT_CHALLENGE, Outcome.CHALLENGE),
        (UnreadableReason.SERVER_ERROR, Outcome.UNREADABLE),
        (UnreadableReason.NOT_FOUND, Outcome.SOFT_404),
        (UnreadableReason.LISTING, Outcome.UNREADABLE),
        (UnreadableReason.SCRIPT_ONLY, Outcome.UNREADABLE),
    ],
)
def test_a_page_without_an_article_comes_to_the_word_for_its_state(
    reason: UnreadableReason, outcome: Outcome
) -> None:
    page = replace(answer(START, "It burns."), reading=Unreadable(URL, reason, "seen"), text_hash=None)
    assert word(known("It burns."), page) is outcome


def test_a_doubtful_text_counts_as_unreadable_and_proves_no_validators_untrue() -> None:
    seen = answer(START, "It is out.", headers=(("etag", '"1"'),))
    assert isinstance(seen.reading, Article)
    doubtful = replace(seen, reading=replace(seen.reading, doubts=(Sign("a hint", "h1"),)))
    burns = known("It burns.", etag='"1"')
    assert word(burns, doubtful) is Outcome.UNREADABLE
    assert not validators_lie(burns, doubtful)


def test_what_a_later_reader_tells_beside_the_same_text_proves_no_validators_untrue() -> None:
    seen = answer(START, "It burns.", headers=(("etag", '"1"'),))
    assert isinstance(seen.reading, Article)
    read = replace(seen.reading, headline_og_title="Fire!")
    told_more = replace(seen, reading=read, text_hash=fingerprint(read))
    burns = replace(known("It burns.", etag='"1"'), earlier=(version("It burns.").text_hash,))
    assert not validators_lie(burns, told_more)
    assert word(burns, told_more) is Outcome.UNCHANGED


def test_every_check_comes_to_one_word() -> None:
    burns = replace(known("It burns."), earlier=(version("It burns.").text_hash,))
    gone = replace(burns, withdrawn_since=START - minutes(300))
    confirmed = replace(burns, schedule=replace(burns.schedule, missing_since=START - minutes(60)))
    back = replace(burns, earlier=(*burns.earlier, version("It is out.").text_hash))
    moved = answer(START, "It burns.", final_url=f"{URL}/new", redirects=(f"{URL}/new",), permanent=True)
    home = answer(START, "Welcome, all the news.", final_url="http://paper.example/")
    assert {
        "new": word(known(), answer(START, "It burns.")),
        "changed": word(burns, answer(START, "It is out.")),
        "unchanged": word(burns, answer(START, "It burns.")),
        "304": word(burns, answer(START, status=304)),
        "back": word(back, answer(START, "It is out.")),
        "404": word(burns, answer(START, status=404)),
        "home": word(burns, home),
        "404 again": word(confirmed, answer(START, status=410)),
        "still gone": word(gone, answer(START, status=404)),
        "returned": word(gone, answer(START, "It burns.")),
        "moved": word(burns, moved),
        "unreadable": word(burns, unreadable(START)),
    } == {
        "new": Outcome.OK,
        "changed": Outcome.OK,
        "unchanged": Outcome.UNCHANGED,
        "304": Outcome.NOT_MODIFIED,
        "back": Outcome.VARIANT,
        "404": Outcome.MISSING,
        "home": Outcome.MISSING,
        "404 again": Outcome.WITHDRAWN,
        "still gone": Outcome.WITHDRAWN,
        "returned": Outcome.RETURNED,
        "moved": Outcome.MOVED,
        "unreadable": Outcome.UNREADABLE,
    }


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (FailureKind.ROBOTS_DENIED, Outcome.ROBOTS_DENIED),
        (FailureKind.TLS, Outcome.UNTRUSTED),
        (FailureKind.TRUNCATED, Outcome.TRUNCATED),
        (FailureKind.ADDRESS_REFUSED, Outcome.REFUSED),
        (FailureKind.TIMEOUT, Outcome.FAILING),
        (FailureKind.HTTP_STATUS, Outcome.FAILING),
    ],
)
def test_failures_have_words_of_their_own(kind: FailureKind, outcome: Outcome) -> None:
    assert word(known("It burns."), Seen(START, failure=Failure(kind, URL, "it failed"))) is outcome


@given(st.sampled_from(UnreadableReason))
def test_no_page_that_is_no_article_comes_to_a_version(reason: UnreadableReason) -> None:
    seen = replace(unreadable(START), reading=Unreadable(URL, reason, "no article"))
    assert word(known("It burns."), seen) in {
        Outcome.UNREADABLE, Outcome.SOFT_404, Outcome.WALL, Outcome.CHALLENGE,
    }  # fmt: skip


def test_what_waits_for_its_host_is_due_when_the_host_is_and_nothing_is_held_against_it() -> None:
    until = START + timedelta(hours=3)
    failure = Failure(FailureKind.HTTP_STATUS, URL, "paper.example answered 429", 429, until=until)
    article = known("It burns.", interval=minutes(40), failures=2)
    seen = Seen(START, failure=failure)
    intents = decide(article, seen, START, POLICY)
    assert [type(intent) for intent in intents] == [RecordFailure, Reschedule]
    assert intents[-1] == Reschedule(
        replace(article.schedule, next_check=until, reason="paper.example answered 429")
    )
    assert word(article, seen) is Outcome.LEFT_ALONE
    source = source_failed(article.schedule, failure, START, POLICY)
    assert (source.next_check, source.failures) == (until, 2)
    late = decide(article, seen, until + minutes(1), POLICY)[-1]
    assert isinstance(late, Reschedule)
    assert late.schedule.failures == 3


def test_the_fingerprints_of_the_tests_are_those_of_the_texts() -> None:
    assert version("It burns.").text_hash == fingerprint(version("It burns.").article)

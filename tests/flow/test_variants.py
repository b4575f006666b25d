"""A text that comes back: told once, flapping told once, and no storm of revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flow.checks import START, article, checked, later, watched

from variorum.archive import Archive, open_archive
from variorum.archive.port import ChangeQuery
from variorum.model import Capture, Known, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A, B, C = article("It burns."), article("It is out."), article("It burns again.")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive", create=True) as made:
        yield made


def known(archive: Archive, article_id: str) -> Known:
    found = archive.known(article_id)
    assert found is not None
    return found


def serve(archive: Archive, article_id: str, texts: str) -> None:
    for number, name in enumerate(texts):
        checked(archive, article_id, {"A": A, "B": B, "C": C}[name], 10 * number)


def test_going_back_is_a_change_that_is_learnt_from_and_flapping_is_none(archive: Archive) -> None:
    article_id = watched(archive)
    serve(archive, article_id, "ABABA")
    with archive.writing() as writer:
        gaps = writer.take_gaps(10)
    assert [gap.changed for gap in gaps] == [True, True, False, False]


def listed(archive: Archive, article_id: str) -> list[str]:
    query = ChangeQuery(article_id=article_id, superseded=False)
    return [
        " ".join(change.classes) if change.kind == "event" else "revision"
        for change in archive.changes(query)
    ][::-1]


def test_a_change_that_is_taken_back_is_told_and_makes_no_version(archive: Archive) -> None:
    article_id = watched(archive)
    serve(archive, article_id, "ABA")
    assert archive.counts()["versions"] == 2
    assert archive.counts()["captures"] == 3
    assert listed(archive, article_id) == ["revision", "reverted"]
    latest = known(archive, article_id).latest
    assert latest is not None
    assert latest.article == A


def test_what_comes_after_is_compared_with_the_text_that_stood_there_last(archive: Archive) -> None:
    article_id = watched(archive)
    serve(archive, article_id, "ABAC")
    history = archive.history(article_id)
    assert history is not None
    a, _, c = (version.id for version in history.versions)
    assert archive.revision(a, c) is not None
    assert listed(archive, article_id) == ["revision", "reverted", "revision"]


def test_an_article_that_flaps_between_texts_is_told_once_and_its_revisions_leave_the_listings(
    archive: Archive,
) -> None:
    article_id = watched(archive)
    serve(archive, article_id, "ABABABABAABBABAB")
    assert archive.counts()["versions"] == 2
    assert listed(archive, article_id) == ["reverted", "alternates"]
    # What feeds have told stays under its id.
    assert len(archive.changes(ChangeQuery(article_id=article_id))) == 3
    assert {variant.text_hash for variant in known(archive, article_id).variants} == set(
        known(archive, article_id).earlier
    )


def test_three_texts_in_turn_make_three_versions_and_no_more(archive: Archive) -> None:
    article_id = watched(archive)
    serve(archive, article_id, "ABCABCABC")
    assert archive.counts()["versions"] == 3
    assert archive.counts()["captures"] == 9


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """One archive for many examples, each with an article of its own."""
    with open_archive(tmp_path_factory.mktemp("variants") / "archive", create=True) as made:
        yield made


@settings(max_examples=40, deadline=None)
@given(st.text("ABC", min_size=1, max_size=10))
def test_no_order_of_texts_makes_a_version_twice_and_the_text_served_last_is_known(
    shared: Archive, texts: str
) -> None:
    before = shared.counts()
    article_id = watched(shared, f"http://paper.example/news/{before['captures']}-{texts}")
    serve(shared, article_id, texts)
    assert shared.counts()["versions"] - before["versions"] == len(set(texts))
    latest = known(shared, article_id).latest
    assert latest is not None
    assert latest.article == {"A": A, "B": B, "C": C}[texts[-1]]
    assert len(listed(shared, article_id)) <= 2 * len(set(texts)) + 1


def test_how_often_whole_answers_came_is_known_before_a_check(archive: Archive) -> None:
    article_id = watched(archive)
    checked(archive, article_id, A, 0)
    for minutes in (10, 20, 30):
        checked(archive, article_id, 304, minutes)
    found = known(archive, article_id)
    assert (found.first_seen, found.whole_at, found.unmodified) == (START, START, 3)
    checked(archive, article_id, A, 40)
    found = known(archive, article_id)
    assert (found.whole_at, found.unmodified) == (later(40), 0)
    with archive.writing() as writer:
        for number in range(30):
            capture = Capture(found.url, str(number).encode(), later(50 + number), status=404)
            writer.keep_capture(article_id, capture, later(50 + number))
    assert known(archive, article_id).whole_at is None


def test_outcomes_are_added_up(archive: Archive) -> None:
    article_id = watched(archive)
    with archive.writing() as writer:
        for minutes, outcome in ((0, Outcome.OK), (1, Outcome.UNCHANGED), (2, Outcome.UNCHANGED)):
            writer.record_outcome(article_id, outcome, later(minutes))
        writer.record_outcome("elsewhere", Outcome.FAILING, later(3))
    tallies = archive.outcomes(of=article_id)
    assert [(tally.outcome, tally.times) for tally in tallies] == [(Outcome.UNCHANGED, 2), (Outcome.OK, 1)]
    assert (tallies[0].first_at, tallies[0].last_at) == (later(1), later(2))
    record = archive.article(article_id)
    assert record is not None
    assert archive.outcomes(source_id=record.source_id) == tallies
    assert len(archive.outcomes()) == 3


def test_an_edit_that_reaches_all_variants_of_an_alternating_article_stays_a_change(archive: Archive) -> None:
    article_id = watched(archive)
    edited = article("It was put out at noon.", "Fire at the mill")
    variant = article("It was put out at noon. Subscribe.", "Fire at the mill")
    for number, text in enumerate((A, B, A, B, edited, variant, edited, variant, edited)):
        checked(archive, article_id, text, 10 * number)
    query = ChangeQuery(article_id=article_id, superseded=False, kind="revision")
    (change,) = archive.changes(query)
    before, after = (archive.version(str(one)) for one in (change.before_version, change.after_version))
    assert before is not None
    assert after is not None
    assert (before.article, after.article) == (B, edited)

"""The fictional news web as it stands at each moment: its stories, its timeline and the truth about what changed."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from variorum.demo import newspaper
from variorum.demo.newspaper import edition, outlets, truth
from variorum.demo.newspaper.stories import articles
from variorum.demo.newspaper.values import KINDS
from variorum.model import FindingClass
from variorum.text.normalise import normalise
from variorum.text.numbers import figures

if TYPE_CHECKING:
    from variorum.demo.newspaper.values import Article, State

START = datetime(2031, 3, 4, 9, 53, 20, tzinfo=UTC)
END = START + timedelta(days=30)


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def minute_of(moment: datetime) -> float:
    return (moment - START) / timedelta(minutes=1)


def words(state: State) -> str:
    draft = state.draft
    return " ".join((draft.headline, draft.standfirst, *(block.text for block in draft.blocks)))


def body(state: State) -> list[str]:
    return [normalise(block.text) for block in state.draft.blocks]


STEPS = [
    pytest.param(article, before, after, id=f"{article.id}-{after.minute}")
    for article in articles()
    for before, after in pairwise(article.states)
]


def test_five_outlets_print_at_least_sixteen_articles_of_proper_length() -> None:
    assert len(outlets()) == 5
    assert {outlet.slug for outlet in outlets()} == {article.outlet for article in articles()}
    assert len(articles()) >= 16
    for article in articles():
        count = sum(block.kind == "paragraph" for block in article.states[0].draft.blocks)
        assert 8 <= count <= 16, article.id


def test_at_least_four_stories_are_told_by_several_outlets() -> None:
    told_by: dict[str, set[str]] = {}
    for article in articles():
        told_by.setdefault(article.story, set()).add(article.outlet)
    assert sum(len(slugs) > 1 for slugs in told_by.values()) >= 4
    assert max(len(slugs) for slugs in told_by.values()) == 5


def test_the_feeds_come_in_three_formats_and_one_outlet_prints_in_german() -> None:
    assert {outlet.feed_format for outlet in outlets()} == {"rss", "atom", "json"}
    assert sorted(outlet.language for outlet in outlets()) == ["de", "en", "en", "en", "en"]


def test_kinds_are_called_as_comparison_calls_them() -> None:
    named = {kind for alteration in truth(START, END) for kind in alteration.kinds}
    assert named - {str(kind) for kind in FindingClass} == {"withdrawn", "returned"}


def test_every_kind_of_change_happens() -> None:
    named = {kind for alteration in truth(START, END) for kind in alteration.kinds}
    assert named == KINDS


def test_five_changes_of_three_kinds_come_early_on_articles_that_stood_from_the_start() -> None:
    from_the_start = {article.id for article in articles() if article.states[0].minute <= 0}
    early = [
        alteration
        for alteration in truth(START, at(90))
        if alteration.counts and alteration.at >= at(30) and alteration.article in from_the_start
    ]
    assert len(early) >= 5
    assert len({kind for alteration in early for kind in alteration.kinds}) >= 3
    # Whoever first looks after fifty minutes still sees as many.
    late = [alteration for alteration in early if alteration.at >= at(55)]
    assert len(late) >= 5
    assert len({alteration.kinds for alteration in late}) >= 3


def test_something_happens_at_least_every_hundred_minutes_for_thirty_hours() -> None:
    moments = [0.0, *(minute_of(alteration.at) for alteration in truth(START, END) if alteration.counts)]
    moments += [float(article.states[0].minute) for article in articles() if article.states[0].minute > 0]
    within = sorted(moment for moment in moments if moment <= 1_900)
    assert max(after - before for before, after in pairwise(within)) <= 100
    assert within[-1] >= 1_700
    assert sum(moment <= 360 for moment in within) >= 25
    assert max(moments) >= 2_400


@pytest.mark.parametrize(("article", "before", "after"), STEPS)
def test_an_alteration_is_of_the_kinds_that_it_is_said_to_be(
    article: Article, before: State, after: State
) -> None:
    old, new, kinds = before.draft, after.draft, set(after.kinds)
    assert ("headline" in kinds) == (normalise(old.headline) != normalise(new.headline))
    assert ("standfirst" in kinds) <= (old.standfirst != new.standfirst)
    assert ("byline" in kinds) == (old.byline != new.byline)
    assert ("caption" in kinds) <= (old.caption != new.caption)
    noted = {"correction", "clarification", "editors-note", "update-note"}
    assert bool(kinds & noted) == (old.notes != new.notes)
    same_words = (body(before), normalise(words(before))) == (body(after), normalise(words(after)))
    if kinds <= {"typography", "timestamp-only", "url-moved", "withdrawn"}:
        assert same_words
    proofs = {
        "typography": words(before) != words(after),
        "timestamp-only": old == new and before.modified != after.modified,
        "url-moved": old.path != new.path,
        "withdrawn": old.status == 200 and new.status in (404, 410),
        "returned": old.status in (404, 410) and new.status == 200,
        "figure": [f.value for f in figures(words(before))] != [f.value for f in figures(words(after))],
        "moved": body(before) != body(after) and sorted(body(before)) == sorted(body(after)),
        "grown": len(" ".join(body(after))) > len(" ".join(body(before))) * 1.05,
        "trimmed": len(" ".join(body(after))) < len(" ".join(body(before))) * 0.95,
        "quote-dropped": quotations(after) < quotations(before),
        "quote-added": quotations(after) > quotations(before),
        "quote-altered": quotations(after) == quotations(before) and body(before) != body(after),
        "lead-rewritten": old.blocks[0] != new.blocks[0],
        "reworded": body(before) != body(after),
        "split": " ".join(body(after)).count(". ") > " ".join(body(before)).count(". "),
        "merged": " ".join(body(after)).count(". ") < " ".join(body(before)).count(". "),
    }
    for kind in kinds:
        assert proofs.get(kind, True), f"{article.id}: {kind}"


def quotations(state: State) -> int:
    return sum(text.count("“") + text.count("„") for text in words(state).split())


def test_a_quiet_correction_turns_fourteen_killed_into_forty_one_without_a_note() -> None:
    before, after = (
        edition(START, at(minute)).under("meridian", "/law/hollin-deep-verdict") for minute in (55, 56)
    )
    assert before is not None
    assert after is not None
    assert "killed 14 miners" in before.draft.blocks[1].text
    assert "killed 41 miners" in after.draft.blocks[1].text
    assert after.draft.notes == ()
    assert after.modified == before.modified
    assert after.changed > before.changed


def test_typewriter_quotation_marks_all_become_typographic() -> None:
    stadium = next(article for article in articles() if article.id == "stadium-courier")
    place = next(n for n, state in enumerate(stadium.states) if state.kinds == ("typography",))
    before, after = words(stadium.states[place - 1]), words(stadium.states[place])
    assert '"' in before
    assert '"' not in after
    assert "'" not in after
    assert after.count("“") == after.count("”") == before.count('"') / 2
    assert "“They say it’s progress,” said" in after


def test_the_aggregator_copies_without_credit_and_the_broadsheet_with_it() -> None:
    now = edition(START, at(55))
    by_id = {report.id: report.draft for report in now.reports}
    original = {block.text for block in by_id["ferry-courier"].blocks}
    copied = {block.text for block in by_id["ferry-gull"].blocks}
    assert len(original & copied) >= 5
    assert not by_id["ferry-gull"].credit
    assert "Courier" not in " ".join(copied)
    at_first = edition(START, at(0))
    by_id = {report.id: report.draft for report in at_first.reports}
    assert by_id["ferry-meridian"].blocks == by_id["ferry-agency"].blocks
    assert by_id["ferry-meridian"].credit == "Halyard Press Agency"


def test_the_aggregator_keeps_a_quotation_that_its_source_has_dropped() -> None:
    by_id = {report.id: report.draft for report in edition(START, at(61)).reports}
    quotation = "We were told her radar was being repaired"
    assert not any(quotation in block.text for block in by_id["ferry-courier"].blocks)
    assert any(quotation in block.text for block in by_id["ferry-gull"].blocks)


def test_an_edition_is_a_pure_function_of_time() -> None:
    first = edition(START, at(200))
    edition(START, at(5_000))
    assert edition(START, at(200)) == first
    later = START + timedelta(days=3, hours=5)
    assert [report.id for report in edition(later, later + timedelta(minutes=200)).reports] == [
        report.id for report in first.reports
    ]


def test_nothing_is_published_before_its_minute_and_all_that_is_published_stays_known() -> None:
    known: set[str] = set()
    for minute in range(-1_000, 3_000, 50):
        ids = {report.id for report in edition(START, at(minute)).reports}
        assert known <= ids
        known = ids
        assert all(report.published <= at(minute) for report in edition(START, at(minute)).reports)
    assert len(known) == len(articles())


def test_moments_are_told_in_words_whatever_the_day_of_the_start() -> None:
    for day in range(7):
        start = START + timedelta(days=day, hours=3 * day)
        for report in edition(start, start + timedelta(days=30)).reports:
            texts = [
                *(block.text for block in report.draft.blocks),
                report.draft.headline,
                report.draft.caption,
            ]
            assert not any("{" in text for text in texts)


def test_truth_tells_the_past_only_in_order() -> None:
    whole = truth(START, END)
    assert truth(START, at(100)) == tuple(alteration for alteration in whole if alteration.at <= at(100))
    assert [alteration.at for alteration in whole] == sorted(alteration.at for alteration in whole)
    assert sum(not alteration.counts for alteration in whole) == 3


def test_the_newspaper_knows_nothing_of_whoever_watches_it() -> None:
    for module in Path(newspaper.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert not name.startswith("variorum") or name.startswith("variorum.demo.newspaper"), (
                    module.name
                )

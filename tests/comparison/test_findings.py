"""What a change means: each rule on the smallest texts that show it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from variorum.comparison import compare
from variorum.model import Article, Finding, Paragraph, Revision, Times

STANDS = "The council met in the old town hall for three hours."


def told(before: str, after: str, times: Times | None = None) -> Revision:
    """The revision of a second paragraph, between two that stand."""
    old, new = (
        Article("Council", paragraphs=(Paragraph(STANDS), *(Paragraph(part) for part in text.split("\n"))))
        for text in (before, after)
    )
    return compare(old, new, times=times)


def one(revision: Revision, kind: str) -> Finding:
    (found,) = (finding for finding in revision.findings if finding.kind == kind)
    return found


@pytest.mark.parametrize(
    ("before", "after", "classes"),
    [
        ("Edith Maarsen came as a student.", "Edith Maarssen came as a student.", {"name"}),
        ("The ferry sank near Lowmere.", "The ferry sank near Harbourton.", {"place"}),
        ("The vote is on Tuesday.", "The vote is on Wednesday.", {"date"}),
        ("The vote is on 3 May.", "The vote is on May 3.", {"reworded"}),
        ("He said the tower was safe.", "He claimed the tower was safe.", {"attribution"}),
        ("The tower is safe.", "The tower is safe, according to the owner.", {"attribution"}),
        ("The thief took the bell.", "The alleged thief took the bell.", {"certainty"}),
        ("She will leave the party.", "She will not leave the party.", {"negation"}),
        ("It cost $100 to repair.", "It cost €100 to repair.", {"figure"}),
        ("It drew 23 people to the hall.", "It drew twenty-three people to the hall.", {"reworded"}),
        (
            "“We will rebuild it,” said Anna Blau.",
            "“We will rebuild it,” said Karl Renn.",
            {"speaker-changed"},
        ),
        ("“We will rebuild it,” said Anna Blau.", "“We will rebuild it,” said Mrs Blau.", {"reworded"}),
        ("The white house stood there.", "The White House stood there.", {"case"}),
        ("Israel struck Iran at dawn.", "Iran struck Israel at dawn.", {"name"}),
        ("Merkel said it was late.", "Scholz said it was late.", {"name"}),
        ("Officials said it was late.", "Engineers said it was late.", {"reworded"}),
        ("It came from the FBI in May.", "It came from the CIA in May.", {"name"}),
        ("The wall killed one person.", "The wall killed two people.", {"figure"}),
        ("Nearly 500 dogs came in.", "More than 500 dogs came in.", {"figure"}),
        ("It lies 5 km down the coast.", "It lies 5 miles down the coast.", {"figure"}),
        ("A place costs $5 an hour.", "A place costs $5 a day.", {"figure"}),
        ("They planted 1,500 trees.", "They planted 1500 trees.", {"typography"}),
        ("He was convicted of fraud.", "He was acquitted of fraud.", {"negation"}),
        ("Some 14 sailors were killed.", "Some 14 sailors were injured.", {"figure"}),
        ("Sales rose 3% in summer.", "Sales fell 3% in summer.", {"figure"}),
    ],
)
def test_a_change_is_told_by_its_class(before: str, after: str, classes: set[str]) -> None:
    assert set(told(before, after).classes) - {"unannounced"} == classes


def test_furniture_and_clocks_are_no_news() -> None:
    revision = told(
        "Rain fell.\nUpdated 5 minutes ago", "Rain fell.\nUpdated 2 hours ago\nSign up for our newsletter"
    )
    assert set(revision.classes) == {"clock", "boilerplate"}
    assert revision.weight < 0.1


def test_a_figure_tells_its_unit_and_direction() -> None:
    found = one(told("Rents rose by 4% last year.", "Rents rose by 6% last year."), "figure")
    assert dict(found.details) == {"unit": "%", "direction": "up"}
    assert (found.before, found.after) == ("4%", "6%")


def test_a_correction_points_at_what_it_corrects() -> None:
    revision = told(
        "At least 14 people died.\nPolice came.",
        "At least 41 people died.\nPolice came.\nCorrection: an earlier version said that 14 people died. We regret it.",
    )
    found = one(revision, "correction")
    assert dict(found.details) == {"did": "added", "corrects": "1"}
    assert "announced-correction" in revision.classes
    assert "grown" not in revision.classes


def test_a_notice_is_never_the_counterpart_of_the_report() -> None:
    revision = told(
        "The company put the cost at $3.2 million over five years.",
        "The company put the cost at $3.2 billion over five years.\nCorrection: the company put the cost at $3.2 billion.",
    )
    assert "split" not in revision.classes
    assert {"figure", "correction", "announced-correction"} <= set(revision.classes)


def test_a_verdict_tells_how_long_after_publication_a_change_was_seen() -> None:
    published = datetime(2026, 5, 4, 9, tzinfo=UTC)
    change = "The dead were 14 sailors.", "The dead were 41 sailors."
    developing = told(*change, Times(published, after=published + timedelta(minutes=37)))
    late = told(*change, Times(published, after=published + timedelta(days=3, hours=2)))
    unknown = told(*change)
    assert [
        dict(one(revision, "unannounced").details)["delay"] for revision in (developing, late, unknown)
    ] == [
        "PT37M",
        "P3DT2H",
        "unknown",
    ]
    assert one(developing, "unannounced").weight < one(late, "unannounced").weight


def test_one_quotation_cut_in_two_by_its_speaker_is_the_same() -> None:
    revision = told(
        "“We cut the blocks in November and we pray for frost,” said Tuva Berg.",
        "“We cut the blocks in November,” said Tuva Berg. “And we pray for frost.”",
    )
    assert not {"quote-altered", "quote-dropped", "quote-added"} & set(revision.classes)


def test_a_curly_apostrophe_negates_like_a_straight_one() -> None:
    for mark in "'’":
        assert "negation" in told("They did support the plan.", f"They didn{mark}t support the plan.").classes


def test_the_report_behind_an_update_line_stays_the_report() -> None:
    revision = told("Updated 3 May 2024. At least 14 died.", "Updated 3 May 2024. At least 41 died.")
    assert {"figure", "unannounced"} <= set(revision.classes)


def test_a_report_on_a_correction_is_no_notice() -> None:
    revision = told(
        "The dead were 14 sailors.", "The dead were 41 sailors.\nThe police report was later corrected."
    )
    assert "unannounced" in revision.classes
    assert "correction" not in revision.classes


def test_figures_that_changed_places_are_told() -> None:
    revision = told("Labour won 14 seats and the Greens won 9.", "Labour won 9 seats and the Greens won 14.")
    assert [(f.before, f.after) for f in revision.findings if f.kind == "figure"] == [
        ("14", "9"),
        ("9", "14"),
    ]


def test_a_score_is_no_name() -> None:
    assert "name" not in told("They beat Chelsea 2-1 at home.", "They beat Chelsea 3-1 at home.").classes


def test_a_headline_on_something_else_replaces_no_name() -> None:
    old, new = (
        Article(headline, paragraphs=(Paragraph(STANDS),))
        for headline in ("Harland Bank to shut branches", "Storm Edda batters the western coast")
    )
    assert set(compare(old, new).classes) == {"headline", "unannounced"}


def test_a_forgotten_closing_mark_alters_no_quotation() -> None:
    revision = told("“We will rebuild it soon,” said Anna Blau.", "“We will rebuild it soon, said Anna Blau.")
    assert set(revision.classes) == {"typography"}


def test_a_negation_in_an_altered_quotation_is_told_once() -> None:
    revision = told("“We will rebuild it soon,” said Blau.", "“We will not rebuild it soon,” said Blau.")
    assert {"negation", "quote-altered"} <= set(revision.classes)
    assert "negation" not in revision.sentence


NOTICE = "Correction: an earlier version of this article gave the name of the captain wrongly."


def test_a_notice_on_something_else_that_is_polished_announces_nothing() -> None:
    quiet = told(
        f"The dead were 14 sailors.\n{NOTICE}", f"The dead were 41 sailors.\n{NOTICE.replace('gave', 'had')}"
    )
    extended = NOTICE.removesuffix(".") + ", and said that 14 sailors died."
    loud = told(f"The dead were 14 sailors.\n{NOTICE}", f"The dead were 41 sailors.\n{extended}")
    assert "unannounced" in quiet.classes
    assert "announced-correction" in loud.classes


def test_a_figure_under_an_update_line_that_moved_on_weighs_less_than_one_in_silence_and_a_quotation_does_not() -> (
    None
):
    def weight(before: str, after: str, *, updated: bool) -> float:
        lines = ("Updated at 10:15\n", "Updated at 12:40\n") if updated else ("", "")
        return one(told(lines[0] + before, lines[1] + after), "unannounced").weight

    figure = "The dead were 14 sailors.", "The dead were 41 sailors."
    quotation = "“We will rebuild it soon,” he said.", "“We may rebuild it soon,” he said."
    assert weight(*figure, updated=True) < weight(*figure, updated=False)
    assert (
        weight(*quotation, updated=True) == weight(*quotation, updated=False) > weight(*figure, updated=False)
    )


def test_a_figure_of_a_developing_story_weighs_less_than_one_of_an_old_article() -> None:
    published = datetime(2026, 5, 4, 9, tzinfo=UTC)
    change = "The dead were 14 sailors.", "The dead were 41 sailors."
    developing, old = (
        one(told(*change, Times(published, after=published + after)), "figure").weight
        for after in (timedelta(hours=2), timedelta(days=300))
    )
    assert developing < old


@pytest.mark.parametrize(
    "notice",
    [
        "This piece was changed on 4 May.",
        "Dieser Artikel wurde nachträglich geändert.",
        "Cet article a été modifié le 3 mai.",
        "Este artículo ha sido modificado.",
    ],
)
def test_a_notice_is_known_by_its_phrase_in_each_language(notice: str) -> None:
    assert "correction" in told("Rain fell.", f"Rain fell.\n{notice}").classes


LEAD = (
    "The river floods the north of the county.",
    "Schools were shut for a week.",
    "Power was cut in the villages.",
)


def test_a_lead_that_went_to_another_place_unchanged_is_only_moved() -> None:
    old, new = (
        Article("Flood", paragraphs=tuple(map(Paragraph, texts))) for texts in (LEAD, (*LEAD[1:], LEAD[0]))
    )
    assert set(compare(old, new).classes) == {"moved"}


def test_a_sentence_that_takes_first_place_is_a_new_lead() -> None:
    old, new = (
        Article("Flood", paragraphs=tuple(map(Paragraph, texts))) for texts in (LEAD, (LEAD[2], *LEAD[:2]))
    )
    assert set(compare(old, new).classes) == {"lead-rewritten", "moved"}


def test_an_apostrophe_is_no_quotation_mark() -> None:
    plain = "In the '60s the workers' quarter stood by the boys' school, and the girls' school was gone."
    assert set(told(plain, plain.replace("gone", "shut")).classes) == {"reworded"}


def test_a_figure_that_two_rules_see_is_told_once() -> None:
    revision = compare(
        *(
            Article("Emploi", paragraphs=(Paragraph(f"Le groupe a {words} 100 employés."),), language="fr")
            for words in ("plus de", "moins de")
        )
    )
    assert [finding.kind for finding in revision.findings if finding.kind == "figure"] == ["figure"]


def test_the_number_of_a_flight_counts_nothing() -> None:
    revision = told("Flight 370 vanished at dawn.", "Flight 371 vanished at dawn.")
    assert "anished" not in revision.sentence


def test_a_version_seen_before_it_was_published_has_no_known_delay() -> None:
    published = datetime(2026, 5, 4, 9, tzinfo=UTC)
    times = Times(published, after=published - timedelta(hours=2))
    revision = told("The dead were 14 sailors.", "The dead were 41 sailors.", times)
    assert dict(one(revision, "unannounced").details)["delay"] == "unknown"

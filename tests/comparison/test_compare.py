"""What a comparison says of changes that newsrooms make."""

from __future__ import annotations

from datetime import UTC, datetime

from variorum.comparison import compare
from variorum.comparison.zones import notice_class
from variorum.model import Article, Finding, FindingClass, Paragraph, Revision

BODY = (
    "A freight train left the rails near Osterfeld early on Monday, the regional railway said.",
    "At least 14 people were killed and 60 injured, according to the fire service.",
    "“We heard a bang and then the lights went out,” said Ilse Brand, who lives beside the line.",
    "The line between Osterfeld and Karlsruh will stay closed until Thursday.",
    "Investigators are looking into the state of a bridge that was repaired in 2019.",
    "The railway has promised to pay for taxis.",
)


def article(*paragraphs: str, headline: str = "Train derails near Osterfeld", **fields: object) -> Article:
    return Article(headline=headline, paragraphs=tuple(map(Paragraph, paragraphs)), **fields)  # type: ignore[arg-type]


def with_change(number: int, text: str | None) -> Article:
    paragraphs = list(BODY)
    paragraphs[number : number + 1] = [] if text is None else [text]
    return article(*paragraphs)


def classes(revision: Revision) -> set[str]:
    return {str(finding.kind) for finding in revision.findings}


def only(revision: Revision, kind: FindingClass) -> Finding:
    (finding,) = [finding for finding in revision.findings if finding.kind is kind]
    return finding


def test_a_changed_death_toll_is_a_figure_with_its_subject_and_unannounced() -> None:
    revision = compare(article(*BODY), with_change(1, BODY[1].replace("14", "41")))
    figure = only(revision, FindingClass.FIGURE)
    assert (figure.before, figure.after, figure.subject) == ("14", "41", "people killed")
    assert classes(revision) == {"figure", "unannounced"}
    assert revision.sentence == "People killed 14 → 41; no correction notice."
    assert revision.weight >= 0.8


def test_a_headline_only_change_is_told_even_when_the_body_is_the_same() -> None:
    revision = compare(article(*BODY), article(*BODY, headline="Bridge blamed for derailment"))
    assert classes(revision) == {"headline", "unannounced"}
    assert revision.sentence == "Headline changed; no correction notice."


def test_a_figure_in_the_headline_is_found_there() -> None:
    revision = compare(article(headline="14 killed in crash"), article(headline="41 killed in crash"))
    figure = only(revision, FindingClass.FIGURE)
    assert {place.field for place in figure.evidence} == {"headline"}
    assert "killed 14 → 41" in revision.sentence


def test_a_dropped_quote_is_named_by_its_first_words() -> None:
    revision = compare(article(*BODY), with_change(2, None))
    assert "quote dropped: “We heard a bang and then the lights …”" in revision.sentence.replace(
        "Quote", "quote"
    )
    assert "trimmed" not in classes(revision)


def test_words_changed_inside_the_marks_are_an_altered_quote() -> None:
    revision = compare(article(*BODY), with_change(2, BODY[2].replace("a bang", "an explosion")))
    altered = only(revision, FindingClass.QUOTE_ALTERED)
    assert altered.weight == max(finding.weight for finding in revision.findings)
    assert "reworded" not in classes(revision)


def test_a_quote_that_only_moved_is_neither_dropped_nor_added() -> None:
    moved = article(BODY[0], BODY[2], BODY[1], *BODY[3:])
    assert classes(compare(article(*BODY), moved)) == {"moved"}


def test_a_moved_passage_counts_once_however_many_sentences_it_has() -> None:
    revision = compare(article(*BODY), article(*BODY[2:], *BODY[:2]))
    assert only(revision, FindingClass.MOVED).sentence == "a passage moved"


def test_a_correction_that_is_announced_is_not_called_unannounced() -> None:
    notice = "This article was amended on 4 May to correct the number of people killed."
    after = article(BODY[0], BODY[1].replace("14", "41"), *BODY[2:], notice)
    revision = compare(article(*BODY), after)
    assert {"figure", "correction", "announced-correction"} == classes(revision)
    assert revision.sentence == "People killed 14 → 41; correction notice added."


def test_typographic_quotes_and_blanks_are_typography_and_nothing_else() -> None:
    straight = BODY[2].replace("“", '"').replace("”", '"')
    revision = compare(article(*BODY), with_change(2, straight))
    assert classes(revision) == {"typography"}
    assert not any(counterpart.changed for counterpart in revision.links)


def test_a_bumped_time_stamp_alone_is_told_as_such() -> None:
    before = article(*BODY, modified=datetime(2026, 5, 4, tzinfo=UTC))
    after = article(*BODY, modified=datetime(2026, 5, 5, tzinfo=UTC))
    assert compare(before, after).sentence == "Only the time stamp changed."


def test_a_split_sentence_stands_beside_both_of_its_parts() -> None:
    parts = "Investigators are looking into the state of a bridge. It was repaired in 2019."
    revision = compare(article(*BODY), with_change(4, parts))
    (split,) = [counterpart.link for counterpart in revision.links if len(counterpart.link.new) > 1]
    assert [revision.new_text(j).strip() for j in split.new] == parts.replace(". ", ".|").split("|")
    assert "split" in classes(revision)


def test_a_rewritten_lead_is_recognised() -> None:
    after = with_change(
        0, "Rail inspectors on Monday closed a line at Osterfeld after a goods train derailed there."
    )
    assert "lead-rewritten" in classes(compare(article(*BODY), after))


def test_unrelated_sentences_are_never_put_beside_each_other() -> None:
    after = with_change(3, "Voters in the capital choose a new mayor on Sunday after a short campaign.")
    revision = compare(article(*BODY), after)
    assert [revision.old_text(i) for i in revision.deleted] == [BODY[3]]
    assert len(revision.added) == 1


def test_a_pronoun_one_a_date_and_a_year_are_no_figures() -> None:
    before = article("One of them left on 3 May 2024.", "The plan stands.")
    after = article("One of them left on 4 May 2025.", "The plan stands.")
    assert "figure" not in classes(compare(before, after))


def test_empty_articles_compare() -> None:
    assert compare(Article(), Article()).sentence == "Nothing changed."
    assert "sentence" in compare(Article(), article("Something happened.")).sentence


def test_notices_are_recognised_in_four_languages() -> None:
    told = {
        "Correction: an earlier version misspelled the name.": "correction",
        "This story was updated to clarify the mayor's position.": "clarification",
        "Editor’s note: this piece replaces one of Monday.": "editors-note",
        "UPDATED: 10:30": "update-note",
        "In einer früheren Version dieses Textes hieß es, der Bund zahle.": "correction",
        "Anmerkung der Redaktion: Der Name wurde geändert.": "editors-note",
        "Rectificatif : le nom du maire était mal orthographié.": "correction",
        "Una versión anterior de este artículo daba otra cifra.": "correction",
        "Aclaración: la cifra es de 2020.": "clarification",
    }
    assert {text: str(notice_class(text)) for text in told} == told


def test_ordinary_prose_about_corrections_is_no_notice() -> None:
    for text in (
        "The minister called for a correction of the market.",
        "Corrections officers went on strike.",
        "He updated his will last year.",
        "Die Polizei korrigierte ihre Angaben.",
    ):
        assert notice_class(text) is None


def test_a_paragraph_that_was_broken_in_two_is_linked_with_both() -> None:
    whole, first, second = " ".join(BODY[:2]), BODY[0], BODY[1]
    revision = compare(article(BODY[5], whole), article(first, second, BODY[5]))
    assert [(link.old, link.new) for link in revision.paragraph_links] == [((0,), (2,)), ((1,), (0, 1))]

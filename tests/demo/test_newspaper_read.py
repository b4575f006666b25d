"""Every page of the demonstration newspaper, in every state, reads as its story says and changes only where it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from variorum.comparison import compare
from variorum.demo.newspaper import edition, outlets
from variorum.demo.newspaper.pages import Press
from variorum.demo.newspaper.stories import articles
from variorum.extraction import extract
from variorum.model import Article, FindingClass, ParagraphKind

if TYPE_CHECKING:
    from variorum.demo.newspaper.values import Article as Printed
    from variorum.demo.newspaper.values import Draft, Report, State

START = datetime(2031, 3, 4, 9, 53, 20, tzinfo=UTC)
PAPERS = {outlet.slug: outlet for outlet in outlets()}
#: Bylines of desks and teams sign no person.
DESKS = {"Team NewsGull", "Courier sports desk"}
KINDS = {
    "paragraph": ParagraphKind.PARAGRAPH,
    "subhead": ParagraphKind.SUBHEAD,
    "quote": ParagraphKind.QUOTE,
}
NOTES = {
    FindingClass.CORRECTION,
    FindingClass.CLARIFICATION,
    FindingClass.EDITORS_NOTE,
    FindingClass.UPDATE_NOTE,
}
STANDING = [
    pytest.param(article, state, id=f"{article.id}-{state.minute}")
    for article in articles()
    for state in article.states
    if state.draft.status == 200
]
PAIRS = [
    (article, before, after)
    for article in articles()
    for before, after in pairwise(state for state in article.states if state.draft.status == 200)
]


def named(pairs: list[tuple[Printed, State, State]]) -> list[object]:
    return [pytest.param(*pair, id=f"{pair[0].id}-{pair[2].minute}") for pair in pairs]


STEPS = named(PAIRS)
NOTED = named(
    [
        (article, before, after)
        for article, before, after in PAIRS
        if before.draft != after.draft and replace(before.draft, notes=()) == replace(after.draft, notes=())
    ]
)


def printed(article: Printed, state: State, request: int = 0) -> tuple[Report, Article]:
    """An article as its outlet stands to it at the minute of a state, and what is read from its page."""
    now = edition(START, START + timedelta(minutes=state.minute))
    report = next(report for report in now.reports if report.id == article.id)
    root = f"http://{article.outlet}.localhost:8000"
    page = Press(PAPERS[article.outlet], now, root, request).article(report)
    read = extract(page.encode(), root + report.draft.path)
    assert isinstance(read, Article), read
    return report, read


def dateline(outlet: str, draft: Draft) -> str | None:
    """The dateline as the page of an outlet prints it: the Halyard names itself, three print none."""
    printed_as = {"halyard": f"{draft.dateline} (Halyard)", "meridian": draft.dateline}
    return printed_as.get(outlet) if draft.dateline else None


def body(outlet: str, draft: Draft) -> list[tuple[ParagraphKind, str]]:
    """What the page of an outlet says below its head: the text and the notes, the Halyard's updates above the text."""
    line = dateline(outlet, draft)
    texts = [" ".join(block.text.split()) for block in draft.blocks]
    if line:
        texts[0] = f"{line} — {texts[0]}"
    text = [(KINDS[block.kind], told) for block, told in zip(draft.blocks, texts, strict=True)]
    above = [note for note in draft.notes if outlet == "halyard" and note.label == "Update"]
    below = [note for note in draft.notes if note not in above]
    before, after = (
        [(ParagraphKind.NOTE, " ".join(f"{note.label}: {note.text}".split())) for note in notes]
        for notes in (above, below)
    )
    return [*before, *text, *after]


@pytest.mark.parametrize(("article", "state"), STANDING)
def test_a_page_reads_as_its_story_says(article: Printed, state: State) -> None:
    report, read = printed(article, state)
    draft = report.draft
    assert [(part.kind, part.text) for part in read.paragraphs] == body(article.outlet, draft)
    assert read.headline == draft.headline
    assert read.standfirst == (draft.standfirst or None)
    assert read.dateline == dateline(article.outlet, draft)
    assert read.authors == tuple(name for name in draft.byline if name not in DESKS)
    assert read.captions == ((draft.caption,) if report.picture else ())
    assert read.published == report.published


@pytest.mark.parametrize(("article", "state"), STANDING)
def test_boxes_and_counters_beside_an_article_do_not_change_its_reading(
    article: Printed, state: State
) -> None:
    assert printed(article, state)[1] == printed(article, state, request=5)[1]


@pytest.mark.parametrize(("article", "before", "after"), STEPS)
def test_two_versions_differ_only_where_the_story_does(article: Printed, before: State, after: State) -> None:
    (old, old_read), (new, new_read) = printed(article, before), printed(article, after)
    for field in ("headline", "standfirst"):
        assert (getattr(old_read, field) == getattr(new_read, field)) == (
            getattr(old.draft, field) == getattr(new.draft, field)
        )
    old_body, new_body = body(article.outlet, old.draft), body(article.outlet, new.draft)
    gone = [part.text for part in old_read.paragraphs if part not in new_read.paragraphs]
    come = [part.text for part in new_read.paragraphs if part not in old_read.paragraphs]
    assert gone == [text for kind, text in old_body if (kind, text) not in new_body]
    assert come == [text for kind, text in new_body if (kind, text) not in old_body]


@pytest.mark.parametrize(("article", "before", "after"), NOTED)
def test_where_only_a_note_came_no_other_rewriting_is_told(
    article: Printed, before: State, after: State
) -> None:
    revision = compare(printed(article, before)[1], printed(article, after)[1])
    told = {finding.kind for finding in revision.findings}
    assert told & NOTES
    # A long note lets the article grow; it is no news that its times changed.
    assert told <= NOTES | {FindingClass.GROWN, FindingClass.TIMESTAMP_ONLY}

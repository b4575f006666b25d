"""The comparison as text for terminals, and as a unified diff."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.comparison import compare
from variorum.model import Article, Hyperlink, Paragraph
from variorum.publication import comparison_text, comparison_unified
from variorum.publication.layout import layout
from variorum.publication.wrapping import Segment, columns, wrapped
from variorum.text.printable import one_line, printable

if TYPE_CHECKING:
    from variorum.model import Revision

#: The only codes that we send to a terminal ourselves.
CODES = re.compile(r"\x1b\[(?:33;9|36;4|1|2|0)m")


def plain(text: str) -> str:
    return CODES.sub("", text)


# ---- Terminals


@settings(deadline=None, max_examples=40)
@given(data=st.data(), colour=st.booleans(), width=st.none() | st.integers(0, 60), full=st.booleans())
def test_nothing_reaches_a_terminal_but_printable_text_and_our_own_colours(
    data: st.DataObject,
    *,
    colour: bool,
    width: int | None,
    full: bool,
    revisions: st.SearchStrategy[Revision],
) -> None:
    written = comparison_text(data.draw(revisions), colour=colour, width=width, full=full)
    assert colour or "\x1b" not in written
    assert printable(plain(written)) == plain(written)
    if width is not None:
        assert all(columns(plain(line)) <= max(width, 12) for line in written.split("\n"))


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_without_its_deletions_the_full_text_reads_as_the_new_article(
    data: st.DataObject, revisions: st.SearchStrategy[Revision]
) -> None:
    revision = data.draw(revisions)
    written = comparison_text(revision, colour=True, full=True).partition("\x1b[1mBody\x1b[0m\n")[2]
    body = written.split("\n\n")[0]
    kept = [re.sub(r"\x1b\[(?:33;9|2)m.*?\x1b\[0m", "", line)[2:] for line in body.split("\n")]
    assert "".join(plain("".join(kept)).split()) == "".join(
        one_line(paragraph.text).replace(" ", "") for paragraph in revision.after.paragraphs
    )


def test_a_comparison_reads_well_without_colours(bridge: Revision) -> None:
    assert comparison_text(bridge).split("\n") == [
        bridge.sentence,
        "",
        "Headline",
        "- Bridge at Harbourton closed",
        "+ Bridge at Harbourton closed for a month",
        "",
        "Standfirst",
        "- Engineers found cracks in the deck.",
        "",
        "Body",
        "~ The bridge was shut at noon after [-14-]{+41+} cracks were found.",
        "- Nobody was hurt.",
        "  (1 unchanged sentence)",
        "- The town council had been warned of the cracks in a letter that was never answered by anyone.",
        "> (moved down from here) Ferries will run every ten minutes …",
        "  (1 unchanged sentence)",
        "> (moved down to here) Ferries will run every ten minutes from the old quay until further notice.",
        "  (1 unchanged sentence)",
        "+ A spokeswoman for the county said the cause was not yet known to anybody.",
        "",
        "Captions",
        "+ A ferry at the old quay.",
        "",
        "Links",
        "- ferries <https://news.example/f>",
        "+ timetable <https://news.example/timetable>",
        "",
        "Ignored",
        "  Modified: 2026-03-01 08:05:00 UTC → 2026-03-01 09:10:00 UTC",
    ]


def test_colours_mark_words_and_signs_stay(bridge: Revision) -> None:
    lines = comparison_text(bridge, colour=True).split("\n")
    assert (
        "~ The bridge was shut at noon after \x1b[33;9m14\x1b[0m\x1b[36;4m41\x1b[0m cracks were found."
        in lines
    )
    assert "- \x1b[33;9mNobody was hurt.\x1b[0m" in lines


def test_lines_are_wrapped_under_their_own_text(bridge: Revision) -> None:
    lines = comparison_text(bridge, width=40).split("\n")
    start = lines.index("- The town council had been warned of")
    assert lines[start + 1] == "  the cracks in a letter that was never"


def test_a_full_text_shows_unchanged_sentences_too(bridge: Revision) -> None:
    assert "  Traffic was sent round by Millford." in comparison_text(bridge, full=True).split("\n")


def test_equal_articles_show_no_body_unless_it_is_asked_for() -> None:
    article = Article("Mill burns", paragraphs=(Paragraph("Police came."),))
    assert comparison_text(compare(article, article)) == "Nothing changed."
    assert comparison_text(compare(article, article), full=True).endswith("Body\n  Police came.")


def test_blanks_stay_outside_the_marks_of_words() -> None:
    before = Article(paragraphs=(Paragraph("It rained very hard on Sunday in the town."),))
    after = Article(paragraphs=(Paragraph("It rained hard on Sunday in the old town."),))
    assert "~ It rained [-very-] hard on Sunday in the {+old+} town." in comparison_text(
        compare(before, after)
    )


def test_links_in_another_order_are_told_in_words() -> None:
    links = (Hyperlink("map", "https://news.example/map"), Hyperlink("f", "https://news.example/f"))
    revision = compare(Article(links=links), Article(links=links[::-1]))
    assert comparison_text(revision).endswith("Links\n~ the same in another order")


# ---- Wrapping


@given(st.lists(st.builds(Segment, st.text(max_size=20), st.sampled_from(["", "1"]))), st.integers(2, 30))
def test_wrapping_loses_nothing_but_blanks_and_never_runs_over(segments: list[Segment], width: int) -> None:
    lines = [list(line) for line in wrapped(segments, width)]
    there = "".join(segment.text for line in lines for segment in line)
    assert there.replace(" ", "") == "".join(printable(segment.text) for segment in segments).translate(
        {ord(blank): None for blank in set(there) | set("".join(s.text for s in segments)) if blank.isspace()}
    )
    for line in lines:
        text = "".join(segment.text for segment in line)
        assert columns(text) <= width
        assert text == text.strip(" ")


def test_wide_letters_take_two_columns() -> None:
    lines = wrapped([Segment("東京都港区")], 4)
    assert [line[0].text for line in lines] == ["東京", "都港", "区"]


def test_a_word_that_changes_its_style_midway_is_not_broken_there() -> None:
    lines = list(wrapped([Segment("It is "), Segment("un", "1"), Segment("known")], 10))
    assert lines == [(Segment("It is"),), (Segment("un", "1"), Segment("known"))]


# ---- Unified diffs


def patched(old: list[str], diff: str) -> list[str]:
    """What `patch` would make of the lines: an independent reader of the format."""
    new, at = [], 0
    for line in diff.splitlines()[2:]:
        if line.startswith("@@"):
            match = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line)
            assert match is not None
            start = int(match[1]) - (match[2] != "0")
            new += old[at:start]
            at = start
            assert len(new) == int(match[3]) - (match[4] != "0")
        else:
            if line[0] in " -":
                assert old[at] == line[1:]
                at += 1
            if line[0] in " +":
                new.append(line[1:])
    return new + old[at:]


def as_lines(revision: Revision, *, old: bool) -> list[str]:
    laid_out = layout(revision)
    article = revision.before if old else revision.after
    fields = [
        [
            f"{field.label}: {one_line(line)}"
            for field in part
            for line in ((field.change.before if old else field.change.after) or "").split("\n")
            if one_line(line)
        ]
        for part in (laid_out.head, laid_out.tail)
    ]
    spans = revision.old if old else revision.new
    sentences = [one_line(article.paragraphs[span.paragraph].text[span.start : span.end]) for span in spans]
    return [*fields[0], *filter(None, sentences), *fields[1]]


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_a_unified_diff_applied_to_the_old_lines_gives_the_new_ones(
    data: st.DataObject, revisions: st.SearchStrategy[Revision]
) -> None:
    revision = data.draw(revisions)
    diff = comparison_unified(revision)
    assert printable(diff) == diff
    assert patched(as_lines(revision, old=True), diff) == as_lines(revision, old=False)


def test_a_unified_diff_has_the_times_in_its_head_and_three_lines_around_each_change() -> None:
    lines = [f"This is sentence number {n} of the report." for n in range(20)]
    before = Article(paragraphs=tuple(Paragraph(line) for line in lines))
    after = replace(
        before, paragraphs=(*before.paragraphs[:9], Paragraph("It snowed."), *before.paragraphs[10:])
    )
    assert comparison_unified(compare(before, after)).splitlines() == [
        "--- before",
        "+++ after",
        "@@ -7,7 +7,7 @@",
        *(f" {line}" for line in lines[6:9]),
        f"-{lines[9]}",
        "+It snowed.",
        *(f" {line}" for line in lines[10:13]),
    ]


def test_changes_far_apart_are_in_hunks_of_their_own(bridge: Revision) -> None:
    assert comparison_unified(bridge).startswith(
        "--- before\t2026-03-01T08:30:00Z\n+++ after\t2026-03-01T09:15:00Z\n@@ -1,14 +1,13 @@\n-Headline: Bridge"
    )
    rows = [Paragraph(f"This is sentence number {n} of the report.") for n in range(20)]
    later = [Paragraph("It snowed."), *rows[1:19], Paragraph("It thawed.")]
    diff = comparison_unified(compare(Article(paragraphs=tuple(rows)), Article(paragraphs=tuple(later))))
    assert re.findall(r"@@.*@@", diff) == ["@@ -1,4 +1,4 @@", "@@ -17,4 +17,4 @@"]


def test_a_side_without_lines_stands_before_the_first_one() -> None:
    added, deleted = (
        compare(Article(), Article("Mill burns")),
        compare(Article("Mill burns"), Article()),
    )
    assert comparison_unified(added).splitlines()[2:] == ["@@ -0,0 +1 @@", "+Headline: Mill burns"]
    assert comparison_unified(deleted).splitlines()[2:] == ["@@ -1 +0,0 @@", "-Headline: Mill burns"]


def test_links_that_cross_without_being_called_moved_make_a_diff_that_still_applies() -> None:
    rows = tuple(Paragraph(text) for text in ("Rain fell all day.", "Police came.", "Schools stay shut."))
    crossed = compare(Article(paragraphs=rows), Article(paragraphs=rows[::-1]))
    crossed = replace(crossed, links=tuple(replace(link, moved=False) for link in crossed.links))
    assert patched(as_lines(crossed, old=True), comparison_unified(crossed)) == as_lines(crossed, old=False)


def test_equal_articles_have_an_empty_diff() -> None:
    article = Article("Mill burns", paragraphs=(Paragraph("Police came."),))
    assert comparison_unified(compare(article, article)) == ""

"""Sides with nothing on them, every script, letters that are none, and very many sentences: compared, carried out, written."""

from __future__ import annotations

import json
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from variorum.comparison import apply, compare
from variorum.model import Article, EditKind, Hyperlink, Paragraph, Revision
from variorum.publication import (
    comparison_document,
    comparison_html,
    comparison_text,
    comparison_unified,
    json_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.publication import View

#: In seconds of this process's own time, for each thing done.
BOUND = 2.0


def as_json(revision: Revision) -> str:
    text = json_text(comparison_document(revision))
    assert json.loads(text)["sentence"]
    return text


VIEWS: tuple[View, ...] = ("inline", "split", "changes", "list")
FORMS: dict[str, Callable[[Revision], str]] = {
    **{view: partial(comparison_html, view=view) for view in VIEWS},
    "unified": comparison_unified,
    "terminal": partial(comparison_text, width=80),
    "coloured terminal": partial(comparison_text, colour=True, full=True),
    "JSON": as_json,
}


def carried_out(before: Article, after: Article) -> Revision:
    """The revision, once it was carried out to the letter."""
    start = time.process_time()
    revision = compare(before, after)
    assert apply(revision, before) == after
    assert time.process_time() - start < BOUND
    return revision


def written(revision: Revision, form: str) -> str:
    """The revision in one form."""
    start = time.process_time()
    text = FORMS[form](revision)
    text.encode("utf-8")
    assert time.process_time() - start < BOUND
    return text


def told(before: Article, after: Article) -> Revision:
    """The revision, once it was carried out and written in every form."""
    revision = carried_out(before, after)
    for form in FORMS:
        written(revision, form)
    return revision


def body(*texts: str) -> Article:
    return Article("Headline", paragraphs=tuple(Paragraph(text) for text in texts))


NOTHING = {
    "nothing": Article(),
    "an empty headline": Article(headline=""),
    "a headline of blanks": Article(headline=" \t\u00a0"),
    "an empty paragraph": Article(paragraphs=(Paragraph(""),)),
    "paragraphs of blanks": Article("Fire", paragraphs=(Paragraph("  "), Paragraph("\n\u3000"))),
    "no headline": Article(paragraphs=(Paragraph("The mill burned."),)),
    "no body": Article("The mill burned"),
}


@pytest.mark.parametrize("before", NOTHING)
@pytest.mark.parametrize("after", NOTHING)
def test_sides_with_little_or_nothing_on_them_compare_with_each_other(before: str, after: str) -> None:
    revision = told(NOTHING[before], NOTHING[after])
    assert revision.empty == (NOTHING[before] == NOTHING[after])


@pytest.mark.parametrize(
    ("stays", "before", "after", "was", "became"),
    [
        ("اجتمع المجلس في المدينة.", "قتل 14 شخصا في حريق كبير يوم الثلاثاء.", "قتل 41 شخصا في حريق كبير يوم الثلاثاء.", "14", "41"),
        ("المجلس.", "قتل ١٤ شخصا في حريق كبير يوم الثلاثاء.", "قتل ٤١ شخصا في حريق كبير يوم الثلاثاء.", "١٤", "٤١"),
        ("המועצה התכנסה בעיר.", "14 בני אדם נהרגו בשריפה גדולה.", "41 בני אדם נהרגו בשריפה גדולה.", "14", "41"),
        ("The council met.", "The word שלום stood on 14 doors in مدينة, he said.", "The word שלום stood on 41 doors in مدينة, he said.", "14", "41"),
        ("市議会が開かれた。", "火曜日の火災で14人が死亡した。", "火曜日の火災で41人が死亡した。", "14", "41"),
        ("议会今天开会。", "警方说火灾造成十四人死亡。", "警方称火灾造成十四人死亡。", "说", "称"),
        ("시의회가 열렸다.", "화요일 화재로 14명이 숨졌다.", "화요일 화재로 41명이 숨졌다.", "14", "41"),
        ("สภาประชุมวันนี้", "ไฟไหม้มีผู้เสียชีวิต 14 คน", "ไฟไหม้มีผู้เสียชีวิต 41 คน", "14", "41"),
        ("สภาประชุมวันนี้", "ไฟไหม้มีผู้เสียชีวิต ๑๔ คน", "ไฟไหม้มีผู้เสียชีวิต ๔๑ คน", "๑๔", "๔๑"),
        ("Совет собрался.", "При пожаре погибли 14 человек.", "При пожаре погибли 41 человек.", "14", "41"),
    ],
)  # fmt: skip
def test_in_every_script_the_words_that_changed_are_marked_and_not_the_whole_sentence(
    stays: str, before: str, after: str, was: str, became: str
) -> None:
    revision = told(body(stays, before), body(stays, after))
    (link,) = (link for link in revision.links if link.changed)
    changes = [edit for edit in link.edits if edit.kind is not EditKind.KEPT]
    old = "".join(before[edit.old_start : edit.old_end] for edit in changes)
    new = "".join(after[edit.new_start : edit.new_end] for edit in changes)
    assert was in old
    assert became in new
    assert len(old) <= len(before) / 2
    assert len(new) <= len(after) / 2


@pytest.mark.parametrize(
    "odd", ["\ud800", "\ud83d x \ude00", "\x00", "\x1b[31m", "\u202e", "\ufeff", "\u2028", "\r", "\uffff", "\x85"]
)  # fmt: skip
def test_letters_that_are_none_in_any_field_are_compared_and_written(odd: str) -> None:
    plain = Article(
        headline="Mill burns",
        standfirst="A fire at night",
        authors=("Ida Renn",),
        dateline="LOWMERE",
        language="en",
        canonical_url="https://halyard.example/1",
        lead_image="https://halyard.example/1.jpg",
        links=(Hyperlink("the plan", "https://halyard.example/plan"),),
        captions=("The mill",),
        paragraphs=(Paragraph("The council met."), Paragraph("The mill burned at night.")),
    )
    spoilt = Article(
        headline=f"Mill {odd} burns",
        standfirst=f"{odd}A fire at night",
        authors=(f"Ida Renn{odd}", odd),
        dateline=f"LOW{odd}MERE",
        language=f"en{odd}",
        canonical_url=f"https://halyard.example/1{odd}",
        lead_image=f"https://halyard.example/1.jpg{odd}",
        links=(Hyperlink(f"the {odd}plan", f"https://halyard.example/{odd}"),),
        captions=(f"The{odd} mill", odd),
        paragraphs=(
            Paragraph("The council met."),
            Paragraph(f"The mill {odd} burned at night."),
            Paragraph(odd),
        ),
    )
    for before, after in ((plain, spoilt), (spoilt, plain), (Article(), spoilt), (spoilt, Article())):
        told(before, after)
    assert told(spoilt, spoilt).empty


WORDS = [f"Word{number}." for number in range(5_000)]
MANY, FEWER = body(*["It is so."] * 5_000), body(*["It is so."] * 4_999)


@pytest.fixture(scope="module")
def one_word_changed() -> Revision:
    return carried_out(body(" ".join(WORDS)), body(" ".join([*WORDS[:2_500], "Else.", *WORDS[2_501:]])))


@pytest.fixture(scope="module")
def once_less() -> Revision:
    return carried_out(MANY, FEWER)


def test_of_five_thousand_sentences_of_one_word_the_one_that_changed_is_found(
    one_word_changed: Revision,
) -> None:
    assert len(one_word_changed.old) == len(one_word_changed.new) == 5_000
    assert len(one_word_changed.added) + sum(link.changed for link in one_word_changed.links) == 1


def test_one_sentence_five_thousand_times_and_once_less_is_one_deletion(once_less: Revision) -> None:
    back = carried_out(FEWER, MANY)
    assert (len(once_less.deleted), len(once_less.added)) == (1, 0)
    assert (len(back.deleted), len(back.added)) == (0, 1)
    assert not any(link.moved or link.changed for link in (*once_less.links, *back.links))


@pytest.mark.parametrize("form", FORMS)
def test_thousands_of_sentences_are_written_in_every_form(
    form: str, one_word_changed: Revision, once_less: Revision
) -> None:
    assert written(one_word_changed, form)
    assert written(once_less, form)


def test_two_texts_that_share_nothing_are_deleted_and_added() -> None:
    before = body("The mill burned at night.", "Divers searched a wreck.")
    after = Article(
        "Kopfzeile", paragraphs=(Paragraph("Zwölf Boxkämpfer jagen Viktor."), Paragraph("東京。"))
    )
    revision = told(before, after)
    assert not revision.links
    assert (len(revision.deleted), len(revision.added)) == (2, 2)

"""Articles and revisions survive being written as documents and records."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.comparison import compare
from variorum.model import (
    Article,
    Beside,
    EditKind,
    Embed,
    Evidence,
    FieldChange,
    FieldSource,
    Finding,
    FindingClass,
    Hyperlink,
    Paragraph,
    ParagraphKind,
    Side,
    Table,
    Times,
)
from variorum.model.documents import (
    article_document,
    article_from_document,
    field_text,
    revision_from_record,
    revision_record,
    time_from_text,
    time_text,
)

# No lone surrogates: two that meet become one letter in JSON, and no decoder of ours lets one in.
_LETTERS = st.characters(exclude_categories=["Cs"])
_WORDS = [
    "the",
    "fire",
    "killed",
    "14",
    "41",
    "people",
    "said",
    "“we",
    "will”",
    "Blau",
    "–",
    "don’t",
    "don't",
    ".",
]
_NEWS = st.lists(st.sampled_from([*_WORDS, "Correction:", "\u202e"]), max_size=12).map(" ".join)
_TEXT = _NEWS | st.text(_LETTERS, max_size=30)
_MOMENTS = st.datetimes(timezones=st.just(UTC))
_ROWS = st.lists(st.lists(_TEXT, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
_BESIDE = st.builds(
    Beside,
    st.lists(st.builds(Table, _ROWS, st.none() | _TEXT), max_size=2).map(tuple),
    st.lists(st.builds(Embed, _TEXT, st.none() | st.just("http://c.example/1")), max_size=2).map(tuple),
    st.lists(_TEXT, max_size=2).map(tuple),
)
_ARTICLES = st.builds(
    Article,
    headline=st.none() | _TEXT,
    standfirst=st.none() | _TEXT,
    authors=st.lists(_TEXT, max_size=3).map(tuple),
    dateline=st.none() | _TEXT,
    published=st.none() | _MOMENTS,
    modified=st.none() | _MOMENTS,
    language=st.none() | _TEXT,
    canonical_url=st.none() | _TEXT,
    lead_image=st.none() | _TEXT,
    links=st.lists(st.builds(Hyperlink, _TEXT, _TEXT), max_size=3).map(tuple),
    captions=st.lists(_TEXT, max_size=3).map(tuple),
    paragraphs=st.lists(st.builds(Paragraph, _TEXT, st.sampled_from(ParagraphKind)), max_size=6).map(tuple),
    headline_json_ld=st.none() | _TEXT,
    headline_og_title=st.none() | _TEXT,
    headline_h1=st.none() | _TEXT,
    houses=st.lists(_TEXT, max_size=2).map(tuple),
    published_zone=st.none() | st.just("+02:00"),
    section=st.none() | _TEXT,
    language_detected=st.none() | st.just("en"),
    free_to_read=st.none() | st.booleans(),
    corrections=st.lists(_TEXT, max_size=2).map(tuple),
    beside=st.none() | _BESIDE,
    field_sources=st.lists(st.builds(FieldSource, _TEXT, _TEXT), max_size=3).map(tuple),
)
_TIMES = st.builds(Times, st.none() | _MOMENTS, st.none() | _MOMENTS, st.none() | _MOMENTS)

_OLD = Article(
    "Mill burns",
    authors=("A. Blau",),
    published=datetime(2026, 3, 1, 9, tzinfo=UTC),
    paragraphs=(Paragraph("At least 14 people died. Police came."), Paragraph("It rained all night long.")),
)
_NEW = replace(
    _OLD,
    headline="Mill burns down",
    paragraphs=(Paragraph("It rained all night long."), Paragraph("At least 41 people died. Police came.")),
)


@given(_ARTICLES)
def test_an_article_reads_back_from_its_document_exactly(article: Article) -> None:
    read = article_from_document(json.loads(json.dumps(article_document(article))))
    assert read == article
    assert read.field_sources == article.field_sources


@settings(max_examples=60, deadline=None)
@given(_ARTICLES, _ARTICLES, _TIMES)
def test_a_revision_reads_back_from_its_record_exactly(before: Article, after: Article, times: Times) -> None:
    revision = compare(before, after, times=times)
    record = json.loads(json.dumps(revision_record(revision)))
    assert revision_from_record(record, before, after) == revision


def test_a_record_holds_no_sentence_of_the_articles() -> None:
    written = json.dumps(revision_record(compare(_OLD, _NEW)))
    assert "Police came" not in written
    assert "It rained" not in written


def test_a_field_that_shows_more_than_the_articles_give_keeps_its_texts() -> None:
    revision = compare(_OLD, _NEW)
    shown = FieldChange("weather", "rain", "snow", EditKind.CHANGED)
    revision = replace(revision, fields=(*revision.fields, shown))
    assert revision_from_record(revision_record(revision), _OLD, _NEW).fields[-1] == shown


def test_evidence_that_quotes_something_else_keeps_its_quote() -> None:
    astray = Evidence(Side.OLD, "body", 0, 5, "no such words", sentence=99)
    finding = Finding(FindingClass.FIGURE, 0.5, "", "no such words", "41", "people", (astray,))
    revision = replace(compare(_OLD, _NEW), findings=(finding,))
    assert revision_from_record(revision_record(revision), _OLD, _NEW).findings == (finding,)


def test_a_revision_whose_edits_leave_a_gap_is_refused_and_not_stored_wrongly() -> None:
    revision = compare(_OLD, _NEW)
    broken = replace(revision.links[0], edits=(revision.links[0].edits[0]._replace(old_start=3),))
    with pytest.raises(ValueError, match="laws"):
        revision_record(replace(revision, links=(broken, *revision.links[1:])))


def test_a_revision_whose_sentences_leave_a_gap_is_refused() -> None:
    revision = compare(_OLD, _NEW)
    with pytest.raises(ValueError, match="gap"):
        revision_record(replace(revision, old=revision.old[:-1]))


def test_a_record_of_an_unknown_format_is_refused() -> None:
    record = {**revision_record(compare(_OLD, _NEW)), "format": 2}
    with pytest.raises(ValueError, match="format 2"):
        revision_from_record(record, _OLD, _NEW)


def test_a_record_is_not_read_with_other_articles() -> None:
    record = revision_record(compare(_OLD, _NEW))
    with pytest.raises(ValueError, match="other articles"):
        revision_from_record(record, _NEW, _OLD)


@pytest.mark.parametrize(
    "damage", [{"links": [[0]]}, {"findings": [[1, 2]]}, {"fields": [["headline", 9, []]]}, {"added": None}]
)
def test_a_damaged_record_is_refused(damage: dict[str, object]) -> None:
    record = {**revision_record(compare(_OLD, _NEW)), **damage}
    with pytest.raises(ValueError, match=r"record|unpack"):
        revision_from_record(record, _OLD, _NEW)


@pytest.mark.parametrize(
    "damage",
    [
        {"paragraphs": [{"text": "a"}]},
        {"links": [3]},
        {"published": "soon"},
        {"published": 3},
        {"authors": 3},
    ],
)
def test_a_damaged_document_of_an_article_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"document|soon"):
        article_from_document({**article_document(_OLD), **damage})


def test_a_document_from_an_older_time_lacks_fields_and_is_read_all_the_same() -> None:
    assert article_from_document({"headline": "Mill burns", "mood": "grim"}) == Article("Mill burns")


def test_a_time_is_written_in_utc_with_a_z_whatever_its_zone() -> None:
    moment = datetime(2026, 3, 1, 10, 30, 0, 5, tzinfo=timezone(timedelta(hours=1)))
    assert time_text(moment) == "2026-03-01T09:30:00.000005Z"
    assert time_from_text(time_text(moment)) == moment


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        time_text(datetime(2026, 3, 1))  # noqa: DTZ001 - this is what is refused
    with pytest.raises(ValueError, match="no zone"):
        time_from_text("2026-03-01T09:30:00")


def test_the_texts_of_fields_are_those_that_a_comparison_shows() -> None:
    article = replace(_OLD, captions=("A", "B"), links=(Hyperlink("here", "http://a.example/"),))
    for change in compare(article, article).fields:
        assert change.before == field_text(article, change.name)

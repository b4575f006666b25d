"""Revisions of every kind: small ones to read, and any at all."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import strategies as st

from variorum.comparison import compare
from variorum.comparison.fields import field_changes
from variorum.comparison.marks import edits
from variorum.comparison.moves import moved
from variorum.model import (
    Article,
    Counterpart,
    Hyperlink,
    Link,
    Paragraph,
    ParagraphKind,
    Revision,
    Sentence,
    Times,
)
from variorum.publication import comparison_html
from variorum.text.sentences import sentence_spans

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
    "Mr.",
    "U.S.",
    "don’t",
    "don't",
    "Blau",
]
_SIGNS = [".", "?", "…", "東京", "مدينة", "\u00a0", "&", "]]>", "<b>", "</p>", "=1+1"]
_COMMANDS = ["\u202e", "\x1b[31m", "\ud800", "\uffff", "\x00", "\r", "\u2028"]
_NEWS = st.lists(st.sampled_from(_WORDS + _SIGNS + _COMMANDS), max_size=10).map(" ".join)
_TEXT = st.one_of(_NEWS, st.lists(_NEWS, max_size=4).map(". ".join), st.text(max_size=30))
_MOMENTS = st.none() | st.datetimes(timezones=st.just(UTC))
_URLS = st.sampled_from(["http://b.example/é?a=1&b", "javascript:alert(1)", "//x", "http://[bad", ""]) | _TEXT
_ARTICLES = st.builds(
    Article,
    headline=st.none() | _TEXT,
    standfirst=st.none() | _TEXT,
    authors=st.lists(_TEXT, max_size=2).map(tuple),
    dateline=st.none() | _NEWS,
    published=_MOMENTS,
    modified=_MOMENTS,
    language=st.none() | st.sampled_from(["en", "de_DE", "ar"]) | _TEXT,
    canonical_url=st.none() | _URLS,
    lead_image=st.none() | _URLS,
    links=st.lists(st.builds(Hyperlink, _NEWS, _URLS), max_size=3).map(tuple),
    captions=st.lists(_TEXT, max_size=3).map(tuple),
    paragraphs=st.lists(st.builds(Paragraph, _TEXT, st.sampled_from(ParagraphKind)), max_size=6).map(tuple),
)


@st.composite
def _edited_pairs(draw: st.DrawFn) -> tuple[Article, Article]:
    """An article and a later state of it: some paragraphs kept, some moved, some new."""
    before, after = draw(_ARTICLES), draw(_ARTICLES)
    kept = draw(st.permutations(before.paragraphs + after.paragraphs[:3]))
    return before, replace(after, paragraphs=tuple(kept[: draw(st.integers(0, len(kept)))]))


def _sentences(article: Article) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(number, start, end)
        for number, paragraph in enumerate(article.paragraphs)
        for start, end in sentence_spans(paragraph.text)
    )


@st.composite
def _any_revisions(draw: st.DrawFn) -> Revision:
    """A revision as the model allows it, with links that no comparison would make: any sentences, in any order."""
    before, after = draw(_ARTICLES), draw(_ARTICLES)
    blank = Revision(
        before=before,
        after=after,
        fields=field_changes(before, after),
        old=_sentences(before),
        new=_sentences(after),
        links=(),
        added=(),
        deleted=(),
        findings=(),
        sentence=draw(_NEWS),
        times=Times(),
    )
    old = draw(st.lists(st.integers(0, 4), min_size=len(blank.old), max_size=len(blank.old)))
    new = draw(st.lists(st.integers(0, 4), min_size=len(blank.new), max_size=len(blank.new)))
    linked = set(old) & set(new) - {0}
    links = sorted(
        Link(
            tuple(i for i, group in enumerate(old) if group == number),
            tuple(j for j, group in enumerate(new) if group == number),
        )
        for number in linked
    )
    in_place = [False] * len(links)
    return replace(
        blank,
        links=tuple(
            Counterpart(
                link,
                is_moved,
                edits(
                    "".join(blank.old_text(i) for i in link.old), "".join(blank.new_text(j) for j in link.new)
                ),
            )
            for link, is_moved in zip(
                links, draw(st.sampled_from([moved(links, [1.0] * len(links)), in_place])), strict=True
            )
        ),
        deleted=tuple(i for i, group in enumerate(old) if group not in linked),
        added=tuple(j for j, group in enumerate(new) if group not in linked),
    )


@pytest.fixture(scope="session")
def revisions() -> st.SearchStrategy[Revision]:
    """Any revision: of an article and a later state of it, of two strangers, or linked at random."""
    pairs = st.one_of(_edited_pairs(), st.tuples(_ARTICLES, _ARTICLES))
    return st.one_of(pairs.map(lambda pair: compare(*pair)), _any_revisions())


@pytest.fixture(scope="session")
def bridge() -> Revision:
    """A report with one of each: fields changed, a figure, a sentence and a paragraph gone, another moved, one added."""
    before = Article(
        headline="Bridge at Harbourton closed",
        standfirst="Engineers found cracks in the deck.",
        authors=("Ada Quill",),
        published=datetime(2026, 3, 1, 8, tzinfo=UTC),
        modified=datetime(2026, 3, 1, 8, 5, tzinfo=UTC),
        language="en",
        lead_image="https://news.example/bridge.jpg",
        links=(
            Hyperlink("the survey", "https://news.example/survey"),
            Hyperlink("ferries", "https://news.example/f"),
        ),
        captions=("The bridge on Sunday.",),
        paragraphs=(
            Paragraph(
                "The bridge was shut at noon after 14 cracks were found. Nobody was hurt. Traffic was sent round by Millford."
            ),
            Paragraph(
                "The town council had been warned of the cracks in a letter that was never answered by anyone."
            ),
            Paragraph("Ferries will run every ten minutes from the old quay until further notice."),
            Paragraph("Shops on the far bank said they feared for their trade in the weeks before Easter."),
            Paragraph("Work on the deck is to begin on Monday."),
        ),
    )
    after = replace(
        before,
        headline="Bridge at Harbourton closed for a month",
        modified=datetime(2026, 3, 1, 9, 10, tzinfo=UTC),
        standfirst=None,
        links=(before.links[0], Hyperlink("timetable", "https://news.example/timetable")),
        captions=("The bridge on Sunday.", "A ferry at the old quay."),
        paragraphs=(
            Paragraph(
                "The bridge was shut at noon after 41 cracks were found. Traffic was sent round by Millford."
            ),
            before.paragraphs[3],
            Paragraph("Ferries will run every ten minutes from the old quay until further notice."),
            Paragraph("Work on the deck is to begin on Monday."),
            Paragraph("A spokeswoman for the county said the cause was not yet known to anybody."),
        ),
    )
    times = Times(
        before.published, datetime(2026, 3, 1, 8, 30, tzinfo=UTC), datetime(2026, 3, 1, 9, 15, tzinfo=UTC)
    )
    return compare(before, after, times=times)


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """Libraries read files of their own at their first call, which is no business of the call under test."""
    feedparser.parse(io.BytesIO(b"<rss><channel><item><title>a &amp; b</title></item></channel></rss>"))
    feedparser.parse(
        io.BytesIO(b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="html">&lt;b>')
    )
    comparison_html(compare(Article("a"), Article("b")))

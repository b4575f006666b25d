"""Invented stories in six languages through four kinds of template: what readers see comes back to the letter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.extraction.templates import (
    ENGLISH,
    STORIES,
    TEMPLATES,
    URL,
    broadsheet,
    table_layout,
    weblog,
    wire,
)

from variorum.extraction import extract
from variorum.model import Article, ParagraphKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.extraction.templates import Story


def read(page: str | bytes, url: str = URL) -> Article:
    article = extract(page, url)
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.__name__)
def test_an_article_comes_back_as_it_was_written(template: Callable[[Story], str], story: Story) -> None:
    article = read(template(story))
    assert article.headline == story.headline
    assert article.standfirst == story.standfirst
    assert article.authors == (story.author,)
    assert article.language == story.language
    assert tuple(paragraph.text for paragraph in article.paragraphs) == story.paragraphs


@pytest.mark.parametrize("template", [broadsheet, wire, weblog], ids=lambda template: template.__name__)
def test_a_time_of_publication_is_told_in_utc(template: Callable[[Story], str]) -> None:
    assert read(template(ENGLISH)).published == datetime(2026, 5, 4, 6, 15, tzinfo=UTC)


def test_a_page_without_a_date_is_dated_by_its_address() -> None:
    article = read(table_layout(ENGLISH))
    assert article.published == datetime(2026, 5, 4, tzinfo=UTC)
    assert (
        next(found.source for found in article.field_sources if found.field == "published") == "url, day only"
    )


def test_each_field_tells_where_it_was_read() -> None:
    sources = {found.field: found.source for found in read(broadsheet(ENGLISH)).field_sources}
    assert sources == {
        "headline": "dom h1",
        "headline_json_ld": "json-ld headline",
        "headline_h1": "dom h1",
        "authors": "json-ld author",
        "standfirst": "dom, as in json-ld description",
        "paragraphs": "dom, anchored by trafilatura",
        "published": "json-ld datePublished",
        "modified": "json-ld dateModified",
        "language": "html lang",
        "canonical_url": "link canonical",
        "lead_image": "json-ld image",
    }


def test_the_particulars_of_a_page_are_read() -> None:
    article = read(broadsheet(ENGLISH))
    assert article.modified == datetime(2026, 5, 4, 8, 40, tzinfo=UTC)
    assert article.canonical_url == URL
    assert article.lead_image == "https://www.harbour-courier.example/i/bridge.jpg"
    assert article.captions == ("The bridge at dusk. Photograph: H. Ober",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_page_reads_alike_in_every_encoding(encoding: str) -> None:
    page = wire(ENGLISH).replace("utf-8", encoding)
    assert read(page.encode(encoding)) == read(wire(ENGLISH))


def test_a_page_reads_alike_whatever_was_read_before() -> None:
    pages = [template(story) for template in TEMPLATES for story in STORIES]
    first = [extract(page, URL) for page in pages]
    again = [extract(page, URL) for page in reversed(pages)]
    assert first == again[::-1]
    assert [found.field_sources for found in first if isinstance(found, Article)] == [
        found.field_sources for found in reversed(again) if isinstance(found, Article)
    ]


def test_a_drop_cap_does_not_break_its_word() -> None:
    page = broadsheet(ENGLISH).replace(
        "<p>The bridge over", '<p><span class="dropcap">T</span>he bridge over'
    )
    assert read(page).paragraphs[0].text == ENGLISH.paragraphs[0]


def test_comments_and_odd_spaces_in_the_markup_do_not_show() -> None:
    page = (
        broadsheet(ENGLISH)
        .replace("closed to all", "closed\n\t <!-- x --> to <b>all</b>")
        .replace("A ferry", "A <!----> ferry")
    )
    assert tuple(paragraph.text for paragraph in read(page).paragraphs) == ENGLISH.paragraphs


def test_words_for_screen_readers_are_not_the_outlets_text() -> None:
    hidden = '<a href="/x">the only<span class="visually-hidden">, opens in a new tab</span></a>'
    page = broadsheet(ENGLISH).replace("the only", hidden)
    assert tuple(paragraph.text for paragraph in read(page).paragraphs) == ENGLISH.paragraphs


@pytest.mark.parametrize(
    "marked",
    [
        '<span class="tooltip">A ferry</span> begins',
        '<abbr class="glossary tooltip">A fer</abbr>ry begins',
        '<span class="offscreen-panel-link">A ferry</span> begins',
        '<span class="not-sr-only">A ferry</span> begins',
    ],
)
def test_words_of_a_sentence_that_a_tooltip_explains_stay_in_it(marked: str) -> None:
    page = broadsheet(ENGLISH).replace("A ferry begins", marked)
    assert marked in page
    assert tuple(paragraph.text for paragraph in read(page).paragraphs) == ENGLISH.paragraphs


def test_a_paragraph_with_a_tooltip_is_a_paragraph() -> None:
    page = broadsheet(ENGLISH).replace("<p>A ferry begins", '<p class="tooltip">A ferry begins')
    assert tuple(paragraph.text for paragraph in read(page).paragraphs) == ENGLISH.paragraphs


def test_bidirectional_marks_stay_in_what_is_stored() -> None:
    page = broadsheet(ENGLISH).replace("A ferry begins", "A \u200fferry\u200e begins")
    assert "A \u200fferry\u200e begins on Tuesday." in [paragraph.text for paragraph in read(page).paragraphs]


def test_each_kind_of_block_is_told() -> None:
    page = broadsheet(ENGLISH).replace(
        "<p>A ferry begins on Tuesday.</p>",
        "<h2>What happens now</h2><p>A ferry begins on Tuesday.</p><ul><li>It is free</li><li>It runs every half an hour</li></ul>"
        "<blockquote><p>Nobody told us anything, the harbour master wrote.</p></blockquote>",
    )
    kinds = {paragraph.text: paragraph.kind for paragraph in read(page).paragraphs}
    assert kinds["What happens now"] is ParagraphKind.SUBHEAD
    assert kinds["It is free"] is ParagraphKind.LIST
    assert kinds["Nobody told us anything, the harbour master wrote."] is ParagraphKind.QUOTE
    assert kinds["A ferry begins on Tuesday."] is ParagraphKind.PARAGRAPH


@pytest.mark.parametrize(
    "note",
    [
        '<div class="correction"><p>Correction: an earlier version gave the wrong day.</p></div>',
        "<p><em>This article was amended on 5 May 2026. An earlier version misstated the length of the bridge.</em></p>",
        '<footer class="article-footnote"><p>• This article was amended to correct the name of the road.</p></footer>',
        "<p>Editor’s note: the ferry was misidentified in an earlier version.</p>",
        "<aside><p>Korrektur: In einer früheren Version stand ein falsches Datum.</p></aside>",
        "<p>Rectificatif : le bac circule dès mercredi.</p>",
    ],
)
@pytest.mark.parametrize("place", ["<h1>", "</div></article>", "</article>"])
def test_a_note_of_the_newsroom_is_never_dropped(note: str, place: str) -> None:
    at = {"<h1>": f"{note}<h1>", "</article>": f"{note}</article>"}.get(place, f"{note}</div></article>")
    notes = [
        paragraph
        for paragraph in read(broadsheet(ENGLISH).replace(place, at)).paragraphs
        if paragraph.kind is ParagraphKind.NOTE
    ]
    assert len(notes) == 1
    assert notes[0].text.strip("• ") in note.replace("<em>", "")


@pytest.mark.parametrize("note", ["Update: the ferry is free.", "Aktualisierung: Die Fähre ist kostenlos."])
def test_an_update_note_is_a_note_and_a_time_of_update_is_none(note: str) -> None:
    page = broadsheet(ENGLISH)
    noted = read(page.replace("</article>", f"<p>{note}</p></article>")).paragraphs[-1]
    assert (noted.kind, noted.text) == (ParagraphKind.NOTE, note)
    timed = read(page.replace("</article>", "<p>Update: 5 May 2026, 10:15</p></article>"))
    assert timed.paragraphs == read(page).paragraphs


HEAD_LINES = [
    "<p>Published Monday 4 May 2026, 06:15 | Updated Tuesday 5 May 2026, 08:40</p>",
    '<p>Published <time datetime="2026-05-04">on Monday morning</time> by Ada Lind</p>',
    "<p>Stand: 4.5.2026, 06:15 Uhr · Von Ada Lind</p>",
]
LATE_NOTES = ["", f"<p>Correction: {'The bridge was not closed on Sunday. ' * 5}</p>"]


@pytest.mark.parametrize("note", LATE_NOTES, ids=["without a note", "with a note"])
@pytest.mark.parametrize("number", [2, 3, 5])
@pytest.mark.parametrize("wrap", ["{}", '<div class="copy">{}</div>'], ids=["flat", "wrapped"])
@pytest.mark.parametrize("line", HEAD_LINES, ids=["in words", "marked", "German"])
def test_slugs_and_times_stay_out_of_the_text_however_short_it_is_and_whatever_is_noted(
    line: str, wrap: str, number: int, note: str
) -> None:
    texts = ENGLISH.paragraphs[:number]
    text = wrap.format("".join(f"<p>{paragraph}</p>" for paragraph in texts))
    article = read(
        f"<html><head><title>{ENGLISH.headline}</title></head><body><main><article><p>BRIDGE-LOCAL</p>"
        f"<h1>{ENGLISH.headline}</h1><p class='summary'>{ENGLISH.standfirst}</p>{line}{text}{note}</article></main></body></html>"
    )
    assert article.standfirst == ENGLISH.standfirst
    kept = [part.text for part in article.paragraphs if part.kind is not ParagraphKind.NOTE]
    assert kept == list(texts)
    assert len(article.paragraphs) == number + bool(note)


def test_a_kicker_above_a_headline_that_is_no_h1_is_not_the_text() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    article = read(
        f"<html><head><title>{ENGLISH.headline}</title></head><body><article><p>Around the harbour today</p>"
        f"<h2>{ENGLISH.headline}</h2>{text}</article></body></html>"
    )
    assert tuple(paragraph.text for paragraph in article.paragraphs) == ENGLISH.paragraphs


def test_a_text_above_a_late_heading_is_not_lost() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    article = read(f"<html><body><article>{text}<h1>More of this</h1></article></body></html>")
    assert tuple(paragraph.text for paragraph in article.paragraphs) == ENGLISH.paragraphs


def test_a_day_in_a_sentence_or_a_subhead_is_text() -> None:
    page = broadsheet(ENGLISH).replace(
        "<p>The bridge over", "<h2>4 May 2026</h2><p>It shut on 4 May 2026.</p><p>The bridge over"
    )
    assert [part.text for part in read(page).paragraphs][:2] == ["4 May 2026", "It shut on 4 May 2026."]


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ('<span class="dateline">Ternmouth</span> — ', "Ternmouth"),
        ('<strong class="article-place">Ternmouth –</strong> ', "Ternmouth"),
        ('<span class="place">Ternmouth</span> has it that ', None),
        ('In <span class="place">Ternmouth</span> — ', None),
    ],
)
def test_a_dateline_that_the_page_marks_needs_no_agency_and_no_capitals(
    opening: str, dateline: str | None
) -> None:
    page = broadsheet(ENGLISH).replace("<p>The bridge over", f"<p>{opening}The bridge over")
    assert read(page).dateline == dateline


def test_a_dateline_stands_in_the_first_paragraph_below_a_note() -> None:
    note = "<p><strong>Update:</strong> This report has been updated with the engineers’ findings.</p>"
    page = broadsheet(ENGLISH).replace("<p>The bridge over", f"{note}<p>NEW YORK — The bridge over")
    article = read(page)
    assert [part.kind for part in article.paragraphs[:2]] == [ParagraphKind.NOTE, ParagraphKind.PARAGRAPH]
    assert article.dateline == "NEW YORK"


def test_a_box_between_the_paragraphs_is_not_the_text() -> None:
    box = '<div class="widget_7"><h4>The issue of this week</h4></div><p>A ferry begins'
    page = broadsheet(ENGLISH).replace("<p>A ferry begins", box)
    assert tuple(paragraph.text for paragraph in read(page).paragraphs) == ENGLISH.paragraphs


def test_a_sentence_about_corrections_is_no_note() -> None:
    page = broadsheet(ENGLISH).replace("A ferry begins", "Correction officers were on the ferry that begins")
    assert all(paragraph.kind is ParagraphKind.PARAGRAPH for paragraph in read(page).paragraphs)


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("GENEVA (Reuters) — ", "GENEVA (Reuters)"),
        ("WASHINGTON, March 1 (Reuters) - ", "WASHINGTON, March 1 (Reuters)"),
        ("Madrid, 3 mar (EFE).- ", "Madrid, 3 mar (EFE)"),
        ("جنيف (رويترز) - ", "جنيف (رويترز)"),
        ("NEW YORK — ", "NEW YORK"),
        ("CHARLESTON, Ill. (AP) — ", "CHARLESTON, Ill. (AP)"),
        ("【ジュネーブ共同】", "ジュネーブ共同"),
        ("The minister — who was ", None),
        ("Old Town (population 900) – ", None),
        ("COVID-19 — which returned ", None),
    ],
)
def test_a_dateline_is_recognised_and_stays_in_the_text(opening: str, dateline: str | None) -> None:
    page = broadsheet(ENGLISH).replace(
        "<p>The bridge over", f"<p>{opening}The bridge over" if dateline else f"<p>{opening}the bridge over"
    )
    article = read(page)
    assert article.dateline == dateline
    assert article.paragraphs[0].text.startswith(opening)


def test_links_of_the_body_are_absolute_and_those_of_the_furniture_are_left_out() -> None:
    page = broadsheet(ENGLISH).replace(
        "A ferry",
        '<a href="../ferry?id=7&amp;x=1#top">A ferry</a> <a href="#note">n</a> <a href="javascript:x()">j</a>',
    )
    assert [(link.text, link.url) for link in read(page).links] == [
        ("A ferry", "https://www.harbour-courier.example/news/2026/05/ferry?id=7&x=1")
    ]


SECOND_PART = (
    "A second part of the story tells what became of the ferrymen who worked on the river before the bridge was built.",
    "Their grandchildren still meet on the quay each spring, and this year they brought the last of the old boats along.",
)


def test_an_article_cut_into_several_containers_is_read_whole() -> None:
    parts = "".join(
        f'<section><div class="article-body">{"".join(f"<p>{text}</p>" for text in texts)}</div><div class="ad">Ad</div></section>'
        for texts in (ENGLISH.paragraphs, SECOND_PART)
    )
    article = read(f"<html><body><main><h1>{ENGLISH.headline}</h1>{parts}</main>")
    assert tuple(paragraph.text for paragraph in article.paragraphs) == (*ENGLISH.paragraphs, *SECOND_PART)


def test_json_ld_serves_where_the_page_shows_nothing() -> None:
    text = "\\n".join(ENGLISH.paragraphs)
    page = (
        '<html><body><div id="app"></div><script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
        f'{ENGLISH.headline}", "articleBody": "{text}"}}</script>'
    )
    article = read(page)
    assert tuple(paragraph.text for paragraph in article.paragraphs) == ENGLISH.paragraphs
    assert ("paragraphs", "json-ld articleBody") in [
        (found.field, found.source) for found in article.field_sources
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Updated 5 minutes ago",
        "2 hours ago",
        "vor 2 Stunden",
        "Aktualisiert vor einer Stunde",
        "il y a 2 heures",
        "hace 2 horas",
        "há 3 horas",
        "2 ore fa",
        "3 uur geleden",
        "1,204 views",
        "12 comments",
        "34 Kommentare",
        "03/05/2026",
        "5 min read",
        "Lesezeit: 4 Min.",
        "3小时前",
        "2 часа назад",
    ],
)
def test_a_line_near_the_headline_that_changes_by_itself_is_no_paragraph(line: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    article = read(f"<main><article><h1>{ENGLISH.headline}</h1><div class=text><p>{line}</p>{text}</div>")
    assert tuple(paragraph.text for paragraph in article.paragraphs) == ENGLISH.paragraphs


@pytest.mark.parametrize(
    "line",
    [
        "The bridge was shut 2 hours ago",
        "Il y a 2 heures, le pont a été fermé à toute circulation",
        "More than 1,204 people shared their views on the matter",
        "It was shut two hours ago.",
    ],
)
def test_a_sentence_that_tells_how_long_ago_is_a_paragraph(line: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    article = read(f"<main><article><h1>{ENGLISH.headline}</h1><div class=text><p>{line}</p>{text}</div>")
    assert article.paragraphs[0].text == line


def signed_page(last: str) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (*ENGLISH.paragraphs, last))
    return (
        '<head><meta name="author" content="Mara Quill"></head><main><article>'
        f"<h1>{ENGLISH.headline}</h1><div class=text>{text}</div></article></main>"
    )


@pytest.mark.parametrize(
    "last",
    [
        "Then Mara Quill of this newspaper was asked to leave the hall by two guards, who gave no reason for it.",
        "Mara Quill asked the mayor twice for the report on Friday and was given neither an answer nor a date.",
        "Mara Quill was arrested at the gate of the harbour with three others and released in the evening.",
    ],
)
def test_a_last_paragraph_that_tells_news_of_its_author_is_kept(last: str) -> None:
    assert read(signed_page(last)).paragraphs[-1].text == last


@pytest.mark.parametrize(
    "last",
    [
        "Mara Quill is a reporter who covers the harbour and the courts of the county.",
        "Mara Quill is the Courier's correspondent in the north. She joined it in 2011 and has won two prizes since.",
        "Mara Quill covers the harbour for this newspaper.",
        "Mara Quill (born 1980) writes about shipping and the weather.",
        "Mara Quill berichtet seit 2011 aus dem Norden.",
        "Mara Quill est journaliste au service des ports.",
        "Follow Mara Quill and write to her about what else should be looked into.",
        "Mara Quill, a freelance writer, Brackwater.",
        "Mara Quill, Brackwater",
    ],
)
def test_a_note_about_the_author_is_no_paragraph(last: str) -> None:
    assert tuple(paragraph.text for paragraph in read(signed_page(last)).paragraphs) == ENGLISH.paragraphs

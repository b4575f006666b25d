"""What stands beside the text is left out wherever it stands, and told apart by its slot, its box or its words."""

from __future__ import annotations

import pytest
from tests.extraction.templates import ENGLISH, FRENCH, GERMAN, URL

from variorum.extraction import extract
from variorum.model import Article

TEXT = [f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs]


def page(*body: str, head: str = "") -> str:
    return (
        f"<html><head>{head}</head><body><main><article><h1>Mill Bridge closed</h1>"
        f'<div class="text">{"".join(body)}</div></article></main></body></html>'
    )


def paragraphs(html: str) -> list[str]:
    article = extract(html, URL)
    assert isinstance(article, Article), article
    return [paragraph.text for paragraph in article.paragraphs]


INLINE = {
    "a fact box": '<div class="panel"><h3>The bridge in figures</h3><p>Built in 1911, it is 212 metres long.</p></div>',
    "a fact box by its name": '<div class="metro-factbox"><p>Built in 1911, it is 212 metres long, say the records.</p></div>',
    "a table": "<table><tr><td>Year of building and of the last great repair</td><td>1911</td></tr></table>",
    "a label and a link": '<p>ALSO READ: <a href="/n/7">Ferries to run all night in summer</a></p>',
    "a quotation in a figure that a paragraph says too": f"<figure><blockquote>{ENGLISH.paragraphs[0]}</blockquote>Ada Lind</figure>",
    "terms and values": "<dl><dt>Built</dt><dd>1911</dd><dt>Length of the bridge</dt><dd>212 metres</dd></dl>",
    "when it was changed": "<p>Updated two hours ago</p>",
    "links under labels": '<ul><li>Ferries: <a href="/n/7">Boats to run all night</a></li>'
    '<li>Roads: <a href="/n/8">Repairs to begin in May</a></li></ul>',
    "a label before a card": '<p>Read more</p><p><a href="/n/7">Ferries to run all night in summer</a></p>',
    "a placeholder, again and again": '<div class="social-placeholder"><p>This content is not shown here: your settings do not '
    "allow that other sites show something. Change them and load the page again.</p></div>" * 6,
}


@pytest.mark.parametrize("name", INLINE)
def test_what_stands_between_paragraphs_without_being_text_is_left_out(name: str) -> None:
    assert paragraphs(page(*TEXT[:2], INLINE[name], *TEXT[2:])) == list(ENGLISH.paragraphs)


LAST = {
    "rights": "<p>© 2026 Harbour Courier. All rights reserved.</p>",
    "an agency's number": "<p>© dpa-infocom, dpa:260504-99-53606/3</p>",
    "initials": "<p>(dmk)</p>",
    "who else worked on it": "<p>Additional reporting by Bo Ek in Millport; editing by Ro Kemp</p>",
}


@pytest.mark.parametrize("name", LAST)
def test_what_signs_an_article_is_no_part_of_its_text(name: str) -> None:
    assert paragraphs(page(*TEXT, LAST[name])) == list(ENGLISH.paragraphs)


TEXT_ALL_THE_SAME = {
    "a sentence about rights": "<p>Copyrights on the old plans of the bridge ran out in 1981.</p>",
    "a sentence that is a link": '<p><a href="/n/7">It is the third bridge on the river to be closed since the winter began.</a></p>',
    "a subhead in an element of its own": '<div class="heading"><h2>What comes next</h2></div>',
    "a list in an element of its own": '<div class="items"><ul><li>The ferry begins on Tuesday</li><li>It is free</li></ul></div>',
    "a line that ends in a colon": "<p>The council wrote:</p>",
    "a quotation without a paragraph": "<div>“We walk.”</div>",
    "a sentence in the middle": "<center>The bridge was built in 1911 by two brothers.</center>",
    "a quotation in a figure": "<figure><blockquote><p>“We walked home in the dark, and nobody said a word.”</p></blockquote></figure>",
    "questions and answers": "<dl><dt>Why is it shut?</dt><dd>An inspection found a crack in one of its piers.</dd>"
    "<dt>Until when?</dt><dd>Nobody can say that before the report.</dd></dl>",
    "a paragraph in an element that lays it out": '<div class="pad col-2" data-n="3"><p>It was repaired twice, in 1931 and again in 1962.</p></div>',
    "a sentence about a while ago": "<p>Two hours ago it rained</p>",
}


@pytest.mark.parametrize("name", TEXT_ALL_THE_SAME)
def test_what_only_looks_like_furniture_stays(name: str) -> None:
    assert len(paragraphs(page(*TEXT[:3], TEXT_ALL_THE_SAME[name], *TEXT[3:]))) > len(ENGLISH.paragraphs)


PIECES = {
    "pieces of which the last is marked": ("chunk", "chunk last", "chunk"),
    "pieces of which one has a class less": ("piece text", "piece", "piece text"),
    "a piece without a name": ("", "-", ""),
}


@pytest.mark.parametrize("names", PIECES.values(), ids=PIECES)
def test_a_text_that_is_cut_into_pieces_is_read_whole(names: tuple[str, str, str]) -> None:
    written = {"": "{}", "-": "<div>{}</div>"}
    cut = ["".join(TEXT[:2]), TEXT[2], "".join(TEXT[3:])]
    pieces = [
        written.get(name, f'<div class="{name}">{{}}</div>').format(piece)
        for name, piece in zip(names, cut, strict=True)
    ]
    assert paragraphs(page(*pieces)) == list(ENGLISH.paragraphs)


@pytest.mark.parametrize("tag", ["div", "section"])
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_paragraph_in_an_element_without_a_name_is_text(tag: str, place: int) -> None:
    wrapped = [*TEXT[:place], f"<{tag}>{TEXT[place]}</{tag}>", *TEXT[place + 1 :]]
    assert paragraphs(page(*wrapped)) == list(ENGLISH.paragraphs)


def test_a_break_written_as_an_empty_element_is_a_border_of_paragraphs() -> None:
    text = '<span class="id br"></span><span class="br"></span>'.join(GERMAN.paragraphs)
    assert paragraphs(page(f"<div>{text}</div>")) == list(GERMAN.paragraphs)


def test_paragraphs_behind_a_wall_are_read_though_screen_readers_are_not_told_of_them() -> None:
    walled = [f'<p class="paywall" aria-hidden="true">{paragraph}</p>' for paragraph in FRENCH.paragraphs[1:]]
    assert paragraphs(page(f"<p>{FRENCH.paragraphs[0]}</p>", *walled)) == list(FRENCH.paragraphs)


def test_a_note_about_the_author_is_no_paragraph_but_a_paragraph_about_others_is() -> None:
    byline = '<meta name="author" content="Ada Lind"><meta property="og:type" content="article">'
    note = "<p>Ada Lind writes about the coast and is the author of a book on its ferries.</p>"
    other = "<p>Bo Ek, who runs the ferry, is the author of a book on its history.</p>"
    assert paragraphs(page(*TEXT, note, head=byline)) == list(ENGLISH.paragraphs)
    assert len(paragraphs(page(*TEXT, other, head=byline))) == len(ENGLISH.paragraphs) + 1


def entries(first: int, number: int) -> str:
    return "".join(
        f'<div class="entry"><h3>Entry number {n}</h3><div class="said"><p>The harbour master says that boat {n} has left '
        "the quay and will be back within the hour, weather permitting.</p></div></div>"
        for n in range(first, first + number)
    )


def test_entries_of_a_live_report_that_turns_pages_are_no_paragraphs() -> None:
    turning = '<div class="live-pagination"><a href="?page=2">Older</a></div>'
    for first in (1, 2):
        assert paragraphs(page(*TEXT, f'<div class="live">{entries(first, 5)}{turning}</div>')) == list(
            ENGLISH.paragraphs
        )


def test_entries_of_a_live_report_on_one_page_are_read() -> None:
    found = paragraphs(page(*TEXT, f'<div class="live">{entries(1, 5)}</div>'))
    assert sum(text.startswith("The harbour master says") for text in found) == 5


def test_a_first_paragraph_that_the_page_states_as_text_stays_though_it_is_the_description_too() -> None:
    lead = ENGLISH.paragraphs[0]
    stated = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Mill Bridge closed", "description": "'
        + lead
        + '", "articleBody": "'
        + " ".join(ENGLISH.paragraphs).replace('"', "'")
        + '"}</script>'
    )
    assert paragraphs(page(f'<p class="speakable">{lead}</p>', *TEXT[1:], head=stated)) == list(
        ENGLISH.paragraphs
    )

"""Pages as builders of sites make them: their wrappers hide no paragraph, what stands between paragraphs is no wall and no text."""

from __future__ import annotations

import pytest

from variorum import extract, learn
from variorum.model import Article

URL = "https://paper.example/bridge"
TEXT = (
    "The council of Harbourton voted on Monday to close the bridge.",
    "Engineers had found cracks in the deck last winter, it said.",
    "Lorries will have to go round by Millford from July.",
    "A new bridge is to be built within three years, the mayor said.",
)
MORE = "The main branch of the library will close on Sundays from July, the council said."
HEAD = '<!doctype html><html><head><meta property="og:type" content="article"><title>Bridge to close</title>'


def page(inside: str, head: str = "") -> str:
    return f"{HEAD}{head}</head><body><main><article><h1>Bridge to close</h1>{inside}</article></main></body></html>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def lines(html: str, **named: object) -> list[str]:
    article = extract(html, URL, **named)  # type: ignore[arg-type]
    assert isinstance(article, Article), article
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize(
    "wrapper",
    [
        '<div class="wp-block-media-text"><figure><img src="a.jpg"></figure><div class="wp-block-media-text__content">{}</div></div>',
        '<div class="wp-block-columns"><div class="wp-block-column">{}</div></div>',
        '<div class="et_pb_text_inner">{}</div>',
        '<div class="vc_column_text">{}</div>',
        '<div class="elementor-widget-container elementor-text-editor">{}</div>',
        '<div class="field__item">{}</div>',
    ],
)
def test_what_a_builder_lays_out_is_text(wrapper: str) -> None:
    inside = paragraphs(*TEXT[:2]) + wrapper.format(paragraphs(MORE)) + paragraphs(*TEXT[2:])
    assert lines(page(f'<div class="entry-content">{inside}</div>')) == [*TEXT[:2], MORE, *TEXT[2:]]


@pytest.mark.parametrize(
    "between",
    [
        '<div class="box-abo"><a href="/abo">Jetzt abonnieren</a></div>',
        '<div class="premium-box"><a href="/abo">Abonnez-vous à partir de 1 €</a></div>',
        "<amp-ad type=x><div placeholder>Advertisement</div></amp-ad>",
    ],
)
def test_an_offer_between_paragraphs_is_neither_a_wall_nor_text(between: str) -> None:
    assert lines(page(paragraphs(*TEXT[:2]) + between + paragraphs(*TEXT[2:]))) == [*TEXT]


def test_a_note_on_a_picture_that_went_is_no_page_that_is_gone() -> None:
    note = "Editor’s note: A photograph in this article has been removed."
    assert lines(page(paragraphs(note, *TEXT))) == [note, *TEXT]


def test_counts_without_a_label_are_no_text() -> None:
    assert lines(page(f'<div class="x"><span>12</span><span>3</span></div>{paragraphs(*TEXT)}')) == [*TEXT]


def test_a_last_line_that_was_taken_stays_when_the_borders_of_the_text_move() -> None:
    summary = "The plan covers 48 bridges and must end in 2030"
    last = "The council meets again on 12 May."

    def version(related: str) -> str:
        body = f'<div class="body">{paragraphs(*TEXT)}<ul><li><a href="/1">{related}</a></li></ul></div>'
        head = f'<meta name="description" content="{summary}">'
        return page(f"<h2>{summary}</h2>{body.replace('<p>', '<p class=p>')}<p class=p>{last}</p>", head)

    first, second = version("Rail strike called off after late talks"), version("Two held after museum theft")
    memory = learn(None, [(first, URL)])
    assert lines(first)[-1] == lines(second, memory=memory)[-1] == last

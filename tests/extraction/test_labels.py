"""The label of a note carries to what stands behind it: the text of a correction is read with its label, and nothing else is."""

from __future__ import annotations

import pytest
from tests.extraction.templates import ENGLISH, URL

from variorum.extraction import extract, read, remembered
from variorum.model import Article, Layout, ParagraphKind

TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
ERROR = "We misstated the year of the bridge. It was 1931, not 1913."
LABELLED = {
    "a heading in the article's foot": f"<footer><h4>Correction</h4><p>{ERROR}</p></footer>",
    "a heading in a box of any name": f"<div class='endnote'><h4>Corrections</h4><p>{ERROR}</p></div>",
    "a heading in an aside": f"<aside><h3>Berichtigung</h3><p>{ERROR}</p></aside>",
    "a bold paragraph": f"<footer><p><strong>Correction:</strong></p><p>{ERROR}</p></footer>",
    "a bold line": f"<footer><strong>Correction</strong><br>{ERROR}</footer>",
    "a list": f"<div><h4>Corrections</h4><ul><li>{ERROR}</li></ul></div>",
    "a label in a head of its own": f"<div><div><b>Correction</b></div><div><p>{ERROR}</p></div></div>",
}


def page(end: str, start: str = "") -> str:
    return (
        f"<html><body><main><article><h1>Mill Bridge closed</h1><div class='text'>{start}{TEXT}</div>{end}</article>"
        "</main><footer class='foot'><p>© 2026 Harbour Courier</p></footer></body></html>"
    )


def notes(html: str) -> list[str]:
    article = extract(html, URL)
    assert isinstance(article, Article), article
    assert [one.text for one in article.paragraphs if one.kind is not ParagraphKind.NOTE] == list(
        ENGLISH.paragraphs
    )
    return [one.text for one in article.paragraphs if one.kind is ParagraphKind.NOTE]


@pytest.mark.parametrize("place", LABELLED)
def test_what_stands_behind_the_label_of_a_note_is_the_note(place: str) -> None:
    assert notes(page(LABELLED[place]))[1:] == [ERROR]


def test_a_note_in_a_foot_goes_on_where_it_still_tells_of_the_error() -> None:
    end = f"<footer><p>Correction: {ERROR}</p><p>The number of boats was 14.</p><p>Ada Lind covers roads.</p></footer>"
    assert notes(page(end))[1:] == ["The number of boats was 14."]


@pytest.mark.parametrize(
    "end",
    [
        "<footer><h4>Corrections</h4><p>Spotted an error? Write to the desk.</p></footer>",
        "<div class='info'><h4>Corrections</h4><p>To report an error, write to desk@courier.example.</p></div>",
        "<div class='links'><h4>Corrections</h4><ul><li><a href='/c/1'>Ferries run all night</a></li></ul></div>",
    ],
)
def test_a_label_above_how_an_outlet_corrects_announces_no_note(end: str) -> None:
    assert notes(page(end)) == []


def test_a_label_above_the_text_announces_the_first_paragraph_alone() -> None:
    assert notes(page("", f"<h4>Correction</h4><p>{ERROR}</p>")) == ["Correction", ERROR]


def test_a_labelled_note_that_is_reworded_is_read_anew_by_the_rule_of_the_version_before() -> None:
    first = page(LABELLED["a heading in the article's foot"])
    memory = remembered(None, URL, read(first, URL))
    later = read(first.replace("1931, not 1913", "1932, not 1913"), URL, memory=memory)
    assert isinstance(later.article, Article)
    assert later.layout is Layout.KEPT
    assert later.article.paragraphs[-1].text.endswith("1932, not 1913.")

"""A line of the text is read wherever the page's build puts it, cold and as the version before, and its edits are seen."""

from __future__ import annotations

import pytest
from tests.extraction.templates import ENGLISH, URL

from variorum.extraction.memory import remembered
from variorum.extraction.reading import read
from variorum.model import Article, SiteMemory, Table

TEXT = ENGLISH.paragraphs
LONG = " ".join(TEXT)
HEAD = f"<h1>{ENGLISH.headline}</h1><div class='byline'>By Ada Lind</div>"


def lines(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def page(body: str, after: str = "") -> str:
    return (
        f"<html><body><main><article>{HEAD}{body}</article>{after}</main>"
        '<footer class="foot"><p>The Harbour Courier is read in the county since 1904.</p></footer></body></html>'
    )


def columns(*groups: tuple[str, ...]) -> str:
    slot = '<div class="ad-slot">Advertisement</div>'
    return f"<section>{slot.join(f'<div class=StoryColumn><div>{lines(*group)}</div></div>' for group in groups)}</section>"


def told(html: str, memory: SiteMemory | None = None) -> tuple[list[str], SiteMemory]:
    reading = read(html, URL, memory=memory)
    assert isinstance(reading.article, Article), reading.article
    return [line.text for line in reading.article.paragraphs], remembered(memory, URL, reading)


BUILT = {
    "the lead in a column of its own": columns(TEXT[:1], TEXT[1:]),
    "the last in a column of its own": columns(TEXT[:4], TEXT[4:]),
    "the lead before the container": lines(TEXT[0]) + f"<div class=text>{lines(*TEXT[1:])}</div>",
    "the last after the container": f"<div class=text>{lines(*TEXT[:4])}</div>{lines(TEXT[4])}",
    "elements without names": f"<div>{lines(*TEXT[:4])}</div><figure><img src=a.jpg></figure><div>{lines(TEXT[4])}</div>",
    "one long line and a short one": f"<div class=text>{lines(LONG, 'She was 81.')}</div>",
    "one long line and a list": f"<div class=text>{lines(LONG)}<ul><li>No lorries.</li><li>Buses may cross.</li></ul></div>",
}


@pytest.mark.parametrize("name", BUILT)
def test_no_line_is_lost_for_where_it_stands_nor_an_edit_of_it(name: str) -> None:
    body = BUILT[name]
    whole = (
        [*TEXT]
        if LONG not in body
        else [LONG, *(["She was 81."] if "81" in body else ["No lorries.", "Buses may cross."])]
    )
    first, memory = told(page(body))
    assert first == whole
    again = (
        body.replace("closed", "not closed")
        .replace("November", "March")
        .replace("81", "18")
        .replace("Buses", "Cars")
    )
    assert told(page(again), memory)[0] == told(page(again))[0] != whole


def test_what_stands_apart_from_the_text_or_beside_other_things_is_none_of_it() -> None:
    body = f"<div class=text>{lines(*TEXT)}</div>"
    other = '<section class=related-posts><h2><a href="/n/7">Ferries to run all night</a></h2></section>'
    asking = lines("Please keep to the subject in all that you write to us.")
    assert told(page(body + other + asking))[0] == [*TEXT]
    assert told(page(body, asking))[0] == [*TEXT]


def test_a_section_that_the_next_version_adds_is_seen() -> None:
    body = f"<div class=text>{lines(*TEXT[:4])}</div>"
    _, memory = told(page(body))
    added = body + f"<div class=text>{lines(TEXT[4])}</div>"
    assert told(page(added), memory)[0] == [*TEXT]


def test_a_line_added_to_an_article_of_one_paragraph_is_seen() -> None:
    _, memory = told(page(f"<div class=text>{lines(LONG)}</div>"))
    assert told(page(f"<div class=text>{lines(LONG, 'She has resigned.')}</div>"), memory)[0] == [
        LONG,
        "She has resigned.",
    ]


@pytest.mark.parametrize(("named", "is_text"), [("quote", True), ("wrap-7", True), ("promo", False)])
def test_lines_that_are_wrapped_stay_text_unless_the_wrapper_is_furniture_by_name(
    named: str, is_text: bool
) -> None:
    wrapped = f"{lines(*TEXT[:2])}<div class={named}>{lines(TEXT[2])}</div>{lines(*TEXT[3:])}"
    _, memory = told(page(f"<div class=text>{lines(*TEXT)}</div>"))
    again, memory = told(page(f"<div class=text>{wrapped}</div>"), memory)
    assert again == ([*TEXT] if is_text else [*TEXT[:2], *TEXT[3:]])
    edited, _ = told(page(f"<div class=text>{wrapped.replace('14,000', '41,000')}</div>"), memory)
    assert (TEXT[2].replace("14,000", "41,000") in edited) is is_text


@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_the_next_article_below_is_not_read_under_this_ones_headline(tag: str) -> None:
    other = [line.replace("bridge", "tunnel").replace("ferry", "bus") for line in TEXT[1:] * 2]
    below = f"<article><{tag}>Tunnel plan dropped</{tag}><div class=text>{lines(*other)}</div></article>"
    first, memory = told(page(f"<div class=text>{lines(*TEXT[:3])}</div>", below))
    assert first == [*TEXT[:3]]
    edited = page(f"<div class=text>{lines(*TEXT[:2], *TEXT[2:3])}</div>".replace("14,000", "41,000"), below)
    assert told(edited, memory)[0] == [*TEXT[:2], TEXT[2].replace("14,000", "41,000")]


def test_a_request_to_subscribe_below_a_whole_text_is_no_paragraph_be_the_version_the_first_or_not() -> None:
    asking = "<div class=paywall><p>Subscribe to continue reading. Already a subscriber? Sign in.</p></div>"
    said = "The paper’s own readers had to subscribe to continue reading, which he called a shame."
    text = lines(*TEXT * 2, said)
    whole, memory = told(page(f"<div class=text>{text}</div>"))
    assert whole[-1] == said
    asked = page(f"<div class=text>{text}{asking}</div>")
    assert told(asked)[0] == told(asked, memory)[0] == whole


ROWS = (("Ward", "Dead"), ("North", "14"))
TABLE = "<table><tr><th>Ward</th><th>Dead</th></tr><tr><td>North</td><td>14</td></tr></table>"
BODY = f"<div class=text>{lines(*TEXT)}</div>"
FIGURES = {
    "before the container": (TABLE + BODY, ROWS),
    "after it": (f"{BODY}<div class=data>{TABLE}</div>", ROWS),
    "below one paragraph": (f"<div class=text>{lines(LONG)}{TABLE}</div>", ROWS),
    "in one column": (
        f"<div class=text>{lines(*TEXT)}<table><tr><td>Dead: 14<tr><td>Hurt: 20</table></div>",
        (("Dead: 14",), ("Hurt: 20",)),
    ),
    "in a list of terms": (
        f"<div class=text>{lines(*TEXT[:2])}<dl><dt>Dead<dd>14<dt>Hurt<dd>20</dl>{lines(*TEXT[2:])}</div>",
        (("Dead", "14"), ("Hurt", "20")),
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_in_a_zone_wherever_in_the_article_they_are_set_out(name: str) -> None:
    body, rows = FIGURES[name]
    article = read(page(body), URL).article
    assert isinstance(article, Article)
    assert article.beside is not None
    assert article.beside.tables == (Table(rows, None),)

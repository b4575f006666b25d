"""Tables, embeds and notes about authors are read apart from the text, those of other things are not."""

from __future__ import annotations

import pytest
from tests.extraction.templates import ENGLISH, URL

from variorum.extraction import explain, extract, read, remembered
from variorum.model import Article, Beside, Embed, Table, Zone

TEXT = [f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs]
TOLL = "<table><caption>Closures</caption><tr><th>Year<th>Days</tr><tr><td>1981<td>14</tr><tr><td>2026<td><b>4</b>1</tr></table>"
POST = (
    '<blockquote class="twitter-tweet"><p>The bridge is shut.</p>Keeper (@keeper) '
    '<a href="https://twitter.com/keeper/status/7?ref_src=tw">May 4</a></blockquote>'
)
EDITED = "<p>Reporting by Bo Ek in Millport; editing by Ro Kemp</p>"


def page(*body: str, after: str = "") -> str:
    return (
        '<html><head><meta name="author" content="Ada Lind"></head><body><main><article><h1>Mill Bridge closed</h1>'
        f'<div class="text">{"".join(body)}</div>{after}</article></main></body></html>'
    )


def article(html: str) -> Article:
    found = extract(html, URL)
    assert isinstance(found, Article), found
    assert tuple(paragraph.text for paragraph in found.paragraphs) == ENGLISH.paragraphs
    return found


def test_tables_embeds_and_notes_are_zones_of_their_own_and_no_part_of_the_text() -> None:
    frame = '<iframe title="Map of the closure" data-src="https://maps.example/7?w=640#a"></iframe>'
    sky = (
        '<blockquote class="bluesky-embed"><p>We walked across it.</p>'
        '<a href="https://sky.example/profile/ada/post/3">May 4</a></blockquote>'
    )
    life = '<aside class="author-bio"><p>She has crossed it daily for twenty years.</p></aside>'
    office = "<p>Ada Lind is a reporter at the Harbour Courier.</p>"
    html = page(*TEXT[:2], TOLL, POST, frame, sky, *TEXT[2:], EDITED, after=f"{office}{life}")
    assert article(html).beside == Beside(
        (Table((("Year", "Days"), ("1981", "14"), ("2026", "41")), "Closures"),),
        (
            Embed("The bridge is shut. Keeper (@keeper) May 4", "https://twitter.com/keeper/status/7"),
            Embed("Map of the closure", "https://maps.example/7"),
            Embed("We walked across it. May 4", "https://sky.example/profile/ada/post/3"),
        ),
        (
            "Reporting by Bo Ek in Millport; editing by Ro Kemp",
            "Ada Lind is a reporter at the Harbour Courier.",
            "She has crossed it daily for twenty years.",
        ),
    )


LEFT = {
    "a table of links": '<table><tr><td><a href="/1">Ferries</a><td><a href="/2">Roads</a></tr>'
    '<tr><td><a href="/3">Trains</a><td><a href="/4">Ports</a></tr></table>',
    "a table of one column": "<table><tr><td>1911</tr><tr><td>1981</tr></table>",
    "a hidden table": f'<div style="display:none">{TOLL}</div>',
    "a table of an advertisement": f'<div class="advert">{TOLL}</div>',
    "a frame without a title": '<iframe src="https://maps.example/7"></iframe>',
    "a frame of an advertisement": '<div class="ad"><iframe title="Buy" src="https://a.example/7"></iframe></div>',
    "a frame that leads nowhere": '<iframe title="Nothing" src="about:blank"></iframe>',
    "a byline": '<p class="byline">By Ada Lind</p>',
}


@pytest.mark.parametrize("name", LEFT)
def test_what_tells_nothing_of_the_article_is_in_no_zone(name: str) -> None:
    assert article(page(LEFT[name], *TEXT[:2], LEFT[name], *TEXT[2:])).beside == Beside()


def test_a_table_that_only_lays_the_page_out_is_its_text() -> None:
    html = page("<table><tr><td>", *TEXT[:3], "<td>", *TEXT[3:], "<tr><td>1<td>2</table>")
    found = extract(html, URL)
    assert isinstance(found, Article)
    assert found.tables == ()


def test_the_next_version_has_the_zones_of_the_one_before_and_their_changes() -> None:
    first = read(page(*TEXT[:2], TOLL, POST, *TEXT[2:], EDITED), URL)
    memory = remembered(None, URL, first)
    again = read(page(*TEXT[:2], TOLL, POST, *TEXT[2:], EDITED), URL, memory=memory)
    assert again.article == first.article
    later = read(page(*TEXT[:2], TOLL.replace(">14<", ">15<"), *TEXT[2:], EDITED), URL, memory=memory).article
    assert isinstance(later, Article)
    assert later.tables[0].rows[1] == ("1981", "15")
    assert later.embeds == ()


def test_an_explanation_tells_the_zone_of_each_block() -> None:
    zones = {
        block.text: block.zone
        for block in explain(page(*TEXT[:2], TOLL, POST, *TEXT[2:], EDITED), URL).blocks
    }
    assert zones["Closures"] is zones["14"] is Zone.TABLE
    assert zones["The bridge is shut."] is Zone.EMBED
    assert zones["Reporting by Bo Ek in Millport; editing by Ro Kemp"] is Zone.AUTHOR_NOTE

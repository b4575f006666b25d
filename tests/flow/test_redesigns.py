"""Redesigns of many kinds: alone each is an event and no edit, with an edit exactly that edit is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from variorum.comparison import compare
from variorum.flow.keeping import is_layout_only
from variorum.flow.reading import read, read_again, with_rule
from variorum.model import Article, Capture, KeepVersion, Layout, SiteMemory

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.model import LayoutChange, Revision

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
URL = "http://lorn-post.example/news/2026/ferry"
HEADLINE = "Ferry runs aground off Lorn"
STANDFIRST = "Lifeboats were called out before dawn and brought everybody ashore unharmed."
CAPTION = "The Tern on the rocks below the lighthouse at first light."
TEXT = (
    "The ferry Tern ran aground off Lorn early on Monday with 61 people on board, the coastguard said.",
    "Lifeboats took off all passengers within two hours; nobody was hurt, according to the owners.",
    "The harbour stays closed until divers have looked at the hull, which is expected on Wednesday.",
    "The owners bought the ship nine years ago from a line in the north and have refitted it twice since.",
    "An inquiry will ask why the radar of the lighthouse did not warn the crew of the shallow water.",
)
LETTER = "Sign up to our harbour letter for more on this every week."
EDITED = {"61 people": "64 people"}
MENU = "<nav><a href='/'>Home</a> <a href='/sea'>Sea</a> <a href='/land'>Land</a></nav>"

Texts = tuple[str, ...]


def page(body: str, *, head: str = "", doctype: str = "<!doctype html>") -> str:
    return (
        f"{doctype}<html><head><title>{HEADLINE} - Lorn Post</title>{head}</head><body>{MENU}{body}"
        "<footer>Copyright Lorn Post. All rights reserved.</footer></body></html>"
    )


def paragraphs(texts: Texts, markup: str = "<p>{}</p>") -> str:
    return "".join(markup.format(text) for text in texts)


def plain(texts: Texts) -> str:
    return page(f"<article><h1>{HEADLINE}</h1><div class='text'>{paragraphs(texts)}</div></article>")


def with_aside(texts: Texts) -> str:
    inner = f"{paragraphs(texts[:3])}<aside class='background'><p>{texts[3]}</p></aside><p>{texts[4]}</p>"
    return page(f"<article><h1>{HEADLINE}</h1><div class='text'>{inner}</div></article>")


def of_divs(texts: Texts) -> str:
    inner = paragraphs(texts, "<div class='par'>{}</div>")
    return page(f"<div class='story'><h1>{HEADLINE}</h1><div class='bodytext'>{inner}</div></div>")


def hashed(texts: Texts, build: str = "x") -> str:
    inner = paragraphs(texts, f"<p class='Text_{build}par'>{{}}</p>")
    return page(
        f"<main class='Main_{build}main'><h1>{HEADLINE}</h1><div class='Body_{build}body'>{inner}</div></main>"
    )


def sectioned(texts: Texts) -> str:
    inner = paragraphs(texts, "<section class='c-block'><div class='c-inner'><p>{}</p></div></section>")
    return page(f"<main><header><h1>{HEADLINE}</h1></header><div class='c-story'>{inner}</div></main>")


def of_items(texts: Texts) -> str:
    items = "<ul>" + paragraphs(texts[1:4], "<li>{}</li>") + "</ul>"
    return page(
        f"<article><h1>{HEADLINE}</h1><div class='text'><p>{texts[0]}</p>{items}<p>{texts[4]}</p></div></article>"
    )


def pictured(texts: Texts) -> str:
    figure = f"<figure><img src='/tern.jpg'><figcaption>{CAPTION}</figcaption></figure>"
    return page(f"<article><h1>{HEADLINE}</h1>{figure}<div class='text'>{paragraphs(texts)}</div></article>")


def pictured_below(texts: Texts) -> str:
    figure = f"<div class='photo'><img src='/tern.jpg'><p class='photo-caption'>{CAPTION}</p></div>"
    inner = f"{paragraphs(texts[:2], '<p class=par>{}</p>')}{figure}{paragraphs(texts[2:], '<p class=par>{}</p>')}"
    return page(f"<main><h1>{HEADLINE}</h1><section class='copy'>{inner}</section></main>")


def summed_up(texts: Texts) -> str:
    top = f"<h1>{HEADLINE}</h1><p class='standfirst'>{STANDFIRST}</p>"
    return page(f"<article><header>{top}</header><div class='text'>{paragraphs(texts)}</div></article>")


def summary_in_body(texts: Texts) -> str:
    inner = paragraphs((STANDFIRST, *texts), "<p class='par'>{}</p>")
    return page(f"<main><h1>{HEADLINE}</h1><section class='copy'>{inner}</section></main>")


def signed_above(texts: Texts) -> str:
    top = f"<h1>{HEADLINE}</h1><p class='byline'>By <a rel='author' href='/by/aw'>Anna Weller</a></p>"
    return page(f"<article>{top}<div class='text'>{paragraphs(texts)}</div></article>")


def signed_below(texts: Texts) -> str:
    inner = paragraphs(texts, "<p class='par'>{}</p>") + "<p class='byline'>By Anna Weller</p>"
    return page(f"<main><h1>{HEADLINE}</h1><section class='copy'>{inner}</section></main>")


def of_tables(texts: Texts) -> str:
    inner = "<br><br>".join(texts)
    body = (
        f"<table width=700><tr><td width=120>{MENU}</td><td><font size=5><h1>{HEADLINE}</h1></font>"
        f"<font face=arial size=2>{inner}</font></td></tr></table>"
    )
    return page(body, doctype='<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">')


def amp(texts: Texts) -> str:
    inner = paragraphs(texts, "<p class='amp-par'>{}</p>")
    figure = f"<amp-img src='/tern.jpg' width=1 height=1></amp-img><figcaption>{CAPTION}</figcaption>"
    top = f"<h1 class='amp-title'>{HEADLINE}</h1><figure class='amp-lead'>{figure}</figure>"
    return page(
        f"<amp-analytics></amp-analytics><article class='amp-article'>{top}<div class='amp-body'>{inner}</div></article>",
        head="<script async src='https://cdn.ampproject.example/v0.js'></script>",
        doctype="<!doctype html>",
    ).replace("<html>", "<html amp>")


def with_letter(texts: Texts) -> str:
    inner = paragraphs(texts, "<p class='body-text'>{}</p>") + f"<p class='body-text'>{LETTER}</p>"
    return page(f"<div class='wrap'><h1>{HEADLINE}</h1><div class='article-body'>{inner}</div></div>")


def split_by_breaks(texts: Texts) -> str:
    inner = f"<p class='run'>{'<br>'.join(texts[:2])}</p><p class='run'>{'<br>'.join(texts[2:])}</p>"
    return page(f"<main><h1>{HEADLINE}</h1><section class='run-in'>{inner}</section></main>")


REDESIGNS: dict[str, tuple[Callable[[Texts], str], Callable[[Texts], str]]] = {
    "an aside becomes a paragraph": (with_aside, plain),
    "a paragraph becomes an aside": (plain, with_aside),
    "divs become paragraphs": (of_divs, plain),
    "paragraphs become divs": (plain, of_divs),
    "class names are hashed anew": (hashed, lambda texts: hashed(texts, "q")),
    "sections are wrapped around paragraphs": (plain, sectioned),
    "a list becomes paragraphs": (of_items, sectioned),
    "paragraphs become a list": (plain, of_items),
    "the picture moves down": (pictured, pictured_below),
    "the picture moves up": (pictured_below, pictured),
    "the standfirst moves into the body": (summed_up, summary_in_body),
    "the standfirst moves out of the body": (summary_in_body, summed_up),
    "the byline moves to the end": (signed_above, signed_below),
    "the byline moves to the head": (signed_below, signed_above),
    "HTML 4 becomes HTML 5": (of_tables, plain),
    "the page becomes an AMP page": (pictured, amp),
    "an AMP page becomes another": (amp, pictured),
    "line breaks become paragraphs": (split_by_breaks, sectioned),
    "the whole template is another": (with_letter, sectioned),
}


def edited(texts: Texts) -> Texts:
    (old, new), *_ = EDITED.items()
    return tuple(text.replace(old, new) for text in texts)


def captured(body: str, minutes: int) -> Capture:
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Capture(URL, body.encode(), START + timedelta(minutes=minutes), headers=headers)


def told(before: str, after: str) -> tuple[LayoutChange | None, Revision | None]:
    """What a redesign did and the revision that is made, as of a check."""
    old, new = captured(before, 0), captured(after, 10)
    first = read(old)
    memory = with_rule(SiteMemory(), URL, first.rule)
    second = read(new, (), memory)
    assert isinstance(first.article, Article)
    assert isinstance(second.article, Article)
    again = read_again(old, new, (), memory)
    assert again.text_hash == first.text_hash
    assert again.layout is not None or second.layout is not Layout.CHANGED
    sides = (first.article, second.article)
    if again.layout is not None:
        sides = (again.layout.before, again.layout.after)
    revision = compare(*sides)
    version = KeepVersion(new, second.article, second.text_hash or "", again.layout)
    return again.layout, None if is_layout_only(version, revision) else revision


@pytest.mark.parametrize(("before", "after"), REDESIGNS.values(), ids=list(REDESIGNS))
def test_a_redesign_alone_is_no_edit(before: Callable[[Texts], str], after: Callable[[Texts], str]) -> None:
    layout, revision = told(before(TEXT), after(TEXT))
    assert layout is not None
    assert revision is None


@pytest.mark.parametrize(("before", "after"), REDESIGNS.values(), ids=list(REDESIGNS))
def test_an_edit_made_with_a_redesign_is_all_that_is_told(
    before: Callable[[Texts], str], after: Callable[[Texts], str]
) -> None:
    layout, revision = told(before(TEXT), after(edited(TEXT)))
    assert layout is not None
    assert revision is not None
    assert revision.sentence == "People 61 → 64; no correction notice."


def test_what_stands_elsewhere_on_the_page_hides_no_edit_in_one_build() -> None:
    quote = f"<div class='pull'><blockquote>{TEXT[3]}</blockquote></div>"
    box = "<div class='about'><p>About the author: Anna Weller writes about the sea and those who live by it.</p></div>"
    first = f"<p>{TEXT[0]}</p>"
    whole = signed_above(TEXT).replace("</article>", f"{box}</article>").replace(first, first + quote)
    layout, revision = told(whole, whole.replace(f"<p>{TEXT[3]}</p>", ""))
    assert layout is None
    assert revision is not None
    assert revision.sentence.startswith("A sentence")
    unsigned = whole.replace("By <a rel='author' href='/by/aw'>Anna Weller</a>", "")
    layout, revision = told(whole, unsigned)
    assert layout is None
    assert revision is not None
    assert "byline" in revision.classes

"""What a site's pages have in common is learnt, stored and used; a version is read as the one before it was."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extraction.templates import ENGLISH, STORIES, TEMPLATES, URL, Story, broadsheet, wire
from tests.extraction.test_hostile import PIECES, check

from variorum.extraction import EXTRACTOR, explain, extract, layout_change, learn, read, remembered
from variorum.model import Article, Layout, ReadingRule, Reason, Site, SiteMemory, Unreadable, Vote, Zone
from variorum.model.site_memory import (
    reading_rule_document,
    reading_rule_from_document,
    site_memory_document,
    site_memory_from_document,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SITE = "https://www.harbour-courier.example/news/"
APPEAL = "Our readers pay for this work: write to the editors about what should be looked into next."
SUBJECTS = ("library", "market", "theatre", "station", "school", "museum")


def plain_page(subject: str, *, tail: str = APPEAL, more: str = "") -> str:
    text = "".join(
        f"<p>The {subject} {said}</p>"
        for said in (
            "will be closed for repairs from the first of June until the end of September, the council decided.",
            "was last repaired when the harbour was dredged, and water has come through its roof since the winter.",
            "employs eleven people, who are to work elsewhere in the town while the builders are in it.",
        )
    )
    return f'<main><h1>Repairs at the {subject}</h1><div class="text">{text}{more}<p>{tail}</p></div></main>'


PAGES = [(plain_page(subject), SITE + subject) for subject in SUBJECTS]


def texts(page: str, url: str, memory: SiteMemory | None = None) -> list[str]:
    article = extract(page, url, memory=memory)
    assert isinstance(article, Article), article
    return [paragraph.text for paragraph in article.paragraphs]


def test_a_line_that_stands_on_other_pages_of_the_site_is_left_out() -> None:
    memory = learn(None, PAGES[:4])
    fifth, url = PAGES[5]
    assert texts(fifth, url)[-1] == APPEAL
    assert APPEAL not in texts(fifth, url, memory)
    assert len(texts(fifth, url, memory)) == 3
    assert APPEAL not in texts(PAGES[0][0], PAGES[0][1], memory)


def test_a_line_of_another_site_is_nobody_elses_furniture() -> None:
    memory = learn(None, PAGES)
    assert texts(PAGES[0][0], "https://other.example/1", memory)[-1] == APPEAL


def test_a_correction_is_kept_though_every_page_has_it() -> None:
    note = "Correction: an earlier version of this article misstated the date of the works."
    pages = [(plain_page(subject, tail=note), SITE + subject) for subject in SUBJECTS]
    assert texts(*pages[0], learn(None, pages))[-1] == note


def test_the_same_article_under_several_addresses_makes_no_furniture_of_its_text() -> None:
    pages = [(plain_page("library"), f"{SITE}library/{part}") for part in ("", "amp", "print", "mobile")]
    memory = learn(None, pages)
    assert memory.site("www.harbour-courier.example").pages == 1
    assert len(texts(plain_page("library"), SITE + "library/new", memory)) == 4


def test_a_page_that_comes_again_is_counted_once() -> None:
    once = learn(None, PAGES)
    again = learn(once, PAGES)
    assert again.site("www.harbour-courier.example").lines == once.site("www.harbour-courier.example").lines


def test_what_holds_no_article_teaches_nothing() -> None:
    assert learn(None, [("", SITE), (b"%PDF-1.7", SITE + "2"), ("<p>Sign in", SITE + "3")]) == SiteMemory()


def test_a_memory_reads_back_exactly_from_json() -> None:
    memory = learn(None, PAGES)
    assert site_memory_from_document(json.loads(json.dumps(site_memory_document(memory)))) == memory


def test_a_rule_that_was_stored_before_it_told_of_fields_is_still_read() -> None:
    rule = read(PAGES[0][0], PAGES[0][1]).rule
    assert rule is not None
    document = reading_rule_document(rule)
    del document["said"], document["stated"]
    assert reading_rule_from_document(document) == replace(rule, said=(), stated=())


@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        {"format": 2, "sites": []},
        {"format": 1},
        {"format": 1, "sites": [7]},
        {
            "format": 1,
            "sites": [
                {"domain": "a.example", "addresses": "x", "slots": [], "lines": [], "rules": []},
            ],
        },
        {
            "format": 1,
            "sites": [
                {"domain": "a.example", "addresses": [], "slots": [], "lines": [["m", -1]], "rules": []},
            ],
        },
    ],
)
def test_what_is_no_document_of_a_memory_is_refused(document: object) -> None:
    with pytest.raises(ValueError, match=r"no document|no count|list of texts"):
        site_memory_from_document(document)


def test_a_memory_is_bounded() -> None:
    rule = ReadingRule(("p",), ("div",), ("a",), (), (), 1, EXTRACTOR)
    site = Site("a.example")
    for number in range(400):
        site = site.with_rule(f"a.example/{number}", rule)
    assert len(site.rules) == 300
    assert site.rule("a.example/0") is None
    assert site.rule("a.example/399") == rule


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.__name__)
def test_the_same_page_is_read_the_same_way_by_its_rule(
    template: Callable[[Story], str], story: Story
) -> None:
    page = template(story)
    first = read(page, URL)
    second = read(page, URL, memory=remembered(None, URL, first))
    assert first.layout is Layout.NEW
    assert second.layout is Layout.KEPT
    assert second.rule == first.rule
    assert second.article == first.article


def test_a_version_is_read_as_the_one_before_whatever_was_learnt_since() -> None:
    page, url = PAGES[0]
    first = read(page, url)
    memory = remembered(learn(None, PAGES[1:]), url, first)
    assert texts(page, url, memory) == texts(page, url)


def test_what_is_new_in_a_version_is_seen() -> None:
    page = broadsheet(ENGLISH)
    memory = remembered(None, URL, read(page, URL))
    last = f"<p>{ENGLISH.paragraphs[-1]}</p>"
    edits = {
        "<p>Nobody was hurt, said the police.</p>": "Nobody was hurt, said the police.",
        "<blockquote><p>“I heard it crack,” he said.</p></blockquote>": "“I heard it crack,” he said.",
        "<ul><li>The ferry is free.</li></ul>": "The ferry is free.",
        "<h2>What is known</h2><p>It was a Monday.</p>": "What is known",
        '<div class="correction"><p>Correction: it was closed on Sunday.</p></div>': "Correction: it was closed on Sunday.",
    }
    for markup, text in edits.items():
        assert text in texts(page.replace(last, last + markup), URL, memory), markup
    cut = texts(page.replace(f"<p>{ENGLISH.paragraphs[1]}</p>", ""), URL, memory)
    assert cut == [paragraph for paragraph in ENGLISH.paragraphs if paragraph != ENGLISH.paragraphs[1]]


def test_a_pull_quote_stays_out_when_the_page_around_it_changes() -> None:
    quote = f'<div class="widget"><div class="inner"><blockquote class="pull">{ENGLISH.paragraphs[1]}</blockquote></div></div>'
    second = f"<p>{ENGLISH.paragraphs[1]}</p>"
    page = broadsheet(ENGLISH).replace(second, second + f"<p>{ENGLISH.paragraphs[2]}</p>{quote}")
    memory = remembered(None, URL, read(page, URL))
    advertised = page.replace(
        quote, f"<div class=ad-slot><span>Advertisement</span></div>{quote}<div>Buy a boat</div>"
    )
    assert texts(advertised, URL, memory) == texts(page, URL)


def test_a_redesign_is_told_and_is_no_edit() -> None:
    memory = remembered(None, URL, read(wire(ENGLISH), URL))
    after = read(broadsheet(ENGLISH), URL, memory=memory)
    assert after.layout is Layout.CHANGED
    change = layout_change(wire(ENGLISH), broadsheet(ENGLISH), URL, memory=memory)
    assert change is not None
    assert change.is_layout_only
    assert len(change.before.paragraphs) == len(change.after.paragraphs) == len(ENGLISH.paragraphs)


def test_a_redesign_hides_no_edit_made_with_it() -> None:
    edited = broadsheet(ENGLISH).replace("14,000", "41,000")
    change = layout_change(wire(ENGLISH), edited, URL)
    assert change is not None
    assert not change.is_layout_only
    kept = [text for text in change.before.paragraphs if text in change.after.paragraphs]
    assert len(kept) == len(change.before.paragraphs) - 1
    assert layout_change("", edited, URL) is None


def test_an_article_rewritten_in_the_same_build_is_no_redesign() -> None:
    memory = remembered(None, PAGES[0][1], read(*PAGES[0]))
    assert read(PAGES[1][0], PAGES[0][1], memory=memory).layout is Layout.KEPT


def test_a_rule_of_another_extractor_counts_for_nothing() -> None:
    rule = ReadingRule(("div text > p",), ("main > div text",), (), (), (), 1, "0")
    memory = SiteMemory(
        (Site("www.harbour-courier.example", rules=(("www.harbour-courier.example/news/x", rule),)),)
    )
    assert read(PAGES[0][0], SITE + "x", memory=memory).layout is Layout.NEW


def test_each_block_is_explained() -> None:
    explained = explain(broadsheet(ENGLISH), URL)
    found = {block.text: block for block in explained.blocks}
    first = found[ENGLISH.paragraphs[0]]
    assert (first.zone, first.is_taken, first.reason) == (Zone.BODY, True, Reason.ANCHORED)
    assert first.slot == "article > div article-body > p"
    assert Vote.ANCHOR in first.votes
    assert found[ENGLISH.headline].zone is Zone.HEADLINE
    assert found[ENGLISH.standfirst].zone is Zone.STANDFIRST
    assert found["The bridge at dusk. Photograph: H. Ober"].zone is Zone.CAPTION
    assert found["Morning briefing"].zone is Zone.FURNITURE
    taken = [block.text for block in explained.blocks if block.is_taken]
    assert isinstance(explained.reading.article, Article)
    assert taken == [paragraph.text for paragraph in explained.reading.article.paragraphs]


def test_an_explanation_tells_the_votes_of_rule_and_site() -> None:
    memory = learn(None, PAGES)
    page, url = PAGES[0]
    found = {block.text: block for block in explain(page, url, memory=memory).blocks}
    kept = next(block for block in found.values() if block.is_taken)
    assert kept.reason is Reason.KEPT
    assert {Vote.RULE, Vote.SITE} <= set(kept.votes)
    assert found[APPEAL].reason in {Reason.LEFT, Reason.REPEATED}
    lines = explain(page, url, memory=memory.without_rules()).blocks
    assert next(block for block in lines if block.text == APPEAL).reason is Reason.REPEATED


SOME_PAGE = st.lists(PIECES | st.text(max_size=20), max_size=30).map("".join)


@given(st.lists(SOME_PAGE, min_size=1, max_size=4), st.text(max_size=20))
@settings(max_examples=60)
def test_no_pages_break_learning_or_what_is_learnt(pages: list[str], address: str) -> None:
    memory = learn(None, [(page, f"{SITE}{number}{address}") for number, page in enumerate(pages)])
    assert site_memory_from_document(json.loads(json.dumps(site_memory_document(memory)))) == memory
    for number, page in enumerate(pages):
        reading = read(page, f"{SITE}{number}{address}", memory=memory)
        assert not isinstance(reading.article, Unreadable) or "broke" not in reading.article.detail
        if isinstance(reading.article, Article):
            check(reading.article)


@given(SOME_PAGE, SOME_PAGE, st.sampled_from(TEMPLATES), st.sampled_from(STORIES))
@settings(max_examples=60)
def test_no_version_breaks_the_rule_of_the_one_before(
    before: str, after: str, template: Callable[[Story], str], story: Story
) -> None:
    page = template(story)
    for old, new in ((before + page, after + page), (page, after), (before, page)):
        reading = read(old, URL)
        memory = remembered(None, URL, reading)
        if reading.rule is not None:
            assert read(old, URL, memory=memory).article == reading.article
        check(read(new, URL, memory=memory).article)
        assert all(block.slot for block in explain(new, URL, memory=memory).blocks)


def test_a_memory_made_by_somebody_else_breaks_no_reading() -> None:
    rule = ReadingRule(("",), ("",), ("",), ("",), ("",), 0, EXTRACTOR)
    site = Site("www.harbour-courier.example", rules=(("www.harbour-courier.example/news/x", rule),))
    assert len(texts(PAGES[0][0], SITE + "x", SiteMemory((site,)))) == 4


def test_a_doubtful_article_stays_doubtful_whatever_was_learnt() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    nameless = f"<main><div class=text>{text}</div></main>"
    first = read(nameless, URL)
    assert isinstance(first.article, Article)
    assert first.article.doubts
    assert first.rule is None
    again = extract(nameless, URL, memory=learn(None, [(nameless, URL)]))
    assert isinstance(again, Article)
    assert again.doubts == first.article.doubts


def test_a_line_that_stood_in_a_box_is_seen_when_it_becomes_a_paragraph() -> None:
    told = "The harbour office later withdrew the figure and said that the work would take three years."
    last = f"<p>{ENGLISH.paragraphs[-1]}</p>"
    boxed, plain = f"<aside><p>{told}</p></aside>", f"<p>{told}</p>"
    page = broadsheet(ENGLISH)
    first = read(page.replace(last, boxed + last), URL)
    memory = remembered(None, URL, first)
    assert told not in texts(page.replace(last, boxed + last), URL, memory)
    assert told in texts(page.replace(last, plain + last), URL, memory)


@pytest.mark.parametrize("markup", ["<p class=standfirst>{}</p>", "<p><strong>{}</strong></p>"])
def test_a_standfirst_that_is_none_any_more_is_seen_as_a_paragraph(markup: str) -> None:
    told = (
        "The last boat will leave at noon on Friday, and nobody can say when another one is going to follow."
    )
    text = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH.paragraphs)
    page = f"<h1>Bridge closed</h1><div class=text>{{}}{text}</div>"
    first = read(page.format(markup.format(told)), URL)
    assert isinstance(first.article, Article)
    assert first.article.standfirst == told
    memory = remembered(None, URL, first)
    assert texts(page.format(f"<p>{told}</p>"), URL, memory)[0] == told
    again = read(page.format(markup.format(told)), URL, memory=memory)
    assert again.rule is first.rule
    assert isinstance(again.article, Article)
    assert replace(again.article, field_sources=()) == replace(first.article, field_sources=())


BACKGROUND = (
    "The crossing has been in dispute since 2019, when the county stopped paying for the boats and the town "
    "took over half of the cost."
)


def story_page(number: int, more: str = "") -> tuple[str, str]:
    text = "".join(
        f"<p>Part {number} of line {line} tells of matter {number * 17 + line} in town {number * 31 + line}, and of no more.</p>"
        for line in range(6)
    )
    return f"<h1>Story number {number}</h1><div class=text>{text}{more}</div>", f"{SITE}{number}"


@pytest.mark.parametrize("pages", [3, 8, 20])
def test_background_that_two_other_articles_tell_too_is_kept(pages: int) -> None:
    told = f"<p>{BACKGROUND}</p>"
    memory = learn(None, [story_page(number, told if number < 2 else "") for number in range(pages)])
    assert BACKGROUND in texts(*story_page(99, told), memory)
    before = read(*story_page(99), memory=memory)
    assert BACKGROUND in texts(*story_page(99, told), remembered(memory, f"{SITE}99", before))


def test_prose_that_half_of_the_articles_have_is_the_sites() -> None:
    told = f"<p>{BACKGROUND}</p>"
    memory = learn(None, [story_page(number, told if number % 2 else "") for number in range(12)])
    assert BACKGROUND not in texts(*story_page(99, told), memory)


def test_what_somebody_said_is_kept_however_many_articles_tell_it() -> None:
    said, sold = "“We are doing all we can,” Mei Tan said.", "Subscribe to “The Week” now."
    told = f"<p>{said}</p><p>{sold}</p>"
    memory = learn(None, [story_page(number, told) for number in range(5)])
    assert said in texts(*story_page(99, told), memory)
    assert sold not in texts(*story_page(99, told), memory)

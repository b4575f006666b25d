"""Outlet rules: what a file may say, what it is told of its mistakes, and what each bundled rule yields on its page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring
from tests.extraction.templates import ENGLISH, URL, broadsheet

from variorum.extraction import extract
from variorum.extraction.outlet_rules import BUNDLED, FIELDS, outlet_rules
from variorum.extraction.selectors import SelectorError, selected
from variorum.model import Article, OutletRule, Selection
from variorum.model.documents import article_document

FOLDER = Path(__file__).parent / "outlets"
FIXTURES = {
    path.stem: (path.read_bytes(), json.loads(path.with_suffix(".json").read_text("utf-8")))
    for path in sorted(FOLDER.glob("*.html"))
}
HEAD = 'outlet = "Courier"\nhosts = ["courier.example"]\n'
HERE = OutletRule("Courier", ("harbour-courier.example",))


def read(page: str | bytes, url: str = URL, *rules: OutletRule) -> Article:
    article = extract(page, url, rules=rules)
    assert isinstance(article, Article), article
    return article


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize("name", FIXTURES)
def test_a_bundled_rule_yields_what_its_page_says(name: str) -> None:
    page, wanted = FIXTURES[name]
    article = read(page, wanted["url"])
    document: dict[str, Any] = {**article_document(article), "paragraphs": texts(article)}
    assert {field: document[field] for field in wanted if field not in {"url", "rule"}} == {
        field: value for field, value in wanted.items() if field not in {"url", "rule"}
    }
    assert ("paragraphs", f"rule {wanted['rule']}") in {
        (one.field, one.source) for one in article.field_sources
    }


def test_every_bundled_rule_has_a_page() -> None:
    assert {rule.name for rule in BUNDLED} == {wanted["rule"] for _, wanted in FIXTURES.values()}


def test_a_rule_adds_drops_and_names_without_a_body_of_its_own() -> None:
    rule = replace(
        HERE,
        drop=("p.standfirst", "p + p + p"),
        keep=("footer p",),
        fields=(Selection("headline", ".byline a"),),
    )
    article = read(broadsheet(ENGLISH), URL, rule)
    assert article.headline == ENGLISH.author
    assert ENGLISH.paragraphs[0] in texts(article)
    assert ENGLISH.paragraphs[4] not in texts(article)
    assert texts(article)[-1].startswith("Harbour Courier is published")
    where = {one.field: one.source for one in article.field_sources}
    assert where["headline"] == "rule Courier: .byline a"


def test_a_rule_for_another_site_or_that_finds_nothing_changes_nothing() -> None:
    plain = read(broadsheet(ENGLISH))
    elsewhere = replace(HERE, hosts=("other.example",), drop=("p",))
    empty = replace(HERE, body=("div.not-there",), drop=("p",))
    below = replace(HERE, path="/sport/", drop=("p",))
    for rule in (elsewhere, empty, below):
        assert read(broadsheet(ENGLISH), URL, rule) == plain


def test_of_two_rules_that_find_something_the_newer_is_followed() -> None:
    rules = [
        replace(HERE, valid_from=date(year, 1, 1), fields=(Selection("headline", selector),))
        for year, selector in ((2024, ".standfirst"), (2025, ".byline a"), (2026, ".not-there"))
    ]
    assert read(broadsheet(ENGLISH), URL, *rules).headline == ENGLISH.author


def test_rules_of_the_user_go_before_those_that_come_with_variorum() -> None:
    page, wanted = FIXTURES["harbour-courier-from-2026-03-01"]
    own = replace(
        HERE, hosts=("harbour-courier.example",), path="", fields=(Selection("headline", ".who a"),)
    )
    article = read(page, wanted["url"], own)
    assert (
        next(one.source for one in article.field_sources if one.field == "headline") == "rule Courier: .who a"
    )


def test_a_rule_made_by_hand_with_a_selector_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="ends too early"):
        extract("<p>Hello", URL, rules=[replace(HERE, body=("div >",))])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("outlet = ", "this is no TOML"),
        ('hosts = ["a.example"]\n[[rule]]\nbody = "p"', "outlet is missing"),
        ('outlet = "C"\n[[rule]]\nbody = "p"', "hosts is missing"),
        (
            'outlet = "C"\nhosts = ["https://a.example/"]\n[[rule]]\nbody = "p"',
            "'https://a.example/' is no domain",
        ),
        (HEAD, "there is no rule: each begins with a line [[rule]]"),
        (f"{HEAD}[[rule]]", "rule 1: it says nothing"),
        (f'{HEAD}[[rule]]\nbdy = "p"', "there is no key 'bdy'; there are: valid_from"),
        (f'{HEAD}titel = 1\n[[rule]]\nbody = "p"', "there is no key 'titel'; there are: outlet, hosts, rule"),
        (f'{HEAD}[[rule]]\nbody = "p:hover"', "rule 1, body: :hover is not known; there are: :first-child"),
        (f'{HEAD}[[rule]]\nbody = "div >"', "the selector 'div >' ends too early"),
        (f'{HEAD}[[rule]]\nbody = ["p", 7]', "a CSS selector in quotes is wanted, or a list of them, not 7"),
        (f'{HEAD}[[rule]]\nbody = "p"\nvalid_from = "2026"', "valid_from is a day without quotes"),
        (
            f'{HEAD}[[rule]]\nbody = "p"\nvalid_from = 2026-02-01\nvalid_until = 2026-01-01',
            "valid_until (2026-01-01) is not after valid_from (2026-02-01)",
        ),
        (f'{HEAD}[[rule]]\nbody = "p"\npath = "news"', "path is what the path of an address begins with"),
        (f'{HEAD}[[rule]]\n[rule.fields]\nheadlin = "h1"', "there is no key 'headlin'; there are: headline"),
        (f"{HEAD}[[rule]]\n[rule.fields]\nheadline = 1", "a CSS selector is wanted"),
        (
            f'{HEAD}[[rule]]\n[rule.fields]\nheadline = {{ select = "h1", attribute = "a b" }}',
            "attribute is the name of one",
        ),
        (f'{HEAD}[[rule]]\nbody = "p"\n[[rule]]\nbody = "b"', "rule 2: it holds on the same days as rule 1"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, told: str) -> None:
    found = outlet_rules(text, "courier.toml")
    assert found.rules == ()
    assert any(told in mistake.sentence for mistake in found.mistakes), found.mistakes
    assert all(mistake.sentence.startswith("courier.toml") for mistake in found.mistakes)


def test_all_mistakes_are_told_at_once() -> None:
    found = outlet_rules('hosts = []\n[[rule]]\nbody = "a["\nkeep = 1\n[rule.fields]\nby = "p"', "c.toml")
    assert len(found.mistakes) == 5


def test_rules_that_follow_each_other_or_speak_of_other_paths_are_no_mistake() -> None:
    text = (
        f'{HEAD}[[rule]]\nbody = "p"\nvalid_until = 2026-01-01\n[[rule]]\nbody = "b"\nvalid_from = 2026-01-01\n'
        '[[rule]]\nbody = "i"\npath = "/live/"'
    )
    found = outlet_rules(text, "c.toml")
    assert not found.mistakes
    assert [rule.body for rule in found.rules] == [("p",), ("b",), ("i",)]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_rules(text: str) -> None:
    for whole in (text, f"{HEAD}[[rule]]\n{text}", f"{HEAD}[[rule]]\nbody = {json.dumps(text)}"):
        found = outlet_rules(whole, "c.toml")
        assert bool(found.rules) is not bool(found.mistakes)


@given(st.text("ab.#[]()=\"'*>+~,: -_1:not", max_size=30))
def test_a_selector_finds_elements_or_is_refused(selector: str) -> None:
    page = document_fromstring('<div id="a" class="b"><p class="a b">1</p><p>2</p></div>')
    try:
        assert isinstance(selected(page, selector), list)
    except SelectorError as error:
        assert str(error)  # noqa: PT017 - a refusal without a word would help nobody


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("p", "1234"),
        ("div p", "124"),
        ("div > p", "12"),
        ("#main .x", "2"),
        ("p.x.y", "2"),
        ("p + p", "2"),
        ("p ~ section p", "4"),
        ("p:not(.x)", "134"),
        ("p:first-child", "134"),
        ("div > :nth-child(2)", "2"),
        ("[data-n]", "34"),
        ("[data-n=three]", "3"),
        ("[data-n^='fo']", "4"),
        ("[data-n$='ee']", "3"),
        ("[data-n*='hre']", "3"),
        ("[class~='y']", "2"),
        ("p[lang|=de]", "4"),
        ("p.x , article>p", "23"),
        ("section *", "4"),
        ("P.x", "2"),
        ("p:last-child:not([data-n=three])", "4"),
    ],
)
def test_selectors_mean_what_css_says(selector: str, found: str) -> None:
    page = document_fromstring(
        '<div id="main"><p>1</p><p class="y x">2</p><section><p data-n="four" lang="de-AT">4</p></section></div>'
        '<article><p data-n="three">3</p></article>'
    )
    assert "".join(sorted(element.text or "" for element in selected(page, selector))) == found


def test_every_field_of_a_rule_is_one_of_the_article() -> None:
    assert set(FIELDS) <= set(article_document(Article()))

"""What an entry holds, and the ids that it keeps for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

from variorum.model import Change, ChangeKind
from variorum.publication import (
    EntryAddresses,
    change_entry,
    change_tag,
    entry_content,
    event_tag,
    revision_tag,
)
from variorum.text.printable import printable

if TYPE_CHECKING:
    from variorum.model import Revision

ADDRESSES = EntryAddresses(
    comparison="http://127.0.0.1:8000/a/x/b..c",
    before="http://127.0.0.1:8000/a/x/v/b",
    after="http://127.0.0.1:8000/a/x/v/c",
    history="http://127.0.0.1:8000/a/x",
    original="https://news.example/bridge",
)


@pytest.fixture(scope="module")
def change(bridge: Revision) -> Change:
    return Change(
        id="r" * 16,
        kind=ChangeKind.REVISION,
        article_id="a" * 16,
        url="https://news.example/bridge",
        source="The Harbour Post",
        source_id="s" * 16,
        headline="Bridge at Harbourton closed for a month",
        captured_before=datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
        captured_after=datetime(2026, 3, 1, 9, 15, tzinfo=UTC),
        made_at=datetime(2026, 3, 1, 9, 16, tzinfo=UTC),
        sentence=bridge.sentence,
        classes=bridge.classes,
        weight=bridge.weight,
        before_version="b" * 16,
        after_version="c" * 16,
    )


@pytest.fixture(scope="module")
def withdrawal(change: Change) -> Change:
    return replace(
        change,
        id="e" * 16,
        kind=ChangeKind.EVENT,
        captured_before=None,
        sentence="Withdrawn: the page answers 410 (Gone).",
        before_version=None,
        after_version=None,
    )


def test_the_id_of_a_revision_is_made_of_its_two_versions_and_that_of_an_event_of_its_own(
    change: Change, withdrawal: Change
) -> None:
    assert change_tag(change) == revision_tag("b" * 16, "c" * 16)
    assert change_tag(change) == f"tag:variorum.example,2026:revision/{'b' * 16}..{'c' * 16}"
    assert change_tag(withdrawal) == event_tag("e" * 16) == f"tag:variorum.example,2026:event/{'e' * 16}"


def test_an_entry_has_the_sentence_as_its_title_and_leads_to_the_comparison(
    change: Change, bridge: Revision
) -> None:
    entry = change_entry(change, bridge, ADDRESSES)
    assert entry.title == bridge.sentence
    assert entry.url == ADDRESSES.comparison
    assert entry.published == change.made_at
    assert entry.source == "The Harbour Post"
    assert entry.categories == bridge.classes


def test_an_entry_names_source_and_headline_lists_the_changes_and_leads_to_every_page(
    change: Change, bridge: Revision
) -> None:
    root = parser.fragment_fromstring(entry_content(change, bridge, ADDRESSES))
    lines = [line.strip() for line in root.text_content().split("\n")]
    assert lines[0] == "The Harbour Post: Bridge at Harbourton closed for a month"
    assert "Reworded: The bridge was shut at noon after [14 → 41] cracks were found." in lines
    assert [(link.text, link.get("href")) for link in root.xpath("./p[last()]/a")] == [
        ("Comparison", ADDRESSES.comparison),
        ("Version of 2026-03-01 08:30:00 UTC", ADDRESSES.before),
        ("Version of 2026-03-01 09:15:00 UTC", ADDRESSES.after),
        ("History", ADDRESSES.history),
        ("Original", ADDRESSES.original),
    ]


def test_entries_have_no_ids_in_them_for_many_of_them_may_stand_on_one_page(
    change: Change, bridge: Revision
) -> None:
    assert not parser.fragment_fromstring(entry_content(change, bridge, ADDRESSES)).xpath("//@id")


def test_an_event_tells_its_sentence_and_leads_to_the_history(withdrawal: Change) -> None:
    addresses = EntryAddresses(history=ADDRESSES.history, original=ADDRESSES.original)
    root = parser.fragment_fromstring(entry_content(withdrawal, None, addresses))
    assert [p.text_content() for p in root.xpath("./p")][1:] == [
        "Withdrawn: the page answers 410 (Gone).",
        "History · Original",
    ]
    assert change_entry(withdrawal, None, addresses).url == ADDRESSES.history
    assert change_entry(withdrawal, None, EntryAddresses()).url == withdrawal.url


def test_an_address_that_only_the_page_vouches_for_is_marked(change: Change, bridge: Revision) -> None:
    assert "own claim" not in entry_content(change, bridge, ADDRESSES)
    assert "own claim" in entry_content(replace(change, claimed=True), bridge, ADDRESSES)


def test_an_original_address_that_a_browser_would_run_is_no_link(change: Change) -> None:
    content = entry_content(change, None, EntryAddresses(original="javascript:alert(1)"))
    assert not parser.fragment_fromstring(content).xpath("//a")


@settings(deadline=None, max_examples=40)
@given(data=st.data(), source=st.text(), headline=st.text())
def test_any_change_makes_an_entry_that_is_well_formed_and_printable(
    data: st.DataObject, source: str, headline: str, change: Change, revisions: st.SearchStrategy[Revision]
) -> None:
    hostile = replace(change, source=source, headline=headline)
    content = entry_content(hostile, data.draw(st.none() | revisions), ADDRESSES)
    assert printable(content) == content
    assert parser.tostring(parser.fragment_fromstring(content), encoding="unicode") == content

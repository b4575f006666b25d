"""The comparison as the JSON document that docs/reference/json.md promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.comparison import compare
from variorum.model import Article
from variorum.model.documents import article_document
from variorum.publication import CHANGE_FIELDS, comparison_document, json_text
from variorum.text.printable import printable

if TYPE_CHECKING:
    from variorum.model import Revision

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "json.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text("utf-8")


def names(document: Any) -> set[str]:
    """Every key of a document, at any depth."""
    if isinstance(document, dict):
        return set(document) | {name for value in document.values() for name in names(value)}
    return {name for value in document for name in names(value)} if isinstance(document, list) else set()


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_the_document_is_json_that_a_terminal_can_show_and_loses_nothing(
    data: st.DataObject, revisions: st.SearchStrategy[Revision]
) -> None:
    document = comparison_document(data.draw(revisions))
    written = json_text(document)
    assert printable(written) == written
    # Python alone tells two lone surrogates in a row from the letter that they make.
    assert json.loads(written) == json.loads(json.dumps(document))


def test_the_document_tells_the_comparison(bridge: Revision) -> None:
    document = comparison_document(bridge)
    assert document["sentence"] == bridge.sentence
    assert document["times"] == {
        "published": "2026-03-01T08:00:00Z",
        "before": "2026-03-01T08:30:00Z",
        "after": "2026-03-01T09:15:00Z",
    }
    fields = {field["name"]: field for field in document["fields"]}
    assert fields["headline"]["changed"] is True
    assert fields["byline"]["changed"] is False
    assert fields["modified"]["after"] == "2026-03-01T09:10:00Z"
    moved = [link for link in document["links"] if link["moved"]]
    assert [(link["old"], link["new"]) for link in moved] == [([4], [3])]
    assert document["sentences"]["old"][4].startswith("Ferries")
    assert document["sentences"]["old"][document["deleted"][0]] == "Nobody was hurt. "
    figure = next(finding for finding in document["findings"] if finding["class"] == "figure")
    assert (figure["before"], figure["after"], figure["subject"]) == ("14", "41", "cracks")
    assert figure["evidence"][0] == {
        "side": "old",
        "field": "body",
        "sentence": 0,
        "start": 34,
        "end": 36,
        "quote": "14",
    }


def test_every_field_of_every_document_is_in_the_reference(bridge: Revision, page: str) -> None:
    documents = (
        names(comparison_document(bridge)) | names(article_document(bridge.before)) | set(CHANGE_FIELDS)
    )
    assert {name for name in documents if f"`{name}`" not in page} == set()


def test_an_empty_comparison_has_all_fields_too() -> None:
    assert comparison_document(compare(Article(), Article())).keys() == {
        "sentence",
        "classes",
        "weight",
        "times",
        "fields",
        "findings",
        "links",
        "paragraph_links",
        "added",
        "deleted",
        "sentences",
    }

"""Changes of the headline's surfaces, of the houses that sign and of the corrections of the metadata."""

from __future__ import annotations

from dataclasses import replace

import pytest

from variorum.comparison import apply, compare
from variorum.model import Article, Finding, FindingClass, Paragraph, Revision
from variorum.model.documents import revision_from_record, revision_record
from variorum.text.fingerprint import fingerprint

OLD = Article(
    "Mill burns",
    headline_json_ld="Mill burns",
    headline_og_title="Fire at the mill: what we know",
    headline_h1="Mill burns",
    houses=("dpa",),
    paragraphs=(Paragraph("Police came at noon."), Paragraph("It rained all night long.")),
)
SURFACES = (("headline_json_ld", "JSON-LD"), ("headline_og_title", "og:title"), ("headline_h1", "h1"))


def with_field(field: str, text: str | None) -> Article:
    return replace(OLD, **{field: text})  # type: ignore[arg-type]


def only(revision: Revision, kind: FindingClass) -> Finding:
    (found,) = (finding for finding in revision.findings if finding.kind is kind)
    return found


@pytest.mark.parametrize(("field", "name"), SURFACES)
def test_a_change_on_one_surface_alone_is_a_finding_that_names_it(field: str, name: str) -> None:
    new = with_field(field, "Mill burns down")
    revision = compare(OLD, new)
    found = only(revision, FindingClass.HEADLINE_SURFACE)
    assert (found.subject, found.before, found.after) == (name, getattr(OLD, field), "Mill burns down")
    assert revision.classes == ("headline-surface",)
    assert revision.sentence == f"Headline in {name} changed."
    assert {place.field for place in found.evidence} == {field}


@pytest.mark.parametrize(("field", "name"), SURFACES)
def test_a_surface_that_comes_or_goes_is_told_so(field: str, name: str) -> None:
    without = with_field(field, None)
    assert compare(without, OLD).sentence == f"Headline in {name} added."
    assert compare(OLD, without).sentence == f"Headline in {name} removed."


def test_a_headline_that_changes_names_the_surfaces_that_show_it() -> None:
    new = replace(
        OLD, headline="Mill burns down", headline_json_ld="Mill burns down", headline_h1="Mill burns down"
    )
    revision = compare(OLD, new)
    assert only(revision, FindingClass.HEADLINE).subject == "JSON-LD, h1"
    assert "headline-surface" not in revision.classes
    assert [change.name for change in revision.fields if change.changed] == ["headline"]


def test_that_another_surface_is_chosen_for_the_headline_is_no_change_of_it() -> None:
    revision = compare(OLD, replace(OLD, headline=OLD.headline_og_title))
    assert revision.findings == ()


def test_glyphs_on_a_surface_are_no_finding() -> None:
    revision = compare(OLD, replace(OLD, headline_og_title="Fire at the mill:  what we know"))
    assert revision.findings == ()


def test_beside_an_article_that_was_read_before_surfaces_were_nothing_is_said_of_them() -> None:
    older = Article("Mill burns", paragraphs=OLD.paragraphs)
    assert compare(older, OLD).findings == ()
    assert compare(OLD, older).findings == ()
    assert apply(compare(older, OLD), older) == OLD


def test_another_house_that_signs_is_told_as_a_byline() -> None:
    found = only(compare(OLD, replace(OLD, houses=("AFP",))), FindingClass.BYLINE)
    assert (found.before, found.after) == ("dpa", "AFP")


def test_a_correction_in_the_metadata_announces_what_it_corrects() -> None:
    new = replace(
        OLD,
        corrections=("An earlier version said that police came at noon.",),
        paragraphs=(Paragraph("Police came at one o'clock."), OLD.paragraphs[1]),
    )
    revision = compare(OLD, new)
    assert only(revision, FindingClass.CORRECTION).after == new.corrections[0]
    assert "unannounced" not in revision.classes


def test_a_revision_with_surfaces_reads_back_from_its_record() -> None:
    new = replace(OLD, headline_og_title="Mill burns down", houses=(), corrections=("It was a Monday.",))
    revision = compare(OLD, new)
    assert revision_from_record(revision_record(revision), OLD, new) == revision


@pytest.mark.parametrize("field", [field for field, _ in SURFACES])
def test_a_change_on_one_surface_makes_a_version(field: str) -> None:
    assert fingerprint(with_field(field, "Mill burns down")) != fingerprint(OLD)
    assert fingerprint(with_field(field, f" {getattr(OLD, field)}")) == fingerprint(OLD)


def test_which_surface_is_the_headline_makes_no_version() -> None:
    assert fingerprint(replace(OLD, headline=OLD.headline_og_title)) == fingerprint(OLD)
    assert fingerprint(replace(OLD, headline="Another")) != fingerprint(OLD)

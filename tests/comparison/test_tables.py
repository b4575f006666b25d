"""Tables, embeds and notes about authors are compared apart from the text: cell by cell, line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.comparison import apply, compare
from variorum.comparison.tables import table_changes
from variorum.model import Article, Beside, Embed, Finding, FindingClass, Paragraph, Table
from variorum.model.documents import article_document, article_from_document
from variorum.publication import comparison_html, comparison_text
from variorum.text.fingerprint import fingerprint

TOWNS = (("Town", "Dead", "Hurt"), ("Harbourton", "14", "60"), ("Lowmere", "3", "9"))
POST = Embed("The mill is lost.", "https://posts.example/keeper/1")
NOTE = "Ada Lind is a reporter in Harbourton."


def with_zones(
    *tables: Table, embeds: tuple[Embed, ...] = (POST,), notes: tuple[str, ...] = (NOTE,)
) -> Article:
    return Article(
        "Mill burns",
        paragraphs=(Paragraph("Police came at noon."), Paragraph("It rained all night long.")),
        beside=Beside(tables, embeds, notes),
    )


OLD = with_zones(Table(TOWNS))


def with_cell(row: int, column: int, text: str) -> Article:
    cells = [list(told) for told in TOWNS]
    cells[row][column] = text
    return with_zones(Table(tuple(map(tuple, cells))))


def of_class(kind: FindingClass, before: Article, after: Article) -> list[Finding]:
    return [finding for finding in compare(before, after).findings if finding.kind is kind]


def test_a_figure_in_a_cell_is_told_with_its_row_and_its_column() -> None:
    revision = compare(OLD, with_cell(1, 1, "41"))
    assert revision.sentence == "Harbourton, Dead 14 → 41; no correction notice."
    (found,) = of_class(FindingClass.FIGURE, OLD, with_cell(1, 1, "41"))
    assert (found.before, found.after, found.subject, found.weight) == ("14", "41", "Harbourton, Dead", 0.8)
    assert {place.field for place in found.evidence} == {"tables"}
    assert "table" in revision.classes


def test_a_row_that_came_moves_no_figure() -> None:
    new = with_zones(Table((TOWNS[0], ("Aldmoor", "2", "5"), *TOWNS[1:])))
    assert of_class(FindingClass.FIGURE, OLD, new) == []
    (found,) = of_class(FindingClass.TABLE, OLD, new)
    assert (found.before, found.after, found.sentence) == (None, "Aldmoor | 2 | 5", "table changed")


def test_rows_in_another_order_and_a_new_column_move_no_figure() -> None:
    new = Table(
        (("Town", "Missing", "Dead", "Hurt"), ("Lowmere", "1", "3", "9"), ("Harbourton", "2", "14", "60"))
    )
    assert of_class(FindingClass.FIGURE, OLD, with_zones(new)) == []


def test_a_cell_that_tells_words_is_told_as_the_table() -> None:
    revision = compare(OLD, with_cell(0, 2, "Injured"))
    assert revision.classes == ("table",)
    assert revision.sentence == "Table changed."


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (with_zones(), "Table removed."),
        (with_zones(Table(TOWNS), embeds=()), "Embed removed."),
        (with_zones(Table(TOWNS), embeds=(POST, Embed("We mourn.", None))), "Embed added."),
        (with_zones(Table(TOWNS), embeds=(replace(POST, text="The mill stands."),)), "Embed changed."),
        (with_zones(Table(TOWNS), notes=()), "Author note removed."),
        (with_zones(Table(TOWNS), notes=("Ada Lind is an editor in Harbourton.",)), "Author note changed."),
    ],
)
def test_a_zone_that_comes_goes_or_changes_is_told_so(new: Article, told: str) -> None:
    revision = compare(OLD, new)
    assert revision.sentence == told
    assert 0 < revision.weight <= 0.3
    assert apply(revision, OLD) == new
    assert article_from_document(article_document(new)) == new


def test_an_author_note_is_told_only_where_nothing_else_is() -> None:
    new = replace(OLD, headline="Mill burns down", beside=replace(OLD.beside or Beside(), author_notes=()))
    assert compare(OLD, new).sentence == "Headline changed; no correction notice."


def test_beside_an_article_that_was_read_before_zones_were_kept_nothing_is_said_of_them() -> None:
    older = replace(OLD, beside=None)
    assert compare(older, OLD).findings == ()
    assert compare(OLD, older).findings == ()
    assert article_from_document({"headline": "Mill burns"}).beside is None


def test_cells_and_embeds_make_versions_and_notes_about_authors_do_not() -> None:
    assert fingerprint(with_cell(1, 1, "41")) != fingerprint(OLD)
    assert fingerprint(with_zones(Table(TOWNS), embeds=())) != fingerprint(OLD)
    assert fingerprint(with_zones(Table(TOWNS), notes=())) == fingerprint(OLD)


def test_a_changed_cell_is_shown_in_every_view_and_nothing_of_the_rows_that_stayed_in_lists() -> None:
    revision = compare(OLD, with_cell(1, 1, "41"))
    assert "- Harbourton | 14 | 60" in comparison_text(revision)
    for view in ("inline", "split", "changes", "list"):
        shown = comparison_html(revision, view)
        assert 'class="field tables reworded"' in shown
        assert ("Lowmere" in shown) == (view != "list")


_CELL = st.sampled_from(["", "14", "41", "3 dead", "Lowmere", "Aldmoor", "Dead"])
_TABLES = st.lists(
    st.builds(
        Table,
        st.lists(st.lists(_CELL, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4).map(tuple),
        st.none() | _CELL,
    ),
    max_size=2,
)


@settings(max_examples=50)
@given(_TABLES, _TABLES)
def test_swapping_the_sides_swaps_what_became_of_cells_and_rows(
    before: list[Table], after: list[Table]
) -> None:
    there, back = table_changes(before, after), table_changes(after, before)
    assert {(cell.old, cell.new) for cell in there.cells} == {(cell.new, cell.old) for cell in back.cells}
    assert (there.gone, there.come) == (back.come, back.gone)
    same = table_changes(before, before)
    assert (same.cells, same.gone, same.come) == ((), (), ())

"""The pair of versions that started the project: what a reader must be told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from variorum.comparison import apply, compare
from variorum.model import Article, Paragraph, Revision

if TYPE_CHECKING:
    from pathlib import Path


def _article(path: Path) -> Article:
    headline, standfirst, *body = [
        block.strip() for block in path.read_text("utf-8").split("\n\n") if block.strip()
    ]
    return Article(headline, standfirst, paragraphs=tuple(map(Paragraph, body)))


@pytest.fixture(scope="module")
def versions(shared: Path) -> tuple[Article, Article]:
    return _article(shared / "seeds/guardian_version_3.txt"), _article(
        shared / "seeds/guardian_version_4.txt"
    )


@pytest.fixture(scope="module")
def revision(versions: tuple[Article, Article]) -> Revision:
    return compare(*versions)


def test_the_revision_carries_version_3_into_version_4(
    versions: tuple[Article, Article], revision: Revision
) -> None:
    assert apply(revision, versions[0]) == versions[1]


def test_headline_standfirst_and_lead_are_told_as_changed(revision: Revision) -> None:
    assert {"headline", "standfirst", "lead-rewritten"} <= set(revision.classes)


def test_the_fallen_soldiers_and_the_dead_are_found_though_the_sentences_differ(revision: Revision) -> None:
    figures = {(finding.before, finding.after) for finding in revision.findings if finding.kind == "figure"}
    assert figures == {("18", "23"), ("at least 9,061", "more than 9,000")}


def test_only_true_counterparts_stand_beside_each_other(revision: Revision) -> None:
    pairs = [
        (revision.old_text(c.link.old[0])[:24], revision.new_text(c.link.new[0])[:24]) for c in revision.links
    ]
    assert pairs == [
        ("The US secretary of stat", "Anthony Blinken, the US "),
        ("As Blinken left Washingt", "In advance of his meetin"),
        ("Since then, Israel’s ret", "The Hamas-run health min"),
        ("On Friday afternoon, Has", "Blinken’s visit coincide"),
        ("Israel has said it has l", "Twenty-three Israeli sol"),
    ]


def test_the_quote_on_pauses_was_dropped_and_nothing_was_announced(revision: Revision) -> None:
    dropped = [f.before or "" for f in revision.findings if f.kind == "quote-dropped"]
    assert any(quote.startswith("as many pauses as might be necessary") for quote in dropped)
    assert "unannounced" in revision.classes

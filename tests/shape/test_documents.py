"""What is not documented does not exist: commands, findings, settings, events and failures are all told of."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from variorum.cli.main import COMMANDS
from variorum.cli.settings import SETTINGS
from variorum.extraction.outlet_rules import FIELDS
from variorum.flow.feeds import FEED_FORMATS
from variorum.model import (
    AlarmKind,
    ArticleKind,
    EventKind,
    FailureKind,
    FindingClass,
    Outcome,
    ParagraphKind,
    Reason,
    UnreadableReason,
)

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_reference_and_has_an_example(command: str) -> None:
    section = page("reference/cli.md").partition(f"## variorum {command}\n")[2].partition("\n## ")[0]
    assert "Example" in section


def test_the_reference_of_commands_is_what_the_program_says_of_itself() -> None:
    done = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", [*FindingClass])
def test_every_class_of_finding_is_explained(kind: FindingClass) -> None:
    assert re.search(rf"^\| `{kind}` \|", page("reference/findings.md"), re.MULTILINE)


@pytest.mark.parametrize("kind", [*EventKind])
def test_every_event_is_explained(kind: EventKind) -> None:
    assert f"`{kind}`" in page("reference/findings.md")


@pytest.mark.parametrize("kind", [*FailureKind])
def test_every_failure_is_explained(kind: FailureKind) -> None:
    assert re.search(rf"^\| `{kind}` \|", page("reference/failures.md"), re.MULTILINE)


@pytest.mark.parametrize("outcome", [*Outcome])
def test_every_outcome_of_a_check_is_explained(outcome: Outcome) -> None:
    assert re.search(rf"^\| `{outcome}` \|", page("reference/outcomes.md"), re.MULTILINE)


@pytest.mark.parametrize("kind", [*AlarmKind])
def test_every_kind_of_alarm_is_explained(kind: AlarmKind) -> None:
    assert re.search(rf"^\| `{kind}`", page("howto/keep-a-watch-healthy.md"), re.MULTILINE)


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in page("reference/settings.md")


@pytest.mark.parametrize("kind", [*ParagraphKind])
def test_every_kind_of_paragraph_is_in_the_contract(kind: ParagraphKind) -> None:
    assert f"`{kind}`" in page("reference/json.md")


@pytest.mark.parametrize("kind", [*ArticleKind])
def test_every_kind_of_article_is_explained(kind: ArticleKind) -> None:
    assert re.search(rf"^\| `{kind}` \|", page("reference/states.md"), re.MULTILINE)


@pytest.mark.parametrize("reason", [*UnreadableReason])
def test_every_reason_why_a_page_is_unreadable_is_explained(reason: UnreadableReason) -> None:
    assert f"`{reason}`" in page("explanation/reading.md")


@pytest.mark.parametrize("reason", [*Reason])
def test_every_reason_that_an_explanation_gives_is_explained(reason: Reason) -> None:
    assert f"| {reason} |" in page("explanation/extracting.md") or f"*{reason}*" in page(
        "explanation/extracting.md"
    )


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_an_outlet_rule_is_explained(field: str) -> None:
    assert f"`{field}`" in page("reference/outlet-rules.md")


@pytest.mark.parametrize("form", FEED_FORMATS)
def test_every_feed_format_is_told_of(form: str) -> None:
    assert form in page("reference/feeds.md").lower()


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("*.md")) + sorted(DOCS.rglob("*.md")), ids=lambda path: path.name
)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize(
    "term", ["article", "capture", "change", "counterpart", "event", "finding", "revision", "version"]
)
def test_the_glossary_fixes_the_words_of_the_house(term: str) -> None:
    assert re.search(rf"^\*\*{term}\*\*", page("reference/glossary.md"), re.MULTILINE)

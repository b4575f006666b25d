"""Takes the directory of an archive, gives the outlet rules that its user wrote there: `outlets/*.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.extraction.outlet_rules import RuleFile, outlet_rules
from variorum.flow.files import file_bytes
from variorum.model import Failure, FailureKind
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from variorum.model import Capture, OutletRule

FOLDER = "outlets"


def rule_file(path: Path) -> RuleFile:
    """The rules in a file, or what is wrong with it; a file that cannot be read is a mistake too."""
    body = file_bytes(path)
    if isinstance(body, Failure):
        return RuleFile((), (body,))
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return RuleFile((), (Failure(FailureKind.MALFORMED, str(path), "it is not UTF-8"),))
    return outlet_rules(text, str(path))


def user_rules(directory: Path) -> RuleFile:
    """The rules in all files of an archive's `outlets` folder, in the order of their names, and all their mistakes."""
    try:
        paths = sorted((directory / FOLDER).glob("*.toml"))
    except OSError as error:
        told = f"it cannot be read ({error.strerror})"
        return RuleFile((), (Failure(FailureKind.UNREACHABLE, str(directory / FOLDER), told),))
    found = [rule_file(path) for path in paths]
    return RuleFile(
        tuple(rule for one in found for rule in one.rules),
        tuple(mistake for one in found for mistake in one.mistakes),
    )


def rules_for(rules: Sequence[OutletRule], capture: Capture) -> tuple[OutletRule, ...]:
    """The rules by which a capture is read: those for its address that held on the day on which it was served."""
    address = web_url(capture.address)
    if address is None:
        return ()
    day = capture.captured_at.date()
    host = address.host or ""
    return tuple(rule for rule in rules if rule.speaks_of(host, address.path) and rule.holds_on(day))

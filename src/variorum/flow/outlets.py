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


def plain_address(rules: Sequence[OutletRule], url: str) -> str:
    """The address of an article without what the rules of its outlet say that it tells nothing.

    What is fetched is always the address as it was listed; the plain one is only another name of the article.

    >>> from variorum.model import OutletRule
    >>> rule = OutletRule("Courier", ("courier.example",), ignored_parameters=("pos*",), is_one_site=True)
    >>> plain_address([rule], "https://m.courier.example/news?id=7&position=3")
    'https://courier.example/news?id=7'
    """
    address = web_url(url)
    if address is None:
        return url
    for rule in rules:
        if not rule.speaks_of(address.host or "", address.path):
            continue
        if rule.ignored_parameters:
            kept = [
                (name, value)
                for name, value in address.query.items()
                if not any(_is_named(name.lower(), ignored) for ignored in rule.ignored_parameters)
            ]
            if len(kept) < len(address.query):
                address = address.with_query(kept or None)
        if rule.is_one_site and address.host != rule.hosts[0].partition(":")[0]:
            address = address.with_host(rule.hosts[0].partition(":")[0])
    return str(address)


def _is_named(name: str, ignored: str) -> bool:
    return name.startswith(ignored[:-1]) if ignored.endswith("*") else name == ignored


def rules_for(rules: Sequence[OutletRule], capture: Capture) -> tuple[OutletRule, ...]:
    """The rules by which a capture is read: those for its address that held on the day on which it was served."""
    address = web_url(capture.address)
    if address is None:
        return ()
    day = capture.captured_at.date()
    host = address.host or ""
    return tuple(rule for rule in rules if rule.speaks_of(host, address.path) and rule.holds_on(day))

"""The command as its user runs it, an archive of its own, and a news site on loopback."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from tests.newsweb import Site, Story, served

from variorum.cli.main import _run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: Gaps of two seconds would make tests wait; the site is our own, so its day may go by faster.
HURRIED = ("--allow-net", "127.0.0.0/8", "--tempo", "200")
LET_IN = ("--allow-net", "127.0.0.0/8", "--gap", "0.1")


@dataclass
class Outcome:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = "Callable[..., Outcome]"


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("VARIORUM_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def variorum(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Outcome]:
    """Runs a command on the archive of this test, in this process."""

    def run(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        code = _run(["-d", str(tmp_path / "archive"), *map(str, arguments)])
        sys.stdout.flush()
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def site() -> Iterator[Site]:
    """A news site with three articles."""
    with served(Site()) as running:
        for number, headline in enumerate(
            ("Ferry runs aground off Lorn", "Council votes on stadium", "Storm closes school"), 1
        ):
            running.stories[f"/news/{number}"] = Story(headline)
        yield running

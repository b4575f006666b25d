"""The live view: what is due and in flight, rates of the last minute, newest changes, failing hosts; nothing off a terminal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console

from variorum.archive import open_archive
from variorum.cli.board import Board, State
from variorum.cli.live import LiveView
from variorum.flow.clock import TempoClock
from variorum.flow.engine.desk import Progress
from variorum.model import Failure, FailureKind

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
URL = "http://paper.example/1"
DOWN = Failure(FailureKind.TIMEOUT, "http://down.example/1", "no answer within 45 s")


def lines(board: Board, due_in: timedelta | None = timedelta(minutes=3)) -> list[str]:
    next_due = None if due_in is None else NOON + due_in
    return list(board.lines(State(NOON, next_due, 12, 5, 2)))


def test_rates_are_those_of_the_last_minute_and_totals_of_all() -> None:
    seconds = [0.0]
    board = Board(lambda: seconds[0])
    for second in range(120):
        seconds[0] = second
        board.add(Progress(URL, URL, changes=("Headline changed.",) if second % 60 == 0 else ()))
    first, change, *_, last = lines(board)
    assert first == (
        "12 due · 2 in flight · 5 queued · 61 checks and 1 change in the last minute · next check in 3 minutes"
    )
    assert change == "  Headline changed. http://paper.example/1"
    assert last == "120 checks · 2 changes · 0 failures · Ctrl-C stops"
    seconds[0] = 500
    assert "0 checks and 0 changes in the last minute · checking" in lines(board, timedelta(0))[0]
    assert "nothing more to check" in lines(board, None)[0]


def test_a_host_is_named_while_its_checks_fail_and_nothing_commands_the_terminal() -> None:
    board = Board(lambda: 0.0)
    board.add(Progress(DOWN.subject, "", failure=DOWN))
    board.add(Progress(URL, URL, changes=("Text \x1b[2Jchanged.\u202e",)))
    told = lines(board)
    assert "  ! down.example: no answer within 45 s" in told
    assert not any("\x1b" in line or "\u202e" in line for line in told)
    board.add(Progress("http://down.example/2", ""))
    assert not any("down.example" in line for line in lines(board))
    for number in range(5):
        board.add(Progress(f"http://{number}.example/", "", failure=DOWN))
    assert "  ! and 2 more hosts" in lines(board)


def test_lines_of_data_scroll_above_the_view_on_a_terminal_and_stay_plain_elsewhere(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as archive:
        clock, told = TempoClock.on_the_wall(), list[Progress]()
        changed = Progress(URL, URL, changes=("Headline changed.",))
        plain, terminal = StringIO(), StringIO()
        with LiveView(archive, clock, Console(file=plain, force_terminal=False)) as view:
            view.listener(told.append)(changed)
        assert (told, plain.getvalue()) == ([changed], "")
        with LiveView(archive, clock, Console(file=terminal, force_terminal=True, width=100)) as view:
            view.listener(told.append)(changed)
        assert told == [changed]
        assert "Headline changed.  http://paper.example/1" in terminal.getvalue()

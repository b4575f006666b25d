"""Takes an engine at work, shows on a terminal what is going on; elsewhere shows nothing."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from variorum.cli.board import Board, State
from variorum.cli.watching import progress_lines
from variorum.text.printable import one_line, printable, without_sequences

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.archive import Archive
    from variorum.flow.clock import TempoClock
    from variorum.flow.engine.desk import Progress
    from variorum.flow.engine.local import Engine

#: The lines are written anew so often a second; the archive is asked for them once a second at most.
_REFRESHED = 2
_ASKED = 1.0


class LiveView:
    """A few lines at the foot of the terminal, written anew all the time; lines of data scroll above them."""

    def __init__(self, archive: Archive, clock: TempoClock, console: Console | None = None) -> None:
        """The view is live where standard error, and standard output too, are terminals."""
        self._archive = archive
        self._clock = clock
        self._engine: Engine | None = None
        self._board = Board(time.monotonic)
        self._state: State | None = None
        self._asked = 0.0
        self._console = console or Console(stderr=True)
        shown = self._console.is_terminal and (console is not None or sys.stdout.isatty())
        self._live = (
            Live(
                console=self._console,
                get_renderable=self._lines,
                refresh_per_second=_REFRESHED,
                transient=True,
            )
            if shown
            else None
        )

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def follow(self, engine: Engine) -> None:
        """Shows what this engine does."""
        self._engine = engine

    def listener(self, tell: Callable[[Progress], None]) -> Callable[[Progress], None]:
        """What tells of a check: `tell`, or, while the view is live, lines above those at the foot."""
        live = self._live
        if live is None:
            return tell

        def tell_above(progress: Progress) -> None:
            self._board.add(progress)
            lines = [printable(without_sequences(line)) for line in progress_lines(progress)]
            if progress.failure is not None:
                lines.append(f"variorum: {one_line(without_sequences(progress.failure.sentence))}")
            for line in lines:
                live.console.print(Text(line), soft_wrap=True)

        return tell_above

    def _lines(self) -> Text:
        engine = self._engine
        if engine is None:
            return Text("starting …")
        now = self._clock.now()
        if self._state is None or time.monotonic() - self._asked >= _ASKED:
            self._asked = time.monotonic()
            due, number = self._archive.next_due(), self._archive.number_due(now)
            self._state = State(now, due, number, engine.waiting, engine.at_work)
        state = self._state._replace(now=now, queued=engine.waiting, in_flight=engine.at_work)
        return Text("\n".join(self._board.lines(state)), style="dim", no_wrap=True, overflow="ellipsis")

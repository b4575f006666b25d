"""Takes an engine at work, shows on a terminal what is going on; elsewhere shows nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from variorum.cli.watching import progress_lines
from variorum.text.amounts import counted, span
from variorum.text.printable import one_line, printable, without_sequences

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.archive import Archive
    from variorum.flow.clock import TempoClock
    from variorum.flow.engine.desk import Progress
    from variorum.flow.engine.local import Engine


class LiveView:
    """A line at the foot of the terminal, written anew a few times a second; lines of data scroll above it."""

    def __init__(self, archive: Archive, clock: TempoClock) -> None:
        self._archive = archive
        self._clock = clock
        self._engine: Engine | None = None
        console = Console(stderr=True)
        shown = console.is_terminal and sys.stdout.isatty()
        self._live = (
            Live(console=console, get_renderable=self._line, refresh_per_second=4, transient=True)
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
        """What tells of a check: `tell`, or, while the view is live, lines above the line at the foot."""
        live = self._live
        if live is None:
            return tell

        def tell_above(progress: Progress) -> None:
            lines = [printable(without_sequences(line)) for line in progress_lines(progress)]
            if progress.failure is not None:
                lines.append(f"variorum: {one_line(without_sequences(progress.failure.sentence))}")
            for line in lines:
                live.console.print(Text(line), soft_wrap=True)

        return tell_above

    def _line(self) -> Text:
        if self._engine is None:
            return Text("starting …")
        report = self._engine.report
        next_due = self._archive.next_due()
        wait = (
            "nothing more to check"
            if next_due is None
            else f"next check in {span(next_due - self._clock.now())}"
        )
        if next_due is not None and next_due <= self._clock.now():
            wait = "checking"
        return Text(
            f"{wait} · {counted(report.checks, 'check')} · {counted(report.versions, 'version')} · "
            f"{counted(report.changes, 'change')} · {counted(len(report.failures), 'failure')} · Ctrl-C stops",
            style="dim",
            no_wrap=True,
            overflow="ellipsis",
        )

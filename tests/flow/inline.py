"""Workers that do their work in this process: for tests of what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from variorum.flow.engine.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable

    from variorum.model import Failure

T = TypeVar("T")


class InlineWorkers(Workers):
    """Starts no process."""

    async def run(
        self, subject: str, function: Callable[..., T], *arguments: object, limit: float = 20.0
    ) -> T | Failure:
        """Calls the function."""
        del subject, limit
        return function(*arguments)

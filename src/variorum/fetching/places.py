"""Takes the addresses that a name stands for, gives a place at each of them: few requests at once for one address."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Outlets that share a server share these, however many domains they have.
MOST_AT_ONCE = 8


class Places:
    """At most `most` holders for each address; a holder of several has a place at all of them. Of one event loop."""

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        """All places are free."""
        self._most = most
        self._taken: Counter[str] = Counter()
        self._waiting: list[asyncio.Future[None]] = []

    async def free(self, addresses: Iterable[str]) -> None:
        """Returns once there is a place at every address; to be taken before anything else is awaited."""
        wanted = tuple(addresses)
        while any(self._taken[address] >= self._most for address in wanted):
            called = asyncio.get_running_loop().create_future()
            self._waiting.append(called)
            try:
                await called
            finally:
                self._waiting.remove(called)

    @contextmanager
    def taken(self, addresses: Iterable[str]) -> Iterator[None]:
        """A place at every address while the context lasts."""
        held = tuple(addresses)
        self._taken.update(held)
        try:
            yield
        finally:
            self._taken.subtract(held)
            self._taken = +self._taken  # forgets those that nobody holds
            for called in self._waiting:
                if not called.done():
                    called.set_result(None)

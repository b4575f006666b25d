"""The figures of a watch, for Prometheus."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from starlette.responses import Response

from variorum.flow.measures import measures
from variorum.publication import EXPOSITION, exposition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from variorum.model import Metric
    from variorum.web.site import Site

#: Seconds for which figures of a large archive are told again: it takes time to count.
_KEPT = 10.0


class Meter:
    """Tells the figures of an archive, counted at most once in a while, and those of the process at each request."""

    def __init__(self, of_process: Callable[[], Iterable[Metric]] = tuple) -> None:
        """`of_process` gives the figures of the process that answers."""
        self._of_process = of_process
        self._counted = -_KEPT
        self._text = ""
        self._lock = Lock()

    def __call__(self, site: Site, request: Request, suffix: str) -> Response:  # noqa: ARG002 - the form of every page
        """The answer to a request for `/metrics`."""
        with self._lock:
            if time.monotonic() - self._counted >= _KEPT:
                self._text = exposition(measures(site.archive, site.now()))
                self._counted = time.monotonic()
            text = self._text
        body = text + exposition(self._of_process())
        return Response(body, headers={"Content-Type": EXPOSITION, "Cache-Control": "no-store"})

"""Takes two versions and a form, gives their comparison in it: made once, a large one after the other, kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from http import HTTPStatus
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException

from variorum.flow.comparing import compared, letters
from variorum.model import Uncompared
from variorum.model.identity import revision_id
from variorum.publication import comparison_document, comparison_html, comparison_unified, json_text
from variorum.publication.layout import layout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal, TypeAlias

    from variorum.archive import ArchiveReader
    from variorum.model import Revision, Version
    from variorum.publication import View

    #: A view of the page, or the suffix of a twin.
    Form: TypeAlias = View | Literal[".json", ".diff"]

#: Two versions with more letters than this, both together, are only shown where their comparison is stored.
LARGEST_MADE = 400_000
#: Those with more than this are not shown as a comparison at all: a page of so many marks would be of use to nobody.
LARGEST_SHOWN = 2_000_000
#: Up to so many letters a comparison takes a moment and waits for no other.
_SMALL = 20_000
#: How many requests may wait for large comparisons; more of them would leave no thread to the other pages.
_WAITING = 8
#: Letters of comparisons that are kept, some 64 MB.
_ROOM = 32_000_000


class Made(NamedTuple):
    """A comparison in one form. `stored` tells that it was made when the later version came, not for a request.

    `failed` tells that it was tried then and could not be made: it is not tried again for a page.
    """

    sentence: str
    classes: tuple[str, ...]
    changes: int
    stored: bool
    written: str
    failed: bool = False


class Asked(NamedTuple):
    """Two versions of the article at `url`, and the form in which their comparison is asked for."""

    before: Version
    after: Version
    form: Form
    url: str

    @property
    def letters(self) -> int:
        """How many letters are compared."""
        return letters(self.before.article) + letters(self.after.article)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells one such comparison from another."""
        return (self.before.id, self.after.id, self.form, self.url)


class Comparisons:
    """The comparisons that readers asked for, those last asked for kept. Safe to be used by several threads."""

    def __init__(self, *, room: int = _ROOM, waiting: int = _WAITING) -> None:
        self._kept: OrderedDict[tuple[str, ...], Made] = OrderedDict()
        self._room = room
        self._used = 0
        self._access = Lock()
        self._making = Lock()
        self._waiting = BoundedSemaphore(waiting)

    def made(self, archive: ArchiveReader, asked: Asked) -> Made | None:
        """The comparison, or `None` where it is too large to be made here.

        Raises an error 503 where too many requests wait for large ones already.
        """
        found = self._found(asked)
        if found is not None or asked.letters > LARGEST_SHOWN:
            return found
        if asked.letters <= _SMALL:
            return self._keep(asked, _made(archive, asked))
        with self._turn():
            # Whoever waited may have waited for this very comparison.
            return self._found(asked) or self._keep(asked, _made(archive, asked))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._waiting.acquire(blocking=False):
            told = "Other large comparisons are being made: try again in a moment."
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, told, {"Retry-After": "10"})
        try:
            with self._making:
                yield
        finally:
            self._waiting.release()

    def _found(self, asked: Asked) -> Made | None:
        with self._access:
            if asked.key in self._kept:
                self._kept.move_to_end(asked.key)
            return self._kept.get(asked.key)

    def _keep(self, asked: Asked, made: Made | None) -> Made | None:
        """Keeps a comparison; those asked for longest ago make room."""
        if made is None:
            return None
        with self._access:
            if asked.key not in self._kept:
                self._kept[asked.key] = made
                self._used += len(made.written)
            while self._used > self._room:
                _, oldest = self._kept.popitem(last=False)
                self._used -= len(oldest.written)
        return made


def _made(archive: ArchiveReader, asked: Asked) -> Made | None:
    stored = archive.revision(asked.before.id, asked.after.id)
    if stored is None and archive.change(revision_id(asked.before.id, asked.after.id)) is not None:
        return Made(Uncompared().sentence, Uncompared().classes, 0, stored=False, written="", failed=True)
    if stored is None and asked.letters > LARGEST_MADE:
        return None
    revision = stored or compared(asked.before, asked.after.article, asked.after.captured_at)
    changes = 0 if asked.form.startswith(".") else layout(revision).changes
    return Made(revision.sentence, revision.classes, changes, stored is not None, _written(revision, asked))


def _written(revision: Revision, asked: Asked) -> str:
    match asked.form:
        case ".json":
            before, after = asked.before.id, asked.after.id
            document = {
                "id": revision_id(before, after),
                "article_id": asked.after.article_id,
                "url": asked.url,
                "before_version": before,
                "after_version": after,
                **comparison_document(revision),
            }
            return json_text(document)
        case ".diff":
            return comparison_unified(revision)
    return comparison_html(revision, asked.form)

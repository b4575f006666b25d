"""What stands beside the paragraphs of an article in zones of its own: its tables, its embeds, the notes about its authors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What stands between two cells where a row is shown as one line.
BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Table:
    """A table amid an article: its rows of cells, letters as on the page, and its caption.

    >>> Table((("Town", "Dead"), ("Harbourton", "14"))).lines
    ('Town | Dead', 'Harbourton | 14')
    """

    rows: tuple[tuple[str, ...], ...]
    caption: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The caption, if there is one, and each row as a line."""
        head = (self.caption,) if self.caption is not None else ()
        return (*head, *(BETWEEN_CELLS.join(row) for row in self.rows))


@dataclass(frozen=True, slots=True)
class Embed:
    """What another site gave to be shown amid an article, such as a post or a map: its words, as far as the page holds them.

    `url` is where it stands on that site, absolute and without its query, `None` where the page does not tell.

    >>> Embed("The bridge is shut.", "https://posts.example/1").line
    'The bridge is shut. <https://posts.example/1>'
    """

    text: str
    url: str | None = None

    @property
    def line(self) -> str:
        """Its words and its address."""
        return " ".join(part for part in (self.text, f"<{self.url}>" if self.url else "") if part)


@dataclass(frozen=True, slots=True)
class Beside:
    """The zones of a page that are kept and compared apart from its paragraphs, each in the order of the page.

    `author_notes` tell who the authors are and who else worked on the article.
    """

    tables: tuple[Table, ...] = ()
    embeds: tuple[Embed, ...] = ()
    author_notes: tuple[str, ...] = ()

    @property
    def texts(self) -> Iterator[str]:
        """All that is compared of them."""
        for table in self.tables:
            yield from table.lines
        yield from (embed.line for embed in self.embeds)
        yield from self.author_notes

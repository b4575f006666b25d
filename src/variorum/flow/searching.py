"""Takes what was found, gives each version with the words around what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from variorum.model import SearchField, SearchHit, SearchQuery, SearchTerm
from variorum.text.queries import placed_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from variorum.archive import ArchivePort, ArchiveReader
    from variorum.model import Article, Version
    from variorum.text.queries import PlacedWord

#: About so many letters of a text are shown around what was found.
_SHOWN = 200


class Piece(NamedTuple):
    """A piece of a text, and whether it is what was asked for."""

    text: str
    found: bool


class Shown(NamedTuple):
    """A version that was found, with the words around what was asked for."""

    hit: SearchHit
    snippet: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The snippet without marks."""
        return "".join(piece.text for piece in self.snippet)


def shown(archive: ArchiveReader, query: SearchQuery, hits: Sequence[SearchHit]) -> Iterator[Shown]:
    """Each version that was found with its snippet: of its own text, or of the one before it where the words were removed."""
    for hit in hits:
        version = archive.version(hit.version_id)
        article = None if version is None else version.article
        pieces = () if article is None else snippet(article, query.terms)
        if hit.before_version is not None and not any(piece.found for piece in pieces):
            before: Version | None = archive.version(hit.before_version)
            pieces = () if before is None else snippet(before.article, query.terms)
        yield Shown(hit, pieces)


def snippet(article: Article, terms: Sequence[SearchTerm]) -> tuple[Piece, ...]:
    """The part of an article in which most of the terms stand, what was asked for marked; its beginning where none does."""
    texts = [paragraph.text for paragraph in article.paragraphs]
    texts += [
        text for text in (article.standfirst, article.headline, article.byline, *article.captions) if text
    ]
    best: tuple[int, str, list[tuple[int, int]]] = (0, texts[0] if texts else "", [])
    for text in texts:
        places = _places(placed_words(text), terms)
        different = len({number for number, _, _ in places})
        if different > best[0]:
            best = (different, text, sorted((start, end) for _, start, end in places))
    return tuple(_cut(best[1], best[2]))


def _places(words: list[PlacedWord], terms: Sequence[SearchTerm]) -> list[tuple[int, int, int]]:
    """Where terms stand in a text: the number of the term, start and end."""
    return [
        (number, words[at].start, words[at + len(term.words) - 1].end)
        for number, term in enumerate(terms)
        for at in range(len(words) - len(term.words) + 1)
        if _stands(words[at : at + len(term.words)], term)
    ]


def _stands(words: list[PlacedWord], term: SearchTerm) -> bool:
    *inner, last = term.words
    if any(word.form != wanted for word, wanted in zip(words, inner, strict=False)):
        return False
    return words[-1].form.startswith(last) if term.is_prefix else words[-1].form == last


def _cut(text: str, places: list[tuple[int, int]]) -> Iterator[Piece]:
    """The letters around the first place, with marks; an ellipsis stands where the text goes on."""
    first = places[0][0] if places else 0
    start = max(0, first - _SHOWN // 3)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = start + _SHOWN
    end = len(text) if end >= len(text) else max(text.rfind(" ", start, end), start + _SHOWN // 2)
    at = start
    before, after = "…" if start else "", "…" if end < len(text) else ""
    for begun, ended in places:
        if begun < at or ended > end:
            continue
        yield Piece(before + text[at:begun], found=False)
        yield Piece(text[begun:ended], found=True)
        before, at = "", ended
    yield Piece(before + text[at:end] + after, found=False)


def made_searchable(archive: ArchivePort) -> Iterator[int]:
    """Makes all of an archive of an earlier schema searchable; gives how many links are left, from time to time."""
    left = archive.unsearched()
    while left:
        with archive.writing() as writer:
            left = writer.make_rest_searchable()
        yield left


def asks_for_changes(query: SearchQuery) -> bool:
    """Whether it is changes that are asked for, and not texts."""
    return any(term.field in {SearchField.ADDED, SearchField.REMOVED} for term in query.terms)

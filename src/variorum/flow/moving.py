"""Takes what is known of an article and what a check saw, gives the addresses that it has beside its own; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.model import AliasKind, Article, EventKind, RecordAddress, RecordAlias, RecordEvent
from variorum.text.normalise import normalise
from variorum.text.urls import url_key, web_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.model import Capture, Intent, Known, Seen

#: An article of whose text so much stands on another page is that page's, whatever was edited since.
_SAME = 0.5


def moved(known: Known, seen: Seen) -> tuple[Intent, ...]:
    """An address that the article did not have before: by a permanent redirect, or by what its page and its source say."""
    capture = seen.capture
    address = capture.address if capture is not None and capture.permanent else seen.renamed
    if capture is None or address is None:
        return ()
    if url_key(address) in {url_key(url) for url in (known.url, *known.addresses)}:
        return ()
    told = f"The article moved to {address}."
    return (
        RecordAddress(address, take_over=seen.takes_over),
        RecordEvent(EventKind.MOVED, capture.captured_at, capture.captured_at, told),
    )


def named(known: Known, seen: Seen) -> tuple[Intent, ...]:
    """The addresses that redirects led to, and those that the page names: its own, and one for small screens."""
    if seen.capture is None or not isinstance(seen.reading, Article):
        return ()
    return tuple(
        RecordAlias(kind, url) for kind, url in dict.fromkeys(_named(seen, seen.reading)) if url != known.url
    )


def _named(seen: Seen, article: Article) -> Iterator[tuple[AliasKind, str]]:
    capture: Capture | None = seen.capture
    for url in capture.redirects if capture else ():
        yield AliasKind.REDIRECT, url
    for kind, named_url in ((AliasKind.CANONICAL, article.canonical_url), (AliasKind.AMP, seen.amp)):
        if named_url and web_url(named_url) is not None:
            yield kind, named_url


def is_one(before: Article, after: Article) -> bool:
    """Whether a page has most of the text of an article, as that of an article has which only moved.

    >>> from variorum.model import Paragraph
    >>> told = Article("Mill burns", paragraphs=(Paragraph("It began at noon."), Paragraph("Nobody was hurt.")))
    >>> is_one(told, Article("Mill burnt", paragraphs=told.paragraphs[:1])), is_one(told, Article("Mill burns"))
    (True, False)
    """
    there = {normalise(paragraph.text) for paragraph in after.paragraphs}
    texts = [normalise(paragraph.text) for paragraph in before.paragraphs]
    return bool(texts) and sum(len(text) for text in texts if text in there) >= _SAME * sum(map(len, texts))


def likeness(before: Article, after: Article) -> int:
    """How many letters two articles have in common in whole paragraphs, less those that only one has."""
    one, other = (
        {normalise(paragraph.text) for paragraph in article.paragraphs} for article in (before, after)
    )
    return sum(map(len, one & other)) - sum(map(len, one ^ other))

"""Takes the bytes of a page, gives its article with the source of each field, or Unreadable with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from variorum.extraction.authors import authors
from variorum.extraction.blocks import Block, blocks
from variorum.extraction.dateline import dateline, marked_dateline
from variorum.extraction.dates import guessed, modified, published
from variorum.extraction.headline import heading_of, heading_place, headline
from variorum.extraction.memory import known_of
from variorum.extraction.notes import is_note
from variorum.extraction.opening import opening
from variorum.extraction.page import Page, parsed
from variorum.extraction.particulars import canonical_url, language, lead_image
from variorum.extraction.plain import key
from variorum.extraction.said import Settling
from variorum.extraction.slots import HEADINGS
from variorum.extraction.standfirst import standfirst
from variorum.extraction.trace import Trace
from variorum.extraction.votes import voted_body
from variorum.model import (
    Article,
    FieldSource,
    Hyperlink,
    Paragraph,
    ParagraphKind,
    Reading,
    Unreadable,
    UnreadableReason,
)
from variorum.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.model import SiteMemory

#: The reader's version, stored with every reading: it rises when the same bytes may be read otherwise.
EXTRACTOR: Final = "3"

#: Error pages and consent walls say less than this; so do flashes, but those declare themselves as articles.
_FEWEST_WORDS, _FEWEST_WORDS_DECLARED = 25, 8
_MOST_LINKS = 500
_MOST_CAPTIONS = 200
#: So many letters tell which text a standfirst is.
_TELLING = 60


def extract(
    html: bytes | str, url: str, *, memory: SiteMemory | None = None, content_type: str = ""
) -> Article | Unreadable:
    """The article on a page as served for `url`; `content_type` is the header, for the encoding. Never raises.

    The same bytes and memory give the same article, whatever was read before. Unreadable: an empty body, more than 24 MiB
    or 500,000 tags, no text, no article on it (fewer than 25 words; 8 where the page declares an article).

    >>> page = "<h1>Bridge closed</h1><p>" + "It shut at noon after an inspection found a crack in the deck. " * 3
    >>> extract(page, "https://example.org/news/1").headline
    'Bridge closed'
    """
    return read(html, url, memory=memory, content_type=content_type).article


def read(html: bytes | str, url: str, *, memory: SiteMemory | None = None, content_type: str = "") -> Reading:
    """The article as `extract` gives it, with the rule to read its next version by. Never raises.

    Where the memory holds a rule for `url`, the page is read with it, and `layout` tells whether it still held.

    >>> page = "<h1>Bridge closed</h1><p>" + "It shut at noon after an inspection found a crack in the deck. " * 3
    >>> from variorum.extraction.memory import remembered
    >>> first = read(page, "https://example.org/news/1")
    >>> memory = remembered(None, "https://example.org/news/1", first)
    >>> str(first.layout), str(read(page, "https://example.org/news/1", memory=memory).layout)
    ('new', 'kept')
    """
    trace = Trace()
    article = traced(html, url, trace, memory, content_type)
    return Reading(article, trace.rule, trace.layout)


def traced(
    html: bytes | str, url: str, trace: Trace, memory: SiteMemory | None, content_type: str = ""
) -> Article | Unreadable:
    """The article as `extract` gives it; what was decided on the way is written into `trace`."""
    try:
        page = parsed(html, url, content_type)
        return page if isinstance(page, Unreadable) else _article(page, memory, trace)
    except Exception:  # noqa: BLE001 - what a hostile page breaks must not end the run; tests see to it that none is known
        return Unreadable(url, UnreadableReason.PARSER_FAILED, "the page broke its reader")


class _Sources:
    """Collects where each field was read."""

    def __init__(self) -> None:
        self.found: list[FieldSource] = []

    def value(self, field: str, claim: tuple[Any, str] | None) -> Any:
        """The value of a claim, or `None`; its source is kept under the name of the field."""
        if claim is None or not claim[0]:
            return None
        self.found.append(FieldSource(field, claim[1]))
        return claim[0]


def _article(
    page: Page, memory: SiteMemory | None = None, trace: Trace | None = None
) -> Article | Unreadable:
    trace = trace or Trace()
    all_blocks = blocks(page.root)
    sources = _Sources()
    title = sources.value("headline", headline(page, all_blocks))
    heading = heading_of(page, title)
    place = heading_place(all_blocks, heading, title)
    known = known_of(memory, page.url, EXTRACTOR)
    voted = voted_body(page, all_blocks, place, known.repeated, known.rule)
    text = [block for block in voted.body.blocks if heading not in block.path]
    top = opening(all_blocks, heading, text)
    signed = sources.value("authors", authors(page, heading, top)) or ()
    summary = sources.value("standfirst", standfirst(page, title, top, text))
    settled = Settling(heading, _texts_of_fields(page, title, summary), signed)
    trace.settle(all_blocks, voted, settled, place)
    kept = trace.kept
    paragraphs = tuple(Paragraph(block.text, _kind(block)) for block in kept)
    if not _is_article(page, paragraphs):
        return Unreadable(page.url, UnreadableReason.NO_ARTICLE, "no article was found on the page")
    sources.value("paragraphs", (paragraphs, voted.source))
    trace.go_on(known, EXTRACTOR)
    first = next((block for block in kept if _kind(block) is ParagraphKind.PARAGRAPH), None)
    return Article(
        headline=title,
        standfirst=summary,
        authors=signed,
        dateline=sources.value("dateline", _dateline(first)),
        published=sources.value("published", published(page, heading) or guessed(page, all_blocks)),
        modified=sources.value("modified", modified(page, heading)),
        language=sources.value("language", language(page)),
        canonical_url=sources.value("canonical_url", canonical_url(page)),
        lead_image=sources.value("lead_image", lead_image(page)),
        links=_links(page, kept),
        captions=tuple(voted.body.captions[:_MOST_CAPTIONS]),
        paragraphs=paragraphs,
        field_sources=tuple(sources.found),
    )


def _texts_of_fields(page: Page, title: str | None, summary: str | None) -> frozenset[str]:
    """What no paragraph says again: headline and standfirst, unless the page states the standfirst as part of the text."""
    told_again = key(" ".join(page.stated.texts("articleBody")))
    is_text = summary is not None and key(summary)[:_TELLING] in told_again
    return frozenset(key(text) for text in (title, None if is_text else summary) if text)


def _dateline(first: Block | None) -> tuple[str | None, str]:
    """The dateline of the first paragraph: what the page marks as one, else what its words tell."""
    if first is None:
        return None, ""
    marked = marked_dateline(first)
    return (marked, "first paragraph, marked") if marked else (dateline(first.text), "first paragraph")


def _kind(block: Block) -> ParagraphKind:
    if is_note(block):
        return ParagraphKind.NOTE
    if block.element.tag in HEADINGS:
        return ParagraphKind.SUBHEAD
    if "blockquote" in block.tags:
        return ParagraphKind.QUOTE
    if not block.tags.isdisjoint({"li", "dd", "dt"}):
        return ParagraphKind.LIST
    return ParagraphKind.PARAGRAPH


def _is_article(page: Page, paragraphs: Sequence[Paragraph]) -> bool:
    prose = (paragraph.text for paragraph in paragraphs if paragraph.kind is not ParagraphKind.SUBHEAD)
    types = {claim.value.lower() for claim in page.declared.claims("og:type")}
    declared = bool(page.stated.article) or "article" in types
    return sum(len(words(text)) for text in prose) >= (_FEWEST_WORDS_DECLARED if declared else _FEWEST_WORDS)


def _links(page: Page, kept: Sequence[Block]) -> tuple[Hyperlink, ...]:
    """The links of the body to other pages, each once, in order."""
    found: dict[Hyperlink, None] = {}
    for block in kept:
        for one in block.references:
            if len(found) >= _MOST_LINKS:
                break
            if not one.href.startswith("#") and (address := page.address(one.href)):
                found[Hyperlink(one.text, address)] = None
    return tuple(found)

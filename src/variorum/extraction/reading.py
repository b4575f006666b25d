"""Takes the bytes of a page, gives its article with the source of each field, or Unreadable with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from variorum.extraction.authors import Signature, signature
from variorum.extraction.beside import found_beside
from variorum.extraction.blocks import Block, blocks
from variorum.extraction.canonical import canonical_url
from variorum.extraction.dateline import dateline, marked_dateline
from variorum.extraction.dates import modified, only_day, published
from variorum.extraction.doubts import doubts
from variorum.extraction.headline import Headlines, heading_of, heading_place, headlines
from variorum.extraction.kinds import Kind, described, kind
from variorum.extraction.labels import mark_labelled
from variorum.extraction.live import Live, entries, live, with_posts
from variorum.extraction.memory import known_of
from variorum.extraction.notes import is_note
from variorum.extraction.opening import opening
from variorum.extraction.outlet_rules import BUNDLED
from variorum.extraction.page import Page, parsed
from variorum.extraction.particulars import (
    corrections,
    free_to_read,
    language,
    lead_image,
    section,
)
from variorum.extraction.plain import key
from variorum.extraction.ruled import check, ruled
from variorum.extraction.said import Settling
from variorum.extraction.slots import HEADINGS
from variorum.extraction.spoken import spoken
from variorum.extraction.standfirst import Standfirst, standfirst
from variorum.extraction.states import in_its_place, instead
from variorum.extraction.trace import Trace
from variorum.extraction.view import View, number_of_words
from variorum.extraction.votes import Voted, voted_body
from variorum.model import (
    Article,
    ArticleKind,
    FieldSource,
    Hyperlink,
    Paragraph,
    ParagraphKind,
    Reading,
    Reason,
    Unreadable,
    UnreadableReason,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.declarations import Claim
    from variorum.extraction.memory import KnownSite
    from variorum.extraction.ruled import Ruled
    from variorum.model import OutletRule, SiteMemory

#: The reader's version, stored with every reading: it rises when the same bytes may be read otherwise.
EXTRACTOR: Final = "5"

#: Error pages and consent walls say less than this; so do flashes, but those declare themselves as articles.
_FEWEST_WORDS, _FEWEST_WORDS_DECLARED = 25, 8
_MOST_LINKS = 500
_MOST_CAPTIONS = 200
#: So many letters tell which text a standfirst is.
_TELLING = 60


def extract(
    html: bytes | str,
    url: str,
    *,
    memory: SiteMemory | None = None,
    rules: Sequence[OutletRule] = (),
    content_type: str = "",
) -> Article | Unreadable:
    """The article on a page as served for `url`; `content_type` is the header, for the encoding. No page makes it raise.

    `rules` tell where outlets keep their texts and fields: of those for the address the newest that finds anything is
    followed. Raises ValueError where one of them holds a selector that is none.

    The same bytes, memory and rules give the same article, whatever was read before. Unreadable: an empty body, more than
    24 MiB or 500,000 tags, no text, no article on it (fewer than 25 words; 8 where the page declares an article), a wall
    or something else in its place; `Unreadable.evidence` tells what was seen where.

    >>> page = "<h1>Bridge closed</h1><p>" + "It shut at noon after an inspection found a crack in the deck. " * 3
    >>> extract(page, "https://example.org/news/1").headline
    'Bridge closed'
    """
    return read(html, url, memory=memory, rules=rules, content_type=content_type).article


def read(
    html: bytes | str,
    url: str,
    *,
    memory: SiteMemory | None = None,
    rules: Sequence[OutletRule] = (),
    content_type: str = "",
) -> Reading:
    """The article as `extract` gives it, with the rule to read its next version by. No page makes it raise.

    Where the memory holds a rule for `url`, the page is read with it, and `layout` tells whether it still held.

    >>> page = "<h1>Bridge closed</h1><p>" + "It shut at noon after an inspection found a crack in the deck. " * 3
    >>> from variorum.extraction.memory import remembered
    >>> first = read(page, "https://example.org/news/1")
    >>> memory = remembered(None, "https://example.org/news/1", first)
    >>> str(first.layout), str(read(page, "https://example.org/news/1", memory=memory).layout)
    ('new', 'kept')
    """
    trace = Trace()
    article = traced(html, url, trace, memory=memory, rules=rules, content_type=content_type)
    return Reading(article, trace.rule, trace.layout)


def traced(
    html: bytes | str,
    url: str,
    trace: Trace,
    *,
    memory: SiteMemory | None = None,
    rules: Sequence[OutletRule] = (),
    content_type: str = "",
) -> Article | Unreadable:
    """The article as `extract` gives it; what was decided on the way is written into `trace`."""
    check(rules)
    try:
        page = parsed(html, url, content_type)
        return page if isinstance(page, Unreadable) else _article(page, rules, memory, trace)
    except Exception:  # noqa: BLE001 - what a hostile page breaks must not end the run; tests see to it that none is known
        return Unreadable(url, UnreadableReason.PARSER_FAILED, "the page broke its reader")


class _Sources:
    """Collects where each field was read."""

    def __init__(self) -> None:
        self.found: list[FieldSource] = []

    def value(self, field: str, claim: tuple[Any, ...] | None) -> Any:
        """The value of a claim, or `None`; its source is kept under the name of the field."""
        if claim is None or claim[0] in (None, "", ()):
            return None
        self.found.append(FieldSource(field, claim[1]))
        return claim[0]


class _Over(NamedTuple):
    """What stands over a text, told before the text is known: the headline, its element, how many blocks stand above it."""

    blocks: Sequence[Block]
    shown: Headlines
    title: str | None
    heading: HtmlElement | None
    place: int
    posted: Live | None


class _Head(NamedTuple):
    """What stands over a text and who wrote it, told with the text, and what that was found by."""

    over: _Over
    signing: Signature
    signed: tuple[tuple[str, ...], str]
    summary: Claim | Standfirst | None
    source: str


def _article(
    page: Page, rules: Sequence[OutletRule], memory: SiteMemory | None, trace: Trace
) -> Article | Unreadable:
    rule = ruled(page, rules, BUNDLED)
    sources = _Sources()
    known = known_of(memory, page.url, EXTRACTOR)
    head = _settled(page, rule, known, trace, sources)
    over, posted = head.over, head.over.posted
    captions = rule.captions() or (trace.voted.body.captions if trace.voted else [])
    view = View(page, trace.blocks, trace.kept)
    kind_told = Kind(ArticleKind.LIVE, posted.source) if posted else kind(view, captions)
    paragraphs, how = _paragraphs(view, captions, kind_told, head.source)
    if not _is_article(page, paragraphs, kind_told):
        return in_its_place(view)
    # What the version before said, line for line, was an article without doubts then and is one now.
    is_unchanged = trace.voted is not None and trace.voted.is_unchanged
    state = None if is_unchanged else instead(view, is_text=kind_told is None)
    if state is not None:
        return state
    sources.value("paragraphs", (paragraphs, how))
    # What a rule calls the text is its author's word, not a guess of the reader.
    is_trusted = kind_told is not None or is_unchanged or how == rule.source
    doubtful = () if is_trusted else doubts(view, over.title)
    trace.go_on(known, EXTRACTOR, is_doubtful=bool(doubtful))
    trace.beside = found_beside(page, trace.blocks, trace.kept, head.signed[0])
    issued = rule.moment("published") or published(page, over.heading) or only_day(page, trace.blocks)
    changed = rule.moment("modified") or modified(page, over.heading, issued)
    first = next((block for block in trace.kept if _kind(block) is ParagraphKind.PARAGRAPH), None)
    return Article(
        headline=over.title,
        standfirst=head.summary.value if head.summary else None,
        authors=head.signed[0],
        dateline=sources.value("dateline", rule.text("dateline") or _dateline(first)),
        published=sources.value("published", issued),
        modified=sources.value("modified", changed),
        language=sources.value("language", language(page)),
        canonical_url=sources.value("canonical_url", canonical_url(page, over.shown)),
        lead_image=sources.value("lead_image", rule.address("lead_image") or lead_image(page)),
        links=_links(page, trace.kept),
        captions=tuple(captions[:_MOST_CAPTIONS]),
        paragraphs=paragraphs,
        headline_json_ld=sources.value("headline_json_ld", over.shown.json_ld),
        headline_og_title=sources.value("headline_og_title", over.shown.og_title),
        headline_h1=sources.value("headline_h1", over.shown.h1),
        houses=sources.value("houses", head.signing.houses) or (),
        published_zone=issued.zone if issued else None,
        modified_zone=changed.zone if changed else None,
        section=sources.value("section", section(page)),
        language_detected=spoken(paragraph.text for paragraph in paragraphs),
        free_to_read=sources.value("free_to_read", free_to_read(page)),
        corrections=sources.value("corrections", corrections(page, paragraphs)) or (),
        kind=sources.value("kind", kind_told) or ArticleKind.TEXT,
        entries=entries(trace.kept, posted.posts) if posted else (),
        doubts=doubtful,
        beside=trace.beside.beside,
        field_sources=tuple(sources.found),
    )


def _settled(page: Page, rule: Ruled, known: KnownSite, trace: Trace, sources: _Sources) -> _Head:
    """What stands over the text; which blocks are its paragraphs is noted in `trace`."""
    over = _over(page, rule, sources)
    head = _head(page, rule, over, _voted(page, over, known, rule), trace)
    is_unchanged = trace.voted is not None and trace.voted.is_unchanged
    if is_unchanged and known.rule is not None and not trace.repeats(known.rule):
        # A field says something else than before: what it said may be text now.
        head = _head(page, rule, over, _voted(page, over, known, rule, anew=True), trace)
    sources.value("authors", head.signed)
    sources.value("standfirst", head.summary)
    return head


def _over(page: Page, rule: Ruled, sources: _Sources) -> _Over:
    all_blocks = blocks(page.root)
    mark_labelled(all_blocks)
    shown = headlines(page, all_blocks)
    title = sources.value("headline", rule.text("headline") or shown.chosen)
    heading = heading_of(page, shown.h1.value if shown.h1 else title)
    place = heading_place(all_blocks, heading, title)
    return _Over(all_blocks, shown, title, heading, place, live(page, all_blocks, title))


def _head(page: Page, rule: Ruled, over: _Over, voted: Voted, trace: Trace) -> _Head:
    posted, all_blocks, heading = over.posted, over.blocks, over.heading
    if posted is not None and posted.posts and rule.source != voted.source:
        voted = _with_posts(voted, all_blocks, posted)
    text = [block for block in voted.body.blocks if heading not in block.path]
    top = opening(all_blocks, heading, text)
    signing = signature(page, heading, top)
    signed = rule.names() or signing.persons
    # Who names the text and no standfirst knows that what stands before it is none.
    summed_up = standfirst(page, over.shown, () if rule.source == voted.source else top, text)
    summary = rule.text("standfirst") or summed_up
    said = over.shown.keys | _keys_of_standfirst(page, summed_up, summary.value if summary else None)
    trace.settle(all_blocks, voted, Settling(heading, said, signed[0]), over.place)
    return _Head(over, signing, signed, summary, voted.source)


def _voted(page: Page, over: _Over, known: KnownSite, rule: Ruled, *, anew: bool = False) -> Voted:
    """The body and what led to it: an outlet rule, else what can be told without one."""
    named = rule.body(over.blocks)
    if named is not None and named.blocks:
        return Voted(rule.with_kept(over.blocks, named), frozenset(named.blocks), rule.source)
    voted = voted_body(page, over.blocks, over.place, known, anew=anew)
    return voted._replace(body=rule.with_kept(over.blocks, voted.body))


def _with_posts(voted: Voted, all_blocks: Sequence[Block], posted: Live) -> Voted:
    """A body with the entries of a live blog, whatever was left of them."""
    whole = with_posts(all_blocks, voted.body.blocks, posted.posts)
    reasons = voted.body.reasons | dict.fromkeys(set(whole).difference(voted.body.blocks), Reason.AMONG)
    return Voted(voted.body._replace(blocks=whole, reasons=reasons), voted.votes, "dom, posts")


def _keys_of_standfirst(page: Page, found: Standfirst | None, summary: str | None) -> frozenset[str]:
    """The keys that no paragraph says again, unless the page states the standfirst as part of the text."""
    if summary is None:
        return frozenset()
    keys = (found.keys if found is not None else frozenset()) | {key(summary)}
    told_again = key(" ".join(page.stated.texts("articleBody")))
    return frozenset(one for one in keys if one[:_TELLING] not in told_again)


def _paragraphs(
    view: View, captions: Sequence[str], kind_told: Kind | None, how: str
) -> tuple[tuple[Paragraph, ...], str]:
    """The paragraphs and what led to them; beside a video or pictures what is said of these stands in for a text."""
    paragraphs = tuple(Paragraph(block.text, _kind(block)) for block in view.body)
    if paragraphs or kind_told is None:
        return paragraphs, how
    if kind_told.kind is ArticleKind.GALLERY:
        shown = captions[:_MOST_CAPTIONS]
        return tuple(Paragraph(caption, ParagraphKind.CAPTION) for caption in shown), "dom captions"
    text, source = described(view) or ("", "")
    return ((Paragraph(text),), source) if text else ((), "")


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


def _is_article(page: Page, paragraphs: Sequence[Paragraph], kind_told: Kind | None) -> bool:
    prose = (paragraph.text for paragraph in paragraphs if paragraph.kind is not ParagraphKind.SUBHEAD)
    types = {claim.value.lower() for claim in page.declared.claims("og:type")}
    declared = bool(page.stated.article) or "article" in types or kind_told is not None
    return number_of_words(prose) >= (_FEWEST_WORDS_DECLARED if declared else _FEWEST_WORDS)


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

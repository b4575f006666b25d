"""Takes the bytes of a page, gives its article with the source of each field, or Unreadable with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from variorum.extraction.anchor import anchor_texts
from variorum.extraction.authors import is_byline, persons, signature
from variorum.extraction.blocks import Block, blocks
from variorum.extraction.body import HEADINGS, Body, body
from variorum.extraction.dateline import dateline, marked_dateline
from variorum.extraction.dates import modified, only_day, published
from variorum.extraction.doubts import doubts
from variorum.extraction.headline import heading_of, heading_place, headlines
from variorum.extraction.kinds import Kind, described, kind
from variorum.extraction.live import entries, live, with_posts
from variorum.extraction.notes import is_note
from variorum.extraction.opening import opening
from variorum.extraction.outlet_rules import BUNDLED
from variorum.extraction.page import Page, parsed
from variorum.extraction.particulars import (
    canonical_url,
    corrections,
    free_to_read,
    language,
    lead_image,
    section,
)
from variorum.extraction.plain import key, plain
from variorum.extraction.ruled import check, ruled
from variorum.extraction.spoken import spoken
from variorum.extraction.standfirst import standfirst
from variorum.extraction.states import in_its_place, instead
from variorum.extraction.time_line import is_time_line
from variorum.extraction.view import View, number_of_words
from variorum.model import (
    Article,
    ArticleKind,
    FieldSource,
    Hyperlink,
    Paragraph,
    ParagraphKind,
    Unreadable,
    UnreadableReason,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.extraction.ruled import Ruled
    from variorum.model import OutletRule

#: The reader's version, stored with every reading: it rises when the same bytes may be read otherwise.
EXTRACTOR: Final = "3"

#: Error pages and consent walls say less than this; so do flashes, but those declare themselves as articles.
_FEWEST_WORDS, _FEWEST_WORDS_DECLARED = 25, 8
_MOST_LINKS = 500
_MOST_CAPTIONS = 200
#: A block with so many letters, little of it linked, is prose wherever it stands.
_PROSE = 60
_PROSE_LINKED = 0.3
#: The byline stands among so many blocks of the body, if there.
_TOP = 6


def extract(
    html: bytes | str, url: str, *, rules: Sequence[OutletRule] = (), content_type: str = ""
) -> Article | Unreadable:
    """The article on a page as served for `url`; `content_type` is the header, for the encoding. No page makes it raise.

    `rules` tell where outlets keep their texts and fields: of those for the address the newest that finds anything is
    followed. Raises ValueError where one of them holds a selector that is none.

    The same bytes give the same article, whatever was read before. Unreadable: an empty body, more than 24 MiB or
    500,000 tags, no text, no article on it (fewer than 25 words; 8 where the page declares an article), a wall or something
    else in its place; `Unreadable.evidence` tells what was seen where.

    >>> page = "<h1>Bridge closed</h1><p>" + "It shut at noon after an inspection found a crack in the deck. " * 3
    >>> extract(page, "https://example.org/news/1").headline
    'Bridge closed'
    """
    check(rules)
    try:
        page = parsed(html, url, content_type)
        return page if isinstance(page, Unreadable) else _article(page, (*rules, *BUNDLED))
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


def _article(page: Page, rules: Sequence[OutletRule] = ()) -> Article | Unreadable:
    rule = ruled(page, rules)
    all_blocks = blocks(page.root)
    sources = _Sources()
    shown = headlines(page, all_blocks)
    title = sources.value("headline", rule.text("headline") or shown.chosen)
    heading = heading_of(page, shown.h1.value if shown.h1 else title)
    found, how = _body(page, all_blocks, heading_place(all_blocks, heading, title), rule)
    posted = live(page, all_blocks, title)
    if posted is not None and posted.posts and rule.source != how:
        found, how = found._replace(blocks=with_posts(all_blocks, found.blocks, posted.posts)), "dom, posts"
    text = [block for block in found.blocks if heading not in block.path]
    top = opening(all_blocks, heading, text)
    signing = signature(page, heading, top)
    signed = sources.value("authors", rule.names() or signing.persons) or ()
    # Who names the text and no standfirst knows that what stands before it is none.
    summed_up = standfirst(page, shown, () if rule.source == how else top, text)
    summary = sources.value("standfirst", rule.text("standfirst") or summed_up)
    said = shown.keys | (summed_up.keys | {key(summary)} if summed_up and summary else frozenset())
    kept = _without_repeats(text, said, signed)
    view = View(page, all_blocks, kept)
    kind_told = Kind(ArticleKind.LIVE, posted.source) if posted else kind(view, found.captions)
    paragraphs, how = _paragraphs(view, found, kind_told, how)
    if not _is_article(page, paragraphs, kind_told):
        return in_its_place(view)
    state = None if kind_told else instead(view)
    if state is not None:
        return state
    sources.value("paragraphs", (paragraphs, how))
    issued = rule.moment("published") or published(page, heading) or only_day(page, all_blocks)
    changed = rule.moment("modified") or modified(page, heading)
    first = next((block for block in kept if _kind(block) is ParagraphKind.PARAGRAPH), None)
    return Article(
        headline=title,
        standfirst=summary,
        authors=signed,
        dateline=sources.value("dateline", rule.text("dateline") or _dateline(first)),
        published=sources.value("published", issued),
        modified=sources.value("modified", changed),
        language=sources.value("language", language(page)),
        canonical_url=sources.value("canonical_url", canonical_url(page)),
        lead_image=sources.value("lead_image", rule.address("lead_image") or lead_image(page)),
        links=_links(page, kept),
        captions=tuple(found.captions[:_MOST_CAPTIONS]),
        paragraphs=paragraphs,
        headline_json_ld=sources.value("headline_json_ld", shown.json_ld),
        headline_og_title=sources.value("headline_og_title", shown.og_title),
        headline_h1=sources.value("headline_h1", shown.h1),
        houses=sources.value("houses", signing.houses) or (),
        published_zone=issued.zone if issued else None,
        modified_zone=changed.zone if changed else None,
        section=sources.value("section", section(page)),
        language_detected=spoken(paragraph.text for paragraph in paragraphs),
        free_to_read=sources.value("free_to_read", free_to_read(page)),
        corrections=sources.value("corrections", corrections(page, paragraphs)) or (),
        kind=sources.value("kind", kind_told) or ArticleKind.TEXT,
        entries=entries(kept, posted.posts) if posted else (),
        # What a rule calls the text is its author's word, not a guess of the reader.
        doubts=() if kind_told or how == rule.source else doubts(view, title),
        field_sources=tuple(sources.found),
    )


def _paragraphs(
    view: View, found: Body, kind_told: Kind | None, how: str
) -> tuple[tuple[Paragraph, ...], str]:
    """The paragraphs and what led to them; beside a video or pictures what is said of these stands in for a text."""
    paragraphs = tuple(Paragraph(block.text, _kind(block)) for block in view.body)
    if paragraphs or kind_told is None:
        return paragraphs, how
    if kind_told.kind is ArticleKind.GALLERY:
        captions = found.captions[:_MOST_CAPTIONS]
        return tuple(Paragraph(caption, ParagraphKind.CAPTION) for caption in captions), "dom captions"
    text, source = described(view) or ("", "")
    return ((Paragraph(text),), source) if text else ((), "")


def _body(page: Page, all_blocks: Sequence[Block], top: int, rule: Ruled) -> tuple[Body, str]:
    """The body and what led to it: an outlet rule, else what can be told without one."""
    found = rule.body(all_blocks)
    if found is not None and found.blocks:
        return rule.with_kept(all_blocks, found), rule.source
    found, how = _found_body(page, all_blocks, top)
    return rule.with_kept(all_blocks, found), how


def _found_body(page: Page, all_blocks: Sequence[Block], top: int) -> tuple[Body, str]:
    """The body and what led to it: trafilatura, else the blocks that are prose, else the text in JSON-LD."""
    found = body(all_blocks, anchor_texts(page.root), top)
    if found.blocks:
        return found, "dom, anchored by trafilatura"
    prose = [block.text for block in all_blocks if len(block.key) >= _PROSE and block.linked < _PROSE_LINKED]
    found = body(all_blocks, prose, top)
    stated = [
        plain(line) for text in page.stated.texts("articleBody") for line in text.splitlines() if line.strip()
    ]
    if sum(map(len, stated)) > sum(len(block.text) for block in found.blocks):
        return Body([Block(text, (page.root,)) for text in stated], []), "json-ld articleBody"
    return found, "dom, prose"


def _without_repeats(found: Sequence[Block], said: frozenset[str], signed: tuple[str, ...]) -> list[Block]:
    """The blocks without those that say what headline and standfirst say (`said`), the byline or times of publication."""
    return [
        block
        for place, block in enumerate(found)
        if block.key not in said
        and not (place < _TOP and (_is_signature(block.text, signed) or _is_head_time(block)))
    ]


def _is_head_time(block: Block) -> bool:
    """Whether a line near the headline tells when the article was published; a subhead may be a day in a chronicle."""
    return block.element.tag not in HEADINGS and is_time_line(block) and not is_note(block)


def _dateline(first: Block | None) -> tuple[str | None, str]:
    """The dateline of the first paragraph: what the page marks as one, else what its words tell."""
    if first is None:
        return None, ""
    marked = marked_dateline(first)
    return (marked, "first paragraph, marked") if marked else (dateline(first.text), "first paragraph")


def _is_signature(text: str, signed: tuple[str, ...]) -> bool:
    """Whether a line does nothing but name the authors."""
    named = dict.fromkeys(persons(text))
    return bool(named) and set(named) <= set(signed) and (is_byline(text) or key(text) == key("".join(named)))


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

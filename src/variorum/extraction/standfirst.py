"""Takes a page and its blocks, gives the standfirst: the lines under the headline that sum up the article."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.blocks import look
from variorum.extraction.dateline import dateline
from variorum.extraction.declarations import Claim
from variorum.extraction.plain import key, plain
from variorum.extraction.time_line import is_time_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from variorum.extraction.blocks import Block
    from variorum.extraction.headline import Headlines
    from variorum.extraction.page import Page

_META = ("og:description", "description", "twitter:description")
_LINKED = 0.5
# As a word of its own, or as part of one, in the class of the block or of the element around it.
_CLASS = re.compile(
    r"(?:^|[-_ ])(?:sub-?(?:title|headline|head|tit)s?|dek|deck|lede|lead|intro|preamble|preface|excerpt|vorspann|einleitung|chapo|"
    r"chapeau|entradilla|bajada|epigraph|ingress|manchet|summary|abstract|description)(?:$|[-_ ])"
    r"|standfirst|strapline|lead-?text|intro-?text|article-?(?:lead|intro|summary|desc)|headerdek|teaser-?text",
    re.IGNORECASE,
)
#: Names such as `articleLead` are words too.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_ITS_CLASS = re.compile(r"byline|author|caption|credit|date|time|meta(?:$|[-_ ])", re.IGNORECASE)
#: Where pages tell scripts what an element is.
_MARKS = ("class", "data-testid", "data-component", "data-manual", "data-qa")
_SHORTEST, _LONGEST = 20, 1_200
#: So many letters tell which text a description was cut from, and so many may stand before them: a dateline or a section.
_TELLING, _BEFORE = 60, 40
#: So many blocks that look alike are the body.
_MANY = 3
#: A second headline is hardly longer than the first, a standfirst is.
_LONGER = 1.5
_HEADINGS = frozenset({"h2", "h3", "h4"})
#: A standfirst that nothing but its place tells is a sentence of so many letters; where there is no text, it is searched in
#: so many blocks.
_SENTENCE, _NEAR = 60, 12
_ASKING = ("?", "？", "؟")
_FULL_STOP = re.compile(r"[.!?…。][\"'”’»“)]*$")


class Standfirst(NamedTuple):
    """A standfirst, where it was read, and the keys of the blocks that it is made of: these are no paragraphs."""

    value: str
    source: str
    keys: frozenset[str]


def standfirst(
    page: Page, titles: Headlines, opening: Sequence[Block], body: Sequence[Block]
) -> Standfirst | None:
    """The standfirst as readers see it; a description out of the metadata only where no block shows one.

    Those of the blocks that open the article are it that repeat a description or whose class says so, and the blocks of
    the body look otherwise; so is a paragraph in bold before the text, unless the text has more of them, and a sentence that stands alone between headline
    and text. Neighbours that look alike are one standfirst.
    """
    title = titles.chosen.value if titles.chosen else ""
    claims = [claim for claim in _claims(page, title) if _SHORTEST <= len(claim.value) <= _LONGEST]
    looks = Counter(_looks(block) for block in body)
    looks.subtract(_looks(block) for block in _further_lines(body))
    said = titles.keys
    likely = [
        group
        for group in _groups([block for block in opening if _could_be(block, looks, said)])
        if sum(len(block.text) for block in group) >= _SHORTEST and _leaves_text(group, body)
    ]
    if seen := _shown(likely, claims, opening, body):
        return seen
    told = "\n".join(block.key for block in body)
    unseen = (
        claim for claim in claims if not _is_cut(claim.value) and key(claim.value)[:_TELLING] not in told
    )
    return next((Standfirst(claim.value, claim.source, frozenset()) for claim in unseen), None)


def _shown(
    likely: Sequence[Sequence[Block]],
    claims: Sequence[Claim],
    opening: Sequence[Block],
    body: Sequence[Block],
) -> Standfirst | None:
    """The standfirst that blocks show."""
    for group in likely:
        letters = ["".join(block.key for block in group), *(block.key for block in group)]
        for value, source in claims:
            if any(_repeats(text, key(value)) for text in letters):
                alone = any(block in body for block in group) and not _CLASS.search(_marks(group[0], 2))
                told = [
                    block for block in group if block.key in key(value) or _repeats(block.key, key(value))
                ]
                seen = _standfirst(told if alone and told else group, f"dom, as in {source}")
                return seen._replace(value=_without_place(seen.value, value))
    # Behind the first block of the text nothing but what repeats a description can be it.
    found = {id(block) for group in likely for block in group}
    text = (place for place, block in enumerate(opening) if block in body and id(block) not in found)
    before = {id(block) for block in opening[: next(text, _NEAR)]}
    likely = [group for group in likely if id(group[0]) in before]
    for depth in (1, 2):
        for group in likely:
            if _CLASS.search(_marks(group[0], depth)):
                return _standfirst(group, "dom class")
    if len(body) > 1 and not body[1].is_bold:
        for group in likely:
            if group[0].is_bold and group[0] not in body[1:] and not _comes_again(group[0], body):
                return _standfirst(group[:1], "dom bold")
    for group in likely:
        if not any(block in body for block in group) and _is_sentence(group):
            return _standfirst(group, "dom, between headline and text")
    return None


def _comes_again(block: Block, body: Sequence[Block]) -> bool:
    """Whether lines of the text are as bold as a block and written alike: the questions of an interview are."""
    alike = sum(
        other.is_bold
        and other is not block
        and _looks(other) == _looks(block)
        and other.path[1] is block.path[1]
        for other in body
    )
    return alike >= (1 if block.text.endswith(_ASKING) else _MANY - 1)


def _standfirst(group: Sequence[Block], source: str) -> Standfirst:
    return Standfirst(
        " ".join(block.text for block in group), source, frozenset(block.key for block in group)
    )


def _groups(likely: Sequence[Block]) -> Iterator[list[Block]]:
    """Neighbours under one parent that are written alike, or lines of one element."""

    def place(block: Block) -> tuple[object, ...]:
        return block.path[1:2], look(block.element), block.is_bold

    return (list(group) for _, group in groupby(likely, key=place))


def _leaves_text(group: Sequence[Block], body: Sequence[Block]) -> bool:
    """Whether blocks are none of the text, or leave more of it than they hold themselves and are no report's beginning."""
    mine = {id(block) for block in group}
    if not any(id(block) in mine for block in body):
        return True
    rest = sum(len(block.text) for block in body if id(block) not in mine)
    return rest > sum(len(block.text) for block in group) and dateline(group[0].text) is None


def _further_lines(body: Sequence[Block]) -> Iterator[Block]:
    """The lines of a heading after its first: a heading of several lines is written once."""
    for before, block in pairwise(body):
        if block.element is before.element and block.element.tag in _HEADINGS:
            yield block


def _claims(page: Page, title: str) -> list[Claim]:
    alternatives = (
        Claim(plain(text), "json-ld alternativeHeadline") for text in page.stated.texts("alternativeHeadline")
    )
    return [
        *(Claim(plain(text), "json-ld description") for text in page.stated.texts("description")),
        *(Claim(plain(value), source) for value, source in page.declared.claims(*_META)),
        # Some outlets state their standfirst there, others a second headline, which is shorter, or the first with its kicker.
        *(
            claim
            for claim in alternatives
            if len(claim.value) > _LONGER * len(title) and not key(claim.value).endswith(key(title) or "?")
        ),
    ]


def _could_be(block: Block, looks: Counter[tuple[str, ...]], titles: Collection[str]) -> bool:
    """Whether a block is no headline, link, caption, time or byline and does not look like the body."""
    return (
        len(block.text) <= _LONGEST
        and block.linked < _LINKED
        and block.tags.isdisjoint({"h1", "figure", "figcaption", "nav"})
        and not _NOT_ITS_CLASS.search(_marks(block, 1 if _CLASS.search(_marks(block, 1)) else 2))
        and (looks[_looks(block)] < _MANY or block.is_bold)
        and not any(block.key.endswith(title) for title in titles)
        and not is_time_line(block)
    )


def _is_sentence(group: Sequence[Block]) -> bool:
    """Whether blocks are nothing but sentences."""
    return (
        sum(len(block.key) for block in group) >= _SENTENCE
        and all(_FULL_STOP.search(block.text) and not block.references for block in group)
        and group[0].tags.isdisjoint({"aside", "form", "li", "dl", "table", "footer"})
    )


def _marks(block: Block, depth: int) -> str:
    marks = " ".join((element.get(name) or "")[:300] for element in block.path[:depth] for name in _MARKS)
    return _CAMEL.sub("-", marks)


def _looks(block: Block) -> tuple[str, ...]:
    """How a block and its parent are written."""
    return tuple(map(look, block.path[:2]))


def _repeats(text: str, claim: str) -> bool:
    """Whether a text and a claim begin alike, but for a dateline or a section before either."""
    if text == claim:
        return True
    if len(claim) < _TELLING or len(text) < _TELLING:
        return False
    return 0 <= text.find(claim[:_TELLING]) <= _BEFORE or 0 <= claim.find(text[:_TELLING]) <= _BEFORE


def _without_place(text: str, claim: str) -> str:
    """A standfirst without the place that a dot sets off before it ("Neuss · ..."), where a description says the rest of it."""
    place, dot, rest = text.partition(" · ")
    return rest if dot and len(place) <= _BEFORE and key(rest) == key(claim) else text


def _is_cut(claim: str) -> bool:
    return claim.endswith(("…", "..."))

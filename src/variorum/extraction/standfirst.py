"""Takes a page and its blocks, gives the standfirst: the lines under the headline that sum up the article."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from variorum.extraction.blocks import look
from variorum.extraction.declarations import Claim
from variorum.extraction.plain import key, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.extraction.blocks import Block
    from variorum.extraction.page import Page

_META = ("og:description", "description", "twitter:description")
_LINKED = 0.5
# As a word of its own, or as part of one, in the class of the block or of the element around it.
_CLASS = re.compile(
    r"(?:^|[-_ ])(?:sub-?(?:title|headline|head|tit)s?|dek|deck|lede|lead|intro|preamble|preface|excerpt|vorspann|einleitung|chapo|"
    r"chapeau|entradilla|bajada|epigraph|ingress|manchet|summary|abstract|description)(?:$|[-_ ])"
    r"|standfirst|strapline|lead-?text|intro-?text|article-?(?:lead|intro|summary|desc)|headerdek",
    re.IGNORECASE,
)
_NOT_ITS_CLASS = re.compile(r"byline|author|caption|credit|date|time|meta(?:$|[-_ ])", re.IGNORECASE)
_SHORTEST, _LONGEST = 20, 1_200
#: So many letters tell which text a description was cut from.
_TELLING = 60
#: So many blocks that look alike are the body.
_MANY = 3
#: A second headline is hardly longer than the first, a standfirst is.
_LONGER = 1.5


def standfirst(
    page: Page, title: str | None, opening: Sequence[Block], body: Sequence[Block]
) -> Claim | None:
    """The standfirst as readers see it; a description out of the metadata only where no block shows one.

    One of the blocks that open the article is it when it repeats a description or its class says so, and the blocks of
    the body look otherwise; so is a paragraph in bold before the text.
    """
    claims = [claim for claim in _claims(page, title) if _SHORTEST <= len(claim.value) <= _LONGEST]
    looks = Counter(_looks(block) for block in body)
    likely = [block for block in opening if block.key != key(title or "") and _could_be(block, looks)]
    for block in likely:
        if source := next((source for value, source in claims if _repeats(block.key, key(value))), None):
            return Claim(block.text, f"dom, as in {source}")
    for block in likely:
        if _CLASS.search(_marks(block)):
            return Claim(block.text, "dom class")
    if len(body) > 1 and not body[1].is_bold:
        before = [block for block in likely if block.is_bold and block not in body[1:]]
        if before:
            return Claim(before[0].text, "dom bold")
    told = "\n".join(block.key for block in body)
    unseen = (
        claim for claim in claims if not _is_cut(claim.value) and key(claim.value)[:_TELLING] not in told
    )
    return next(unseen, None)


def _claims(page: Page, title: str | None) -> list[Claim]:
    alternatives = (
        Claim(plain(text), "json-ld alternativeHeadline") for text in page.stated.texts("alternativeHeadline")
    )
    return [
        *(Claim(plain(text), "json-ld description") for text in page.stated.texts("description")),
        *(Claim(plain(value), source) for value, source in page.declared.claims(*_META)),
        # Some outlets state their standfirst there, others a second headline, which is shorter.
        *(claim for claim in alternatives if len(claim.value) > _LONGER * len(title or "")),
    ]


def _could_be(block: Block, looks: Counter[tuple[str, ...]]) -> bool:
    """Whether a block is no link, caption or byline and does not look like the body."""
    return (
        _SHORTEST <= len(block.text) <= _LONGEST
        and block.linked < _LINKED
        and block.tags.isdisjoint({"h1", "figure", "figcaption", "nav"})
        and not _NOT_ITS_CLASS.search(_marks(block))
        and (looks[_looks(block)] < _MANY or block.is_bold)
    )


def _marks(block: Block) -> str:
    return " ".join((element.get("class") or "")[:300] for element in block.path[:2])


def _looks(block: Block) -> tuple[str, ...]:
    """How a block and its parent are written."""
    return tuple(map(look, block.path[:2]))


def _repeats(text: str, claim: str) -> bool:
    return text == claim or (len(claim) >= _TELLING and text.startswith(claim))


def _is_cut(claim: str) -> bool:
    return claim.endswith(("…", "..."))

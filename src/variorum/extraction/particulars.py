"""Takes a page, gives its language, section, lead image, corrections and whether it is free, as it declares them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.extraction.declarations import Claim
from variorum.extraction.json_ld import listed, texts
from variorum.extraction.plain import key, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from variorum.extraction.page import Page
    from variorum.model import Paragraph

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_SECTION = ("article:section", "itemprop articlesection", "parsely-section", "cxenseparse:section", "section")
_LONGEST_SECTION = 80
_FREE = {True: True, False: False, "true": True, "false": False}
_MOST_CORRECTIONS = 50


def language(page: Page) -> Claim | None:
    """The language tag (RFC 5646) of the article, in lower case: that of the root element, else JSON-LD, else meta.

    >>> from variorum.extraction.page import parsed
    >>> language(parsed('<html lang="de_AT"><p>Servus', "https://example.org/1"))
    Claim(value='de-at', source='html lang')
    """
    claims = [
        Claim(
            page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
            "html lang",
        ),
        *(Claim(text, "json-ld inLanguage") for text in page.stated.texts("inLanguage")),
        *page.declared.claims(
            "content-language",
            "language",
            "dc.language",
            "dcterms.language",
            "og:locale",
            "itemprop inlanguage",
        ),
    ]
    for value, source in claims:
        tag = value.strip().replace("_", "-").lower()
        if _LANGUAGE.fullmatch(tag):
            return Claim(tag, source)
    return None


def lead_image(page: Page) -> Claim | None:
    """The absolute address of the picture that stands for the article."""
    claims = [
        *page.declared.claims(
            "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"
        ),
        *(
            Claim(address, "json-ld image")
            for address in texts(page.stated.article.get("image"), "url", "contentUrl")
        ),
    ]
    for value, source in claims:
        if value and (found := page.address(value)):
            return Claim(found, source)
    return None


def section(page: Page) -> Claim | None:
    """The part of the outlet in which the article stands, such as "Politics": JSON-LD, else meta."""
    claims = [
        *(Claim(text, "json-ld articleSection") for text in page.stated.texts("articleSection")),
        *page.declared.claims(*_SECTION),
    ]
    named = (Claim(plain(value), source) for value, source in claims)
    return next((claim for claim in named if 0 < len(claim.value) <= _LONGEST_SECTION), None)


def free_to_read(page: Page) -> tuple[bool, str] | None:
    """Whether the page says of itself that it can be read without paying (`isAccessibleForFree`); `None` where it does not.

    >>> from variorum.extraction.page import parsed
    >>> said = '{"@type": "NewsArticle", "isAccessibleForFree": "False"}'
    >>> free_to_read(parsed(f'<script type="application/ld+json">{said}</script>', "https://example.org/1"))
    (False, 'json-ld isAccessibleForFree')
    """
    for value in listed(page.stated.article.get("isAccessibleForFree")):
        said = value.strip().rpartition("/")[2].lower() if isinstance(value, str) else value
        if isinstance(said, bool | str) and said in _FREE:
            return _FREE[said], "json-ld isAccessibleForFree"
    return None


def corrections(page: Page, paragraphs: Sequence[Paragraph]) -> tuple[tuple[str, ...], str] | None:
    """What JSON-LD states under `correction`, as text or as `CorrectionComment`, and the paragraphs do not say already."""
    told = "\n".join(key(paragraph.text) for paragraph in paragraphs)
    stated = map(plain, texts(page.stated.article.get("correction"), "text", "description", "name"))
    found = tuple(dict.fromkeys(text for text in stated if text and key(text) not in told))
    return (found[:_MOST_CORRECTIONS], "json-ld correction") if found else None

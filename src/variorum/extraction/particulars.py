"""Takes a page, gives its language, section, lead image, corrections and whether it is free, as it declares them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from variorum.extraction.declarations import Claim
from variorum.extraction.json_ld import texts
from variorum.extraction.plain import key, plain
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from variorum.extraction.page import Page
    from variorum.model import Paragraph

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_SECTION = ("article:section", "itemprop articlesection", "parsely-section", "cxenseparse:section", "section")
_LONGEST_SECTION = 80
#: What is said under `isAccessibleForFree`, and the tiers of `article:content_tier`; "metered" is neither.
_FREE = {
    **dict.fromkeys(("true", "yes", "1", "free"), True),
    **dict.fromkeys(("false", "no", "0", "locked"), False),
}
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
            Claim(address, f"json-ld {key}")
            for key in ("image", "thumbnailUrl")
            for address in _image_addresses(page.stated.values(key))
        ),
        *page.declared.claims("itemprop image"),
    ]
    for value, source in claims:
        if value and (found := page.address(value)):
            return Claim(found, source)
    return None


def _image_addresses(images: list[Any]) -> Iterator[str]:
    for image in images:
        if isinstance(image, dict):
            yield from texts([image.get("url"), image.get("contentUrl")], "@id")
        else:
            yield from texts(image)


def section(page: Page) -> Claim | None:
    """The part of the outlet in which the article stands, such as "Politics": JSON-LD, else meta."""
    claims = [
        *(
            Claim(text, "json-ld articleSection")
            for text in texts(page.stated.values("articleSection"), "name")
        ),
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
    stated = (*page.stated.values("isAccessibleForFree"), *_parts(page))
    claims: list[tuple[Any, str]] = [(value, "json-ld isAccessibleForFree") for value in stated]
    claims += page.declared.claims("itemprop isaccessibleforfree", "article:content_tier")
    for value, source in claims:
        if (is_free := _FREE.get(_word(value))) is not None:
            return is_free, source
    return None


def _parts(page: Page) -> Iterator[Any]:
    """What the parts of the article say: one that has to be paid for is the article's text."""
    for part in page.stated.values("hasPart"):
        if isinstance(part, dict) and _FREE.get(_word(part.get("isAccessibleForFree"))) is False:
            yield False


def _word(value: Any) -> str:
    """A truth value, number or text as one small word; of an address its last part."""
    return str(value).strip().rpartition("/")[2].lower() if isinstance(value, bool | int | str) else ""


def corrections(page: Page, paragraphs: Sequence[Paragraph]) -> tuple[tuple[str, ...], str] | None:
    """What JSON-LD states under `correction`, as text or as `CorrectionComment`, and the paragraphs do not say already."""
    comments = [*page.stated.values("correction"), *page.stated.speaking_of("CorrectionComment")]
    stated = [plain(text) for comment in comments for text in _said(comment)]
    if not stated:
        return None
    told = "\n".join(key(paragraph.text) for paragraph in paragraphs)
    found = tuple(
        dict.fromkeys(text for text in stated if text and key(text) not in told and not web_url(text))
    )
    return (found[:_MOST_CORRECTIONS], "json-ld correction") if found else None


def _said(comment: Any) -> list[str]:
    """What a correction says: itself, or the first of these that a comment has. Its headline may be no more than a label."""
    if not isinstance(comment, dict):
        return list(texts(comment))
    keys = ("text", "description", "headline", "name", "@value")
    return next((found for name in keys if (found := list(texts(comment.get(name), "@value")))), [])

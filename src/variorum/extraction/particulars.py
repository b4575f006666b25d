"""Takes a page, gives its canonical address, its language and its lead image as it declares them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from variorum.extraction.declarations import Claim
from variorum.extraction.json_ld import texts
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.extraction.page import Page

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_MOST_LINKS = 200


def canonical_url(page: Page) -> Claim | None:
    """The absolute address that the page calls its own: `link rel=canonical`, else og:url, else JSON-LD.

    A front page is no article's address.
    """
    for value, source in _addresses(page):
        found = page.address(value)
        if found and (url := web_url(found)) and (url.path.strip("/") or url.query_string):
            return Claim(found, source)
    return None


def _addresses(page: Page) -> Iterator[Claim]:
    for element in list(page.root.iter("link"))[:_MOST_LINKS]:
        if "canonical" in (element.get("rel") or "").lower().split():
            yield Claim(element.get("href") or "", "link canonical")
    yield from page.declared.claims("og:url", "twitter:url", "parsely-link")
    for address in page.stated.addresses():
        yield Claim(address, "json-ld url")


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

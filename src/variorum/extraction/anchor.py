"""Takes the tree of a page, gives the texts that trafilatura counts to its article: they tell where the article is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trafilatura import bare_extraction
from trafilatura.external import jt_stoplist_init
from trafilatura.settings import Document, Extractor

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# trafilatura reads the stop words of its last resort from files when it first needs them.
jt_stoplist_init()

#: Its steps are quadratic in the worst case; nearly all pages have less than a quarter of this.
_MOST_ELEMENTS = 20_000
#: Its last resorts take the square of the number of paragraphs, 10 s for 18,000: large pages are read without them.
_MOST_FOR_LAST_RESORTS = 8_000
#: The range of dates only concerns metadata, which is read elsewhere; named, it asks no clock.
_OPTIONS, _WITHOUT_LAST_RESORTS = (
    Extractor(output_format="python", comments=False, date_params={"max_date": "2100-01-01"}, fast=fast)
    for fast in (False, True)
)


def anchor_texts(root: HtmlElement) -> tuple[str, ...]:
    """The texts of the article's blocks as trafilatura sees them; empty when it finds none or the page is too large.

    They serve to recognise blocks and are never shown: trafilatura alters white space. `root` is not changed.
    """
    elements = sum(1 for _ in root.iter())
    if elements > _MOST_ELEMENTS:
        return ()
    options = _OPTIONS if elements <= _MOST_FOR_LAST_RESORTS else _WITHOUT_LAST_RESORTS
    try:
        document = bare_extraction(root, options=options)
    except Exception:  # noqa: BLE001 - whatever goes wrong in there, the page is read without it
        return ()
    return tuple(document.text.split("\n")) if isinstance(document, Document) and document.text else ()

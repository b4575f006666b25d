"""Takes a view of a page, gives whether it is a page of a video or of pictures rather than a text, and what tells that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.json_ld import texts
from variorum.extraction.plain import plain
from variorum.extraction.view import number_of_words
from variorum.model import ArticleKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from variorum.extraction.view import View

_GALLERIES = frozenset({"ImageGallery", "MediaGallery"})
#: What stands beside a video or among pictures is shorter; a longer text is one, whatever is shown with it.
_BESIDE_VIDEO, _BESIDE_PICTURES = 150, 200
#: A page that says only that it is an article, with a video on it.
_BRIEF = 60
_FEWEST_PICTURES, _FEWEST_UNDECLARED = 3, 6
_IN_ADDRESS = re.compile(r"/(?:videos?|watch|mediathek|clips?)(?:[/-]|$)", re.IGNORECASE)
_GALLERY_IN_ADDRESS = re.compile(
    r"(?:^|[/-])(?:galler(?:y|ies)|galer[ií]as?|galeries?|galerien?|bildergalerien?|fotostrecken?|diaporamas?|slideshows?|in-pictures|"
    r"photos?|fotos?|fotogaler[ií]as?|fotogalleri(?:e|a|en)?|photo-?essay|bilder|images)(?:[/-]|$)",
    re.IGNORECASE,
)


class Kind(NamedTuple):
    """What an article is and where that was read."""

    kind: ArticleKind
    source: str


def kind(view: View, captions: Sequence[str]) -> Kind | None:
    """The kind of a page that is no text; a live blog is told elsewhere."""
    return _video(view) or _gallery(view, captions)


def described(view: View) -> tuple[str, str] | None:
    """What JSON-LD or meta say of a video whose page shows no words."""
    for node in _nodes(view, "VideoObject"):
        for text in texts(node.get("description")):
            return plain(text), "json-ld VideoObject description"
    claims = view.page.declared.claims("og:description", "description")
    return next(((plain(claim.value), claim.source) for claim in claims), None)


def _nodes(view: View, *types: str) -> list[dict[str, Any]]:
    return [
        node
        for node in view.page.stated.nodes
        if any(text.rpartition("/")[2] in types for text in texts(node.get("@type")))
    ]


def _video(view: View) -> Kind | None:
    if view.words >= _BESIDE_VIDEO:
        return None
    declared = next(
        (claim for claim in view.page.declared.claims("og:type") if claim.value.startswith("video")), None
    )
    if declared is not None:
        return Kind(ArticleKind.VIDEO, f"{declared.source} {declared.value}")
    if not _nodes(view, "VideoObject"):
        return None
    if not view.page.stated.article:
        return Kind(ArticleKind.VIDEO, "json-ld VideoObject")
    if view.words < _BRIEF and _IN_ADDRESS.search(view.page.url):
        return Kind(ArticleKind.VIDEO, "json-ld VideoObject, address")
    return None


def _gallery(view: View, captions: Sequence[str]) -> Kind | None:
    # Where there is little else trafilatura takes captions for the text.
    under = frozenset(captions)
    beside = number_of_words(block.text for block in view.body if block.text not in under)
    if beside >= _BESIDE_PICTURES:
        return None
    if len(captions) >= _FEWEST_PICTURES:
        if _nodes(view, *_GALLERIES):
            return Kind(ArticleKind.GALLERY, "json-ld ImageGallery")
        if _GALLERY_IN_ADDRESS.search(view.page.url.partition("://")[2].partition("/")[2]):
            return Kind(ArticleKind.GALLERY, "address")
    told = number_of_words(captions)
    if len(captions) >= _FEWEST_UNDECLARED and told > beside:
        return Kind(ArticleKind.GALLERY, f"{len(captions)} captions")
    return None

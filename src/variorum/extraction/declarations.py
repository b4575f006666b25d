"""Takes the tree of a page, gives what its meta elements and micro-attributes declare, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

#: Pages with more declarations under one name than this are no better told by reading them all.
_MOST_PER_NAME = 50
_LONGEST = 10_000
#: The properties whose elements are read; others, such as `articleBody`, would only cost time.
_PROPERTIES = frozenset(
    {
        "author",
        "headline",
        "alternativeheadline",
        "description",
        "datepublished",
        "datemodified",
        "inlanguage",
        "articlesection",
        "isaccessibleforfree",
    }
)
_WITH_PROPERTIES = etree.XPath("descendant::*/@itemprop/..")


class Claim(NamedTuple):
    """A value as the page gives it and where it stands, such as `meta og:title`."""

    value: str
    source: str


class Declarations:
    """The contents of meta elements by `name`, `property` or `http-equiv`, and `itemprop` values, in page order."""

    def __init__(self) -> None:
        self._claims: dict[str, list[Claim]] = {}

    def add(self, name: str, value: str, source: str) -> None:
        """Adds a value under a name, which is kept in lower case."""
        found = self._claims.setdefault(name.lower(), [])
        if value and len(found) < _MOST_PER_NAME:
            found.append(Claim(value[:_LONGEST], source))

    def claims(self, *names: str) -> Iterator[Claim]:
        """The claims under the names, name by name."""
        for name in names:
            yield from self._claims.get(name, ())


def declarations(root: HtmlElement) -> Declarations:
    """What a page declares of itself. Values have single spaces and at most 10,000 characters.

    >>> from lxml.html import document_fromstring
    >>> page = document_fromstring('<meta property="og:title" content="Bridge  closed"><p itemprop="author">A. Lee</p>')
    >>> [*declarations(page).claims("og:title", "itemprop author")]
    [Claim(value='Bridge closed', source='meta og:title'), Claim(value='A. Lee', source='itemprop author')]
    """
    found = Declarations()
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for attribute in ("property", "name", "http-equiv", "itemprop"):
            for name in (element.get(attribute) or "").split()[:5]:
                key = f"itemprop {name}" if attribute == "itemprop" else name
                found.add(key, content, key.lower() if attribute == "itemprop" else f"meta {name.lower()}")
    for element in _WITH_PROPERTIES(root):
        names = _PROPERTIES.intersection(element.get("itemprop", "").lower().split())
        if names and element.tag != "meta":
            value = element.get("datetime") or element.get("content") or element.text_content()
            for name in sorted(names):
                found.add(f"itemprop {name}", " ".join(value[:_LONGEST].split()), f"itemprop {name}")
    return found

"""Takes elements as plain values, gives HTML or XML in which every text is harmless: printable, and escaped by lxml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from variorum.text.printable import printable
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# As RFC 5646 has it, loosely: what is no language tag at all is not claimed to be one.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


class Element(NamedTuple):
    """An element: its tag (`{namespace}name` in XML), its attributes and what it holds.

    A `line` ends with a line break, so that blocks stay apart where the tags are stripped.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...]
    line: bool = False

    def without(self, name: str) -> Element:
        """The same element without one of its attributes."""
        return self._replace(attributes=tuple(pair for pair in self.attributes if pair[0] != name))


#: What an element can hold; `None` and empty texts vanish.
Content = Element | str | None


def element(tag: str, *children: Content, **attributes: str | None) -> Element:
    """An element from its children and attributes; `class_` and `aria_label` stand for `class` and `aria-label`.

    Attributes that are `None` are left out, and so are children that are `None` or show nothing.

    >>> html(element("p", "a < b", element("ins", "c"), class_="added", id=None))
    '<p class="added">a &lt; b<ins>c</ins></p>'
    """
    kept = tuple(
        (name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items() if value is not None
    )
    return Element(tag, kept, tuple(child for child in children if child))


def block(tag: str, *children: Content, **attributes: str | None) -> Element:
    """An element as `element` makes it, followed by a line break."""
    return element(tag, *children, **attributes)._replace(line=True)


def html(tree: Element) -> str:
    """An element as a fragment of HTML."""
    return str(etree.tostring(_built(tree, {}), method="html", encoding="unicode", with_tail=False))


def xml(tree: Element, namespaces: Mapping[str | None, str]) -> bytes:
    """An element as an XML document in UTF-8, its namespaces bound to the prefixes given."""
    document: bytes = etree.tostring(
        _built(tree, namespaces), encoding="utf-8", xml_declaration=True, with_tail=False
    )
    return document


def web_link(url: str | None, *content: Content) -> Element:
    """A link to an address from the web, or only its content where the address is not http or https.

    >>> html(web_link("javascript:alert(1)", "a"))
    '<span>a</span>'
    """
    if url is None or web_url(printable(url)) is None:
        return element("span", *content)
    return element("a", *content, href=url, rel="nofollow noopener noreferrer")


def language_tag(language: str | None) -> str | None:
    """A language as an article states it, as an attribute may hold it; `None` where it is no language tag.

    >>> language_tag("en_GB"), language_tag("<b>"), language_tag(None)
    ('en-GB', None, None)
    """
    tag = (language or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _built(tree: Element, namespaces: Mapping[str | None, str]) -> Any:
    node = etree.Element(tree.tag, nsmap=dict(namespaces) or None)
    for name, value in tree.attributes:
        node.set(name, printable(value))
    last = None
    for child in tree.children:
        if isinstance(child, str):
            if last is None:
                node.text = (node.text or "") + printable(child)
            else:
                last.tail = (last.tail or "") + printable(child)
        else:
            last = _built(child, namespaces)
            node.append(last)
    if tree.line:
        node.tail = "\n"
    return node


def joined(parts: Iterable[Content], separator: str) -> tuple[Content, ...]:
    """Contents with a text between each two.

    >>> joined(["a", "b"], ", ")
    ('a', ', ', 'b')
    """
    return tuple(content for part in parts for content in (separator, part))[1:]

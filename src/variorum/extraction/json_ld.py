"""Takes the tree of a page, gives what its JSON-LD states of the article (schema.org NewsArticle and its kin)."""

from __future__ import annotations

import json
import re
from collections import deque
from html import unescape
from typing import TYPE_CHECKING, Any

from variorum.text.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_LARGEST_SCRIPT = 4_000_000
_MOST_SCRIPTS = 50
_MOST_NODES = 5_000
_DEEPEST = 12

_ARTICLE_TYPE = re.compile(r"(?:.*[/:#])?(?:\w*Article|\w*BlogPosting|SocialMediaPosting|Report|NewsItem)")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")


class Statements:
    """The nodes of all JSON-LD of a page, outermost first, and the one that speaks of the page's article."""

    def __init__(self, nodes: list[dict[str, Any]], url: str) -> None:
        self.nodes = nodes
        self._by_id = {
            node["@id"]: node
            for node in reversed(nodes)
            if isinstance(node.get("@id"), str) and len(node) > 1
        }
        kin = [node for node in nodes if is_article(node)]
        about = url_key(url)
        named = [node for node in kin if about in {url_key(address) for address in self._addresses(node)}]
        self.article: dict[str, Any] = next(
            iter(named), next((node for node in kin if node.get("headline")), kin[0] if kin else {})
        )
        self._twins = named[1:]

    def _addresses(self, node: dict[str, Any]) -> Iterator[str]:
        for key in ("mainEntityOfPage", "url", "@id"):
            yield from texts(node.get(key), "@id", "url")

    def addresses(self) -> Iterator[str]:
        """The addresses that the article states as its own."""
        return self._addresses(self.article)

    def texts(self, key: str) -> Iterator[str]:
        """The texts under a key of the article."""
        return texts(self.article.get(key))

    def values(self, key: str) -> list[Any]:
        """The values under a key of the article, else of another node that names the page's address; references are followed once.

        >>> graph = [{"@type": "Article", "image": {"@id": "#1"}}, {"@id": "#1", "url": "/bridge.jpg"}]
        >>> Statements(graph, "https://example.org/1").values("image")
        [{'@id': '#1', 'url': '/bridge.jpg'}]
        """
        given = next(
            (node[key] for node in (self.article, *self._twins) if node.get(key) not in (None, "", [])), None
        )
        return [self._followed(value) for value in listed(given)]

    def speaking_of(self, kind: str) -> list[dict[str, Any]]:
        """The nodes of a type that say by reference that they are about the article."""
        own = self.article.get("@id")
        return [
            node
            for node in self.nodes
            if own and kind in texts(node.get("@type")) and own in texts(node.get("about"), "@id")
        ]

    def _followed(self, value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"@id"}:
            return self._by_id.get(str(value["@id"]), value)
        return value

    def named(self, key: str) -> Iterator[tuple[str, str]]:
        """Type and name of those under a key of the article, such as `author`; references are followed once."""
        for value in listed(self.article.get(key)):
            if isinstance(value, str):
                yield "", value
            elif isinstance(value, dict):
                node = value if "name" in value else self._by_id.get(str(value.get("@id")), value)
                kind = next(texts(node.get("@type")), "")
                for name in texts(node.get("name")):
                    yield kind, name


def listed(value: Any) -> list[Any]:
    """A value of JSON-LD as a list: it may be given alone or among others, also as a list or set object."""
    if isinstance(value, dict) and len(value) == 1:
        value = value.get("@list", value.get("@set", value))
    return value[:_MOST_NODES] if isinstance(value, list) else [value]


def texts(value: Any, *keys: str) -> Iterator[str]:
    """The non-empty texts of a value: itself, those in its list, or those under `keys` of its nodes.

    >>> list(texts(["a", {"url": "b"}, 7, None], "url"))
    ['a', 'b']
    """
    for item in listed(value):
        if isinstance(item, str):
            if item.strip():
                yield item
        elif isinstance(item, dict):
            for key in (*keys, "@value"):
                yield from (text for text in listed(item.get(key)) if isinstance(text, str) and text.strip())


def is_article(node: dict[str, Any]) -> bool:
    """Whether a node is an article by its type."""
    return any(_ARTICLE_TYPE.fullmatch(kind[:200]) for kind in texts(node.get("@type")))


def statements(root: HtmlElement, url: str) -> Statements:
    """What the JSON-LD of a page states; broken scripts are mended if that is easy and skipped if not.

    At most 50 scripts of 4,000,000 characters, 5,000 nodes, 12 levels deep.
    """
    nodes: list[dict[str, Any]] = []
    scripts = [element for element in root.iter("script") if "ld+json" in (element.get("type") or "").lower()]
    waiting = deque((_parsed(element.text or ""), 0) for element in scripts[:_MOST_SCRIPTS])
    while waiting and len(nodes) < _MOST_NODES:
        value, depth = waiting.popleft()
        if isinstance(value, dict):
            nodes.append(value)
            inner = list(value.values())
        else:
            inner = value[:_MOST_NODES] if isinstance(value, list) else []
        if depth < _DEEPEST:
            waiting.extend((item, depth + 1) for item in inner if isinstance(item, dict | list))
    return Statements(nodes, url)


def _parsed(text: str) -> Any:
    """The value of a script, `None` when it cannot be read."""
    text = text[:_LARGEST_SCRIPT]
    bare = text.replace("<![CDATA[", "").replace("]]>", "")
    starts = [place for place in (bare.find("{"), bare.find("[")) if place >= 0]
    core = bare[min(starts, default=0) : max(bare.rfind("}"), bare.rfind("]")) + 1]
    for mended in (text, _TRAILING_COMMA.sub("", core), unescape(core)):
        try:
            return json.loads(mended, strict=False)
        except (ValueError, RecursionError):
            continue
    return None

"""Takes a CSS selector, gives what finds its elements in a tree: the part of CSS that rules need, as one XPath expression."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

LONGEST = 500
_MOST_FOUND = 20_000
_NAME = r"-?[A-Za-z_\u00a0-\U0010ffff][\w\u00a0-\U0010ffff-]*"
_TOKENS = re.compile(
    rf"""(?P<blank>\s+)
    |(?P<type>\*|[A-Za-z][A-Za-z0-9-]*)
    |\#(?P<id>[\w\u00a0-\U0010ffff-]+)
    |\.(?P<class>{_NAME})
    |\[\s*(?P<attribute>[\w:-]+)\s*(?:(?P<operator>[~|^$*]?=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w-]+))\s*)?\]
    |:(?P<pseudo>[a-z-]+)(?P<open>\()?
    |(?P<number>\d+)
    |(?P<close>\))
    |(?P<combinator>[>+~,])""",
    re.VERBOSE,
)
_PLACES = {
    "first-child": "not(preceding-sibling::*)",
    "last-child": "not(following-sibling::*)",
    "only-child": "not(preceding-sibling::*) and not(following-sibling::*)",
    "empty": "not(node())",
}
_STEPS = {
    " ": "//*",
    ">": "/*",
    "+": "/following-sibling::*[1]",
    "~": "/following-sibling::*",
}


class SelectorError(ValueError):
    """A selector that cannot be understood, with the reason and the place."""


class _Token(NamedTuple):
    kind: str
    match: re.Match[str]

    @property
    def text(self) -> str:
        return self.match[self.kind] or ""


def selected(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """The elements that a selector finds, in the order of the page, at most 20,000. Raises SelectorError.

    >>> from lxml.html import document_fromstring
    >>> page = document_fromstring('<div class="a text"><p>1</p><p id=x>2</p></div><p>3</p>')
    >>> [element.text for element in selected(page, "div.text > p:not(#x), div + p")]
    ['1', '3']
    """
    found: list[Any] = compiled(selector)(root)
    return found[:_MOST_FOUND]


@lru_cache(maxsize=2_000)
def compiled(selector: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """What finds a selector's elements. Raises SelectorError."""
    if len(selector) > LONGEST:
        raise SelectorError(f"the selector is longer than {LONGEST} characters")
    path: Callable[[HtmlElement], list[HtmlElement]] = etree.XPath(xpath(selector))
    return path


def xpath(selector: str) -> str:
    """The XPath 1.0 expression of a selector: types, `#id`, `.class`, `[attribute]` with `= ~= |= ^= $= *=`, the combinators
    blank `> + ~`, lists with commas, and `:not() :first-child :last-child :only-child :nth-child(3) :empty`.

    >>> xpath("p")
    'descendant::*[self::p]'
    """  # noqa: D205 - one sentence on two lines
    return _Selector(selector).group()


class _Selector:
    """Reads a selector from left to right."""

    def __init__(self, selector: str) -> None:
        self._selector = selector
        self._tokens = _tokens(selector.strip())
        self._at = 0

    def group(self) -> str:
        paths = [self._path()]
        while self._take("combinator", ","):
            self._blanks()
            paths.append(self._path())
        if self._at < len(self._tokens):
            raise self._error("is not expected here")
        return " | ".join(paths)

    def _path(self) -> str:
        path = f"descendant::*{self._compound()}"
        while (step := self._combinator()) is not None:
            path += f"{_STEPS[step]}{self._compound()}"
        return path

    def _combinator(self) -> str | None:
        blank = self._blanks()
        token = self._peek()
        if token is None or token.kind == "close" or (token.kind == "combinator" and token.text == ","):
            return None
        if token.kind == "combinator":
            self._at += 1
            self._blanks()
            return token.text
        if not blank:
            raise self._error("is not expected here")
        return " "

    def _compound(self) -> str:
        tests: list[str] = []
        while (token := self._peek()) is not None and token.kind in {
            "type",
            "id",
            "class",
            "attribute",
            "pseudo",
        }:
            if token.kind == "type" and tests:
                raise self._error("stands behind what it must stand before")
            self._at += 1
            tests.append(self._test(token))
        if not tests:
            raise self._error("stands where an element should be named")
        return "".join(f"[{test}]" for test in tests if test)

    def _test(self, token: _Token) -> str:
        if token.kind == "type":
            return "" if token.text == "*" else f"self::{token.text.lower()}"
        if token.kind == "id":
            return f"@id = {_quoted(token.text)}"
        if token.kind == "class":
            return _has_word("@class", token.text)
        if token.kind == "attribute":
            return _attribute(token.match)
        return self._pseudo(token)

    def _pseudo(self, token: _Token) -> str:
        name = token.text
        if token.match["open"] is None:
            if name not in _PLACES:
                raise SelectorError(
                    f":{name} is not known; there are: :{', :'.join(_PLACES)}, :nth-child(), :not()"
                )
            return _PLACES[name]
        if name == "not":
            inner = self._compound()
            test = f"not(self::*{inner})"
        elif name == "nth-child" and (number := self._peek()) is not None and number.kind == "number":
            self._at += 1
            test = f"count(preceding-sibling::*) = {int(number.text[:6]) - 1}"
        else:
            raise SelectorError(
                f":{name}() is not known; there are :not() of one element and :nth-child() of a number"
            )
        if not self._take("close", ")"):
            raise self._error(f"stands where :{name}( should be closed")
        return test

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, kind: str, text: str) -> bool:
        token = self._peek()
        if token is None or token.kind != kind or token.text != text:
            return False
        self._at += 1
        return True

    def _blanks(self) -> bool:
        token = self._peek()
        if token is None or token.kind != "blank":
            return False
        self._at += 1
        return True

    def _error(self, why: str) -> SelectorError:
        token = self._peek()
        if token is None:
            return SelectorError(f"the selector {self._selector!r} ends too early")
        return SelectorError(f"in the selector {self._selector!r}, {token.match[0]!r} {why}")


def _tokens(selector: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(selector):
        match = _TOKENS.match(selector, at)
        if match is None:
            raise SelectorError(f"in the selector {selector!r}, {selector[at : at + 12]!r} is not understood")
        kind = next(kind for kind in match.groupdict() if match[kind] is not None)
        tokens.append(_Token(kind, match))
        at = match.end()
    return tokens


def _quoted(text: str) -> str:
    """A text as XPath 1.0 writes it, which knows no escapes."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    raise SelectorError("a value may hold single or double quotation marks, not both")


def _has_word(attribute: str, word: str) -> str:
    return f"contains(concat(' ', normalize-space({attribute}), ' '), {_quoted(f' {word} ')})"


def _attribute(match: re.Match[str]) -> str:
    name, operator = f"@*[name() = {_quoted(match['attribute'].lower())}]", match["operator"]
    if operator is None:
        return name
    value = next((match[kind] for kind in ("double", "single", "bare") if match[kind] is not None), "")
    if operator == "=":
        return f"{name} = {_quoted(value)}"
    if not value:
        return "false()"
    length = f"string-length({name})"
    return {
        "~=": _has_word(name, value),
        "|=": f"{name} = {_quoted(value)} or starts-with({name}, {_quoted(value + '-')})",
        "^=": f"starts-with({name}, {_quoted(value)})",
        "$=": f"substring({name}, {length} - {len(value) - 1}) = {_quoted(value)}",
        "*=": f"contains({name}, {_quoted(value)})",
    }[operator]

"""Takes a page and outlet rules, gives what the rule for it says of its text and its fields."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from variorum.extraction.authors import persons
from variorum.extraction.body import Body
from variorum.extraction.dates import Told, told_by
from variorum.extraction.declarations import Claim
from variorum.extraction.furniture import stands_in
from variorum.extraction.moments import stamp, written_day
from variorum.extraction.selectors import compiled, selected
from variorum.extraction.word_lists import BLOCK_ELEMENTS
from variorum.model.reading import Reason
from variorum.text.urls import web_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from variorum.extraction.blocks import Block
    from variorum.extraction.page import Page
    from variorum.model import OutletRule

_MOST = 500
_LONGEST = 10_000
_LINKED_LINE, _LONGEST_LINK = 0.8, 200


def check(rules: Sequence[OutletRule]) -> None:
    """Raises SelectorError where a rule that was made by hand holds a selector that is none."""
    for rule in rules:
        for selector in (*rule.body, *rule.keep, *rule.drop, *(one.selector for one in rule.fields)):
            compiled(selector)


def ruled(page: Page, *groups: Sequence[OutletRule]) -> Ruled:
    """What the rule for a page says: of those for its address the newest that finds anything there, else none.

    A group of rules, such as those of the user, goes before the next. The elements that a rule drops are taken from the tree
    of the page.
    """
    address = web_url(page.url)
    if address is None:
        return Ruled(page, None)
    host = address.host or ""
    fitting: list[OutletRule] = []
    for group in groups:
        # The longest path is the most particular, the latest day the newest.
        fitting += sorted(
            (rule for rule in group if rule.speaks_of(host, address.path)),
            key=lambda rule: (len(rule.path), rule.valid_from or date.min),
            reverse=True,
        )
    found = next((rule for rule in fitting if _finds(page.root, rule)), None)
    if found is not None:
        for element in _all(page.root, found.drop):
            if element.getparent() is not None and element.tag != "body":
                element.drop_tree()
    return Ruled(page, found)


class Ruled(NamedTuple):
    """A page and the rule by which it is read, if there is one."""

    page: Page
    rule: OutletRule | None

    def text(self, field: str) -> Claim | None:
        """The first text that the rule finds for a field, and where."""
        return next(self._claims(field), None)

    def captions(self) -> list[str]:
        """The captions that the rule finds, each once."""
        return list(dict.fromkeys(claim.value for claim in self._claims("captions")))

    def names(self) -> tuple[tuple[str, ...], str] | None:
        """The persons that the rule finds as authors, and where."""
        claims = list(self._claims("authors"))
        found = tuple(dict.fromkeys(name for claim in claims for name in persons(claim.value)))
        return (found, claims[0].source) if found else None

    def moment(self, field: str) -> Told | None:
        """The first moment that the rule finds for a field, written for machines or with a day for readers."""
        for value, source in self._claims(field):
            if told := stamp(value):
                return told_by(told, source)
            if moment := written_day(value):
                return Told(moment, f"{source}, day only")
        return None

    def address(self, field: str) -> Claim | None:
        """The first web address that the rule finds for a field, absolute."""
        for value, source in self._claims(field):
            if found := self.page.address(value):
                return Claim(found, source)
        return None

    def body(self, blocks: Sequence[Block]) -> Body | None:
        """What stands in the elements that the rule names as the text, furniture left out; `None` where it names none."""
        if self.rule is None or not self.rule.body:
            return None
        held = _holders(_all(self.page.root, self.rule.body))
        told = [block for block in blocks if _tells(block, held)]
        return Body(told, {}, dict.fromkeys(told, Reason.OUTLET))

    def with_kept(self, blocks: Sequence[Block], found: Body) -> Body:
        """A body and what the rule keeps besides, in the order of the page."""
        kept = _holders(_all(self.page.root, self.rule.keep)) if self.rule is not None else set()
        if not kept:
            return found
        read = frozenset(found.blocks)
        added = [block for block in blocks if block not in read and not kept.isdisjoint(block.path)]
        whole = read.union(added)
        return found._replace(
            blocks=[block for block in blocks if block in whole],
            reasons=found.reasons | dict.fromkeys(added, Reason.OUTLET),
        )

    @property
    def source(self) -> str:
        """What is told of where the text was found."""
        return f"rule {self.rule.name}" if self.rule else ""

    def _claims(self, field: str) -> Iterator[Claim]:
        for one in self.rule.fields if self.rule else ():
            if one.field != field:
                continue
            for element in selected(self.page.root, one.selector)[:_MOST]:
                text = element.get(one.attribute) if one.attribute else element.text_content()
                value = " ".join((text or "")[:_LONGEST].split())
                if value:
                    yield Claim(value, f"{self.source}: {one.selector}")


def _all(root: HtmlElement, selectors: Sequence[str]) -> list[HtmlElement]:
    return [element for selector in selectors for element in selected(root, selector)]


def _finds(root: HtmlElement, rule: OutletRule) -> bool:
    """Whether a rule fits a page: it finds the text, or, where it names none, anything else that it names."""
    if rule.body:
        return any(element.text_content().strip() for element in _all(root, rule.body))
    named = (*rule.keep, *rule.drop, *(one.selector for one in rule.fields))
    return any(selected(root, selector) for selector in named)


def _holders(elements: Sequence[HtmlElement]) -> set[HtmlElement]:
    """The elements of blocks: of an element that runs along in the line, the block that it stands in."""
    return {
        next(
            (
                one
                for one in (element, *element.iterancestors())
                if one.tag in BLOCK_ELEMENTS or one.tag == "body"
            ),
            element,
        )
        for element in elements
    }


def _tells(block: Block, held: set[HtmlElement]) -> bool:
    """Whether a block in an element that holds the text is part of it."""
    if held.isdisjoint(block.path) or (block.linked > _LINKED_LINE and len(block.text) < _LONGEST_LINK):
        return False
    return stands_in(block.path, held)

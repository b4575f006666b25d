"""Takes the text of a file of outlet rules (TOML), gives its rules, or every mistake in it in words."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from variorum.extraction.selectors import SelectorError, compiled
from variorum.model import Failure, FailureKind, OutletRule, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: What a rule may tell the place of, beside the text.
FIELDS = (
    "headline",
    "standfirst",
    "authors",
    "dateline",
    "published",
    "modified",
    "captions",
    "lead_image",
)
_KEYS = ("outlet", "hosts", "rule")
_RULE_KEYS = (
    "valid_from",
    "valid_until",
    "path",
    "body",
    "keep",
    "drop",
    "fields",
    "ignored_parameters",
    "one_site",
)
_SELECTION_KEYS = ("select", "attribute")
_LISTS = ("body", "keep", "drop")
_HOST = re.compile(r"(?!-)[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?")
_ATTRIBUTE = re.compile(r"[A-Za-z_][\w:.-]*")
_PARAMETER = re.compile(r"[^\s&=?#*]+\*?")
_LARGEST = 1_000_000
_MOST = 100


class RuleFile(NamedTuple):
    """The rules of a file, none where it has mistakes; each mistake names the file, the rule and the key."""

    rules: tuple[OutletRule, ...]
    mistakes: tuple[Failure, ...] = ()


def outlet_rules(text: str, where: str) -> RuleFile:
    r"""The rules in the text of a file; `where` is its name, for what is told of its mistakes. Never raises.

    >>> outlet_rules('outlet = "Courier"\nhosts = ["courier.example"]\n[[rule]]\nbody = "div.text"', "c.toml").rules[0].body
    ('div.text',)
    >>> outlet_rules('outlet = "Courier"\nhosts = ["courier.example"]\n[[rule]]\nbdy = "p"', "c.toml").mistakes[0].sentence
    "c.toml, rule 1: there is no key 'bdy'; there are: valid_from, valid_until, path, body, keep, drop, fields, ignored_parameters, one_site"
    """
    reader = _Reader(where)
    rules: tuple[OutletRule, ...] = ()
    if len(text) > _LARGEST:
        reader.miss("", f"it is longer than {_LARGEST:,} characters")
    else:
        try:
            rules = reader.rules(tomllib.loads(text))
        except ValueError as error:
            reader.miss("", f"this is no TOML: {error}")
        except RecursionError:
            reader.miss("", "this is no TOML that can be read: it is nested too deep")
    return RuleFile((), tuple(reader.mistakes)) if reader.mistakes else RuleFile(rules)


class _Reader:
    """Reads a document and collects what is wrong with it, so that a user learns of all of it at once."""

    def __init__(self, where: str) -> None:
        self._where = where
        self.mistakes: list[Failure] = []

    def miss(self, place: str, told: str) -> None:
        """Notes a mistake."""
        subject = f"{self._where}, {place}" if place else self._where
        self.mistakes.append(Failure(FailureKind.MALFORMED, subject, told))

    def rules(self, document: Mapping[str, Any]) -> tuple[OutletRule, ...]:
        """The rules of a document, as far as they can be read."""
        self._known(document, _KEYS, "")
        outlet = document.get("outlet")
        if not isinstance(outlet, str) or not outlet.strip():
            self.miss("", 'outlet is missing: the name of the outlet, such as "Harbour Courier"')
        hosts = self._hosts(document.get("hosts"))
        tables = document.get("rule")
        if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
            self.miss("", "there is no rule: each begins with a line [[rule]]")
            return ()
        if len(tables) > _MOST:
            self.miss("", f"there are more than {_MOST} rules")
        found = tuple(
            self._rule(table, f"rule {number}", str(outlet), hosts)
            for number, table in enumerate(tables[:_MOST], 1)
        )
        self._apart(found)
        return found

    def _hosts(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            self.miss("", 'hosts is missing: a list of domains, such as ["courier.example"]')
            return ()
        for host in value:
            if not isinstance(host, str) or not _HOST.fullmatch(host):
                self.miss(
                    "",
                    f'hosts: {host!r} is no domain; write it like "courier.example", without http:// and path',
                )
        return tuple(str(host).lower() for host in value)

    def _rule(self, table: Mapping[str, Any], place: str, outlet: str, hosts: tuple[str, ...]) -> OutletRule:
        self._known(table, _RULE_KEYS, place)
        since, until = (self._day(table, name, place) for name in ("valid_from", "valid_until"))
        if since and until and since >= until:
            self.miss(place, f"valid_until ({until}) is not after valid_from ({since})")
        path = table.get("path", "/")
        if not isinstance(path, str) or not path.startswith("/"):
            self.miss(
                place, f'path is what the path of an address begins with, such as "/news/", not {path!r}'
            )
            path = "/"
        body, keep, drop = (
            tuple(self._selectors(table.get(name, []), f"{place}, {name}")) for name in _LISTS
        )
        fields = tuple(self._fields(table.get("fields", {}), place))
        ignored = self._parameters(table.get("ignored_parameters", []), place)
        one_site = table.get("one_site", False)
        if not isinstance(one_site, bool):
            self.miss(place, f"one_site is true or false, not {one_site!r}")
        if not any(table.get(name) for name in (*_LISTS, "fields", "ignored_parameters", "one_site")):
            self.miss(place, "it says nothing: give body, keep, drop, fields, ignored_parameters or one_site")
        return OutletRule(
            outlet, hosts, path, since, until, body, keep, drop, fields, ignored, one_site is True
        )

    def _parameters(self, value: Any, place: str) -> tuple[str, ...]:
        if isinstance(value, list) and all(
            isinstance(one, str) and _PARAMETER.fullmatch(one) for one in value
        ):
            return tuple(one.lower() for one in value)
        self.miss(
            place, f'ignored_parameters is a list of names in a query, such as ["ref", "pos*"], not {value!r}'
        )
        return ()

    def _day(self, table: Mapping[str, Any], name: str, place: str) -> date | None:
        value = table.get(name)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.miss(place, f"{name} is a day without quotes, such as 2026-05-04, not {value!r}")
        return None

    def _selectors(self, value: Any, place: str) -> Iterator[str]:
        for selector in value if isinstance(value, list) else [value]:
            if not isinstance(selector, str):
                self.miss(place, f"a CSS selector in quotes is wanted, or a list of them, not {selector!r}")
            elif self._is_selector(selector, place):
                yield selector

    def _is_selector(self, selector: str, place: str) -> bool:
        try:
            compiled(selector)
        except SelectorError as error:
            self.miss(place, str(error))
            return False
        return True

    def _fields(self, table: Any, place: str) -> Iterator[Selection]:
        if not isinstance(table, dict):
            self.miss(place, "fields is a table: it begins with a line [rule.fields]")
            return
        self._known(table, FIELDS, f"{place}, fields")
        for name in FIELDS:
            value = table.get(name, [])
            for one in value if isinstance(value, list) else [value]:
                yield from self._selection(name, one, f"{place}, fields.{name}")

    def _selection(self, name: str, value: Any, place: str) -> Iterator[Selection]:
        if isinstance(value, dict):
            self._known(value, _SELECTION_KEYS, place)
            selector, attribute = value.get("select"), value.get("attribute")
        else:
            selector, attribute = value, None
        if not isinstance(selector, str):
            told = '"h1.title"' if attribute is None else f'{{ select = "h1", attribute = "{attribute}" }}'
            self.miss(place, f"a CSS selector is wanted, such as {told}, not {value!r}")
        elif attribute is not None and not (isinstance(attribute, str) and _ATTRIBUTE.fullmatch(attribute)):
            self.miss(place, f'attribute is the name of one, such as "datetime", not {attribute!r}')
        elif self._is_selector(selector, place):
            yield Selection(name, selector, attribute.lower() if attribute else None)

    def _known(self, table: Mapping[str, Any], keys: Sequence[str], place: str) -> None:
        for key in table:
            if key not in keys:
                self.miss(place, f"there is no key {key!r}; there are: {', '.join(keys)}")

    def _apart(self, rules: Sequence[OutletRule]) -> None:
        """No two rules for the same pages hold on one day: which of them is meant?"""
        for number, rule in enumerate(rules, 1):
            for earlier, other in enumerate(rules[: number - 1], 1):
                if rule.path == other.path and _overlap(rule, other):
                    told = f"it holds on the same days as rule {earlier}; end one with valid_until, begin the other with valid_from"
                    self.miss(f"rule {number}", told)


def _overlap(one: OutletRule, other: OutletRule) -> bool:
    first, last = date.min, date.max
    return (one.valid_from or first) < (other.valid_until or last) and (other.valid_from or first) < (
        one.valid_until or last
    )


def _bundled() -> Iterator[OutletRule]:
    folder = files("variorum.extraction").joinpath("outlets")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            found = outlet_rules(entry.read_text("utf-8"), entry.name)
            if found.mistakes:
                raise ValueError(found.mistakes[0].sentence)
            yield from found.rules


#: The rules that come with Variorum.
BUNDLED = tuple(_bundled())

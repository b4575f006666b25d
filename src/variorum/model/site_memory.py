"""Takes what pages of a site had in common and how each article was read, gives values that remember it, and their documents.

A *slot* is how a block of text is written: the names and cleaned classes of the block and of the two elements around it. A
*mark* is a short hash of a line's letters: it tells whether a line is the same, and not what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

#: What `json.loads` gives for an object.
Document = dict[str, Any]

#: A change of what a mark or a slot is makes a new format.
FORMAT: Final = 1
#: What is kept at most: older or rarer entries make room.
MOST_SITES, MOST_RULES, MOST_ADDRESSES = 1_000, 300, 1_000
MOST_SLOTS, MOST_LINES = 400, 3_000


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """How one version of an article was read, so that the next can be read the same way.

    `slots` and `homes` hold its text: those of its blocks, and those of the elements that the blocks stand in. `kept` and
    `left` are marks of the lines that were taken, in their order, and of those near them that were not, `captions` of those in
    captions, `said` of those among the text that a field said already (a standfirst, a byline), `stated` of such lines near it.
    `letters` is how many letters and digits the text had, `extractor` which version of the reader made the rule.

    >>> ReadingRule(("div text > p",), ("article > div text",), ("3f",), (), (), 120, "3").letters
    120
    """

    slots: tuple[str, ...]
    homes: tuple[str, ...]
    kept: tuple[str, ...]
    left: tuple[str, ...]
    captions: tuple[str, ...]
    letters: int
    extractor: str
    said: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotCount:
    """On how many pages of a site the blocks of a slot were taken for the article's text, and on how many not."""

    slot: str
    taken: int
    left: int


@dataclass(frozen=True, slots=True)
class LineCount:
    """On how many pages of a site a line stands in one slot; its mark is of both."""

    mark: str
    pages: int


@dataclass(frozen=True, slots=True)
class Site:
    """What is known of one registered domain: its pages' slots and lines, and the rule of each article.

    `addresses` are the keys of the pages that were counted; `rules` pairs of such a key and a rule, the newest last. `version` is
    the number that an archive gave it, 0 where none did.
    """

    domain: str
    addresses: tuple[str, ...] = ()
    slots: tuple[SlotCount, ...] = ()
    lines: tuple[LineCount, ...] = ()
    rules: tuple[tuple[str, ReadingRule], ...] = ()
    version: int = 0

    @property
    def pages(self) -> int:
        """How many pages were counted."""
        return len(self.addresses)

    def rule(self, address: str) -> ReadingRule | None:
        """The rule of the article under the key of an address."""
        return next((rule for known, rule in self.rules if known == address), None)

    def with_rule(self, address: str, rule: ReadingRule) -> Site:
        """The site with a rule for an address in place of an earlier one."""
        others = tuple(pair for pair in self.rules if pair[0] != address)
        return replace(self, rules=(*others, (address, rule))[-MOST_RULES:])


@dataclass(frozen=True, slots=True)
class MemoryRecord:
    """A version of what an archive remembers of a domain: its number, when it was made, and from how many pages."""

    domain: str
    version: int
    learnt_at: datetime
    pages: int


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """What earlier captures taught about sites, one `Site` for each registered domain; a value that is never changed.

    >>> memory = SiteMemory().with_site(Site("example.org", addresses=("example.org/1",)))
    >>> memory.site("example.org").pages, memory.site("example.com").pages
    (1, 0)
    """

    sites: tuple[Site, ...] = ()

    def site(self, domain: str) -> Site:
        """What is known of a domain, an empty `Site` where nothing is."""
        return next((site for site in self.sites if site.domain == domain), Site(domain))

    def only(self, domain: str) -> SiteMemory:
        """The memory of one domain alone, as an archive stores it."""
        return SiteMemory(tuple(site for site in self.sites if site.domain == domain))

    def without_rules(self) -> SiteMemory:
        """The memory of slots and lines alone: with it, a page is read as if it were its article's first."""
        return SiteMemory(tuple(replace(site, rules=()) for site in self.sites))

    def with_site(self, site: Site) -> SiteMemory:
        """The memory with a site in place of what was known of its domain."""
        others = tuple(one for one in self.sites if one.domain != site.domain)
        return SiteMemory((*others, site)[-MOST_SITES:])


def site_memory_document(memory: SiteMemory) -> Document:
    """A memory as a JSON-able document; `site_memory_from_document` reads it back exactly."""
    return {
        "format": FORMAT,
        "sites": [
            {
                "domain": site.domain,
                "addresses": list(site.addresses),
                "slots": [[count.slot, count.taken, count.left] for count in site.slots],
                "lines": [[count.mark, count.pages] for count in site.lines],
                "rules": [[address, reading_rule_document(rule)] for address, rule in site.rules],
                "version": site.version,
            }
            for site in memory.sites
        ],
    }


def site_memory_from_document(document: Any) -> SiteMemory:
    """The memory of a document. Raises ValueError for another format or what `site_memory_document` never writes."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError("this is no document of a site's memory in a format that is known")
    try:
        return SiteMemory(tuple(_site(row) for row in document["sites"]))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"this is no document of a site's memory: {error!r}") from error


def reading_rule_document(rule: ReadingRule) -> Document:
    """A rule as a JSON-able document; `reading_rule_from_document` reads it back exactly.

    >>> rule = ReadingRule(("p",), ("div",), ("3f",), (), (), 120, "3")
    >>> reading_rule_from_document(reading_rule_document(rule)) == rule
    True
    """
    return {
        "slots": list(rule.slots),
        "homes": list(rule.homes),
        "kept": list(rule.kept),
        "left": list(rule.left),
        "captions": list(rule.captions),
        "letters": rule.letters,
        "extractor": rule.extractor,
        "said": list(rule.said),
        "stated": list(rule.stated),
    }


def reading_rule_from_document(document: Document) -> ReadingRule:
    """The rule of a document. Raises ValueError for what `reading_rule_document` never writes."""
    try:
        return ReadingRule(
            slots=_texts(document["slots"]),
            homes=_texts(document["homes"]),
            kept=_texts(document["kept"]),
            left=_texts(document["left"]),
            captions=_texts(document["captions"]),
            letters=_count(document["letters"]),
            extractor=_text(document["extractor"]),
            # Rules of earlier versions do not tell these.
            said=_texts(document.get("said", ())),
            stated=_texts(document.get("stated", ())),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"this is no document of a reading rule: {error!r}") from error


def _site(row: Document) -> Site:
    return Site(
        domain=_text(row["domain"]),
        addresses=_texts(row["addresses"]),
        slots=tuple(
            SlotCount(_text(slot), _count(taken), _count(left)) for slot, taken, left in row["slots"]
        ),
        lines=tuple(LineCount(_text(mark), _count(pages)) for mark, pages in row["lines"]),
        rules=tuple((_text(address), reading_rule_from_document(rule)) for address, rule in row["rules"]),
        version=_count(row.get("version", 0)),
    )


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise ValueError("a list of texts is wanted, not one")  # noqa: TRY004 - callers know ValueError
    return tuple(_text(value) for value in values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")  # noqa: TRY004 - callers know ValueError
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{value!r} is no count")
    return value

"""Takes a change with its revision, gives the entry that tells it in feeds and mail, under an id that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from variorum.publication.feeds import FeedEntry
from variorum.publication.fragments import ignored_details
from variorum.publication.ignored import moment_text
from variorum.publication.layout import layout
from variorum.publication.listing import list_view
from variorum.publication.markup import block, element, html, joined, web_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variorum.model import Change, Revision
    from variorum.publication.markup import Element

#: Who mints the tags (RFC 4151, section 2.1): a name that is reserved and so can never become somebody else's.
AUTHORITY = "variorum.example,2026"


@dataclass(frozen=True, slots=True)
class EntryAddresses:
    """The absolute addresses that an entry leads to: our pages on the change, and the outlet's own page."""

    comparison: str | None = None
    before: str | None = None
    after: str | None = None
    history: str | None = None
    original: str | None = None


def revision_tag(before_version: str, after_version: str) -> str:
    """The permanent id of the entry of a revision, from the ids of its two versions (RFC 4151).

    >>> revision_tag("a" * 16, "b" * 16)
    'tag:variorum.example,2026:revision/aaaaaaaaaaaaaaaa..bbbbbbbbbbbbbbbb'
    """
    return f"tag:{AUTHORITY}:revision/{before_version}..{after_version}"


def event_tag(event_id: str) -> str:
    """The permanent id of the entry of an event (RFC 4151).

    >>> event_tag("c" * 16)
    'tag:variorum.example,2026:event/cccccccccccccccc'
    """
    return f"tag:{AUTHORITY}:event/{event_id}"


def change_tag(change: Change) -> str:
    """The permanent id of the entry of a change."""
    if change.before_version and change.after_version:  # an event has neither
        return revision_tag(change.before_version, change.after_version)
    return event_tag(change.id)


def change_entry(change: Change, revision: Revision | None, addresses: EntryAddresses) -> FeedEntry:
    """The entry of a change: its title is the sentence, its page the comparison, or the article's history for an event."""
    return FeedEntry(
        id=change_tag(change),
        title=change.sentence,
        url=addresses.comparison or addresses.history or change.url,
        published=change.made_at,
        content_html=entry_content(change, revision, addresses),
        source=change.source,
        categories=change.classes,
    )


def entry_content(change: Change, revision: Revision | None, addresses: EntryAddresses) -> str:
    """What an entry holds, as HTML: source and headline, the changes as a list, and links to all pages concerned.

    Without a revision, as for an event, the sentence stands in the place of the list.
    """
    parts: list[Element | None] = [block("p", *joined(_heading(change), ": "))]
    if revision is None:
        parts.append(block("p", change.sentence))
    else:
        parts += list_view(revision, layout(revision), anchors=False)
        parts.append(ignored_details(revision))
    if change.claimed:
        parts.append(block("p", "The address is the page’s own claim."))
    links = list(_links(change, addresses))
    parts.append(block("p", *joined(links, " · ")) if links else None)
    return html(element("div", *parts))


def _heading(change: Change) -> Iterator[Element]:
    for text in (change.source, change.headline):
        if text:
            yield element("bdi", text)


def _links(change: Change, addresses: EntryAddresses) -> Iterator[Element]:
    before = f" of {moment_text(change.captured_before)}" if change.captured_before else " before"
    for label, address in (
        ("Comparison", addresses.comparison),
        (f"Version{before}", addresses.before),
        (f"Version of {moment_text(change.captured_after)}", addresses.after),
        ("History", addresses.history),
        ("Original", addresses.original),
    ):
        if address:
            yield web_link(address, label)

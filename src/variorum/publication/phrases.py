"""Takes runs, signs and words of our own, gives the elements that every view of a comparison is made of."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from variorum.publication.marks import Run, RunKind
from variorum.publication.markup import Content, Element, element, language_tag, web_link
from variorum.publication.passages import PassageKind
from variorum.text.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from variorum.model import FieldChange, Hyperlink, Revision
    from variorum.publication.passages import Passage

#: The signs of the gutter, for eyes that tell no colours apart.
SIGNS = {
    PassageKind.DELETED: "−",
    PassageKind.ADDED: "+",
    PassageKind.MOVED: "↕",
    PassageKind.REWORDED: "±",
}
#: What is told of lines that all stand on both sides.
REORDERED = "the same in another order"
_OPENING_WORDS = 6
_OPENING_LETTERS = 60


def ours(tag: str, *content: Content, **attributes: str | None) -> Element:
    """An element in our own words amid an article's: English, whatever the language and direction around it."""
    return element(tag, *content, lang="en", dir="ltr", **attributes)


def hidden(words: str) -> Element:
    """Words that only a screen reader tells."""
    return ours("span", words, class_="visually-hidden")


def sign(kind: PassageKind) -> Element:
    """The sign in the gutter, which screen readers pass over."""
    return element("span", SIGNS[kind], class_="sign", aria_hidden="true")


def language(revision: Revision) -> str | None:
    """The language of the articles, as the newer one states it."""
    return language_tag(revision.after.language) or language_tag(revision.before.language)


def anchor(number: int) -> str | None:
    """The id of a change within its page; `None` for what is no change."""
    return f"change-{number}" if number else None


def field_kind(change: FieldChange) -> PassageKind:
    """What became of a field."""
    if not change.changed:
        return PassageKind.KEPT
    if not change.before:
        return PassageKind.ADDED
    return PassageKind.REWORDED if change.after else PassageKind.DELETED


def passage_class(passage: Passage) -> str:
    """The classes of a passage: one that moved can be reworded as well."""
    both = passage.kind is PassageKind.MOVED and passage.reworded
    return f"passage {passage.kind}" + (" reworded" if both else "")


def marked(runs: Iterable[Run]) -> Iterator[Content]:
    """Runs with `<ins>` and `<del>`, each of which says what it is to who cannot see it."""
    after_deletion = False
    for run in runs:
        if run.kind is RunKind.DELETED and printable(run.text):
            yield element("del", hidden("deleted: "), run.text)
        elif run.kind is RunKind.ADDED and printable(run.text).strip():
            # Blanks around new words belong to the text around them, which a mark would only smear.
            words = run.text.strip()
            before, after = run.text.split(words, 1)
            mark = element("ins", hidden(" added: " if after_deletion else "added: "), words)
            yield from (before, mark, after)
        elif run.kind is RunKind.TYPOGRAPHY and run.text.strip():
            yield element("span", run.text, class_="typography")
        else:
            yield run.text
        after_deletion = run.kind is RunKind.DELETED


def bracketed(runs: Iterable[Run]) -> Iterator[Content]:
    """Runs with `<ins>` and `<del>` between brackets, so that the marks outlive the loss of every tag and style."""
    pending: Run | None = None
    for run in (*runs, Run(RunKind.KEPT, "")):
        if pending is not None:
            replaced = run.kind is RunKind.ADDED
            yield from _bracket(pending.text, run.text if replaced else "")
            pending = None
            if replaced:
                continue
        if run.kind is RunKind.DELETED:
            pending = run
        elif run.kind is RunKind.ADDED:
            yield from _bracket("", run.text)
        else:
            yield run.text


def _bracket(deleted: str, added: str) -> Iterator[Content]:
    """One change between brackets, the blanks around it outside."""
    longest = added or deleted
    was, became = one_line(deleted), one_line(added)
    yield " " if longest[:1].isspace() else None
    if was and became:
        yield from ("[", element("del", was), " → ", element("ins", became), "]")
    elif was:
        yield from (ours("span", "[deleted: "), element("del", was), "]")
    elif became:
        yield from (ours("span", "[added: "), element("ins", became), "]")
    yield " " if longest[-1:].isspace() else None


def changed_links(revision: Revision) -> tuple[list[Hyperlink], list[Hyperlink]]:
    """The links that were removed and those that were added; both are empty where only their order changed."""
    before, after = Counter(revision.before.links), Counter(revision.after.links)
    return list((before - after).elements()), list((after - before).elements())


def changed_link(tag: Literal["del", "ins"], link: Hyperlink) -> Element:
    """A link of an article that was removed or added."""
    return element(tag, hidden("deleted: " if tag == "del" else "added: "), *hyperlink(link))


def hyperlink(link: Hyperlink) -> tuple[Content, ...]:
    """A link of an article: its words, leading where they led, and its address."""
    return (web_link(link.url, link.text or link.url), f" {link.url}")


def opening(text: str) -> str:
    """The first words of a text.

    >>> opening("It rained all night long in the valley of the mill.")
    'It rained all night long in …'
    """
    words = one_line(text).split()
    start = " ".join(words[:_OPENING_WORDS])
    cut = start[:_OPENING_LETTERS]
    return f"{cut} …" if len(words) > _OPENING_WORDS or cut != start else start

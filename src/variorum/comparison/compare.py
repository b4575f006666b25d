"""Takes two articles, gives the revision: every sentence beside its counterpart, and what the change means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from variorum.comparison.fields import field_changes
from variorum.comparison.findings import findings
from variorum.comparison.language import FURNITURE, NOTICES
from variorum.comparison.marks import edits
from variorum.comparison.moves import moved
from variorum.comparison.sentence import sentence
from variorum.comparison.zones import zones
from variorum.model import (
    Article,
    Counterpart,
    EditKind,
    Link,
    Paragraph,
    Revision,
    Sentence,
    Times,
)
from variorum.text.align import align
from variorum.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Names the rules of comparison; stored with every revision, which is never compared anew behind a reader's back.
COMPARER = "1"

_REPORT = (None,)
_NO_TIMES = Times()


def compare(before: Article, after: Article, *, times: Times | None = None) -> Revision:
    """Compares two articles. Pure and deterministic; neither side is altered.

    `times` tells when the sides were seen and the article published, as far as known.

    >>> old = Article("Mill burns", paragraphs=(Paragraph("At least 14 people died."), Paragraph("Police came.")))
    >>> new = Article("Mill burns", paragraphs=(Paragraph("At least 41 people died."), Paragraph("Police came.")))
    >>> compare(old, new).sentence
    'People died 14 → 41; no correction notice.'
    """
    old, new = _sentences(before), _sentences(after)
    old_texts = [before.paragraphs[s.paragraph].text[s.start : s.end] for s in old]
    new_texts = [after.paragraphs[s.paragraph].text[s.start : s.end] for s in new]
    old_zones, new_zones = zones(before, old), zones(after, new)
    links = _links(old_texts, new_texts, old_zones, new_zones)
    has_moved = _moves(links, old_texts, new_texts)
    linked_old = {i for link in links for i in link.old}
    linked_new = {j for link in links for j in link.new}
    revision = Revision(
        before=before,
        after=after,
        fields=field_changes(before, after),
        old=old,
        new=new,
        links=tuple(
            Counterpart(
                link,
                is_moved,
                edits("".join(old_texts[i] for i in link.old), "".join(new_texts[j] for j in link.new)),
            )
            for link, is_moved in zip(links, has_moved, strict=True)
        ),
        added=tuple(j for j in range(len(new)) if j not in linked_new),
        deleted=tuple(i for i in range(len(old)) if i not in linked_old),
        findings=(),
        sentence="",
        times=times or _NO_TIMES,
    )
    revision = replace(revision, findings=findings(revision, old_zones, new_zones))
    return replace(revision, sentence=sentence(revision))


def _links(
    old: list[str], new: list[str], old_zones: Sequence[object], new_zones: Sequence[object]
) -> tuple[Link, ...]:
    """Links within the report, within the notices and within the furniture: none is the counterpart of another."""
    links: list[Link] = []
    for group in (_REPORT, NOTICES, FURNITURE):
        mine = [i for i, zone in enumerate(old_zones) if zone in group]
        theirs = [j for j, zone in enumerate(new_zones) if zone in group]
        if mine and theirs:
            links += (
                Link(tuple(mine[i] for i in link.old), tuple(theirs[j] for j in link.new))
                for link in align([old[i] for i in mine], [new[j] for j in theirs])
            )
    return tuple(sorted(links))


def _moves(links: Sequence[Link], old: list[str], new: list[str]) -> Sequence[bool]:
    """Whether each link moved; where two orders are kept equally well, the same one whichever side is the old one."""
    weights = [
        float(sum(len(old[i]) for i in link.old) + sum(len(new[j]) for j in link.new)) for link in links
    ]
    if (len(old), old) <= (len(new), new):
        return moved(links, weights)
    order = sorted(range(len(links)), key=lambda number: links[number].new)
    mirrored = moved(
        [Link(links[number].new, links[number].old) for number in order],
        [weights[number] for number in order],
    )
    has_moved = dict(zip(order, mirrored, strict=True))
    return [has_moved[number] for number in range(len(links))]


def _sentences(article: Article) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(number, start, end)
        for number, paragraph in enumerate(article.paragraphs)
        for start, end in sentence_spans(paragraph.text)
    )


def apply(revision: Revision, article: Article) -> Article:
    """Carries a revision out on its old side and gives its new side, letter by letter.

    What the revision calls kept is taken from `article`, everything else from the revision: so that a mark that was
    missed would show. Raises ValueError when `article` is not the revision's old side.

    >>> old, new = Article(paragraphs=(Paragraph("It is so."),)), Article(paragraphs=(Paragraph("It’s so."),))
    >>> apply(compare(old, new), old) == new
    True
    """
    if article != revision.before:
        raise ValueError("this revision speaks of another article")
    texts = {j: revision.new_text(j) for j in revision.added}
    for counterpart in revision.links:
        texts.update(_carried_over(revision, counterpart, article))
    paragraphs = [""] * len(revision.after.paragraphs)
    for j, (paragraph, _, _) in enumerate(revision.new):
        paragraphs[paragraph] += texts[j]
    kept = {change.name for change in revision.fields if change.kind is EditKind.KEPT}
    source = {True: article, False: revision.after}
    return Article(
        headline=source["headline" in kept].headline,
        standfirst=source["standfirst" in kept].standfirst,
        authors=source["byline" in kept].authors,
        dateline=source["dateline" in kept].dateline,
        published=source["published" in kept].published,
        modified=source["modified" in kept].modified,
        language=source["language" in kept].language,
        canonical_url=source["canonical_url" in kept].canonical_url,
        lead_image=source["lead_image" in kept].lead_image,
        links=source["links" in kept].links,
        captions=source["captions" in kept].captions,
        paragraphs=tuple(
            Paragraph(text, old.kind) for text, old in zip(paragraphs, revision.after.paragraphs, strict=True)
        ),
        field_sources=revision.after.field_sources,
        kind=revision.after.kind,
        entries=revision.after.entries,
        doubts=revision.after.doubts,
    )


def _carried_over(revision: Revision, counterpart: Counterpart, article: Article) -> dict[int, str]:
    """The new sentences of a link, made from the old ones by its edits."""
    old = ""
    for i in counterpart.link.old:
        paragraph, start, end = revision.old[i]
        old += article.paragraphs[paragraph].text[start:end]
    new = "".join(revision.new_text(j) for j in counterpart.link.new)
    made = "".join(
        old[edit.old_start : edit.old_end]
        if edit.kind is EditKind.KEPT
        else new[edit.new_start : edit.new_end]
        for edit in counterpart.edits
    )
    texts, at = {}, 0
    for j in counterpart.link.new:
        _, start, end = revision.new[j]
        texts[j] = made[at : at + end - start]
        at += end - start
    return texts

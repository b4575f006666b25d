"""Takes articles and revisions, gives JSON-able documents and compact records of them, and reads both back exactly.

Two forms. A *document* names every field and is for people's programs and for the archive (docs/reference/json.md). A
*record* is how the archive keeps a revision beside its two articles: without their texts, in lists whose places have
a meaning. Format 1 of a record:

| key | value |
|---|---|
| `format` | 1 |
| `fields` | `[name, kind, edits]` each, with `before, after` behind where `field_text` of the articles gives others |
| `old`, `new` | for each paragraph the lengths of its sentences |
| `links` | `[old, new, moved, edits]` each: two lists of indexes, 0 or 1, edits |
| `added`, `deleted` | lists of indexes |
| `findings` | `[class, weight, sentence, before, after, subject, evidence]` each, with an object of `details` behind where there are any; a `before` or `after` that an evidence quotes is that evidence's index |
| `sentence` | the revision's sentence |
| `times` | `[published, before, after]`, ISO 8601 or null |

`kind` is 0 kept, 1 typography, 2 changed. Edits are one flat list of `kind, old length, new length`, since they cover
both sides without a gap. Evidence is `[side, field, start, end, sentence]`, side 0 old, 1 new, with the quote behind where the
place does not give it. Lengths and positions count code points.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from variorum.model.article import (
    Article,
    ArticleKind,
    Entry,
    FieldSource,
    Hyperlink,
    Paragraph,
    ParagraphKind,
    Sign,
)
from variorum.model.beside import Beside, Embed, Table
from variorum.model.finding import Evidence, Finding, FindingClass, Side
from variorum.model.revision import (
    Counterpart,
    Edit,
    EditKind,
    FieldChange,
    Link,
    Revision,
    Sentence,
    Times,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: What `json.loads` gives for an object.
Document = dict[str, Any]

#: A change of `field_text`, or of what a place in a record means, makes a new format.
FORMAT = 1

#: Fields of an article that are the same in its document.
_AS_THEY_ARE = (
    *("headline_json_ld", "headline_og_title", "headline_h1", "published_zone", "modified_zone"),
    *("section", "language_detected", "free_to_read"),
)
_KINDS = (EditKind.KEPT, EditKind.TYPOGRAPHY, EditKind.CHANGED)
_SIDES = (Side.OLD, Side.NEW)


def time_text(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC with a `Z`, to the microsecond where it has any. Raises ValueError without a zone.

    >>> time_text(datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    '2026-03-01T09:30:00Z'
    """
    if moment.tzinfo is None:
        raise ValueError(f"the time {moment} has no zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def time_from_text(text: str) -> datetime:
    """The moment that `time_text` wrote, aware UTC. Raises ValueError for anything else.

    >>> time_from_text("2026-03-01T09:30:00Z").tzinfo
    datetime.timezone.utc
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"the time {text} has no zone")
    return moment.astimezone(UTC)


def field_text(article: Article, name: str) -> str | None:
    """A field of an article as one text, several captions, links, embeds, notes or rows of tables one a line; `None` where the page gives none.

    Names are those of `Article`, with `byline` for the authors; `None` for any other name too.

    >>> field_text(Article(authors=("A. Blau", "C. Roth")), "byline"), field_text(Article(), "captions")
    ('A. Blau, C. Roth', None)
    """
    value: str | datetime | None = None
    match name:
        case "headline" | "standfirst" | "dateline" | "published" | "modified":
            value = getattr(article, name)
        case "headline_json_ld" | "headline_og_title" | "headline_h1" | "section":
            value = getattr(article, name)
        case "houses" if article.houses:
            value = ", ".join(article.houses)
        case "corrections" if article.corrections:
            value = "\n".join(article.corrections)
        case "language" | "canonical_url" | "lead_image":
            value = getattr(article, name)
        case "byline" if article.authors:
            value = article.byline
        case "captions" if article.captions:
            value = "\n".join(article.captions)
        case "links" if article.links:
            value = "\n".join(f"{link.text} <{link.url}>" for link in article.links)
        case "tables" if article.tables:
            value = "\n".join(line for table in article.tables for line in table.lines)
        case "embeds" if article.embeds:
            value = "\n".join(embed.line for embed in article.embeds)
        case "author_notes" if article.author_notes:
            value = "\n".join(article.author_notes)
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def article_document(article: Article) -> Document:
    """An article as a JSON-able document of all its fields; `article_from_document` reads it back exactly.

    >>> article_document(Article("Mill burns", paragraphs=(Paragraph("Police came."),)))["paragraphs"]
    [{'kind': 'paragraph', 'text': 'Police came.'}]
    """
    return {
        "headline": article.headline,
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "dateline": article.dateline,
        "published": _time(article.published),
        "modified": _time(article.modified),
        "language": article.language,
        "canonical_url": article.canonical_url,
        "lead_image": article.lead_image,
        "links": [{"text": link.text, "url": link.url} for link in article.links],
        "captions": list(article.captions),
        "paragraphs": [
            {"kind": str(paragraph.kind), "text": paragraph.text} for paragraph in article.paragraphs
        ],
        **{name: getattr(article, name) for name in _AS_THEY_ARE},
        "houses": list(article.houses),
        "corrections": list(article.corrections),
        "field_sources": [{"field": found.field, "source": found.source} for found in article.field_sources],
        "kind": str(article.kind),
        "entries": [
            {"start": entry.start, "end": entry.end, "at": _time(entry.at), "heading": entry.heading}
            for entry in article.entries
        ],
        "doubts": [{"seen": sign.seen, "where": sign.where} for sign in article.doubts],
        **_beside_document(article.beside),
    }


def article_from_document(document: Document) -> Article:
    """The article of a document. A missing field is as empty as in `Article()`; unknown ones are passed over.

    Raises ValueError where a field is not what `article_document` writes.
    """
    try:
        return Article(
            headline=document.get("headline"),
            standfirst=document.get("standfirst"),
            authors=tuple(document.get("authors", ())),
            dateline=document.get("dateline"),
            published=_moment(document.get("published")),
            modified=_moment(document.get("modified")),
            language=document.get("language"),
            canonical_url=document.get("canonical_url"),
            lead_image=document.get("lead_image"),
            links=tuple(Hyperlink(link["text"], link["url"]) for link in document.get("links", ())),
            captions=tuple(document.get("captions", ())),
            paragraphs=tuple(
                Paragraph(paragraph["text"], ParagraphKind(paragraph["kind"]))
                for paragraph in document.get("paragraphs", ())
            ),
            **{name: document.get(name) for name in _AS_THEY_ARE},
            houses=tuple(document.get("houses", ())),
            corrections=tuple(document.get("corrections", ())),
            field_sources=tuple(
                FieldSource(found["field"], found["source"]) for found in document.get("field_sources", ())
            ),
            kind=ArticleKind(document.get("kind", ArticleKind.TEXT)),
            entries=tuple(
                Entry(entry["start"], entry["end"], _moment(entry["at"]), entry["heading"])
                for entry in document.get("entries", ())
            ),
            doubts=tuple(Sign(sign["seen"], sign["where"]) for sign in document.get("doubts", ())),
            beside=_beside(document),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"this is no document of an article: {error!r}") from error


def _beside_document(beside: Beside | None) -> Document:
    """The zones beside the paragraphs, each null where they were not read."""
    if beside is None:
        return {"tables": None, "embeds": None, "author_notes": None}
    return {
        "tables": [
            {"caption": table.caption, "rows": [list(row) for row in table.rows]} for table in beside.tables
        ],
        "embeds": [{"text": embed.text, "url": embed.url} for embed in beside.embeds],
        "author_notes": list(beside.author_notes),
    }


def _beside(document: Document) -> Beside | None:
    if document.get("tables") is None:
        return None
    return Beside(
        tuple(Table(tuple(map(tuple, table["rows"])), table["caption"]) for table in document["tables"]),
        tuple(Embed(embed["text"], embed["url"]) for embed in document["embeds"]),
        tuple(document["author_notes"]),
    )


def revision_record(revision: Revision) -> Document:
    """A revision as the archive keeps it, without the texts of its two articles (see the head of this module).

    Raises ValueError for a revision that the record would not give back exactly, such as one whose edits leave a gap.
    """
    record: Document = {
        "format": FORMAT,
        "fields": [_field_record(revision, change) for change in revision.fields],
        "old": _lengths(revision.old, len(revision.before.paragraphs)),
        "new": _lengths(revision.new, len(revision.after.paragraphs)),
        "links": [
            [list(pair.link.old), list(pair.link.new), int(pair.moved), _edits_record(pair.edits)]
            for pair in revision.links
        ],
        "added": list(revision.added),
        "deleted": list(revision.deleted),
        "findings": [_finding_record(revision, finding) for finding in revision.findings],
        "sentence": revision.sentence,
        "times": [_time(revision.times.published), _time(revision.times.before), _time(revision.times.after)],
    }
    if revision_from_record(record, revision.before, revision.after) != revision:
        raise ValueError("this revision breaks the laws of its model: its record would not give it back")
    return record


def revision_from_record(record: Document, before: Article, after: Article) -> Revision:
    """The revision of a record, with the two articles that it was made of.

    Raises ValueError for a record of another format or other articles.
    """
    if record.get("format") != FORMAT:
        raise ValueError(f"this record of a revision has the unknown format {record.get('format')!r}")
    try:
        revision = Revision(
            before=before,
            after=after,
            fields=tuple(_field(before, after, row) for row in record["fields"]),
            old=tuple(_sentences(record["old"], before)),
            new=tuple(_sentences(record["new"], after)),
            links=tuple(
                Counterpart(Link(tuple(old), tuple(new)), bool(moved), tuple(_edits(lengths)))
                for old, new, moved, lengths in record["links"]
            ),
            added=tuple(record["added"]),
            deleted=tuple(record["deleted"]),
            findings=(),
            sentence=record["sentence"],
            times=Times(*(_moment(text) for text in record["times"])),
        )
        return replace(revision, findings=tuple(_finding(revision, row) for row in record["findings"]))
    except (IndexError, KeyError, TypeError) as error:
        raise ValueError(f"this is no record of a revision of these articles: {error!r}") from error


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else time_text(moment)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else time_from_text(text)


def _field_record(revision: Revision, change: FieldChange) -> list[Any]:
    row = [change.name, _KINDS.index(change.kind), _edits_record(change.edits)]
    given = (field_text(revision.before, change.name), field_text(revision.after, change.name))
    return row if given == (change.before, change.after) else [*row, change.before, change.after]


def _field(before: Article, after: Article, row: list[Any]) -> FieldChange:
    name, kind, lengths, *texts = row
    was, became = texts or (field_text(before, name), field_text(after, name))
    return FieldChange(name, was, became, _KINDS[kind], tuple(_edits(lengths)))


def _lengths(sentences: Sequence[Sentence], paragraphs: int) -> list[list[int]]:
    lengths: list[list[int]] = [[] for _ in range(paragraphs)]
    for sentence in sentences:
        lengths[sentence.paragraph].append(sentence.end - sentence.start)
    return lengths


def _sentences(lengths: Sequence[Sequence[int]], article: Article) -> Iterator[Sentence]:
    if [sum(of_paragraph) for of_paragraph in lengths] != [len(p.text) for p in article.paragraphs]:
        raise ValueError("this record speaks of other articles, or its sentences leave a gap")
    for paragraph, of_paragraph in enumerate(lengths):
        start = 0
        for length in of_paragraph:
            yield Sentence(paragraph, start, start + length)
            start += length


def _edits_record(edits: Iterable[Edit]) -> list[int]:
    return [
        number
        for edit in edits
        for number in (
            _KINDS.index(edit.kind),
            edit.old_end - edit.old_start,
            edit.new_end - edit.new_start,
        )
    ]


def _edits(lengths: Sequence[int]) -> Iterator[Edit]:
    old = new = 0
    for at in range(0, len(lengths), 3):
        kind, old_length, new_length = lengths[at : at + 3]
        yield Edit(_KINDS[kind], old, old + old_length, new, new + new_length)
        old, new = old + old_length, new + new_length


def _finding_record(revision: Revision, finding: Finding) -> list[Any]:
    quotes = [evidence.quote for evidence in finding.evidence]
    before, after = (
        quotes.index(value) if value in quotes else value for value in (finding.before, finding.after)
    )
    evidence = [_evidence_record(revision, found) for found in finding.evidence]
    row = [str(finding.kind), finding.weight, finding.sentence, before, after, finding.subject, evidence]
    return [*row, dict(finding.details)] if finding.details else row


def _finding(revision: Revision, row: list[Any]) -> Finding:
    kind, weight, sentence, before, after, subject, rows, *details = row
    evidence = tuple(_evidence(revision, found) for found in rows)
    was, became = (evidence[value].quote if isinstance(value, int) else value for value in (before, after))
    named = tuple(details[0].items()) if details else ()
    return Finding(FindingClass(kind), weight, sentence, was, became, subject, evidence, named)


def _evidence_record(revision: Revision, found: Evidence) -> list[Any]:
    row = [_SIDES.index(found.side), found.field, found.start, found.end, found.sentence]
    return row if _quoted(revision, found) == found.quote else [*row, found.quote]


def _evidence(revision: Revision, row: list[Any]) -> Evidence:
    side, field, start, end, sentence, *quote = row
    found = Evidence(_SIDES[side], field, start, end, "", sentence)
    return replace(found, quote=quote[0] if quote else _quoted(revision, found))


def _quoted(revision: Revision, found: Evidence) -> str:
    """What the place of an evidence says: a quotation may run on over sentences, within the paragraph."""
    old = found.side is Side.OLD
    if found.sentence is not None:
        article, sentences = (revision.before, revision.old) if old else (revision.after, revision.new)
        if not 0 <= found.sentence < len(sentences):
            return ""
        paragraph, start, _ = sentences[found.sentence]
        return article.paragraphs[paragraph].text[start:][found.start : found.end]
    change = next((change for change in revision.fields if change.name == found.field), None)
    text = None if change is None else change.before if old else change.after
    return (text or "")[found.start : found.end]

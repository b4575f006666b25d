"""Revisions and events: what changed, as it is listed and as it was compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    and_,
    bindparam,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from variorum.archive import blobs, chain, schema, searching
from variorum.archive.packing import plain_document
from variorum.archive.prepared import Prepared
from variorum.archive.statements import (
    EVENT,
    REVISION,
    VERSION,
    Subject,
    event_said,
    revision_said,
    statement,
)
from variorum.archive.versions import is_first, stands_before, version
from variorum.model import Change, ChangeKind, Event, EventKind, Revision, Uncompared, Version
from variorum.model.documents import revision_from_record, revision_record
from variorum.model.identity import revision_id as id_of_revision

if TYPE_CHECKING:
    from datetime import datetime

    from variorum.archive.port import ChangeQuery

_revision, _event, _version = schema.revision, schema.event, schema.version
_article, _source, _capture = schema.article, schema.source, schema.capture
_blob, _chain = schema.blob, schema.chain
#: So many links of an older archive are made searchable in one transaction.
REST_AT_ONCE = 500
_RECORD = Prepared(
    select(_blob.c.number, _blob.c.hash, _blob.c.depth)
    .join(_revision, _revision.c.record == _blob.c.number)
    .where(
        _revision.c.article_id == bindparam("article_id"),
        _revision.c.captured_after <= bindparam("captured_after", type_=schema.Instant),
    )
    .order_by(_revision.c.captured_after.desc(), _revision.c.id)
    .limit(1)
)


_THERE = Prepared(select(exists().where(_revision.c.id == bindparam("id"))))
_KEEP = Prepared(_revision.insert().values({column.name: bindparam(column.name) for column in _revision.c}))


def _reaches_over(side: str) -> ColumnElement[bool]:
    """Whether a version, the one `before` or `after`, stands between the two of a revision."""
    place = bindparam(f"{side}_at", type_=schema.Instant), bindparam(f"{side}_id", type_=schema.Key)
    first = (_revision.c.captured_before, _revision.c.before_version)
    last = (_revision.c.captured_after, _revision.c.after_version)
    until = or_(stands_before(last, place), _revision.c.after_version == place[1])
    return and_(stands_before(first, place), ~until)


_SUPERSEDE = Prepared(
    _revision.update()
    .where(
        _revision.c.article_id == bindparam("article_id"),
        or_(*(_reaches_over(side) for side in ("before", "after"))),
    )
    .values(superseded=True)
)


def keep_revision(
    connection: Connection,
    links: chain.Links,
    before: Version,
    after: Version,
    made: Revision | Uncompared,
    *,
    comparer: str,
    made_at: datetime,
    superseded: bool = False,
) -> str:
    """Keeps a comparison of two versions and gives its id; one that is there already stays as it is, and is current again.

    Revisions that reach over either version are marked as superseded: they stay, under their ids. A comparison that
    failed is kept as a row without a record, so that the change is listed under the id that it would have had.
    """
    new = id_of_revision(before.id, after.id)
    if not _THERE.scalar(connection, id=new):
        values: dict[str, Any] = {
            "before_version": before.id,
            "after_version": after.id,
            "captured_before": before.captured_at,
            "captured_after": after.captured_at,
            "made_at": made_at,
            "comparer": comparer,
            "sentence": made.sentence,
            "classes": " ".join(made.classes),
            "weight": made.weight,
        }
        record = None if isinstance(made, Uncompared) else plain_document(revision_record(made))
        said = revision_said(record=None if record is None else blobs.digest(record), **values)
        entry = links.append(Subject(REVISION, new, after.article_id), said)
        number = None if record is None else _kept_record(connection, record, after)
        row = {
            "id": new,
            "entry": entry,
            "article_id": after.article_id,
            "record": number,
            "superseded": superseded,
        }
        _KEEP.run(connection, **row, **values)
        _make_searchable(connection, entry, made, after)
    elif not superseded:
        connection.execute(_revision.update().where(_revision.c.id == new).values(superseded=False))
    if not superseded:
        _SUPERSEDE.run(
            connection,
            article_id=after.article_id,
            before_at=before.captured_at,
            before_id=before.id,
            after_at=after.captured_at,
            after_id=after.id,
        )
    return new


def _make_searchable(connection: Connection, entry: int, made: Revision | Uncompared, after: Version) -> None:
    """Puts what changed where it is searched; where that is not known, all that the later version says."""
    if isinstance(made, Revision):
        searching.put(connection, entry, searching.row_of_revision(made))
    else:
        searching.put(connection, entry, searching.row_of_article(after.article))


def make_rest_searchable(connection: Connection) -> int:
    """Puts some of what an archive of an earlier schema holds where it is searched; gives how many links are left."""
    last = searching.rest(connection)
    if not last:
        return 0
    first = max(1, last - REST_AT_ONCE + 1)
    links = select(_chain.c.number, _chain.c.kind, _chain.c.subject)
    links = links.where(_chain.c.number.between(first, last), _chain.c.salt.is_not(None))
    for number, kind, subject in connection.execute(links).all():
        if kind == VERSION:
            found = version(connection, subject)
            if found is not None and is_first(connection, found):
                searching.put(connection, number, searching.row_of_article(found.article))
        elif kind == REVISION:
            query = select(_revision.c.before_version, _revision.c.after_version)
            before, after = connection.execute(query.where(_revision.c.id == subject)).one()
            later = version(connection, after)
            made = stored_revision(connection, before, after)
            if later is not None:
                _make_searchable(connection, number, made or Uncompared(), later)
    searching.keep_rest(connection, first - 1)
    return first - 1


def forget_searched(connection: Connection, article_id: str) -> None:
    """Takes the words of an article out of where they are searched."""
    rows: dict[int, searching.Row] = {}
    entries = select(_version.c.entry, _version.c.id).where(_version.c.article_id == article_id)
    for entry, key in connection.execute(entries).all():
        if searching.is_there(connection, entry) and (found := version(connection, key)) is not None:
            rows[entry] = searching.row_of_article(found.article)
    compared = select(_revision.c.entry, _revision.c.before_version, _revision.c.after_version)
    for entry, before, after in connection.execute(
        compared.where(_revision.c.article_id == article_id)
    ).all():
        if searching.is_there(connection, entry) and (later := version(connection, after)) is not None:
            made = stored_revision(connection, before, after)
            rows[entry] = (
                searching.row_of_article(later.article) if made is None else searching.row_of_revision(made)
            )
    searching.take_out(connection, rows)


def _kept_record(connection: Connection, record: bytes, after: Version) -> int:
    """The number of a revision's record, which is kept as a patch of the record of the revision before it."""
    near = {"article_id": after.article_id, "captured_after": after.captured_at}
    return blobs.keep(connection, record, blobs.like_of(connection, _RECORD, near))


def stored_revision(connection: Connection, before_version: str, after_version: str) -> Revision | None:
    """A comparison as it was made, or `None` when these two versions were not compared, or could not be."""
    query = select(_revision.c.record).where(_revision.c.id == id_of_revision(before_version, after_version))
    record: int | None = connection.execute(query).scalar()
    if record is None:
        return None
    before, after = version(connection, before_version), version(connection, after_version)
    if before is None or after is None:
        return None
    return revision_from_record(json.loads(blobs.read(connection, record)), before.article, after.article)


def record_event(
    connection: Connection, links: chain.Links, happened: Event, *, weight: float, made_at: datetime
) -> None:
    """Records an event; the article remembers since when it is withdrawn, and forgets it when it returns."""
    if not connection.execute(select(exists().where(_event.c.id == happened.id))).scalar():
        values: dict[str, Any] = {
            "since": happened.since,
            "at": happened.at,
            "made_at": made_at,
            "sentence": happened.sentence,
            "weight": weight,
            "capture_id": happened.capture_id,
        }
        said = event_said(event=str(happened.kind), **values)
        entry = links.append(Subject(EVENT, happened.id, happened.article_id), said)
        named = {"id": happened.id, "entry": entry, "article_id": happened.article_id, "superseded": False}
        connection.execute(_event.insert(), {**named, "kind": str(happened.kind), **values})
    else:
        connection.execute(_event.update().where(_event.c.id == happened.id).values(superseded=False))
    if happened.kind in {EventKind.WITHDRAWN, EventKind.RETURNED}:
        since = happened.since if happened.kind is EventKind.WITHDRAWN else None
        connection.execute(
            _article.update().where(_article.c.id == happened.article_id).values(withdrawn_since=since)
        )


def supersede_revision(connection: Connection, revision_id: str) -> None:
    """Leaves a comparison out of its article's history: it stays under its id."""
    connection.execute(_revision.update().where(_revision.c.id == revision_id).values(superseded=True))


def supersede_event(connection: Connection, event_id: str) -> None:
    """Leaves an event out of its article's history: it stays under its id."""
    connection.execute(_event.update().where(_event.c.id == event_id).values(superseded=True))


def revision_statement(connection: Connection, revision_id: str) -> tuple[int, bytes] | None:
    """The number of a revision's link and the statement that it proves, from the row as it is."""
    query = select(_revision, _blob.c.hash).outerjoin(_blob, _blob.c.number == _revision.c.record)
    row = connection.execute(query.where(_revision.c.id == revision_id)).first()
    if row is None:
        return None
    said = revision_said(
        before_version=row.before_version,
        after_version=row.after_version,
        captured_before=row.captured_before,
        captured_after=row.captured_after,
        made_at=row.made_at,
        comparer=row.comparer,
        sentence=row.sentence,
        classes=row.classes,
        weight=row.weight,
        record=row.hash,
    )
    return row.entry, statement(Subject(REVISION, row.id, row.article_id), said)


def event_statement(connection: Connection, event_id: str) -> tuple[int, bytes] | None:
    """The number of an event's link and the statement that it proves, from the row as it is."""
    row = connection.execute(select(_event).where(_event.c.id == event_id)).first()
    if row is None:
        return None
    said = event_said(
        event=row.kind,
        since=row.since,
        at=row.at,
        made_at=row.made_at,
        sentence=row.sentence,
        weight=row.weight,
        capture_id=row.capture_id,
    )
    return row.entry, statement(Subject(EVENT, row.id, row.article_id), said)


def _listed() -> Subquery:
    """Revisions and events as rows of one shape."""
    revisions = (
        select(
            _revision.c.id,
            literal(str(ChangeKind.REVISION)).label("kind"),
            _revision.c.article_id,
            _revision.c.captured_before,
            _revision.c.captured_after,
            _revision.c.made_at,
            _revision.c.sentence,
            _revision.c.classes,
            _revision.c.weight,
            _revision.c.before_version,
            _revision.c.after_version,
            _capture.c.claimed,
            _revision.c.superseded,
        )
        .join(_version, _version.c.id == _revision.c.after_version)
        .join(_capture, _capture.c.id == _version.c.capture_id)
    )
    events = select(
        _event.c.id,
        literal(str(ChangeKind.EVENT)),
        _event.c.article_id,
        null(),
        _event.c.at,
        _event.c.made_at,
        _event.c.sentence,
        _event.c.kind,
        _event.c.weight,
        null(),
        null(),
        literal(value=False),
        _event.c.superseded,
    )
    return union_all(revisions, events).subquery("change")


def _rows(listed: Subquery) -> Select[Any]:
    return (
        select(
            listed,
            _article.c.url,
            _article.c.headline,
            _article.c.source_id,
            _source.c.title.label("source_title"),
        )
        .join(_article, _article.c.id == listed.c.article_id)
        .join(_source, _source.c.id == _article.c.source_id)
    )


def changes(connection: Connection, query: ChangeQuery) -> tuple[Change, ...]:
    """The changes that a query asks for, in its order."""
    listed = _listed()
    rows = _rows(listed)
    if query.article_id is not None:
        rows = rows.where(listed.c.article_id == query.article_id)
    if query.source_id is not None:
        rows = rows.where(_article.c.source_id == query.source_id)
    if query.kind is not None:
        rows = rows.where(listed.c.kind == query.kind)
    if query.finding is not None:
        rows = rows.where((" " + listed.c.classes + " ").contains(f" {query.finding} ", autoescape=True))
    if query.among is not None:
        rows = rows.where(listed.c.after_version.in_(query.among))
    if query.since is not None:
        rows = rows.where(listed.c.captured_after >= query.since)
    if not query.superseded:
        rows = rows.where(listed.c.superseded.is_(False))
    time = listed.c.made_at if query.by_entry else listed.c.captured_after
    order = [time.desc(), listed.c.captured_after.desc(), listed.c.id]
    if query.ranked:
        order.insert(0, listed.c.weight.desc())
    rows = rows.order_by(*order).limit(query.limit).offset(query.offset)
    return tuple(map(_change_of, connection.execute(rows)))


def change(connection: Connection, change_id: str) -> Change | None:
    """A change by its id."""
    listed = _listed()
    row = connection.execute(_rows(listed).where(listed.c.id == change_id)).first()
    return None if row is None else _change_of(row)


def number_of_changes(connection: Connection) -> int:
    """How many changes there are."""
    return int(connection.execute(select(func.count()).select_from(_listed())).scalar_one())


def _change_of(row: Row[Any]) -> Change:
    return Change(
        id=row.id,
        kind=ChangeKind(row.kind),
        article_id=row.article_id,
        url=row.url,
        source=row.source_title,
        source_id=row.source_id,
        headline=row.headline or row.url,
        captured_before=row.captured_before,
        captured_after=row.captured_after,
        made_at=row.made_at,
        sentence=row.sentence,
        classes=tuple(row.classes.split()),
        weight=row.weight,
        before_version=row.before_version,
        after_version=row.after_version,
        claimed=bool(row.claimed),
        superseded=bool(row.superseded),
    )

"""Keeps the words of every version where they can be found: all of an article's first one, then what each revision changed.

In SQLite an FTS5 table without content, in PostgreSQL columns of `tsvector`: the third place where databases differ. A row bears
the number of the link of the version whose text it is, or of the revision whose changed sentences it is; it is never changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    DDL,
    Connection,
    Integer,
    Text,
    bindparam,
    column,
    event,
    func,
    literal_column,
    select,
    table,
    text,
)

from variorum.archive import schema
from variorum.archive.prepared import Prepared
from variorum.archive.upsert import insert
from variorum.model import Article, Revision, SearchField, SearchHit, SearchQuery, SearchTerm
from variorum.text.queries import search_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The columns: what stands in a whole text, what came and went as a whole sentence, and both sides of sentences that were reworded.
COLUMNS = ("headline", "standfirst", "author", "body", "added", "reworded", "removed", "was")
_FIELDS = {
    SearchField.HEADLINE: ("headline",),
    SearchField.STANDFIRST: ("standfirst",),
    SearchField.AUTHOR: ("author",),
    SearchField.BODY: ("body", "added", "reworded"),
    None: ("headline", "standfirst", "author", "body", "added", "reworded"),
}
#: Of more rows than these the newest are ranked: what so many texts have in common tells none of them from the others.
_RANKED = 200
_LONGEST_TEXT = 200_000

_MAKE_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5({', '.join(COLUMNS)}, content='', tokenize='unicode61 remove_diacritics 0')",
)
_MAKE_POSTGRESQL = (
    f"CREATE TABLE IF NOT EXISTS search (entry integer PRIMARY KEY, {', '.join(f'{name} tsvector NOT NULL' for name in COLUMNS)})",
    f"CREATE INDEX IF NOT EXISTS ix_search ON search USING gin ({', '.join(COLUMNS)})",
)
STATEMENTS = {"sqlite": _MAKE_SQLITE, "postgresql": _MAKE_POSTGRESQL}
for _name, _statements in STATEMENTS.items():
    for _statement in _statements:
        _made = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(schema.metadata, "after_create", _made.execute_if(dialect=_name))


def _putting(database: str) -> Any:
    """An insert of the words of a row."""
    is_sqlite = database == "sqlite"
    number = "rowid" if is_sqlite else "entry"
    into = table("search", column(number), *map(column, COLUMNS))
    words: dict[str, Any] = {name: bindparam(name, type_=Text()) for name in COLUMNS}
    if is_sqlite:
        return insert(database, into).values({number: bindparam("entry", type_=Integer()), **words})
    vectors = {name: func.to_tsvector(literal_column("'simple'"), word) for name, word in words.items()}
    putting = insert(database, into).values({number: bindparam("entry", type_=Integer()), **vectors})
    return putting.on_conflict_do_nothing()


_PUT = Prepared(_putting)
#: Under this key stands the last link up to which an archive of an earlier schema is not searched yet.
_REST = "search"


class Row(NamedTuple):
    """The words of one row, by column."""

    headline: str = ""
    standfirst: str = ""
    author: str = ""
    body: str = ""
    added: str = ""
    reworded: str = ""
    removed: str = ""
    was: str = ""


def row_of_article(article: Article) -> Row:
    """The words of a whole text."""
    return Row(
        headline=_words([article.headline]),
        standfirst=_words([article.standfirst]),
        author=_words([*article.authors, *article.houses]),
        body=_words([*(paragraph.text for paragraph in article.paragraphs), *article.captions]),
    )


def row_of_revision(made: Revision) -> Row:
    """The words of what a revision changed."""
    fields = {change.name: change for change in made.fields if change.changed}
    pairs = [pair for pair in made.links if pair.changed]
    shown = [
        change for name in ("headline", "standfirst", "byline", "captions") if (change := fields.get(name))
    ]
    reworded = [made.new_text(j) for pair in pairs for j in pair.link.new]
    was = [made.old_text(i) for pair in pairs for i in pair.link.old]
    return Row(
        headline=_words([fields["headline"].after if "headline" in fields else None]),
        standfirst=_words([fields["standfirst"].after if "standfirst" in fields else None]),
        author=_words([fields["byline"].after if "byline" in fields else None]),
        added=_words(made.new_text(j) for j in made.added),
        reworded=_words([*reworded, *(change.after for change in shown)]),
        removed=_words(made.old_text(i) for i in made.deleted),
        was=_words([*was, *(change.before for change in shown)]),
    )


def _words(parts: Iterable[str | None]) -> str:
    return " ".join(search_words(part) for part in parts if part)[:_LONGEST_TEXT]


def put(connection: Connection, entry: int, row: Row) -> None:
    """Keeps the words of a row."""
    if any(row):
        _PUT.run(connection, entry=entry, **row._asdict())


def is_there(connection: Connection, entry: int) -> bool:
    """Whether a link has a row of words."""
    name, key = ("search_docsize", "id") if connection.dialect.name == "sqlite" else ("search", "entry")
    asked: Any = select(literal_column("1")).select_from(table(name, column(key))).where(column(key) == entry)
    return connection.execute(asked).first() is not None


def take_out(connection: Connection, rows: Mapping[int, Row]) -> None:
    """Takes rows out with their words.

    FTS5 keeps no text, so it is told again what it is to forget (its manual, section 6.4); then what it kept is put together
    anew, so that nothing of it stands in a part of the index that is out of use.
    """
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(text("DELETE FROM search WHERE entry = :entry"), [{"entry": one} for one in rows])
        return
    names, bound = ", ".join(COLUMNS), ", ".join(f":{name}" for name in COLUMNS)
    told = text(f"INSERT INTO search(search, rowid, {names}) VALUES ('delete', :entry, {bound})")  # noqa: S608 - our own names
    connection.execute(told, [{"entry": entry, **row._asdict()} for entry, row in rows.items()])
    connection.execute(text("INSERT INTO search(search) VALUES ('optimize')"))


def rest(connection: Connection) -> int:
    """The last link up to which nothing is searched yet; 0 where all is."""
    value = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == _REST)).scalar()
    return int(value or 0)


def keep_rest(connection: Connection, last: int) -> None:
    """Remembers up to which link nothing is searched yet."""
    connection.execute(schema.meta.update().where(schema.meta.c.key == _REST).values(value=str(last)))


def search(
    connection: Connection, query: SearchQuery, *, ranked: bool, limit: int, offset: int
) -> tuple[SearchHit, ...]:
    """The versions in which something is found, those first in which it stands heaviest, or the newest."""
    asked = _asked_sqlite if connection.dialect.name == "sqlite" else _asked_postgresql
    found, values = asked(query)
    filters = []
    moment = schema.Instant()
    for bound, comparison in (("since", ">="), ("until", "<")):
        at = getattr(query, bound)
        if at is not None:
            filters.append(f" AND version.captured_at {comparison} :{bound}")
            values[bound] = moment.process_bind_param(at, connection.dialect)
    if query.source_id is not None:
        filters.append(" AND article.source_id = :source")
        values["source"] = query.source_id
    values["most"] = max(_RANKED, 2 * (offset + limit))
    # The newest are read first, and no more of them than are asked for: how many there are is never counted.
    if not filters:
        found = f"{found} ORDER BY entry DESC LIMIT :most"
    statement = text(
        "SELECT version.id AS version_id, version.article_id, version.captured_at, revision.before_version, revision.sentence,"  # noqa: S608 - our own words; what was asked is bound
        f" revision.weight, article.headline, article.url, article.source_id, source.title FROM ({found}) AS found"
        # In this order: what is found is walked once, newest first, until enough is there.
        " CROSS JOIN chain"
        " LEFT JOIN revision ON chain.kind = 'r' AND revision.id = chain.subject"
        " JOIN version ON version.id = CASE WHEN chain.kind = 'r' THEN revision.after_version ELSE chain.subject END"
        " JOIN article ON article.id = version.article_id JOIN source ON source.id = article.source_id"
        f" WHERE chain.number = found.entry AND (revision.id IS NULL OR NOT revision.superseded) AND NOT version.superseded{''.join(filters)}"
        " ORDER BY found.entry DESC LIMIT :most"
    )
    hits: dict[str, tuple[float, SearchHit]] = {}
    for row in connection.execute(statement, values):
        # A version that was the first until an older one came has its whole text beside what changed in it.
        if row.version_id not in hits:
            hits[row.version_id] = _heaviness(row, query), _hit(connection, row)
    order = sorted(hits.values(), key=lambda one: one[1].captured_at, reverse=True)
    if ranked:
        order.sort(key=lambda one: one[0], reverse=True)
    return tuple(hit for _, hit in order[offset : offset + limit])


def _heaviness(row: Any, query: SearchQuery) -> float:
    """How much what was found tells of an article: most where the headline says it, else by what the change means."""
    headline = f" {search_words(row.headline or '')} "
    heads = sum(f" {' '.join(term.words)}{'' if term.is_prefix else ' '}" in headline for term in query.terms)
    return 2.0 * heads + float(row.weight or 0)


def _hit(connection: Connection, row: Any) -> SearchHit:
    return SearchHit(
        version_id=row.version_id,
        article_id=row.article_id,
        url=row.url,
        source=row.title,
        source_id=row.source_id,
        headline=row.headline or row.url,
        captured_at=schema.Instant().process_result_value(row.captured_at, connection.dialect)
        or schema.EPOCH,
        before_version=row.before_version,
        sentence=row.sentence,
    )


def _asked_sqlite(query: SearchQuery) -> tuple[str, dict[str, Any]]:
    """What gives the entries of the rows that are asked for, in the words of FTS5 (its manual, section 3)."""
    wanted = " AND ".join(f"({' OR '.join(map(_match, group))})" for group in query.groups)
    for term in query.without:
        wanted = f"({wanted}) NOT {_match(term)}"
    return "SELECT rowid AS entry FROM search WHERE search MATCH :match", {"match": wanted}


def _match(term: SearchTerm) -> str:
    phrase = f'"{" ".join(term.words)}"' + ("*" if term.is_prefix else "")
    if term.field is SearchField.ADDED:
        return f"({{added}} : {phrase} OR ({{reworded}} : {phrase} NOT {{was}} : {phrase}))"
    if term.field is SearchField.REMOVED:
        return f"({{removed}} : {phrase} OR ({{was}} : {phrase} NOT {{reworded}} : {phrase}))"
    return f"{{{' '.join(_FIELDS[term.field])}}} : {phrase}"


def _asked_postgresql(query: SearchQuery) -> tuple[str, dict[str, Any]]:
    """The same in the words of PostgreSQL's text search (its manual, chapter 12)."""
    values: dict[str, Any] = {}

    def matched(term: SearchTerm) -> str:
        name = f"term{len(values)}"
        values[name] = " <-> ".join(term.words) + (":*" if term.is_prefix else "")
        asked = f"to_tsquery('simple', :{name})"
        if term.field is SearchField.ADDED:
            return f"(added @@ {asked} OR (reworded @@ {asked} AND NOT was @@ {asked}))"
        if term.field is SearchField.REMOVED:
            return f"(removed @@ {asked} OR (was @@ {asked} AND NOT reworded @@ {asked}))"
        return "(" + " OR ".join(f"{column} @@ {asked}" for column in _FIELDS[term.field]) + ")"

    conditions = [f"({' OR '.join(map(matched, group))})" for group in query.groups]
    conditions += [f"NOT {matched(term)}" for term in query.without]
    return f"SELECT entry FROM search WHERE {' AND '.join(conditions)}", values  # noqa: S608 - what was asked is bound

"""Takes a statement, hands it to the database's driver without a detour: for the few that every check asks for.

SQLAlchemy writes the statement, once for each kind of database; what it does for every call beside that costs several times
as much as the database takes for a row.
"""

from __future__ import annotations

from collections import namedtuple
from inspect import isfunction
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Dialect

    Change = Callable[[Any], Any] | None


#: Stands for a value that is given with each call.
_NAMED = object()


class _Written(NamedTuple):
    """A statement as one kind of database reads it: how its values are handed over, and how its rows are read."""

    text: str
    given: tuple[tuple[str, Change, Any], ...]
    by_name: bool
    read: tuple[tuple[int, Callable[[Any], Any]], ...]
    row: Callable[[Iterable[Any]], Any]


class Prepared:
    """A statement with named parameters, as `select(...).where(column == bindparam("id"))`, written once.

    What it is run on must be in a transaction already, as all connections of an archive are.
    """

    def __init__(self, statement: Any) -> None:
        """`statement` is a select, insert, update or delete; or what gives one for the name of a kind of database."""
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def all(self, connection: Connection, **values: Any) -> list[Any]:
        """The rows, each with its columns by name and by place."""
        cursor, written = self._run(connection, values)
        rows = cursor.fetchall()
        cursor.close()
        return [_read(row, written) for row in rows]

    def first(self, connection: Connection, **values: Any) -> Any:
        """The first row, or `None`."""
        cursor, written = self._run(connection, values)
        row = cursor.fetchone()
        cursor.close()
        return None if row is None else _read(row, written)

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """The first column of the first row, or `None`."""
        row = self.first(connection, **values)
        return None if row is None else row[0]

    def run(self, connection: Connection, **values: Any) -> None:
        """Writes."""
        self._run(connection, values)[0].close()

    def run_all(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Writes once for each row of values."""
        for values in rows:
            self._run(connection, values)[0].close()

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, _Written]:
        written = self._written.get(connection.dialect.name) or self._write(connection.dialect)
        given = []
        for name, change, fixed in written.given:
            value = values[name] if fixed is _NAMED else fixed
            given.append(value if value is None or change is None else change(value))
        cursor = connection.connection.cursor()
        driver = connection.dialect.loaded_dbapi
        try:
            if written.by_name:
                names = (name for name, _, _ in written.given)
                cursor.execute(written.text, dict(zip(names, given, strict=True)))
            else:
                cursor.execute(written.text, given)
        except driver.Error as error:
            cursor.close()
            raise DBAPIError.instance(
                written.text, dict(values), error, driver.Error, dialect=connection.dialect
            ) from error
        return cursor, written

    def _write(self, dialect: Dialect) -> _Written:
        statement = self._statement(dialect.name) if isfunction(self._statement) else self._statement
        compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        names = compiled.positiontup if compiled.positional else tuple(compiled.params)
        defaults = compiled.params
        given = []
        for name in names:
            bound = compiled.binds[name]
            change = bound.type.dialect_impl(dialect).bind_processor(dialect)
            given.append((name, change, _NAMED if bound.required else defaults[name]))
        columns = tuple(statement.exported_columns)
        read = []
        for place, column in enumerate(columns):
            change = column.type.dialect_impl(dialect).result_processor(dialect, None)
            if change is not None:
                read.append((place, change))
        keys = [str(column.key) for column in columns]
        shape: Any = namedtuple("Row", keys, rename=True)  # type: ignore[misc]  # noqa: PYI024 - known at run time
        written = _Written(compiled.string, tuple(given), not compiled.positional, tuple(read), shape._make)
        self._written[dialect.name] = written
        return written


def _read(row: Sequence[Any], written: _Written) -> Any:
    if written.read:
        values = list(row)
        for place, change in written.read:
            values[place] = change(values[place])
        row = values
    return written.row(row)

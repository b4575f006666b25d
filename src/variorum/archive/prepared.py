"""Takes a statement that is executed for every version, compiles it once, gives its rows: a third of the time of doing so anew."""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Dialect, Executable

    _Convert = Callable[[Any], Any]


class Prepared:
    """A statement of SQLAlchemy, kept in the words of each database that it was executed on.

    What SQLAlchemy does around every execution (events, caches, results that can be read in many ways) takes longer than the
    statement itself where rows are found by their key. Types are converted as it would; errors are its own.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """The rows, with the names of the statement's columns."""
        compiled = self._on(connection)
        cursor = compiled.execute(connection, values)
        try:
            return [compiled.row(row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first row, or `None`."""
        rows = self.rows(connection, values)
        return rows[0] if rows else None

    def scalar(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first value of the first row, or `None`."""
        row = self.first(connection, values)
        return None if row is None else row[0]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Executes a statement that gives no rows."""
        self._on(connection).execute(connection, values).close()

    def run_all(self, connection: Connection, values: Sequence[Mapping[str, Any]]) -> None:
        """Executes a statement that gives no rows, for each of some values."""
        compiled = self._on(connection)
        for one in values:
            compiled.execute(connection, one).close()

    def _on(self, connection: Connection) -> _Compiled:
        dialect = connection.dialect
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _Compiled(self._statement, dialect)
        return found


class _Compiled:
    """A statement in the words of one database, with what converts its values and its rows."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        # The columns of an insert are those that get a value of their own, not those that the table has.
        compiled = statement.compile(dialect=dialect)
        self._text = str(compiled)
        self._order: list[str] | None = compiled.positiontup
        self._binds: dict[str, _Convert] = dict(compiled._bind_processors)  # noqa: SLF001 - what SQLAlchemy itself goes by
        self._given: dict[str, Any] = {
            name: value for name, value in compiled.params.items() if value is not None
        }
        self._names: list[str] = list(compiled.params)
        self._error: type[Exception] = dialect.loaded_dbapi.Error
        columns = compiled._result_columns  # noqa: SLF001
        names = [column.keyname for column in columns]
        self._row: Any = _row_type(names)
        self._results: list[tuple[int, _Convert]] = [
            (place, convert)
            for place, column in enumerate(columns)
            if (convert := column.type._cached_result_processor(dialect, None)) is not None  # noqa: SLF001
        ]

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """Executes the statement; the cursor is whoever asks' to close."""
        told = {name: values[name] if name in values else self._given.get(name) for name in self._names}
        for name, convert in self._binds.items():
            if name in told:
                told[name] = convert(told[name])
        parameters = told if self._order is None else tuple(told[name] for name in self._order)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self._text, parameters)
        except self._error as error:
            cursor.close()
            raise DBAPIError.instance(self._text, parameters, error, self._error) from error
        return cursor

    def row(self, values: Sequence[Any]) -> Any:
        """A row with its values converted."""
        if not self._results:
            return self._row._make(values)
        made = list(values)
        for place, convert in self._results:
            made[place] = convert(made[place])
        return self._row._make(made)


def _row_type(names: Sequence[str]) -> Any:
    """Rows whose values are named as the columns are; those that share a name have only their place."""
    return namedtuple("Row", names, rename=True)  # noqa: PYI024 - the names are only known here

"""Takes the kind of a database and a table, gives an insert that may meet a row: one of the two places where databases differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Table, TableClause


#: The kinds of databases that an archive can lie in.
DATABASES = ("sqlite", "postgresql")


def insert(database: str, table: Table | TableClause) -> sqlite.Insert | postgresql.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update` (the other difference is the writer's lock)."""
    if database == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)

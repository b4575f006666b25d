"""The words of all versions, to be searched: a table that is filled when it is first asked, or while it waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_COLUMNS = ("headline", "standfirst", "author", "body", "added", "reworded", "removed", "was")


def upgrade() -> None:
    """Adds the table, and remembers up to which link nothing is in it yet."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        op.execute(
            f"CREATE VIRTUAL TABLE search USING fts5({', '.join(_COLUMNS)}, content='', tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        columns = ", ".join(f"{name} tsvector NOT NULL" for name in _COLUMNS)
        op.execute(f"CREATE TABLE search (entry integer PRIMARY KEY, {columns})")
        op.execute(f"CREATE INDEX ix_search ON search USING gin ({', '.join(_COLUMNS)})")
    last = connection.execute(sa.text("SELECT max(number) FROM chain")).scalar()
    if last:
        meta = sa.table("meta", sa.column("key"), sa.column("value"))
        op.execute(meta.insert().values(key="search", value=str(last)))

"""Runs migrations on the connection that opened the archive, inside its transaction."""

from __future__ import annotations

from alembic import context

from variorum.archive.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()

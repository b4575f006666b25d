"""Other addresses of articles with the times for which they held, and by what a source knows its articles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds a table and a column; no alias is known yet."""
    op.create_table(
        "alias",
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.String(length=27), nullable=False),
        sa.Column("last_seen", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_alias_article_id_article")),
        sa.PrimaryKeyConstraint("article_id", "kind", "url", name=op.f("pk_alias")),
    )
    op.add_column("sighting", sa.Column("identifier", sa.Text(), nullable=True))
    op.create_index(op.f("ix_sighting_source_id_identifier"), "sighting", ["source_id", "identifier"])

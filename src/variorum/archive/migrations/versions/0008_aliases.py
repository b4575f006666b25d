"""Other addresses of articles with the times for which they held, and by what a source knows its articles; the sitemaps of indexes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds two tables and a column; nothing is known yet."""
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
    op.create_table(
        "child_sitemap",
        sa.Column("source_id", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("updated", sa.String(length=27), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("passed_over", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_child_sitemap_source_id_source")),
        sa.PrimaryKeyConstraint("source_id", "url", name=op.f("pk_child_sitemap")),
    )
    op.add_column("sighting", sa.Column("identifier", sa.Text(), nullable=True))
    op.create_index(op.f("ix_sighting_source_id_identifier"), "sighting", ["source_id", "identifier"])

"""What is remembered of sites and of how their articles were read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds two tables; nothing is remembered yet."""
    op.create_table(
        "site_memory",
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("learnt_at", sa.String(length=27), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_site_memory")),
    )
    op.create_table(
        "reading_rule",
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_reading_rule_article_id_article")
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_reading_rule")),
    )

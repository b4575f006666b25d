"""How hosts were asked, what checks came to, and the texts that articles go back to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds three tables; nothing that is there is touched."""
    op.create_table(
        "conduct",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("unmodified", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("disallowed", sa.Integer(), nullable=False),
        sa.Column("smallest_gap_seconds", sa.Float(), nullable=True),
        sa.Column("latency_seconds", sa.Float(), nullable=True),
        sa.Column("last_asked", sa.String(length=27), nullable=True),
        sa.Column("errors", sa.Float(), nullable=False),
        sa.Column("held_until", sa.String(length=27), nullable=True),
        sa.Column("held_because", sa.Text(), nullable=True),
        sa.Column("held_status", sa.Integer(), nullable=True),
        sa.Column("distrusted_until", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_conduct")),
    )
    op.create_table(
        "outcome",
        sa.Column("of", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.String(length=27), nullable=False),
        sa.Column("last_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("of", "outcome", name=op.f("pk_outcome")),
    )
    op.create_table(
        "variant",
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=16), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_variant_article_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_variant_version_id")),
        sa.PrimaryKeyConstraint("article_id", "text_hash", name=op.f("pk_variant")),
    )

"""Tombstones of what was taken out, copies that left the archive, and time stamps of roots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds three tables and a column; every leaf of an older archive is salted already."""
    op.create_table(
        "tombstone",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
    )
    op.create_index(op.f("ix_tombstone_article_id"), "tombstone", ["article_id"], unique=False)
    op.create_table(
        "forgotten_address",
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("tombstone_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["tombstone_id"], ["tombstone.id"], name=op.f("fk_forgotten_address_tombstone_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_forgotten_address")),
    )
    op.create_table(
        "copy",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=27), nullable=False),
        sa.Column("article_id", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_copy")),
    )
    op.create_index(op.f("ix_copy_article_id"), "copy", ["article_id"], unique=False)
    op.add_column("root", sa.Column("stamp", sa.LargeBinary(), nullable=True))

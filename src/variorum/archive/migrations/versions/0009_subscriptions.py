"""Subscriptions to feeds at hubs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds a table; nothing is subscribed to yet."""
    op.create_table(
        "subscription",
        sa.Column("source_id", sa.String(length=16), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.String(length=27), nullable=False),
        sa.Column("lease_until", sa.String(length=27), nullable=True),
        sa.Column("delivered_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_subscription_source_id_source")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("token", name=op.f("uq_subscription_token")),
    )

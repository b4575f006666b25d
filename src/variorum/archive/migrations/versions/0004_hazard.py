"""What checks saw between them, what was learnt from it, and what a schedule expects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the tables of gaps and tallies, and three columns of schedules."""
    op.create_table(
        "gap",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("start_hours", sa.Float(), nullable=False),
        sa.Column("end_hours", sa.Float(), nullable=False),
        sa.Column("last_change_hours", sa.Float(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_gap")),
    )
    op.create_table(
        "tally",
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column("quiet", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("seen", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("outlet", "age", "quiet", "changes", name=op.f("pk_tally")),
    )
    for column in (
        sa.Column("expected", sa.Float(), nullable=False, server_default=sa.text("0")),
        sa.Column("hinted", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("vain_hints", sa.Integer(), nullable=False, server_default=sa.text("0")),
    ):
        op.add_column("schedule", column)

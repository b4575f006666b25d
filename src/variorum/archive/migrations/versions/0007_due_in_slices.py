"""The index by which what is due is asked for in slices."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Puts an index in the order of the question in place of that of times alone."""
    op.drop_index(op.f("ix_schedule_next_check"), table_name="schedule")
    op.create_index(
        op.f("ix_schedule_of_source_next_check_id"),
        "schedule",
        ["of_source", "next_check", "id"],
        unique=False,
    )

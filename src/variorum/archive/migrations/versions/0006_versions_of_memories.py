"""Versions of what is remembered of sites; versions and events that an older capture made out of date."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from variorum.archive.packing import packed, plain_document, unpacked

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NEW: tuple[sa.Column[Any], ...] = (
    sa.Column("domain", sa.Text(), nullable=False),
    sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("learnt_at", sa.String(length=27), nullable=False),
    sa.Column("pages", sa.Integer(), nullable=False),
    sa.Column("used", sa.Boolean(), nullable=False),
    sa.Column("document", sa.LargeBinary(), nullable=False),
)
_DRAFT: tuple[sa.Column[Any], ...] = (
    sa.Column("domain", sa.Text(), nullable=False),
    sa.Column("pages", sa.Integer(), nullable=False),
    sa.Column("document", sa.LargeBinary(), nullable=False),
)


def upgrade() -> None:
    """Makes the memory of each site its first version; none is known to have been read with."""
    connection = op.get_bind()
    known = connection.execute(sa.text("SELECT domain, learnt_at, document FROM site_memory")).all()
    op.drop_table("site_memory")
    memory = op.create_table(
        "site_memory",
        *_NEW,
        sa.PrimaryKeyConstraint("domain", "version", name=op.f("pk_site_memory")),
    )
    draft = op.create_table(
        "site_draft", *_DRAFT, sa.PrimaryKeyConstraint("domain", name=op.f("pk_site_draft"))
    )
    for domain, learnt_at, document in known:
        told = json.loads(unpacked(bytes(document)))
        pages = sum(len(site["addresses"]) for site in told["sites"])
        first = {**told, "sites": [{**site, "version": 1} for site in told["sites"]]}
        connection.execute(
            memory.insert().values(
                domain=domain,
                version=1,
                learnt_at=learnt_at,
                pages=pages,
                used=False,
                document=packed(plain_document(first)),
            )
        )
        connection.execute(draft.insert().values(domain=domain, pages=pages, document=bytes(document)))
    op.add_column("version", sa.Column("memory", sa.Integer(), nullable=True))
    for table in ("version", "event"):
        op.add_column(table, sa.Column("superseded", sa.Boolean(), nullable=False, server_default=sa.false()))

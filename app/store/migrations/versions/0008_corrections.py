"""Corrections that readers ask for, and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(length=39), nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.String(length=27), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.String(length=27), nullable=True),
        sa.Column("answered_by", sa.String(length=39), nullable=True),
        sa.Column("change", sa.BigInteger(), nullable=True),
        sa.Column("hidden_at", sa.String(length=27), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("correction_of_subject", "correction", ["subject", "number"])
    op.create_index("correction_of_record", "correction", ["record", "state"])
    op.create_index("correction_asked", "correction", ["digest"])

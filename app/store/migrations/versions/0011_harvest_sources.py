"""The sources that this registry follows, how far it has come, and what became of their records."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "harvest_source",
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("url"),
    )
    op.create_table(
        "harvest_item",
        sa.Column("source", sa.String(length=39), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("record", sa.String(length=39), nullable=True),
        sa.Column("changed", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "key"),
    )

"""What harvesters read, and the log by the instants of its entries."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("change_at", "change", ["at"])
    op.create_table(
        "harvest_record",
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("record"),
    )
    op.create_table(
        "harvest_member",
        sa.Column("set", sa.String(length=120), nullable=False),
        sa.Column("stamp", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.PrimaryKeyConstraint("set", "stamp", "record"),
    )
    op.create_index("harvest_sets_of_record", "harvest_member", ["record"])

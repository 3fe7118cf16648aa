"""Records held against standards, and what a view was made with beside the log."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("view_position", sa.Column("basis", sa.String(length=64), nullable=True))
    op.create_table(
        "conformance_record",
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("record"),
    )
    op.create_table(
        "conformance_result",
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("standard", sa.String(length=60), nullable=False),
        sa.Column("pattern", sa.String(length=120), nullable=False),
        sa.Column("meets", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("record", "standard"),
    )
    op.create_index(
        "conformance_of_standard", "conformance_result", ["standard", "meets", "pattern"]
    )

"""Until which day what came out of a record holds, where the days of statements count."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "conformance_record", sa.Column("holds_until", sa.String(length=10), nullable=True)
    )
    # In a registry that has results, they are worked out again at the next catch-up.
    op.execute("UPDATE view_position SET number = 0 WHERE name = 'conformance'")

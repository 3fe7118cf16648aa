"""Whether a statement's end was still to come when its source was read."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "catalogue_statement",
        sa.Column("ends_foreseen", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # In a registry that has statements, they are read again at the next catch-up.
    op.execute("UPDATE view_position SET number = 0 WHERE name = 'catalogue'")

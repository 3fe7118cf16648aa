"""The changes of one publisher are found without reading those of all others."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("change_of_publisher", "change", ["publisher", "number"])

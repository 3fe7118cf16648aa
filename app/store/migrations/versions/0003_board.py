"""The operator's board: its part of the catalogue, which is made again, and checks of links."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_board()
    _make_conflicts()
    _make_parts()
    _make_link_checks()
    # What the board counts is worked out when a record is put into the catalogue: in a registry
    # that has records the catalogue starts again, at the next catch-up.
    op.execute("UPDATE view_position SET number = 0 WHERE name = 'catalogue'")


def _make_board() -> None:
    op.create_table(
        "catalogue_board",
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("family", sa.String(length=24), nullable=False),
        sa.Column("publisher", sa.String(length=39), nullable=False),
        sa.Column("no_level", sa.Boolean(), nullable=False),
        sa.Column("no_outcomes", sa.Boolean(), nullable=False),
        sa.Column("no_assessment", sa.Boolean(), nullable=False),
        sa.Column("no_size", sa.Boolean(), nullable=False),
        sa.Column("no_qa", sa.Boolean(), nullable=False),
        sa.Column("review_on", sa.String(length=10), nullable=True),
        sa.Column("qa_until", sa.String(length=10), nullable=True),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record"),
    )
    op.create_index("board_listing", "catalogue_board", ["name_key", "record"])


def _make_conflicts() -> None:
    op.create_table(
        "catalogue_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=39), nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("other", sa.String(length=39), nullable=True),
        sa.Column("agent", sa.String(length=39), nullable=True),
        sa.Column("scope", sa.String(length=60), nullable=True),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("subject", "record", "other"):
        op.create_index(f"ix_catalogue_conflict_{column}", "catalogue_conflict", [column])


def _make_parts() -> None:
    op.create_table(
        "catalogue_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("property", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "catalogue_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "catalogue_revocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("subject", sa.String(length=39), nullable=False),
        sa.Column("agent", sa.String(length=39), nullable=False),
        sa.Column("revoked_on", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, columns in (
        ("catalogue_link", ("record", "url")),
        ("catalogue_identity", ("record", "key")),
        ("catalogue_revocation", ("record", "subject")),
    ):
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def _make_link_checks() -> None:
    op.create_table(
        "link_check",
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("checked_at", sa.String(length=27), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("final_url", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_days", sa.Integer(), nullable=False),
        sa.Column("failed_on", sa.String(length=10), nullable=True),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("url"),
    )
    for column in ("checked_at", "dead"):
        op.create_index(f"ix_link_check_{column}", "link_check", [column])

"""Seals on the log, publishers who act for others, keys with scopes, and keys to sign with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SEALED = ("log_leaf", "tree_head")


def upgrade() -> None:
    op.add_column("change", sa.Column("published_by", sa.String(length=39), nullable=True))
    op.add_column("access_key", sa.Column("expires_at", sa.String(length=27), nullable=True))
    op.add_column(
        "access_key",
        sa.Column(
            "scopes", sa.String(length=200), nullable=False, server_default="bulk publish withdraw"
        ),
    )
    _make_tables()
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def _guards(dialect: str) -> list[str]:
    """Triggers that refuse to change or delete a seal."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
            for table in _SEALED
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite()"
        for table in _SEALED
    ]


def _make_tables() -> None:
    op.create_table(
        "log_leaf",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["change.number"]),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "tree_head",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size"),
    )
    op.create_table(
        "acting_for",
        sa.Column("agent", sa.String(length=39), nullable=False),
        sa.Column("publisher", sa.String(length=39), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(["agent"], ["publisher.publisher"]),
        sa.ForeignKeyConstraint(["publisher"], ["publisher.publisher"]),
        sa.PrimaryKeyConstraint("agent", "publisher"),
    )
    op.create_table(
        "signing_key",
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("publisher", sa.String(length=39), nullable=False),
        sa.Column("jwk", sa.Text(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("revoked_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["publisher"], ["publisher.publisher"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_signing_key_publisher", "signing_key", ["publisher"], unique=False)

"""The change log that cannot be rewritten, publishers and keys, and the catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_tables()
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def _guards(dialect: str) -> list[str]:
    """Triggers that refuse to change or delete what the log has recorded."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER change_no_{verb.lower()} BEFORE {verb} ON change"
            " BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the change log is append-only'; END $$",
        "CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite()",
    ]


def _make_tables() -> None:
    op.create_table(
        "catalogue_edge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("subject", sa.String(length=39), nullable=False),
        sa.Column("predicate", sa.String(length=80), nullable=False),
        sa.Column("target", sa.String(length=39), nullable=True),
        sa.Column("target_iri", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("edge_from", "catalogue_edge", ["subject", "predicate"], unique=False)
    op.create_index("edge_to", "catalogue_edge", ["target", "predicate"], unique=False)
    op.create_index("ix_catalogue_edge_record", "catalogue_edge", ["record"], unique=False)
    op.create_table(
        "catalogue_record",
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.String(length=27), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("family", sa.String(length=24), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("record"),
    )
    op.create_index(
        "catalogue_listing", "catalogue_record", ["family", "name_key", "record"], unique=False
    )
    op.create_index("ix_catalogue_record_country", "catalogue_record", ["country"], unique=False)
    op.create_table(
        "catalogue_resource",
        sa.Column("resource", sa.String(length=39), nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("resource"),
    )
    op.create_index("ix_catalogue_resource_record", "catalogue_resource", ["record"], unique=False)
    op.create_table(
        "catalogue_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("subject", sa.String(length=39), nullable=False),
        sa.Column("agent", sa.String(length=39), nullable=True),
        sa.Column("agent_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("starts_on", sa.String(length=30), nullable=True),
        sa.Column("ends_on", sa.String(length=30), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_catalogue_statement_agent", "catalogue_statement", ["agent"], unique=False)
    op.create_index(
        "ix_catalogue_statement_record", "catalogue_statement", ["record"], unique=False
    )
    op.create_index(
        "ix_catalogue_statement_subject", "catalogue_statement", ["subject"], unique=False
    )
    op.create_table(
        "change",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.String(length=39), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("resource_type", sa.String(length=80), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("publisher", sa.String(length=39), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.BigInteger(), nullable=True),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("replaced_by", sa.String(length=39), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("change_of_record", "change", ["record", "number"], unique=False)
    op.create_table(
        "publisher",
        sa.Column("publisher", sa.String(length=39), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("publisher"),
    )
    op.create_table(
        "view_position",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "access_key",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("publisher", sa.String(length=39), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("revoked_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(
            ["publisher"],
            ["publisher.publisher"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_access_key_publisher", "access_key", ["publisher"], unique=False)
